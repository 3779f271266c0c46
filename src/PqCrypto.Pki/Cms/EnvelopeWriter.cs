using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Cms;

/// <summary>Writes an AuthEnvelopedData or an EnvelopedData: in DER where the content is an array, in BER where it is a stream.</summary>
/// <remarks>RFC 5652, section 6.1; RFC 5083, section 2.1.</remarks>
internal sealed class EnvelopeWriter : IDisposable
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const int KeySize = 32;

    private readonly bool isAuthenticated;
    private readonly ContentCipher cipher;
    private readonly byte[] algorithm;
    private readonly byte[] recipientInfos;
    private readonly int version;
    private readonly byte[] tag = new byte[ContentCipher.TagSize];
    private int tagSize;

    internal EnvelopeWriter(IReadOnlyList<X509Certificate2> recipients, CmsContentProtection protection)
    {
        isAuthenticated = protection == CmsContentProtection.Authenticated;
        using Lent key = new(KeySize);
        RandomNumberGenerator.Fill(key.Bytes);
        recipientInfos = WriteRecipients(recipients, key.Bytes, out int recipientVersion);
        version = isAuthenticated ? 0 : recipientVersion;
        cipher = isAuthenticated ? ContentCipher.EncryptGcm(key.Bytes, out algorithm) : ContentCipher.EncryptCbc(key.Bytes, out algorithm);
    }

    /// <summary>Encrypts a content that is an array.</summary>
    internal byte[] Write(ReadOnlySpan<byte> content)
    {
        using MemoryStream ciphertext = new();
        cipher.Update(content, ciphertext.Write);
        Finish(ciphertext.Write);
        return SignedDataWriter.Encoded(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Type);
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                {
                    writer.WriteInteger(version);
                    writer.WriteEncodedValue(recipientInfos);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(CmsOids.Data);
                        writer.WriteEncodedValue(algorithm);
                        writer.WriteOctetString(ciphertext.ToArray(), new Asn1Tag(TagClass.ContextSpecific, 0));
                    }

                    if (isAuthenticated)
                        writer.WriteOctetString(tag);
                }
            }
        });
    }

    /// <summary>Encrypts a content that is a stream.</summary>
    internal void Write(Stream content, Stream destination)
    {
        BerWriter writer = new(destination);
        writer.Begin(0x30);
        writer.Write(SignedDataWriter.Encoded(part => part.WriteObjectIdentifier(Type)));
        writer.Begin(0xA0);
        writer.Begin(0x30);
        writer.Write(SignedDataWriter.Encoded(part => part.WriteInteger(version)));
        writer.Write(recipientInfos);
        writer.Begin(0x30);
        writer.Write(SignedDataWriter.Encoded(part => part.WriteObjectIdentifier(CmsOids.Data)));
        writer.Write(algorithm);
        writer.Begin(0xA0);
        BerWriter.ForEachSegment(content, part => cipher.Update(part, writer.WriteSegment));
        Finish(writer.WriteSegment);
        writer.End(2);
        if (isAuthenticated)
            writer.Write(SignedDataWriter.Encoded(part => part.WriteOctetString(tag)));
        writer.End(3);
    }

    public void Dispose() => cipher.Dispose();

    private string Type => isAuthenticated ? CmsOids.AuthEnvelopedData : CmsOids.EnvelopedData;

    /// <summary>Gives the rest of the ciphertext, and takes the tag off its end.</summary>
    private void Finish(ContentReceiver receiver) => cipher.Finish(rest =>
    {
        tagSize = isAuthenticated ? ContentCipher.TagSize : 0;
        rest[^tagSize..].CopyTo(tag);
        receiver(rest[..^tagSize]);
    });

    private static byte[] WriteRecipients(IReadOnlyList<X509Certificate2> recipients, byte[] key, out int version)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        int highest = 0;
        using (writer.PushSetOf())
        {
            foreach (X509Certificate2 certificate in recipients)
                highest = Math.Max(highest, WriteRecipient(writer, certificate, key));
        }

        version = highest;
        return writer.Encode();
    }

    /// <summary>Writes a recipient of the kind that goes with its key.</summary>
    /// <returns>The least version of EnvelopedData that has such a recipient.</returns>
    private static int WriteRecipient(AsnWriter writer, X509Certificate2 certificate, byte[] key)
    {
        switch (certificate.PublicKey.Oid.Value)
        {
            case RsaEncryption:
                CertificateIdentifier.CheckUsage(certificate, X509KeyUsageFlags.KeyEncipherment);
                RsaRecipient.Write(writer, certificate, key);
                return 0;
            case EcdhRecipient.EcPublicKey:
                CertificateIdentifier.CheckUsage(certificate, X509KeyUsageFlags.KeyAgreement);
                EcdhRecipient.Write(writer, certificate, key);
                return 2;
            default:
                CertificateIdentifier.CheckUsage(certificate, X509KeyUsageFlags.KeyEncipherment);
                KemPublicKey publicKey = PkiAlgorithms.ImportKemPublicKey(certificate.PublicKey.ExportSubjectPublicKeyInfo());
                if (publicKey.Algorithm.Family == AlgorithmFamily.Classical)
                    throw new NotSupportedException($"{publicKey.Algorithm.Name} is not for recipients of messages.");
                KemRecipient.Write(writer, certificate, publicKey, key);
                return 3;
        }
    }
}
