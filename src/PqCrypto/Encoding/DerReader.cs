using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>Reads DER values one after the other as spans over the source; nothing is copied, and everything that is not DER is refused.</summary>
/// <param name="source">The encoding, or the content of one value. May hold secrets; tags and lengths are public.</param>
internal ref struct DerReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> rest = source;

    /// <summary>Whether all values have been read.</summary>
    internal readonly bool IsEmpty => rest.IsEmpty;

    /// <summary>Whether the next value has the given identifier octet (class, constructed bit and a tag number below 31).</summary>
    internal readonly bool NextIs(byte identifier) => !rest.IsEmpty && rest[0] == identifier;

    /// <summary>Refuses anything after the last value.</summary>
    /// <param name="where">What has ended, for the message.</param>
    /// <exception cref="CryptographicException">Bytes follow.</exception>
    internal readonly void End(string where)
    {
        if (!rest.IsEmpty)
            throw Errors.MalformedEncoding($"bytes follow the last field of {where}");
    }

    /// <summary>Reads the content of one value with the given identifier octet.</summary>
    /// <exception cref="CryptographicException">There is no such value, or its length is not DER.</exception>
    internal ReadOnlySpan<byte> Content(byte identifier, string what)
    {
        if (!NextIs(identifier))
            throw Errors.MalformedEncoding($"{what} is missing or has another type");
        ReadOnlySpan<byte> value = rest;
        int offset;
        int length;
        int consumed;
        try
        {
            AsnDecoder.ReadEncodedValue(value, AsnEncodingRules.DER, out offset, out length, out consumed);
        }
        catch (AsnContentException failure)
        {
            throw Errors.MalformedEncoding($"{what} is not DER", failure);
        }

        rest = value[consumed..];
        return value.Slice(offset, length);
    }

    /// <summary>Enters a constructed value.</summary>
    internal DerReader Enter(byte identifier, string what) => new(Content(identifier, what));

    /// <summary>Enters a SEQUENCE.</summary>
    internal DerReader Sequence(string what) => Enter(DerIdentifier.Sequence, what);

    /// <summary>Reads the content of an OCTET STRING.</summary>
    internal ReadOnlySpan<byte> OctetString(string what) => Content(DerIdentifier.OctetString, what);

    /// <summary>Reads the content of a BIT STRING of whole bytes.</summary>
    /// <param name="what">The name of the field, for messages.</param>
    /// <param name="identifier">Its identifier octet where it is tagged.</param>
    /// <exception cref="CryptographicException">It has unused bits.</exception>
    internal ReadOnlySpan<byte> BitString(string what, byte identifier = DerIdentifier.BitString)
    {
        ReadOnlySpan<byte> content = Content(identifier, what);
        if (content.IsEmpty || content[0] != 0)
            throw Errors.MalformedEncoding($"{what} is not a BIT STRING of whole bytes");
        return content[1..];
    }

    /// <summary>Reads a small non-negative INTEGER.</summary>
    /// <returns>Its value; -1 where it is negative or does not fit.</returns>
    internal int SmallInteger(string what)
    {
        ReadOnlySpan<byte> value = rest;
        Content(DerIdentifier.Integer, what);
        try
        {
            return AsnDecoder.TryReadInt32(value, AsnEncodingRules.DER, out int result, out _) && result >= 0 ? result : -1;
        }
        catch (AsnContentException failure)
        {
            throw Errors.MalformedEncoding($"{what} is not DER", failure);
        }
    }

    /// <summary>Reads an OBJECT IDENTIFIER.</summary>
    /// <returns>Its dotted form.</returns>
    internal string ObjectIdentifier(string what)
    {
        ReadOnlySpan<byte> value = rest;
        Content(DerIdentifier.ObjectIdentifier, what);
        try
        {
            return AsnDecoder.ReadObjectIdentifier(value, AsnEncodingRules.DER, out _);
        }
        catch (AsnContentException failure)
        {
            throw Errors.MalformedEncoding($"{what} is not DER", failure);
        }
    }

    /// <summary>Reads an AlgorithmIdentifier: an object identifier and at most one value of parameters.</summary>
    internal AlgorithmIdentifier AlgorithmIdentifier(string what)
    {
        DerReader fields = Sequence(what);
        string oid = fields.ObjectIdentifier(what);
        ReadOnlySpan<byte> parameters = fields.rest;
        if (!fields.IsEmpty)
            fields.Skip(what);
        fields.End(what);
        return new AlgorithmIdentifier(oid, parameters);
    }

    /// <summary>Passes over one value of any type, and over all values inside it, which must be DER too.</summary>
    internal void Skip(string what) => Skip(what, depth: 0);

    private void Skip(string what, int depth)
    {
        const int deepest = 16;
        if (rest.IsEmpty || rest[0] == 0 || depth > deepest)
            throw Errors.MalformedEncoding($"{what} is not DER");
        bool constructed = (rest[0] & DerIdentifier.ConstructedBit) != 0;
        DerReader inner = new(Content(rest[0], what));
        while (constructed && !inner.IsEmpty)
            inner.Skip(what, depth + 1);
    }
}
