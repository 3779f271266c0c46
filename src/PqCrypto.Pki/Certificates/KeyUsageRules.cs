using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Certificates;

/// <summary>What a key may be certified for.</summary>
/// <remarks>RFC 9881, section 5 (ML-DSA); draft-ietf-lamps-pq-composite-sigs-19, section 5; RFC 9935, section 5 (ML-KEM); draft-ietf-lamps-pq-composite-kem-15, section 5;
/// X-Wing as its draft has it.</remarks>
internal static class KeyUsageRules
{
    internal const X509KeyUsageFlags Signing =
        X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;

    private const X509KeyUsageFlags Encrypting = X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyAgreement
        | X509KeyUsageFlags.EncipherOnly | X509KeyUsageFlags.DecipherOnly;

    /// <summary>Why a key of this algorithm must not be certified for this usage; null where it may be.</summary>
    /// <param name="keyOid">The object identifier in the key's AlgorithmIdentifier.</param>
    /// <param name="usage">The usage that the certificate says.</param>
    internal static string? Violation(string keyOid, X509KeyUsageFlags usage)
    {
        if (PkiAlgorithms.TryFind(keyOid, out SignatureAlgorithm? signature) && signature.Family != AlgorithmFamily.Classical)
        {
            return (usage & Signing) != 0 && (usage & Encrypting) == 0
                ? null
                : $"a key of {signature.Name} is for signatures only, the certificate says {usage} (RFC 9881, section 5)";
        }

        if (PkiAlgorithms.TryFind(keyOid, out KemAlgorithm? kem) && kem.Family != AlgorithmFamily.Classical)
        {
            return usage == X509KeyUsageFlags.KeyEncipherment
                ? null
                : $"a key of {kem.Name} is for key encipherment only, the certificate says {usage} (RFC 9935, section 5)";
        }

        return null;
    }

    /// <summary>The usage that a certificate says; null where it says none.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It says it twice, or the extension is malformed.</exception>
    internal static X509KeyUsageFlags? Of(X509Certificate2 certificate) => SingleExtension.Find<X509KeyUsageExtension>(certificate)?.KeyUsages;
}
