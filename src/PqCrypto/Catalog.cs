using PqCrypto.Classical;
using PqCrypto.Fips203;
using PqCrypto.Fips204;
using PqCrypto.Hybrid;
using PqCrypto.Kernels;

namespace PqCrypto;

/// <summary>The built-in key encapsulation algorithms, in the order of <see cref="KemAlgorithm.All"/>.</summary>
internal enum BuiltInKem
{
    MLKem512,
    MLKem768,
    MLKem1024,
    X25519MLKem768,
    SecP256r1MLKem768,
    SecP384r1MLKem1024,
    XWing,
    X25519,
    EcdhP256,
    EcdhP384,
    RsaOaep2048,
    RsaOaep3072,
    RsaOaep4096,
    Kyber512Round3,
    Kyber768Round3,
    Kyber1024Round3,
}

/// <summary>The built-in signature algorithms, in the order of <see cref="SignatureAlgorithm.All"/>.</summary>
internal enum BuiltInSignature
{
    MLDsa44,
    MLDsa65,
    MLDsa87,
    EcdsaP256Sha256,
    EcdsaP384Sha384,
    RsaPss2048Sha256,
    RsaPss3072Sha256,
    RsaPss4096Sha384,
    Dilithium2Round3,
    Dilithium3Round3,
    Dilithium5Round3,
}

/// <summary>The only list of built-in algorithms: what each is made of, over the kernels that this machine runs best.</summary>
/// <remarks>An algorithm is made when it is first asked for: most programs use two or three, and each costs time at the start.</remarks>
internal static class Catalog
{
    /// <summary>How many key encapsulation algorithms there are.</summary>
    internal const int KemCount = (int)BuiltInKem.Kyber1024Round3 + 1;

    /// <summary>How many signature algorithms there are.</summary>
    internal const int SignatureCount = (int)BuiltInSignature.Dilithium5Round3 + 1;

    /// <summary>Makes a scheme with its self-test.</summary>
    internal static KemScheme Create(BuiltInKem kem)
    {
        KemScheme scheme = Make(kem);
        if (KnownAnswers.Of(kem, scheme) is { } test)
            scheme.SelfTest = test;
        return scheme;
    }

    private static KemScheme Make(BuiltInKem kem) => kem switch
    {
        BuiltInKem.MLKem512 => KernelSelector.Best.Accept(new KemRow<MLKem512Parameters, MLKem>()),
        BuiltInKem.MLKem768 => KernelSelector.Best.Accept(new KemRow<MLKem768Parameters, MLKem>()),
        BuiltInKem.MLKem1024 => KernelSelector.Best.Accept(new KemRow<MLKem1024Parameters, MLKem>()),
        BuiltInKem.X25519MLKem768 => TlsHybridScheme.X25519MLKem768(KemAlgorithm.MLKem768.Scheme),
        BuiltInKem.SecP256r1MLKem768 => TlsHybridScheme.SecP256r1MLKem768(KemAlgorithm.MLKem768.Scheme),
        BuiltInKem.SecP384r1MLKem1024 => TlsHybridScheme.SecP384r1MLKem1024(KemAlgorithm.MLKem1024.Scheme),
        BuiltInKem.XWing => KernelSelector.Best.Accept(new XWingRow()),
        BuiltInKem.X25519 => DhkemScheme.X25519HkdfSha256,
        BuiltInKem.EcdhP256 => DhkemScheme.P256HkdfSha256,
        BuiltInKem.EcdhP384 => DhkemScheme.P384HkdfSha384,
        BuiltInKem.RsaOaep2048 => RsaOaepScheme.Oaep2048,
        BuiltInKem.RsaOaep3072 => RsaOaepScheme.Oaep3072,
        BuiltInKem.RsaOaep4096 => RsaOaepScheme.Oaep4096,
        BuiltInKem.Kyber512Round3 => KernelSelector.Best.Accept(new KemRow<MLKem512Parameters, KyberRound3>()),
        BuiltInKem.Kyber768Round3 => KernelSelector.Best.Accept(new KemRow<MLKem768Parameters, KyberRound3>()),
        BuiltInKem.Kyber1024Round3 => KernelSelector.Best.Accept(new KemRow<MLKem1024Parameters, KyberRound3>()),
        _ => throw new ArgumentOutOfRangeException(nameof(kem)),
    };

    /// <summary>Makes the CFRG's hybrids with the NIST curves: drafts without object identifiers and code points, found by name only.</summary>
    internal static KemScheme[] CreateConcreteHybrids()
    {
        KemScheme[] schemes =
        [
            KernelSelector.Best.Accept(new ConcreteHybridRow(KemAlgorithm.MLKem768.Scheme, large: false)),
            KernelSelector.Best.Accept(new ConcreteHybridRow(KemAlgorithm.MLKem1024.Scheme, large: true)),
        ];
        schemes[0].SelfTest = KnownAnswers.OfParts(schemes[0], KemAlgorithm.MLKem768);
        schemes[1].SelfTest = KnownAnswers.OfParts(schemes[1], KemAlgorithm.MLKem1024);
        return schemes;
    }

    /// <summary>Makes a scheme with its self-test.</summary>
    internal static SignatureScheme Create(BuiltInSignature signature)
    {
        SignatureScheme scheme = Make(signature);
        if (KnownAnswers.Of(signature, scheme) is { } test)
            scheme.SelfTest = test;
        return scheme;
    }

    private static SignatureScheme Make(BuiltInSignature signature) => signature switch
    {
        BuiltInSignature.MLDsa44 => KernelSelector.Best.Accept(new SignatureRow<MLDsa44Parameters, MLDsa>()),
        BuiltInSignature.MLDsa65 => KernelSelector.Best.Accept(new SignatureRow<MLDsa65Parameters, MLDsa>()),
        BuiltInSignature.MLDsa87 => KernelSelector.Best.Accept(new SignatureRow<MLDsa87Parameters, MLDsa>()),
        BuiltInSignature.EcdsaP256Sha256 => EcdsaScheme.P256Sha256,
        BuiltInSignature.EcdsaP384Sha384 => EcdsaScheme.P384Sha384,
        BuiltInSignature.RsaPss2048Sha256 => RsaSignatureScheme.Pss2048Sha256,
        BuiltInSignature.RsaPss3072Sha256 => RsaSignatureScheme.Pss3072Sha256,
        BuiltInSignature.RsaPss4096Sha384 => RsaSignatureScheme.Pss4096Sha384,
        BuiltInSignature.Dilithium2Round3 => KernelSelector.Best.Accept(new SignatureRow<MLDsa44Parameters, DilithiumRound3>()),
        BuiltInSignature.Dilithium3Round3 => KernelSelector.Best.Accept(new SignatureRow<MLDsa65Parameters, DilithiumRound3>()),
        BuiltInSignature.Dilithium5Round3 => KernelSelector.Best.Accept(new SignatureRow<MLDsa87Parameters, DilithiumRound3>()),
        _ => throw new ArgumentOutOfRangeException(nameof(signature)),
    };

    private sealed class KemRow<TParams, TVariant> : IKernelVisitor<KemScheme>
        where TParams : struct, IKemParameters
        where TVariant : struct, IKemVariant
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels => new MLKemScheme<TParams, TVariant, TKernels>();
    }

    private sealed class XWingRow : IKernelVisitor<KemScheme>
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels => SeedHybridScheme<TKernels>.XWing(KemAlgorithm.MLKem768.Scheme);
    }

    private sealed class ConcreteHybridRow(KemScheme mlKem, bool large) : IKernelVisitor<KemScheme>
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels =>
            large ? SeedHybridScheme<TKernels>.MLKem1024P384(mlKem) : SeedHybridScheme<TKernels>.MLKem768P256(mlKem);
    }

    private sealed class SignatureRow<TParams, TVariant> : IKernelVisitor<SignatureScheme>
        where TParams : struct, IDsaParameters
        where TVariant : struct, IDsaVariant
    {
        public SignatureScheme Visit<TKernels>()
            where TKernels : struct, IKernels => new MLDsaScheme<TParams, TVariant, TKernels>();
    }
}
