using System.Buffers.Binary;
using System.Text;

namespace PqCrypto.Samples.Handshake;

/// <summary>Reads the body of a message; whatever does not fit is a <see cref="HandshakeReason.DecodeError"/>, never another exception.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> source)
{
    private const int MaxNames = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> rest = source;

    internal int Byte() => Fixed(1)[0];

    internal int UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Fixed(sizeof(ushort)));

    internal long Int64() => BinaryPrimitives.ReadInt64BigEndian(Fixed(sizeof(long)));

    internal ReadOnlySpan<byte> Fixed(int sizeInBytes)
    {
        if (rest.Length < sizeInBytes)
            throw new HandshakeException(HandshakeReason.DecodeError, "a message ends too early");
        ReadOnlySpan<byte> value = rest[..sizeInBytes];
        rest = rest[sizeInBytes..];
        return value;
    }

    internal ReadOnlySpan<byte> Vector() => Fixed(UInt16());

    internal string Text()
    {
        ReadOnlySpan<byte> bytes = Fixed(Byte());
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new HandshakeException(HandshakeReason.DecodeError, "a name is not UTF-8", error);
        }
    }

    internal string[] Names()
    {
        string[] names = new string[Count()];
        for (int i = 0; i < names.Length; i++)
            names[i] = Text();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new HandshakeException(HandshakeReason.DecodeError, "a list names an algorithm twice");
        return names;
    }

    /// <summary>The number of elements of a list.</summary>
    internal int Count()
    {
        int count = Byte();
        if (count > MaxNames)
            throw new HandshakeException(HandshakeReason.DecodeError, $"a list has {count} elements; at most {MaxNames} are allowed");
        return count;
    }

    internal readonly void End()
    {
        if (!rest.IsEmpty)
            throw new HandshakeException(HandshakeReason.DecodeError, $"{rest.Length} bytes follow a message's last field");
    }
}
