using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki.Cms;

/// <summary>Writes a SignedData: in DER where the content is an array or elsewhere, in BER where it is a stream.</summary>
/// <remarks>RFC 5652, section 5.1.</remarks>
internal sealed class SignedDataWriter : IDisposable
{
    private static readonly Asn1Tag ContextTag = new(TagClass.ContextSpecific, 0);

    private readonly IReadOnlyList<CmsSigningKey> signers;
    private readonly CmsSigningOptions options;
    private readonly ContentDigests digests;

    internal SignedDataWriter(IReadOnlyList<CmsSigningKey> signers, CmsSigningOptions options)
    {
        (this.signers, this.options) = (signers, options);
        digests = new ContentDigests(signers.Select(DigestOf));
    }

    /// <summary>Writes a message.</summary>
    /// <param name="content">The content in the message; null where it is elsewhere, and digested already.</param>
    internal byte[] Write(byte[]? content)
    {
        if (content is not null)
            Append(content);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.SignedData);
            using (writer.PushSequence(ContextTag))
            using (writer.PushSequence())
            {
                writer.WriteInteger(Version);
                writer.WriteEncodedValue(DigestAlgorithms());
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(options.ContentType);
                    if (content is not null)
                    {
                        using (writer.PushSequence(ContextTag))
                            writer.WriteOctetString(content);
                    }
                }

                writer.WriteEncodedValue(Certificates());
                writer.WriteEncodedValue(SignerInfos());
            }
        }

        return writer.Encode();
    }

    /// <summary>Writes a message that has the content in it.</summary>
    internal void Write(Stream content, Stream destination)
    {
        BerWriter writer = new(destination);
        writer.Begin(0x30);
        writer.Write(Encoded(part => part.WriteObjectIdentifier(CmsOids.SignedData)));
        writer.Begin(0xA0);
        writer.Begin(0x30);
        writer.Write(Encoded(part => part.WriteInteger(Version)));
        writer.Write(DigestAlgorithms());
        writer.Begin(0x30);
        writer.Write(Encoded(part => part.WriteObjectIdentifier(options.ContentType)));
        writer.Begin(0xA0);
        writer.Begin(0x24);
        BerWriter.ForEachSegment(content, part =>
        {
            Append(part);
            writer.WriteSegment(part);
        });
        writer.End(3);
        writer.Write(Certificates());
        writer.Write(SignerInfos());
        writer.End(3);
    }

    /// <summary>Digests a part of the content.</summary>
    internal void Append(ReadOnlySpan<byte> part) => digests.Append(part);

    internal static byte[] Encoded(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    public void Dispose() => digests.Dispose();

    private int Version => options.ContentType == CmsOids.Data ? 1 : 3;

    private static string DigestOf(CmsSigningKey key) => SignerDigests.For(key.PrivateKey.Algorithm);

    private byte[] DigestAlgorithms() => Encoded(writer =>
    {
        using (writer.PushSetOf())
        {
            foreach (string oid in digests.Oids)
                writer.WriteEncodedValue(SignatureIdentifiers.Plain(oid));
        }
    });

    private byte[] Certificates() => Encoded(writer =>
    {
        using (writer.PushSetOf(ContextTag))
        {
            foreach (X509Certificate2 certificate in signers.Select(signer => signer.Certificate).Concat(options.Certificates).DistinctBy(certificate => certificate.Thumbprint))
                writer.WriteEncodedValue(certificate.RawData);
        }
    });

    private byte[] SignerInfos()
    {
        Dictionary<string, byte[]> finished = digests.Finish();
        return Encoded(writer =>
        {
            using (writer.PushSetOf())
            {
                foreach (CmsSigningKey key in signers)
                    writer.WriteEncodedValue(SignerInfo.Write(key, finished[DigestOf(key)], options.ContentType, options.SigningTime));
            }
        });
    }
}
