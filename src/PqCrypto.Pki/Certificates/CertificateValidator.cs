using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Certificates;

namespace PqCrypto.Pki;

/// <summary>Builds a path from a certificate to one that is trusted, and validates it: with ML-DSA and composite signatures, RSA and elliptic curves anywhere on it.</summary>
/// <remarks>On every operating system, and offline: it takes what it is given and fetches nothing. Names, basic constraints, lengths, name constraints, policies and critical extensions go by
/// BouncyCastle's validation of RFC 5280, section 6; signatures by this library; key usages also by RFC 9881 and RFC 9935. RSA keys have at least 2048 bits; SHA-1 and MD5 are not
/// accepted. Immutable, and safe for many threads.</remarks>
public sealed class CertificateValidator
{
    /// <summary>The certificates that are trusted: authorities, or a certificate itself.</summary>
    /// <remarks>Whoever signed them and how is not asked. What they say counts, though RFC 5280, section 6, leaves that open: times, key usages, purposes, constraints of names, critical
    /// extensions. The longest path that they allow counts where they have constraints of names or other critical extensions.</remarks>
    public required IReadOnlyList<X509Certificate2> TrustAnchors { get; init; }

    /// <summary>Certificates that may stand on the path; they need not be right.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];

    /// <summary>Revocation lists of the authorities, DER. A certificate that one of them lists is refused.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> RevocationLists { get; init; } = [];

    /// <summary>Whether each certificate below the trusted one has to be covered by a current list. False where it is not said.</summary>
    public bool RequireRevocationLists { get; init; }

    /// <summary>The moment that validity is asked for; now where it is null.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The host that the certificate is to be for, by its alternative names; any where it is null.</summary>
    public string? HostName { get; init; }

    /// <summary>The object identifier of what the certificate is to be for, such as <see cref="KeyPurposes.ServerAuthentication"/>; anything where it is null. A certificate without the
    /// extension is for everything; authorities that have it restrict what is below them.</summary>
    public string? Purpose { get; init; }

    /// <summary>What the certificate's key is to be used for, such as digital signatures; anything where it is none. A certificate without the extension is for
    /// everything.</summary>
    public X509KeyUsageFlags KeyUsage { get; init; }

    /// <summary>Validates a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>The path and the problems. Where several paths were tried, those of the first one that led to a trusted certificate.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A revocation list is malformed.</exception>
    public CertificateValidation Validate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        PathRules rules = new(this, Time ?? DateTimeOffset.UtcNow, [.. RevocationLists.Select(list => RevocationList.Read(list.ToArray()))]);
        PathSearch search = new(TrustAnchors, Intermediates);
        CertificateValidation? first = null;
        foreach (IReadOnlyList<X509Certificate2> path in search.Paths(certificate))
        {
            CertificateValidation found = new(path, rules.Problems(path));
            if (found.IsValid)
                return found;
            first ??= found;
        }

        return first ?? new CertificateValidation([certificate], [search.Failure(certificate)]);
    }
}
