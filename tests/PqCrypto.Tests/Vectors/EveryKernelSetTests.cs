using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;
using PqCrypto.Tests.Fips203;
using PqCrypto.Tests.Fips204;

namespace PqCrypto.Tests.Vectors;

/// <summary>The accumulated digests of 100 iterations under every kernel set of this machine; the other known answers run under the best one.</summary>
public class EveryKernelSetTests : AccumulatedTests
{
    public static TheoryData<string, string> Kems => Pairs("ML-KEM-512", "ML-KEM-768", "ML-KEM-1024");

    public static TheoryData<string, string> Signatures => Pairs("ML-DSA-44", "ML-DSA-65", "ML-DSA-87");

    [Theory, MemberData(nameof(Kems))]
    public void MLKem_HundredIterations_GivePublishedDigests(string set, string name) =>
        MatchMLKem(KemAlgorithm.Create(KernelSets.Run(set, new KemOver(name))), 100);

    [Theory, MemberData(nameof(Signatures))]
    public void MLDsa_HundredIterations_GivePublishedDigest(string set, string name) =>
        MatchMLDsa(SignatureAlgorithm.Create(KernelSets.Run(set, new SignatureOver(name))), 100);

    private static TheoryData<string, string> Pairs(params ReadOnlySpan<string> names)
    {
        TheoryData<string, string> pairs = [];
        foreach (KernelSet set in KernelSelector.Supported)
        {
            foreach (string name in names)
                pairs.Add(set.Name, name);
        }

        return pairs;
    }

    private sealed class KemOver(string name) : IKernelVisitor<KemScheme>
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels => KemSchemes.Create<TKernels>(name);
    }

    private sealed class SignatureOver(string name) : IKernelVisitor<SignatureScheme>
    {
        public SignatureScheme Visit<TKernels>()
            where TKernels : struct, IKernels => DsaSchemes.Create<TKernels>(name);
    }
}
