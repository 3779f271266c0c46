using System.Buffers;
using System.Buffers.Binary;

namespace PqCrypto.Samples.Handshake;

/// <summary>Writes the body of a message: numbers in network order, byte strings and lists behind their length.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    internal ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    internal WireWriter Byte(int value)
    {
        buffer.Write([checked((byte)value)]);
        return this;
    }

    internal WireWriter UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer.GetSpan(sizeof(ushort)), checked((ushort)value));
        buffer.Advance(sizeof(ushort));
        return this;
    }

    internal WireWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
        return this;
    }

    internal WireWriter Fixed(ReadOnlySpan<byte> value)
    {
        buffer.Write(value);
        return this;
    }

    internal WireWriter Vector(ReadOnlySpan<byte> value)
    {
        UInt16(value.Length);
        return Fixed(value);
    }

    internal WireWriter Text(string value)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(value);
        Byte(bytes.Length);
        return Fixed(bytes);
    }

    internal WireWriter Names(IReadOnlyCollection<string> names)
    {
        Byte(names.Count);
        foreach (string name in names)
            Text(name);
        return this;
    }
}
