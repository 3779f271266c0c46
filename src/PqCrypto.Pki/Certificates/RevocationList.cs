using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki.Certificates;

/// <summary>A revocation list that an authority has signed itself.</summary>
/// <remarks>RFC 5280, sections 5 and 6.3. What it lists is revoked; that it does not list a certificate says something only where the list is complete for it. Lists of others
/// (indirect), of changes (delta), of some reasons, or with critical extensions that are not known are complete for nothing here; those of one distribution point
/// are for the certificates that name it.</remarks>
internal sealed class RevocationList
{
    private readonly X509Crl list;
    private readonly byte[] signature;
    private readonly HashSet<BigInteger> revoked;
    private readonly bool isComplete;
    private readonly bool coversAuthorities = true;
    private readonly bool coversEndEntities = true;

    /// <summary>The names of the distribution point whose certificates it is complete for; null for all of the authority's.</summary>
    private readonly HashSet<GeneralName>? distributionPoint;

    private RevocationList(byte[] der)
    {
        list = new X509Crl(der);
        signature = list.GetSignature();
        X509CrlEntry[] entries = [.. list.GetRevokedCertificates() ?? new HashSet<X509CrlEntry>()];
        revoked = [.. entries.Select(entry => entry.SerialNumber)];
        ISet<string> critical = list.GetCriticalExtensionOids() ?? new HashSet<string>();
        critical.Remove(X509Extensions.IssuingDistributionPoint.Id);
        isComplete = critical.Count == 0 && list.GetExtensionValue(X509Extensions.DeltaCrlIndicator) is null
            && entries.All(entry => entry.GetCriticalExtensionOids() is not { Count: > 0 });
        if (list.GetExtensionParsedValue(X509Extensions.IssuingDistributionPoint) is { } encoded)
        {
            IssuingDistributionPoint point = IssuingDistributionPoint.GetInstance(encoded);
            isComplete &= !point.IsIndirectCrl && point.OnlySomeReasons is null && !point.OnlyContainsAttributeCerts;
            coversAuthorities = !point.OnlyContainsUserCerts;
            coversEndEntities = !point.OnlyContainsCACerts;
            if (point.DistributionPoint is not null)
                distributionPoint = Names(point.DistributionPoint);
        }
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="CryptographicException">It is malformed.</exception>
    internal static RevocationList Read(byte[] der) => BouncyCastleInput.Read("A revocation list (RFC 5280, section 5.1)", () => new RevocationList(der));

    /// <summary>Whether the list speaks of this moment. One that is older still says what was revoked.</summary>
    internal bool IsCurrent(DateTimeOffset time) => list.ThisUpdate <= time.UtcDateTime && list.NextUpdate is DateTime next && next >= time.UtcDateTime;

    /// <summary>Whether the issuer has signed the list, and may.</summary>
    internal bool IsOf(X509Certificate2 issuer) =>
        list.IssuerDN.GetEncoded().AsSpan().SequenceEqual(issuer.SubjectName.RawData)
        && (KeyUsageRules.Of(issuer) is not X509KeyUsageFlags usage || (usage & X509KeyUsageFlags.CrlSign) != 0)
        && list.SignatureAlgorithm.Equals(list.CertificateList.TbsCertList.Signature)
        && IsSignedBy(issuer);

    /// <summary>Whether the list would have the certificate if it were revoked.</summary>
    /// <remarks>RFC 5280, section 6.3.3 (b)(2): what is an authority goes by the certificate's basic constraints.</remarks>
    internal bool Covers(X509Certificate2 certificate) =>
        isComplete && (SingleExtension.Find<X509BasicConstraintsExtension>(certificate) is { CertificateAuthority: true } ? coversAuthorities : coversEndEntities) && (distributionPoint is null || Points(certificate).Any(distributionPoint.Overlaps));

    /// <summary>Whether the list has the certificate.</summary>
    internal bool Lists(X509Certificate2 certificate) => revoked.Contains(new BigInteger(certificate.SerialNumberBytes.ToArray()));

    private bool IsSignedBy(X509Certificate2 issuer)
    {
        try
        {
            return SignatureCheck.Verify(list.SignatureAlgorithm.GetEncoded(), issuer.PublicKey.ExportSubjectPublicKeyInfo(), list.GetTbsCertList(), signature);
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The distribution points that a certificate names.</summary>
    private static HashSet<GeneralName>[] Points(X509Certificate2 certificate)
    {
        byte[]? encoded = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == X509Extensions.CrlDistributionPoints.Id)?.RawData;
        return encoded is null
            ? []
            : BouncyCastleInput.Read("cRLDistributionPoints", () => CrlDistPoint.GetInstance(Asn1Object.FromByteArray(encoded)).GetDistributionPoints()
                .Where(point => point.DistributionPointName is not null).Select(point => Names(point.DistributionPointName)).ToArray());
    }

    /// <summary>The full names of a distribution point; none where it is named relative to the issuer.</summary>
    private static HashSet<GeneralName> Names(DistributionPointName name) =>
        name.Type == DistributionPointName.FullName ? [.. GeneralNames.GetInstance(name.Name).GetNames()] : [];
}
