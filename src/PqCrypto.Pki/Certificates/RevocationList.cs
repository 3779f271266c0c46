using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki.Certificates;

/// <summary>A complete revocation list that an authority has signed itself.</summary>
/// <remarks>RFC 5280, sections 5 and 6.3. Lists of others (indirect), of changes (delta), of some reasons, or with critical extensions that are not known, cover nothing
/// here.</remarks>
internal sealed class RevocationList
{
    private readonly X509Crl list;
    private readonly byte[] signature;
    private readonly HashSet<BigInteger> revoked;
    private readonly bool isComplete;
    private readonly bool coversAuthorities = true;
    private readonly bool coversEndEntities = true;

    private RevocationList(byte[] der)
    {
        list = new X509Crl(der);
        signature = list.GetSignature();
        ISet<string> critical = list.GetCriticalExtensionOids() ?? new HashSet<string>();
        critical.Remove(X509Extensions.IssuingDistributionPoint.Id);
        isComplete = critical.Count == 0 && list.GetExtensionValue(X509Extensions.DeltaCrlIndicator) is null;
        if (list.GetExtensionParsedValue(X509Extensions.IssuingDistributionPoint) is { } encoded)
        {
            IssuingDistributionPoint point = IssuingDistributionPoint.GetInstance(encoded);
            isComplete &= !point.IsIndirectCrl && point.OnlySomeReasons is null && !point.OnlyContainsAttributeCerts;
            coversAuthorities = !point.OnlyContainsUserCerts;
            coversEndEntities = !point.OnlyContainsCACerts;
        }

        revoked = (list.GetRevokedCertificates() ?? new HashSet<X509CrlEntry>()).Select(entry => entry.SerialNumber).ToHashSet();
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="CryptographicException">It is malformed.</exception>
    internal static RevocationList Read(byte[] der) => BouncyCastleInput.Read("A revocation list (RFC 5280, section 5.1)", () => new RevocationList(der));

    /// <summary>Whether the list speaks of this moment. One that is older still says what was revoked.</summary>
    internal bool IsCurrent(DateTimeOffset time) => list.ThisUpdate <= time.UtcDateTime && list.NextUpdate is DateTime next && next >= time.UtcDateTime;

    /// <summary>Whether the issuer has signed the list, and it says of this certificate whether it is revoked.</summary>
    internal bool Covers(X509Certificate2 certificate, X509Certificate2 issuer, bool isAuthority) =>
        isComplete
        && (isAuthority ? coversAuthorities : coversEndEntities)
        && certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
        && list.IssuerDN.GetEncoded().AsSpan().SequenceEqual(issuer.SubjectName.RawData)
        && (KeyUsageRules.Of(issuer) is not X509KeyUsageFlags usage || (usage & X509KeyUsageFlags.CrlSign) != 0)
        && list.SignatureAlgorithm.Equals(list.CertificateList.TbsCertList.Signature)
        && IsSignedBy(issuer);

    /// <summary>Whether the list has the certificate.</summary>
    internal bool Lists(X509Certificate2 certificate) =>
        revoked.Contains(new BigInteger(certificate.SerialNumberBytes.ToArray()));

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
}
