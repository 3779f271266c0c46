using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;

namespace PqCrypto.Tests.SelfTests;

/// <summary>Planted faults: each is caught before the first key, through every way to one, and the algorithm stays unusable.</summary>
public sealed class SelfTestTests
{
    public static TheoryData<string, Fault> Kems => Every(
        KemAlgorithm.All.Where(kem => KnownAnswers.DigestOf(KnownAnswerTests.BuiltIn(kem)) is not null).Select(kem => kem.Name),
        Enum.GetValues<Fault>().Where(fault => fault is not Fault.OutOfMemory));

    public static TheoryData<string, Fault> Signatures => Every(
        SignatureAlgorithm.All.Where(signature => KnownAnswers.DigestOf(KnownAnswerTests.BuiltIn(signature)) is not null).Select(signature => signature.Name),
        [Fault.None, Fault.PublicKey, Fault.PrivateKey, Fault.Output, Fault.AcceptsAll, Fault.RejectsAll, Fault.Throws]);

    [Theory, MemberData(nameof(Kems))]
    public void Kem_WithFault_IsCaughtAndStaysUnusable(string name, Fault fault)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? right));
        using KemPrivateKey good = right.GenerateKey();
        BrokenKemScheme scheme = new(right.Scheme, fault);
        scheme.SelfTest = KnownAnswers.Of(KnownAnswerTests.BuiltIn(right), scheme)!;
        KemAlgorithm algorithm = KemAlgorithm.Create(scheme);
        if (fault == Fault.None)
        {
            algorithm.GenerateKey().Dispose();
            return;
        }

        Action[] ways =
        [
            () => algorithm.GenerateKey(),
            () => algorithm.GenerateKeys(2),
            () => algorithm.ImportPrivateSeed(good.ExportPrivateSeed()),
            () => algorithm.ImportPrivateKey(good.ExportPrivateKey()),
            () => algorithm.ImportPublicKey(good.PublicKey.ExportPublicKey()),
        ];
        AssertUnusable(name, ways);
        scheme.Fault = Fault.None;
        AssertUnusable(name, ways);
        if (right.Oid is null)
            return;
        AssertUnusable(
            name,
            () => algorithm.ImportPkcs8PrivateKey(good.ExportPkcs8PrivateKey()),
            () => algorithm.ImportPrivateKeyFromPem(good.ExportPkcs8PrivateKeyPem()),
            () => algorithm.ImportSubjectPublicKeyInfo(good.PublicKey.ExportSubjectPublicKeyInfo()),
            () => algorithm.ImportPublicKeyFromPem(good.PublicKey.ExportSubjectPublicKeyInfoPem()));
    }

    [Theory, MemberData(nameof(Signatures))]
    public void Signature_WithFault_IsCaughtAndStaysUnusable(string name, Fault fault)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? right));
        using SignaturePrivateKey good = right.GenerateKey();
        BrokenSignatureScheme scheme = new(right.Scheme, fault);
        scheme.SelfTest = KnownAnswers.Of(KnownAnswerTests.BuiltIn(right), scheme)!;
        SignatureAlgorithm algorithm = SignatureAlgorithm.Create(scheme);
        if (fault == Fault.None)
        {
            algorithm.GenerateKey().Dispose();
            return;
        }

        Action[] ways =
        [
            () => algorithm.GenerateKey(),
            () => algorithm.ImportPrivateSeed(good.ExportPrivateSeed()),
            () => algorithm.ImportPrivateKey(good.ExportPrivateKey()),
            () => algorithm.ImportPublicKey(good.PublicKey.ExportPublicKey()),
        ];
        AssertUnusable(name, ways);
        scheme.Fault = Fault.None;
        AssertUnusable(name, ways);
        if (right.Oid is null)
            return;
        AssertUnusable(
            name,
            () => algorithm.ImportPkcs8PrivateKey(good.ExportPkcs8PrivateKey()),
            () => algorithm.ImportSubjectPublicKeyInfo(good.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    [Theory]
    [InlineData("Multiply"), InlineData("MultiplyBase"), InlineData("MultiplyBoth, base"), InlineData("MultiplyBoth, point")]
    public void Curve_WithFault_IsCaughtInX25519AndInHybrids(string operation) => Assert.All(KernelSelector.Curves, curve =>
    {
        Assert.True(Passes(KnownAnswers.OfCurve(new BrokenCurve(curve, "none"))));
        SelfTest broken = KnownAnswers.OfCurve(new BrokenCurve(curve, operation));
        SelfTest hybrid = new("a hybrid", test: null, KemAlgorithm.MLKem768.Scheme.SelfTest, broken);

        AssertUnusable("a hybrid failed its self-test and stays unusable in this process. X25519", hybrid.Require, hybrid.Require);
        AssertUnusable("X25519", broken.Require, broken.Require);
        KemAlgorithm.MLKem768.Scheme.SelfTest.Require();       // the other part goes on
    });

    [Fact]
    public void Require_ManyThreads_RunsOnceBeforeAnyGoesOn()
    {
        BrokenKemScheme scheme = new(KemAlgorithm.MLKem512.Scheme, Fault.None);
        scheme.SelfTest = KnownAnswers.Of(BuiltInKem.MLKem512, scheme)!;
        KemAlgorithm algorithm = KemAlgorithm.Create(scheme);
        using Barrier barrier = new(8);
        int early = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            barrier.SignalAndWait();
            algorithm.GenerateKey().Dispose();
            if (Volatile.Read(ref scheme.Made) != 1)
                Interlocked.Increment(ref early);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(0, early);
        Assert.Equal(1, scheme.Made);       // keys are generated apart from it
    }

    [Fact]
    public void Require_OutOfMemory_IsNoVerdict()
    {
        BrokenKemScheme scheme = new(KemAlgorithm.MLKem512.Scheme, Fault.OutOfMemory);
        scheme.SelfTest = KnownAnswers.Of(BuiltInKem.MLKem512, scheme)!;
        KemAlgorithm algorithm = KemAlgorithm.Create(scheme);
        Assert.Throws<InsufficientMemoryException>(algorithm.GenerateKey);      // an OutOfMemoryException

        scheme.Fault = Fault.None;
        algorithm.GenerateKey().Dispose();
    }

    [Fact]
    public void Require_Interrupted_IsNoVerdict()
    {
        bool isInterrupted = true;
        SelfTest test = new("a test", () =>
        {
            if (isInterrupted)
                throw new ThreadInterruptedException();
        });
        Assert.Throws<ThreadInterruptedException>(test.Require);
        isInterrupted = false;
        test.Require();
    }

    [Fact]
    public void Fail_OfAPartAfterTheWholeHasPassed_ReachesTheWhole()
    {
        SelfTest part = new("a part", static () => { });
        SelfTest whole = new("a whole", test: null, part);
        SelfTest around = new("one around it", test: null, whole);
        around.Require();
        part.Fail(new CryptographicException("a key that does not fit"));
        AssertUnusable("a part", around.Require, whole.Require, part.Require);
    }

    internal static bool Passes(SelfTest test)
    {
        try
        {
            test.Require();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    internal static void AssertUnusable(string text, params Action[] ways) => Assert.All(ways, way =>
    {
        CryptographicException exception = Assert.Throws<CryptographicException>(way);
        Assert.StartsWith(text, exception.Message, StringComparison.Ordinal);
        Assert.Contains("failed its self-test and stays unusable", exception.Message, StringComparison.Ordinal);
    });

    private static TheoryData<string, Fault> Every(IEnumerable<string> names, IEnumerable<Fault> faults)
    {
        TheoryData<string, Fault> every = [];
        foreach (string name in names)
        {
            foreach (Fault fault in faults)
                every.Add(name, fault);
        }

        return every;
    }
}
