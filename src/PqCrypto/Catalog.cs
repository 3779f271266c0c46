using PqCrypto.Classical;
using PqCrypto.Fips203;
using PqCrypto.Fips204;
using PqCrypto.Hybrid;
using PqCrypto.Kernels;

namespace PqCrypto;

/// <summary>The only list of built-in algorithms.</summary>
internal static class Catalog
{
    /// <summary>The key encapsulation schemes, over the kernels that this machine runs best.</summary>
    internal static KemScheme[] Kems { get; } = KernelSelector.Best.Accept(new KemRows());

    /// <summary>The signature schemes, over the kernels that this machine runs best.</summary>
    internal static SignatureScheme[] Signatures { get; } = KernelSelector.Best.Accept(new SignatureRows());

    /// <summary>One row per key encapsulation algorithm.</summary>
    internal sealed class KemRows : IKernelVisitor<KemScheme[]>
    {
        /// <inheritdoc/>
        public KemScheme[] Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            MLKemScheme<MLKem768Parameters, MLKem, TKernels> mlKem768 = new();
            MLKemScheme<MLKem1024Parameters, MLKem, TKernels> mlKem1024 = new();
            return
            [
                new MLKemScheme<MLKem512Parameters, MLKem, TKernels>(),
                mlKem768,
                mlKem1024,
                TlsHybridScheme.X25519MLKem768(mlKem768),
                TlsHybridScheme.SecP256r1MLKem768(mlKem768),
                TlsHybridScheme.SecP384r1MLKem1024(mlKem1024),
                new XWingScheme<TKernels>(mlKem768),
                DhkemScheme.X25519HkdfSha256,
                DhkemScheme.P256HkdfSha256,
                DhkemScheme.P384HkdfSha384,
                RsaOaepScheme.Oaep2048,
                RsaOaepScheme.Oaep3072,
                RsaOaepScheme.Oaep4096,
                new MLKemScheme<MLKem512Parameters, KyberRound3, TKernels>(),
                new MLKemScheme<MLKem768Parameters, KyberRound3, TKernels>(),
                new MLKemScheme<MLKem1024Parameters, KyberRound3, TKernels>(),
            ];
        }
    }

    /// <summary>One row per signature algorithm.</summary>
    internal sealed class SignatureRows : IKernelVisitor<SignatureScheme[]>
    {
        /// <inheritdoc/>
        public SignatureScheme[] Visit<TKernels>()
            where TKernels : struct, IKernels =>
            [
                new MLDsaScheme<MLDsa44Parameters, MLDsa, TKernels>(),
                new MLDsaScheme<MLDsa65Parameters, MLDsa, TKernels>(),
                new MLDsaScheme<MLDsa87Parameters, MLDsa, TKernels>(),
                EcdsaScheme.P256Sha256,
                EcdsaScheme.P384Sha384,
                RsaPssScheme.Pss2048Sha256,
                RsaPssScheme.Pss3072Sha256,
                RsaPssScheme.Pss4096Sha384,
                new MLDsaScheme<MLDsa44Parameters, DilithiumRound3, TKernels>(),
                new MLDsaScheme<MLDsa65Parameters, DilithiumRound3, TKernels>(),
                new MLDsaScheme<MLDsa87Parameters, DilithiumRound3, TKernels>(),
            ];
    }
}
