using PqCrypto.Samples.Handshake;

namespace PqCrypto.Benchmarks.Handshakes;

/// <summary>The handshakes that are measured: the sample's four policies, and one change at a time from elliptic curves.</summary>
internal static class HandshakeKinds
{
    public const string EllipticCurves = "P-256 and ECDSA P-256";
    public const string NewSignature = "P-256 and ML-DSA-65";
    public const string NewKeyExchange = "ML-KEM-768 and ECDSA P-256";
    public const string RsaSignature = "P-256 and RSA-PSS-2048";
    public const string RsaSignatureNewKeyExchange = "ML-KEM-768 and RSA-PSS-2048";

    public static IReadOnlyList<HandshakePolicy> All { get; } =
    [
        .. HandshakePolicy.All,
        new(EllipticCurves, [KemAlgorithm.EcdhP256], [SignatureAlgorithm.EcdsaP256Sha256]),
        new(NewSignature, [KemAlgorithm.EcdhP256], [SignatureAlgorithm.MLDsa65]),
        new(NewKeyExchange, [KemAlgorithm.MLKem768], [SignatureAlgorithm.EcdsaP256Sha256]),
        new(RsaSignature, [KemAlgorithm.EcdhP256], [SignatureAlgorithm.RsaPss2048Sha256]),
        new(RsaSignatureNewKeyExchange, [KemAlgorithm.MLKem768], [SignatureAlgorithm.RsaPss2048Sha256]),
    ];
}
