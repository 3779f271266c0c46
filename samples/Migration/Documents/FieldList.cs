using System.Buffers.Binary;
using System.Globalization;

namespace PqCrypto.Samples.Migration.Documents;

/// <summary>Joins fields so that different fields never give the same bytes: each one after its length, 4 bytes big-endian.</summary>
public sealed class FieldList
{
    private readonly MemoryStream bytes = new();

    /// <summary>Begins with what the bytes are for, so that they are of no use for anything else.</summary>
    public FieldList(string purpose) => Add(purpose);

    /// <summary>Joins a purpose and texts.</summary>
    public static byte[] Of(string purpose, params ReadOnlySpan<string> texts)
    {
        FieldList fields = new(purpose);
        foreach (string text in texts)
            fields.Add(text);
        return fields.ToArray();
    }

    /// <summary>Adds a text as UTF-8.</summary>
    public void Add(string text) => Add(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a number as decimal text.</summary>
    public void Add(long number) => Add(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        bytes.Write(length);
        bytes.Write(field);
    }

    /// <summary>All fields so far.</summary>
    public byte[] ToArray() => bytes.ToArray();
}
