using PqCrypto.Fips203;
using PqCrypto.Fips204;
using PqCrypto.Hybrid;
using PqCrypto.Kernels;

namespace PqCrypto.SecretOperations;

/// <summary>Every post-quantum and hybrid scheme over one kernel set.</summary>
internal static class Schemes
{
    /// <summary>The key encapsulation mechanisms; of each, whether its shared secret is computed by the library throughout.</summary>
    internal static IEnumerable<(KemScheme Scheme, bool OwnSecret)> Kems<TKernels>()
        where TKernels : struct, IKernels
    {
        KemScheme mlKem768 = new MLKemScheme<MLKem768Parameters, MLKem, TKernels>();
        KemScheme mlKem1024 = new MLKemScheme<MLKem1024Parameters, MLKem, TKernels>();
        yield return (new MLKemScheme<MLKem512Parameters, MLKem, TKernels>(), true);
        yield return (mlKem768, true);
        yield return (mlKem1024, true);
        yield return (new MLKemScheme<MLKem512Parameters, KyberRound3, TKernels>(), true);
        yield return (new MLKemScheme<MLKem768Parameters, KyberRound3, TKernels>(), true);
        yield return (new MLKemScheme<MLKem1024Parameters, KyberRound3, TKernels>(), true);
        yield return (SeedHybridScheme<TKernels>.XWing(mlKem768), true);
        yield return (SeedHybridScheme<TKernels>.MLKem768P256(mlKem768), false);
        yield return (SeedHybridScheme<TKernels>.MLKem1024P384(mlKem1024), false);
        yield return (TlsHybridScheme.X25519MLKem768(mlKem768), true);
        yield return (TlsHybridScheme.SecP256r1MLKem768(mlKem768), false);
        yield return (TlsHybridScheme.SecP384r1MLKem1024(mlKem1024), false);
    }

    /// <summary>The signature schemes.</summary>
    internal static IEnumerable<SignatureScheme> Signatures<TKernels>()
        where TKernels : struct, IKernels
    {
        yield return new MLDsaScheme<MLDsa44Parameters, MLDsa, TKernels>();
        yield return new MLDsaScheme<MLDsa65Parameters, MLDsa, TKernels>();
        yield return new MLDsaScheme<MLDsa87Parameters, MLDsa, TKernels>();
        yield return new MLDsaScheme<MLDsa44Parameters, DilithiumRound3, TKernels>();
        yield return new MLDsaScheme<MLDsa65Parameters, DilithiumRound3, TKernels>();
        yield return new MLDsaScheme<MLDsa87Parameters, DilithiumRound3, TKernels>();
    }
}
