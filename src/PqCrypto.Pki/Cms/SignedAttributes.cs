using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Cms;

/// <summary>The attributes that a signer signs in place of the content, or that authenticate an encrypted one.</summary>
/// <remarks>RFC 5652, sections 5.3 and 11; RFC 6211. They are DER wherever they are sent; only their order is put right, since what is signed is the SET OF, sorted.</remarks>
internal sealed class SignedAttributes
{
    private readonly Dictionary<string, byte[]> values;

    private SignedAttributes(Dictionary<string, byte[]> values, byte[] toBeSigned)
    {
        this.values = values;
        ToBeSigned = toBeSigned;
    }

    /// <summary>The DER SET OF, tag 0x31, that is signed.</summary>
    internal byte[] ToBeSigned { get; }

    /// <summary>Reads the attributes in a SignerInfo or an AuthEnvelopedData.</summary>
    /// <param name="encoded">All of them, with the tag that they have there.</param>
    /// <exception cref="CryptographicException">One is malformed, there twice, or has not exactly one value.</exception>
    internal static SignedAttributes Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader reader = new(encoded, AsnEncodingRules.DER);
        AsnReader set = reader.ReadSetOf(skipSortOrderValidation: true, reader.PeekTag());
        reader.ThrowIfNotEmpty();
        Dictionary<string, byte[]> values = [];
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            while (set.HasData)
            {
                writer.WriteEncodedValue(set.PeekEncodedValue().Span);
                AsnReader attribute = set.ReadSequence();
                string type = attribute.ReadObjectIdentifier();
                AsnReader content = attribute.ReadSetOf(skipSortOrderValidation: true);
                attribute.ThrowIfNotEmpty();
                byte[] value = content.ReadEncodedValue().ToArray();
                content.ThrowIfNotEmpty();
                if (!values.TryAdd(type, value))
                    throw Malformed.Message($"it has the signed attribute {type} twice");
            }
        }

        return new SignedAttributes(values, writer.Encode());
    }

    /// <summary>Whether a content could be taken for the signed attributes of another message, whose signature would then be good for it: any one SET, since what other signers sign
    /// need not be what is read here.</summary>
    internal static bool CouldBe(ReadOnlyMemory<byte> content) =>
        content.Span is [0x31, ..] && AsnDecoder.TryReadEncodedValue(content.Span, AsnEncodingRules.BER, out _, out _, out _, out int consumed) && consumed == content.Length;

    /// <summary>Writes the attributes of a signer: content type, signing time (null for none), digest of the content, and both algorithms.</summary>
    internal static byte[] Write(string contentType, DateTimeOffset? signingTime, byte[] digest, byte[] digestAlgorithm, byte[] signatureAlgorithm)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            Attribute(writer, CmsOids.ContentTypeAttribute, () => writer.WriteObjectIdentifier(contentType));
            Attribute(writer, CmsOids.MessageDigestAttribute, () => writer.WriteOctetString(digest));
            if (signingTime is DateTimeOffset time)
            {
                Attribute(writer, CmsOids.SigningTimeAttribute, () =>
                {
                    if (time.UtcDateTime.Year is >= 1950 and < 2050)
                        writer.WriteUtcTime(time);
                    else
                        writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
                });
            }

            Attribute(writer, CmsOids.AlgorithmProtectionAttribute, () =>
            {
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(digestAlgorithm);
                    AsnReader signature = new AsnReader(signatureAlgorithm, AsnEncodingRules.DER).ReadSequence();
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                    {
                        while (signature.HasData)
                            writer.WriteEncodedValue(signature.ReadEncodedValue().Span);
                    }
                }
            });
        }

        return writer.Encode();
    }

    /// <summary>The content type that they say; null where they say none.</summary>
    internal string? ContentType => values.TryGetValue(CmsOids.ContentTypeAttribute, out byte[]? value) ? Reader(value).ReadObjectIdentifier() : null;

    /// <summary>The digest of the content; null where they have none.</summary>
    internal byte[]? MessageDigest => values.TryGetValue(CmsOids.MessageDigestAttribute, out byte[]? value) ? Reader(value).ReadOctetString() : null;

    /// <summary>When the signer says to have signed; null where nothing is said.</summary>
    internal DateTimeOffset? SigningTime => !values.TryGetValue(CmsOids.SigningTimeAttribute, out byte[]? value)
        ? null
        : Reader(value) is var reader && reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime(twoDigitYearMax: 2049) : reader.ReadGeneralizedTime();

    /// <summary>Whether the algorithms that they protect are those beside the signature; true where they protect none.</summary>
    /// <remarks>RFC 6211, section 2.</remarks>
    internal bool Protect(AlgorithmIdentifier digest, AlgorithmIdentifier signature)
    {
        if (!values.TryGetValue(CmsOids.AlgorithmProtectionAttribute, out byte[]? value))
            return true;
        AsnReader fields = Reader(value).ReadSequence();
        AlgorithmIdentifier protectedDigest = AlgorithmIdentifier.Read(fields);
        Asn1Tag signatureTag = new(TagClass.ContextSpecific, 1);
        return protectedDigest.Names(digest)
            && fields.HasData && fields.PeekTag().HasSameClassAndValue(signatureTag) && AlgorithmIdentifier.Read(fields, signatureTag).Names(signature)
            && !fields.HasData;
    }

    private static AsnReader Reader(byte[] value) => new(value, AsnEncodingRules.DER);

    private static void Attribute(AsnWriter writer, string type, Action writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf())
                writeValue();
        }
    }
}
