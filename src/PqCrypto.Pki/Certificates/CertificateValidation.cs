using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki;

/// <summary>What a certificate was refused for.</summary>
public enum CertificateProblemKind
{
    /// <summary>No path leads to a trusted certificate.</summary>
    NoPath,

    /// <summary>A signature is not the issuer's, or of an algorithm that is not accepted.</summary>
    Signature,

    /// <summary>A certificate is not valid yet, or no longer.</summary>
    Time,

    /// <summary>A key is used, or certified, for what it is not for.</summary>
    KeyUsage,

    /// <summary>The certificate is not for this host.</summary>
    HostName,

    /// <summary>A certificate is revoked.</summary>
    Revoked,

    /// <summary>No current revocation list of the issuer covers a certificate.</summary>
    RevocationUnknown,

    /// <summary>Another rule of RFC 5280, section 6: basic constraints, lengths of paths, name constraints, policies, critical extensions.</summary>
    Path,
}

/// <summary>One reason for which a certificate was refused.</summary>
/// <param name="Kind">Of what kind it is.</param>
/// <param name="Certificate">The certificate that it is about, which is not always the one that was validated.</param>
/// <param name="Message">The reason, for people.</param>
public sealed record CertificateProblem(CertificateProblemKind Kind, X509Certificate2 Certificate, string Message);

/// <summary>Whether a certificate is valid, and why not.</summary>
/// <param name="Chain">The certificates from the validated one to the trusted one; where no path was found, the validated one alone.</param>
/// <param name="Problems">The reasons; empty where it is valid.</param>
public sealed record CertificateValidation(IReadOnlyList<X509Certificate2> Chain, IReadOnlyList<CertificateProblem> Problems)
{
    /// <summary>Whether it is valid: there are no problems.</summary>
    public bool IsValid => Problems.Count == 0;
}
