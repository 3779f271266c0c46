using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki;

/// <summary>The public keys of certificates: built-in algorithms, and all composite ones.</summary>
/// <remarks>For any certificate that X509CertificateLoader reads, whatever the platform knows of its key.</remarks>
public static class CertificateKeys
{
    /// <summary>The key that verifies what the certificate's subject signs.</summary>
    /// <param name="certificate">The certificate; nothing of it but its key is looked at.</param>
    /// <exception cref="CryptographicException">The key is malformed, or of no signature algorithm that is known.</exception>
    public static SignaturePublicKey GetSignaturePublicKey(this X509Certificate2 certificate) => PkiAlgorithms.ImportSignaturePublicKey(KeyInfo(certificate));

    /// <summary>The key to encapsulate to the certificate's subject.</summary>
    /// <param name="certificate">The certificate; nothing of it but its key is looked at.</param>
    /// <exception cref="CryptographicException">The key is malformed, or of no KEM that is known.</exception>
    public static KemPublicKey GetKemPublicKey(this X509Certificate2 certificate) => PkiAlgorithms.ImportKemPublicKey(KeyInfo(certificate));

    internal static PublicKey PlatformKey(byte[] subjectPublicKeyInfo) => PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);

    private static byte[] KeyInfo(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.PublicKey.ExportSubjectPublicKeyInfo();
    }
}
