using PqCrypto.Fips204;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;
using PqCrypto.Tests.Conformance;

namespace PqCrypto.Tests.Fips204;

/// <summary>Work that is generic in a parameter set and a variant.</summary>
internal interface IDsaVisitor
{
    void Visit<TParams, TVariant>()
        where TParams : struct, IDsaParameters
        where TVariant : struct, IDsaVariant;
}

/// <summary>The six schemes over a kernel set, by name.</summary>
public static class DsaSchemes
{
    public static TheoryData<string> MLDsaNames => ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    public static TheoryData<string> AllNames =>
        ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "Dilithium2-Round3", "Dilithium3-Round3", "Dilithium5-Round3"];

    internal static SignatureScheme Create(string name) => Create<ReferenceKernels>(name);

    internal static SignatureScheme Create<TKernels>(string name)
        where TKernels : struct, IKernels => name switch
        {
            "ML-DSA-44" => new MLDsaScheme<MLDsa44Parameters, MLDsa, TKernels>(),
            "ML-DSA-65" => new MLDsaScheme<MLDsa65Parameters, MLDsa, TKernels>(),
            "ML-DSA-87" => new MLDsaScheme<MLDsa87Parameters, MLDsa, TKernels>(),
            "Dilithium2-Round3" => new MLDsaScheme<MLDsa44Parameters, DilithiumRound3, TKernels>(),
            "Dilithium3-Round3" => new MLDsaScheme<MLDsa65Parameters, DilithiumRound3, TKernels>(),
            "Dilithium5-Round3" => new MLDsaScheme<MLDsa87Parameters, DilithiumRound3, TKernels>(),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    internal static void Visit(string name, IDsaVisitor visitor)
    {
        switch (name)
        {
            case "ML-DSA-44":
                visitor.Visit<MLDsa44Parameters, MLDsa>();
                break;
            case "ML-DSA-65":
                visitor.Visit<MLDsa65Parameters, MLDsa>();
                break;
            case "ML-DSA-87":
                visitor.Visit<MLDsa87Parameters, MLDsa>();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name));
        }
    }

    /// <summary>A scheme whose Keccak runs in eight lanes.</summary>
    internal static SignatureScheme CreateWithEightLanes(string name) => Create<ManyLanes<EightLanes>>(name);

    internal static byte[] Seed(int n) => [.. Enumerable.Range(0, 32).Select(i => (byte)((n * 31) + i))];

    internal static byte[] PublicKey(SignatureScheme scheme, SignaturePrivateKeyState key)
    {
        byte[] bytes = new byte[scheme.Description.PublicKeySizeInBytes];
        key.PublicKey.ExportPublicKey(bytes);
        return bytes;
    }

    internal static byte[] PrivateKey(SignatureScheme scheme, SignaturePrivateKeyState key)
    {
        byte[] bytes = new byte[scheme.Description.PrivateKeySizeInBytes];
        key.ExportPrivateKey(bytes);
        return bytes;
    }

    internal static byte[] Sign(SignatureScheme scheme, SignaturePrivateKeyState key, byte[] data, SignatureOptions? options = null, byte[]? randomness = null)
    {
        byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
        Assert.Equal(signature.Length, key.Sign(data, options ?? SignatureOptions.Default, randomness, signature));
        return signature;
    }
}
