using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Cms;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki;

/// <summary>A signer of CMS messages: a certificate and its private key.</summary>
/// <remarks>Owns neither of them. Thread-safe like the key.</remarks>
public sealed class CmsSigningKey
{
    /// <summary>Joins a certificate and its private key.</summary>
    /// <param name="certificate">The certificate; any that the platform reads.</param>
    /// <param name="privateKey">The private key: ML-DSA, a composite, ECDSA or RSA-PSS. Secret.</param>
    /// <exception cref="CryptographicException">The certificate is for another key, or its key usage has neither digitalSignature nor nonRepudiation.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no object identifier for signatures (round 3).</exception>
    public CmsSigningKey(X509Certificate2 certificate, SignaturePrivateKey privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(privateKey);
        SignatureIdentifiers.Encode(privateKey.Algorithm);
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(privateKey.PublicKey.ExportSubjectPublicKeyInfo()))
            throw new CryptographicException($"The certificate of {certificate.Subject} is for another key than this {privateKey.Algorithm.Name} key.");
        CertificateIdentifier.CheckUsage(certificate, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation);
        Certificate = certificate;
        PrivateKey = privateKey;
    }

    /// <summary>The certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The private key.</summary>
    internal SignaturePrivateKey PrivateKey { get; }
}
