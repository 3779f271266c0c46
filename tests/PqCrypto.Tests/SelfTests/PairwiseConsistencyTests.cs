using PqCrypto.Tests.Extension;

namespace PqCrypto.Tests.SelfTests;

/// <summary>Tests that turn the pairwise test on run alone: it is one for the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class PairwiseRuns
{
    internal const string Name = "pairwise consistency";
}

/// <summary>The test of each generated key, which programs turn on.</summary>
[Collection(PairwiseRuns.Name)]
public sealed class PairwiseConsistencyTests : IDisposable
{
    public PairwiseConsistencyTests() => PairwiseConsistency.IsOn = true;

    public static TheoryData<Fault> KemFaults => [Fault.Output, Fault.SentSecret, Fault.ReceivedSecret, Fault.RejectsAll];

    public static TheoryData<Fault> SignatureFaults => [Fault.Output, Fault.RejectsAll];

    public void Dispose() => PairwiseConsistency.IsOn = false;

    [Fact]
    public void IsSwitchedOn_FollowsTheSwitch()
    {
        Assert.False(PairwiseConsistency.IsSwitchedOn());
        AppContext.SetSwitch("PqCrypto.PairwiseConsistencyTest", true);
        bool isOn = PairwiseConsistency.IsSwitchedOn();
        AppContext.SetSwitch("PqCrypto.PairwiseConsistencyTest", false);
        Assert.True(isOn);
        Assert.False(PairwiseConsistency.IsSwitchedOn());
    }

    [Fact]
    public void GenerateKey_EveryAlgorithm_Passes()
    {
        foreach (KemAlgorithm algorithm in (KemAlgorithm[])[.. KemAlgorithm.All, KemAlgorithm.Create(new X448Scheme())])
            algorithm.GenerateKey().Dispose();
        foreach (SignatureAlgorithm algorithm in (SignatureAlgorithm[])[.. SignatureAlgorithm.All, SignatureAlgorithm.Create(new Ed25519Scheme())])
            algorithm.GenerateKey().Dispose();
        Assert.All(KemAlgorithm.MLKem768.GenerateKeys(9), key => key.Dispose());
    }

    [Theory, MemberData(nameof(KemFaults))]
    public void GenerateKey_KemWithFault_IsCaughtAndStaysUnusable(Fault fault)
    {
        BrokenKemScheme scheme = new(KemAlgorithm.MLKem768.Scheme, fault);
        KemAlgorithm algorithm = KemAlgorithm.Create(scheme);
        SelfTestTests.AssertUnusable("ML-KEM-768", () => algorithm.GenerateKey());

        scheme.Fault = Fault.None;
        PairwiseConsistency.IsOn = false;
        byte[] publicKey = new byte[algorithm.PublicKeySizeInBytes];
        SelfTestTests.AssertUnusable(
            "ML-KEM-768", () => algorithm.GenerateKey(), () => algorithm.GenerateKeys(1), () => algorithm.ImportPublicKey(publicKey));
        KemAlgorithm.MLKem768.GenerateKey().Dispose();
    }

    [Theory, MemberData(nameof(KemFaults))]
    public void GenerateKeys_KemWithFault_IsCaught(Fault fault)
    {
        KemAlgorithm algorithm = KemAlgorithm.Create(new BrokenKemScheme(KemAlgorithm.MLKem768.Scheme, fault));
        SelfTestTests.AssertUnusable("ML-KEM-768", () => algorithm.GenerateKeys(3), () => algorithm.GenerateKeys(3));
    }

    [Theory, MemberData(nameof(SignatureFaults))]
    public void GenerateKey_SignatureWithFault_IsCaughtAndStaysUnusable(Fault fault)
    {
        BrokenSignatureScheme scheme = new(SignatureAlgorithm.MLDsa65.Scheme, fault);
        SignatureAlgorithm algorithm = SignatureAlgorithm.Create(scheme);
        SelfTestTests.AssertUnusable("ML-DSA-65", () => algorithm.GenerateKey());

        scheme.Fault = Fault.None;
        PairwiseConsistency.IsOn = false;
        SelfTestTests.AssertUnusable("ML-DSA-65", () => algorithm.GenerateKey());
        SignatureAlgorithm.MLDsa65.GenerateKey().Dispose();
    }

    [Fact]
    public void GenerateKey_SwitchedOff_TriesNothing()
    {
        PairwiseConsistency.IsOn = false;
        KemAlgorithm.Create(new BrokenKemScheme(KemAlgorithm.MLKem768.Scheme, Fault.Output)).GenerateKey().Dispose();
    }
}
