using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Pkix;
using Certificate = Org.BouncyCastle.X509.X509Certificate;

namespace PqCrypto.Pki.Certificates;

/// <summary>What a path of certificates whose signatures fit has to keep.</summary>
/// <remarks>RFC 5280, section 6.1, by BouncyCastle; revocation by the lists that were given; key usages.</remarks>
internal sealed class PathRules(CertificateValidator wanted, DateTimeOffset time, IReadOnlyList<RevocationList> lists)
{
    /// <summary>The problems of a path, from the certificate to the trusted one.</summary>
    internal IReadOnlyList<CertificateProblem> Problems(IReadOnlyList<X509Certificate2> path)
    {
        List<CertificateProblem> problems = [];
        try
        {
            foreach (X509Certificate2 certificate in path)
                CheckCertificate(certificate, problems);
            CheckUse(path[0], problems);
            for (int i = 0; i + 1 < path.Count; i++)
                CheckRevocation(path[i], path[i + 1], problems);
            if (problems.Count == 0 && path.Count > 1)
                CheckPath(path, problems);
        }
        catch (CryptographicException exception)      // an extension of one of them cannot be read
        {
            Add(problems, CertificateProblemKind.Path, path[0], $"the path has a certificate that is malformed: {exception.Message.TrimEnd('.')}");
        }

        return problems;
    }

    private static void Add(List<CertificateProblem> problems, CertificateProblemKind kind, X509Certificate2 certificate, string reason) =>
        problems.Add(new CertificateProblem(kind, certificate, $"{certificate.Subject}: {reason}."));

    private void CheckCertificate(X509Certificate2 certificate, List<CertificateProblem> problems)
    {
        if (time.UtcDateTime < certificate.NotBefore.ToUniversalTime() || time.UtcDateTime > certificate.NotAfter.ToUniversalTime())
            Add(problems, CertificateProblemKind.Time, certificate, $"it is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}");
        if (KeyUsageRules.Of(certificate) is X509KeyUsageFlags usage && KeyUsageRules.Violation(certificate.PublicKey.Oid.Value!, usage) is string violation)
            Add(problems, CertificateProblemKind.KeyUsage, certificate, violation);
        if (wanted.Purpose is string purpose && !IsFor(certificate, purpose))
            Add(problems, CertificateProblemKind.KeyUsage, certificate, $"it is not for {purpose} (RFC 5280, section 4.2.1.12)");
    }

    private void CheckUse(X509Certificate2 first, List<CertificateProblem> problems)
    {
        if (KeyUsageRules.Of(first) is X509KeyUsageFlags usage && (usage & wanted.KeyUsage) != wanted.KeyUsage)
            Add(problems, CertificateProblemKind.KeyUsage, first, $"its key is for {usage}, not for {wanted.KeyUsage} (RFC 5280, section 4.2.1.3)");
        if (wanted.HostName is string host && !first.MatchesHostname(host, allowWildcards: true, allowCommonName: false))
            Add(problems, CertificateProblemKind.HostName, first, $"it is not for {host}");
    }

    private void CheckRevocation(X509Certificate2 certificate, X509Certificate2 issuer, List<CertificateProblem> problems)
    {
        RevocationList[] own = [.. lists.Where(list => list.IsOf(issuer))];
        if (own.Any(list => list.Lists(certificate)))
            Add(problems, CertificateProblemKind.Revoked, certificate, "it is revoked");
        else if (wanted.RequireRevocationLists && !own.Any(list => list.IsCurrent(time) && list.Covers(certificate)))
            Add(problems, CertificateProblemKind.RevocationUnknown, certificate, "no current revocation list of its issuer covers it");
    }

    private void CheckPath(IReadOnlyList<X509Certificate2> path, List<CertificateProblem> problems)
    {
        PathCertificate[] certificates = [.. Enumerable.Range(0, path.Count).Select(i => PathCertificate.Read(path[i], i + 1 < path.Count ? path[i + 1] : null))];
        PathCertificate anchor = certificates[^1];
        bool isConstrained = SaysMoreThanThatItIsAnAuthority(anchor);
        PkixParameters parameters = new(new HashSet<TrustAnchor> { isConstrained ? new(anchor.IssuerDN, anchor.GetPublicKey(), null) : new(anchor, null) })
        {
            IsRevocationEnabled = false,      // CheckRevocation
            Date = time.UtcDateTime,
        };
        parameters.AddCertPathChecker(new PurposeChecker());
        (int index, string? fault) = BouncyCastleInput.Read("A certificate", () => PathFault(certificates, isConstrained, parameters));
        if (fault is not null)
            Add(problems, CertificateProblemKind.Path, path[index], fault);
    }

    /// <summary>Which certificate breaks a rule, and which one; null for none.</summary>
    private static (int Index, string? Fault) PathFault(PathCertificate[] certificates, bool withAnchor, PkixParameters parameters)
    {
        if (AnchorViolation(certificates[^1]) is string violation)
            return (certificates.Length - 1, violation);
        try
        {
            new PkixCertPathValidator().Validate(new PkixCertPath([.. (withAnchor ? certificates : certificates[..^1]).Cast<Certificate>()]), parameters);
            return default;
        }
        catch (PkixCertPathValidatorException exception)
        {
            return (int.Clamp(exception.Index, 0, certificates.Length - 1), exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>A certificate without the extension is for everything.</summary>
    private static bool IsFor(X509Certificate2 certificate, string purpose) =>
        SingleExtension.Find<X509EnhancedKeyUsageExtension>(certificate) is not { } extension
        || extension.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == purpose || oid.Value == KeyPurposes.Any);

    /// <summary>Whether a trusted certificate constrains names, or has other critical extensions than an authority has anyway.</summary>
    /// <remarks>RFC 5280, section 6.1, takes a trusted certificate for granted; an authority that is for some names only must not be for all of them because it is trusted. It is
    /// validated with the path then, with all that it says.</remarks>
    private static bool SaysMoreThanThatItIsAnAuthority(PathCertificate anchor) =>
        anchor.GetExtensionValue(X509Extensions.NameConstraints) is not null
        || (anchor.GetCriticalExtensionOids() ?? new HashSet<string>()).Except([X509Extensions.BasicConstraints.Id, X509Extensions.KeyUsage.Id, X509Extensions.ExtendedKeyUsage.Id]).Any();

    /// <summary>What a trusted certificate says of itself is kept, but for the length of the path below one that has no constraints.</summary>
    private static string? AnchorViolation(PathCertificate anchor)
    {
        if (anchor.Version == 3 && anchor.GetBasicConstraints() < 0)
            return "it is not an authority (RFC 5280, section 4.2.1.9)";
        const int keyCertSign = 5;      // its bit in KeyUsage (RFC 5280, section 4.2.1.3)
        return anchor.GetKeyUsage() is { } usage && !usage[keyCertSign] ? "its key may not sign certificates (RFC 5280, section 4.2.1.3)" : null;
    }

    /// <summary>The purposes are checked above, so the extension is known where it is critical.</summary>
    private sealed class PurposeChecker : PkixCertPathChecker
    {
        public override void Init(bool forward)
        {
        }

        public override bool IsForwardCheckingSupported() => true;

        public override ISet<string> GetSupportedExtensions() => new HashSet<string> { X509Extensions.ExtendedKeyUsage.Id };

        public override void Check(Certificate cert, ISet<string> unresolvedCritExts) => unresolvedCritExts.Remove(X509Extensions.ExtendedKeyUsage.Id);

        public override object Clone() => this;
    }
}
