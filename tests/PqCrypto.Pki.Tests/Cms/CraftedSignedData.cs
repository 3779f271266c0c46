using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>A SignedData of one ML-DSA-44 signer that a test makes wrong in one way; what is not said is right.</summary>
internal sealed class CraftedSignedData(SignaturePrivateKey key, X509Certificate2 certificate)
{
    internal const string Data = "1.2.840.113549.1.7.1";
    internal const string Sha512 = "2.16.840.1.101.3.4.2.3";
    internal const string Sha256 = "2.16.840.1.101.3.4.2.1";
    internal const string MLDsa44 = "2.16.840.1.101.3.4.3.17";

    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    internal string ContentType { get; init; } = Data;

    internal string[] AnnouncedDigests { get; init; } = [Sha512];

    internal string Digest { get; init; } = Sha512;

    internal string SignatureAlgorithm { get; init; } = MLDsa44;

    internal bool LeavesOutCertificate { get; init; }

    internal bool NamesKeyIdentifier { get; init; }

    internal int Signers { get; init; } = 1;

    /// <summary>The attributes, of the content; null for none.</summary>
    internal Func<byte[], byte[][]?> Attributes { get; init; } = content => [ContentTypeIs(Data), DigestIs(SHA512.HashData(content))];

    /// <summary>What is signed, of the attributes in their order; the DER SET OF unless said otherwise.</summary>
    internal Func<byte[][], byte[]> Signs { get; init; } = attributes => SetOf(attributes, sorted: true);

    /// <summary>The attributes as they are sent: their order is kept.</summary>
    internal bool Reverses { get; init; }

    internal byte[] Write(byte[] content)
    {
        byte[][]? attributes = Attributes(content);
        byte[] signature = key.Sign(attributes is null ? content : Signs(attributes));
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    foreach (string digest in AnnouncedDigests)
                        Algorithm(writer, digest);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(ContentType);
                    using (writer.PushSequence(Context0))
                        writer.WriteOctetString(content);
                }

                if (!LeavesOutCertificate)
                {
                    using (writer.PushSequence(Context0))
                        writer.WriteEncodedValue(certificate.RawData);
                }

                using (writer.PushSetOf())
                {
                    for (int i = 0; i < Signers; i++)
                        Signer(writer, attributes, signature);
                }
            }
        }

        return writer.Encode();
    }

    internal static byte[] ContentTypeIs(string oid) => Attribute("1.2.840.113549.1.9.3", writer => writer.WriteObjectIdentifier(oid));

    internal static byte[] DigestIs(byte[] digest) => Attribute("1.2.840.113549.1.9.4", writer => writer.WriteOctetString(digest));

    internal static byte[] ProtectsAlgorithms(string digest, string signature) => Attribute("1.2.840.113549.1.9.52", writer =>
    {
        using (writer.PushSequence())
        {
            Algorithm(writer, digest);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                writer.WriteObjectIdentifier(signature);
        }
    });

    internal static byte[] Attribute(string type, params Action<AsnWriter>[] values)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf())
            {
                foreach (Action<AsnWriter> value in values)
                    value(writer);
            }
        }

        return writer.Encode();
    }

    internal static byte[] SetOf(byte[][] attributes, bool sorted)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (sorted ? writer.PushSetOf() : writer.PushSequence())
        {
            foreach (byte[] attribute in attributes)
                writer.WriteEncodedValue(attribute);
        }

        byte[] encoded = writer.Encode();
        encoded[0] = 0x31;
        return encoded;
    }

    private void Signer(AsnWriter writer, byte[][]? attributes, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            if (NamesKeyIdentifier)
            {
                writer.WriteOctetString(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.Span, Context0);
            }
            else
            {
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(certificate.IssuerName.RawData);
                    writer.WriteInteger(certificate.SerialNumberBytes.Span);
                }
            }

            Algorithm(writer, Digest);
            if (attributes is not null)
            {
                using (writer.PushSequence(Context0))      // a sequence, which is not sorted
                {
                    foreach (byte[] attribute in Reverses ? attributes.Reverse() : attributes)
                        writer.WriteEncodedValue(attribute);
                }
            }

            Algorithm(writer, SignatureAlgorithm);
            writer.WriteOctetString(signature);
        }
    }

    private static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(oid);
    }
}
