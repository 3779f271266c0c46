using System.Formats.Asn1;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>Writes DER into a buffer of the caller's, from its end towards its start: the last field first, and the header of a value after its
/// content, when its length is known. So a secret is copied once, into memory that the caller zeroes.</summary>
/// <param name="buffer">Room for the encoding; see <see cref="Room"/>.</param>
internal ref struct DerWriter(Span<byte> buffer)
{
    /// <summary>The longest header in bytes: an identifier octet and a length of 1 + 4 bytes.</summary>
    private const int MaxHeader = 6;

    private readonly Span<byte> buffer = buffer;
    private int start = buffer.Length;

    /// <summary>What has been written.</summary>
    internal readonly ReadOnlySpan<byte> Written => buffer[start..];

    /// <summary>The number of bytes written; remember it before a constructed value and give it to <see cref="Close"/>.</summary>
    internal readonly int Count => buffer.Length - start;

    /// <summary>The room that suffices for a number of values.</summary>
    /// <param name="content">The sum of the lengths of all primitive contents; for an object identifier, the length of its dotted form.</param>
    /// <param name="values">The number of values, constructed ones included.</param>
    internal static int Room(int content, int values) => checked(content + (values * MaxHeader));

    /// <summary>Writes a value that is encoded already.</summary>
    internal void Encoded(scoped ReadOnlySpan<byte> value)
    {
        start -= value.Length;
        value.CopyTo(buffer[start..]);
    }

    /// <summary>Writes a primitive value.</summary>
    internal void Primitive(byte identifier, scoped ReadOnlySpan<byte> content)
    {
        int end = Count;
        Encoded(content);
        Close(identifier, end);
    }

    /// <summary>Writes an OCTET STRING.</summary>
    internal void OctetString(scoped ReadOnlySpan<byte> content) => Primitive(DerIdentifier.OctetString, content);

    /// <summary>Writes a BIT STRING of whole bytes.</summary>
    internal void BitString(scoped ReadOnlySpan<byte> content)
    {
        int end = Count;
        Encoded(content);
        Encoded([0]);      // the number of unused bits
        Close(DerIdentifier.BitString, end);
    }

    /// <summary>Writes a non-negative INTEGER.</summary>
    internal void SmallInteger(int value)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteInteger(value);
        Encoded(writer.Encode());
    }

    /// <summary>Writes an OBJECT IDENTIFIER.</summary>
    internal void ObjectIdentifier(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        Encoded(writer.Encode());
    }

    /// <summary>Writes an AlgorithmIdentifier.</summary>
    internal void AlgorithmIdentifier(scoped AlgorithmIdentifier algorithm)
    {
        int end = Count;
        Encoded(algorithm.Parameters);
        ObjectIdentifier(algorithm.Oid);
        Close(DerIdentifier.Sequence, end);
    }

    /// <summary>Writes the header of a value whose content has been written.</summary>
    /// <param name="identifier">Its identifier octet.</param>
    /// <param name="end"><see cref="Count"/> before its content.</param>
    internal void Close(byte identifier, int end)
    {
        const int longForm = 0x80;
        int length = Count - end;
        if (length < longForm)
        {
            Encoded([identifier, (byte)length]);
            return;
        }

        int bytes = 0;
        for (int left = length; left != 0; left >>= 8, bytes++)
            Encoded([(byte)left]);
        Encoded([identifier, (byte)(longForm | bytes)]);
    }
}
