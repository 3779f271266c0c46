using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Cms;

namespace PqCrypto.Pki;

/// <summary>A recipient of encrypted CMS messages: a private key, with its certificate where there is one.</summary>
/// <remarks>Owns neither of them. With a certificate, only recipients of its name are opened; without one, all that are of the key's kind are tried. Thread-safe like the key.</remarks>
public sealed class CmsDecryptionKey
{
    private readonly X509Certificate2? certificate;
    private readonly KemPrivateKey? kem;
    private readonly RSA? rsa;
    private readonly ECDiffieHellman? ecdh;

    /// <summary>A key of ML-KEM, a composite, X-Wing, or, for messages to RSA and ECDH recipients, of RSA-OAEP or ECDH on P-256 or P-384.</summary>
    /// <param name="privateKey">The private key. Secret.</param>
    /// <param name="certificate">Its certificate; null for none.</param>
    /// <exception cref="CryptographicException">The certificate is for another key.</exception>
    /// <exception cref="NotSupportedException">The algorithm's keys have no SubjectPublicKeyInfo (round 3, the TLS groups).</exception>
    public CmsDecryptionKey(KemPrivateKey privateKey, X509Certificate2? certificate = null)
        : this(certificate, (privateKey ?? throw new ArgumentNullException(nameof(privateKey))).PublicKey.ExportSubjectPublicKeyInfo()) => kem = privateKey;

    /// <summary>An RSA key of the platform.</summary>
    /// <param name="privateKey">The private key. Secret.</param>
    /// <param name="certificate">Its certificate; null for none.</param>
    /// <exception cref="CryptographicException">The certificate is for another key.</exception>
    public CmsDecryptionKey(RSA privateKey, X509Certificate2? certificate = null)
        : this(certificate, (privateKey ?? throw new ArgumentNullException(nameof(privateKey))).ExportSubjectPublicKeyInfo()) => rsa = privateKey;

    /// <summary>A key of the platform on a NIST curve.</summary>
    /// <param name="privateKey">The private key. Secret.</param>
    /// <param name="certificate">Its certificate; null for none.</param>
    /// <exception cref="CryptographicException">The certificate is for another key.</exception>
    public CmsDecryptionKey(ECDiffieHellman privateKey, X509Certificate2? certificate = null)
        : this(certificate, (privateKey ?? throw new ArgumentNullException(nameof(privateKey))).ExportSubjectPublicKeyInfo()) => ecdh = privateKey;

    private CmsDecryptionKey(X509Certificate2? certificate, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (certificate is not null && !certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(subjectPublicKeyInfo))
            throw new CryptographicException($"The certificate of {certificate.Subject} is for another key than this one.");
        this.certificate = certificate;
    }

    /// <summary>Whether a recipient is of this kind.</summary>
    internal bool IsFor(byte[] recipient) => recipient[0] == Identifier;

    /// <summary>Whether a recipient's name is the certificate's; any is where there is none.</summary>
    internal bool IsNamed(CertificateIdentifier identifier) => certificate is null || identifier.Names(certificate);

    /// <summary>The key of the content; zero it. Null where the recipient is another one.</summary>
    /// <param name="recipient">The RecipientInfo.</param>
    /// <param name="isTried">Says of a recipient's name whether to try it.</param>
    internal byte[]? TryOpen(byte[] recipient, Func<CertificateIdentifier, bool> isTried)
    {
        switch (Identifier)
        {
            case RsaRecipient.Identifier:
                using (RSA? own = rsa is null ? Platform(RSA.Create) : null)
                    return RsaRecipient.TryOpen(recipient, isTried, rsa ?? own!);
            case EcdhRecipient.Identifier:
                using (ECDiffieHellman? own = ecdh is null ? Platform(ECDiffieHellman.Create) : null)
                    return EcdhRecipient.TryOpen(recipient, isTried, ecdh ?? own!);
            default:
                return KemRecipient.TryOpen(recipient, isTried, kem!);
        }
    }

    private byte Identifier => this switch
    {
        { rsa: not null } => RsaRecipient.Identifier,
        { ecdh: not null } => EcdhRecipient.Identifier,
        _ when kem!.Algorithm == KemAlgorithm.RsaOaep2048 || kem.Algorithm == KemAlgorithm.RsaOaep3072 || kem.Algorithm == KemAlgorithm.RsaOaep4096 => RsaRecipient.Identifier,
        _ when kem!.Algorithm == KemAlgorithm.EcdhP256 || kem.Algorithm == KemAlgorithm.EcdhP384 => EcdhRecipient.Identifier,
        _ => KemRecipient.Identifier,
    };

    /// <summary>The key as the platform's own.</summary>
    private T Platform<T>(Func<T> create)
        where T : AsymmetricAlgorithm
    {
        byte[] pkcs8 = kem!.ExportPkcs8PrivateKey();
        T key = create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }
}
