using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Certificates;

/// <summary>Finds paths from a certificate to a trusted one whose names and signatures fit, the shortest first where an issuer is trusted itself.</summary>
/// <remarks>RFC 5280, section 6.1: names chain and signatures verify. Bounded in depth, in signatures and in issuers that are looked at, so that certificates from strangers cannot keep it
/// busy: ten of them that have all signed each other make ten million paths.</remarks>
internal sealed class PathSearch(IReadOnlyList<X509Certificate2> anchors, IReadOnlyList<X509Certificate2> intermediates)
{
    private const int MaxLength = 10;
    private const int MaxSignatures = 100;
    private const int MaxIssuers = 1000;        // looked at, of all paths together

    private readonly Dictionary<(string Certificate, string Issuer), string?> tried = [];
    private CertificateProblem? signatureProblem;
    private int issuersLookedAt;

    /// <summary>The paths, from the certificate to the trusted one; of one certificate where that is trusted itself.</summary>
    internal IEnumerable<IReadOnlyList<X509Certificate2>> Paths(X509Certificate2 certificate) => Extend([certificate]);

    /// <summary>Why there is no path.</summary>
    internal CertificateProblem Failure(X509Certificate2 certificate) => signatureProblem ?? new CertificateProblem(
        CertificateProblemKind.NoPath,
        certificate,
        tried.Count < MaxSignatures && issuersLookedAt < MaxIssuers
            ? $"No path leads from {certificate.Subject}, issued by {certificate.Issuer}, to a trusted certificate."
            : $"No path to a trusted certificate was found within {MaxSignatures} signatures and {MaxIssuers} issuers.");

    private IEnumerable<IReadOnlyList<X509Certificate2>> Extend(X509Certificate2[] path)
    {
        X509Certificate2 last = path[^1];
        if (anchors.Contains(last, CertificateBytes.Comparer))
        {
            yield return path;
            yield break;
        }

        if (path.Length == MaxLength)
            yield break;
        foreach (X509Certificate2 issuer in anchors.Concat(intermediates).Where(candidate => HasIssuersName(last, candidate) && !path.Contains(candidate, CertificateBytes.Comparer)))
        {
            if (issuersLookedAt == MaxIssuers)
                yield break;
            issuersLookedAt++;
            if (!HasIssuersKey(last, issuer) || !Signed(last, issuer))
                continue;
            foreach (IReadOnlyList<X509Certificate2> longer in Extend([.. path, issuer]))
                yield return longer;
        }
    }

    private static bool HasIssuersName(X509Certificate2 certificate, X509Certificate2 issuer) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData);

    /// <summary>Whether key identifiers, where both have them, say that it is the issuer.</summary>
    private static bool HasIssuersKey(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        try
        {
            ReadOnlyMemory<byte>? wanted = SingleExtension.Find<X509AuthorityKeyIdentifierExtension>(certificate)?.KeyIdentifier;
            ReadOnlyMemory<byte>? offered = SingleExtension.Find<X509SubjectKeyIdentifierExtension>(issuer)?.SubjectKeyIdentifierBytes;
            return wanted is null || offered is null || wanted.Value.Span.SequenceEqual(offered.Value.Span);
        }
        catch (CryptographicException)      // one of the two cannot be read, which ends the path
        {
            return false;
        }
    }

    private bool Signed(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        (string, string) pair = (certificate.GetCertHashString(HashAlgorithmName.SHA256), issuer.GetCertHashString(HashAlgorithmName.SHA256));
        if (!tried.TryGetValue(pair, out string? reason))
        {
            if (tried.Count == MaxSignatures)
                return false;
            reason = SignatureFault(certificate, issuer);
            tried.Add(pair, reason);
        }

        if (reason is not null)
            signatureProblem ??= new CertificateProblem(CertificateProblemKind.Signature, certificate, $"{certificate.Subject}: {reason}.");
        return reason is null;
    }

    private static string? SignatureFault(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        try
        {
            return PathCertificate.Read(certificate, issuer).SignatureFault();
        }
        catch (CryptographicException exception)
        {
            return exception.Message;
        }
    }
}
