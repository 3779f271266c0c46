using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Cms;

/// <summary>How a message names a certificate: by issuer and serial number, or by subject key identifier.</summary>
/// <remarks>RFC 5652, sections 5.3 (SignerIdentifier) and 6.2.1 (RecipientIdentifier).</remarks>
internal sealed record CertificateIdentifier(byte[]? Issuer, byte[]? SerialNumber, byte[]? SubjectKeyIdentifier)
{
    private static readonly Asn1Tag KeyIdentifierTag = new(TagClass.ContextSpecific, 0);

    internal static CertificateIdentifier Read(AsnReader reader)
    {
        if (reader.PeekTag().HasSameClassAndValue(KeyIdentifierTag))
            return new CertificateIdentifier(null, null, reader.ReadOctetString(KeyIdentifierTag));
        AsnReader fields = reader.ReadSequence();
        byte[] issuer = fields.ReadEncodedValue().ToArray();
        byte[] serialNumber = fields.ReadIntegerBytes().ToArray();
        fields.ThrowIfNotEmpty();
        return new CertificateIdentifier(issuer, serialNumber, null);
    }

    /// <summary>Writes a certificate's issuer and serial number.</summary>
    internal static void Write(AsnWriter writer, X509Certificate2 certificate)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(certificate.IssuerName.RawData);
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }
    }

    /// <summary>Whether the certificate is the one that is named.</summary>
    internal bool Names(X509Certificate2 certificate) => SubjectKeyIdentifier is null
        ? certificate.IssuerName.RawData.AsSpan().SequenceEqual(Issuer) && certificate.SerialNumberBytes.Span.SequenceEqual(SerialNumber)
        : certificate.Extensions.Any(extension => extension.Oid?.Value == CmsOids.SubjectKeyIdentifier && SubjectKeyIdentifier.AsSpan().SequenceEqual(KeyIdentifier(extension)));

    /// <summary>Refuses a certificate whose key is not for this.</summary>
    /// <exception cref="CryptographicException">It has a key usage, and none of these in it.</exception>
    internal static void CheckUsage(X509Certificate2 certificate, X509KeyUsageFlags oneOf)
    {
        if (certificate.Extensions.OfType<X509KeyUsageExtension>().Any(extension => (extension.KeyUsages & oneOf) == 0))
            throw new CryptographicException($"The key of the certificate of {certificate.Subject} is not for this: its key usage has none of {oneOf}.");
    }

    private static byte[] KeyIdentifier(X509Extension extension)
    {
        try
        {
            return AsnDecoder.ReadOctetString(extension.RawData, AsnEncodingRules.DER, out _);
        }
        catch (AsnContentException)
        {
            return [];
        }
    }
}
