using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PqCrypto.Tests.Vectors;

/// <summary>The three parts of a certificate that say whether it fits a key.</summary>
internal sealed record CertificateParts(byte[] ToBeSigned, byte[] SubjectPublicKeyInfo, byte[] Signature)
{
    public static CertificateParts FromPem(string text)
    {
        PemFields fields = PemEncoding.Find(text);
        return FromDer(Convert.FromBase64String(text[fields.Base64Data]));
    }

    public static CertificateParts FromDer(byte[] der)
    {
        AsnReader certificate = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        byte[] toBeSigned = certificate.ReadEncodedValue().ToArray();
        certificate.ReadEncodedValue();   // signatureAlgorithm
        byte[] signature = certificate.ReadBitString(out _);

        AsnReader body = new AsnReader(toBeSigned, AsnEncodingRules.DER).ReadSequence();
        for (int i = 0; i < 6; i++)       // version, serialNumber, signature, issuer, validity, subject
            body.ReadEncodedValue();
        return new CertificateParts(toBeSigned, body.ReadEncodedValue().ToArray(), signature);
    }
}
