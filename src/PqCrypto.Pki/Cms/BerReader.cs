using System.Security.Cryptography;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Cms;

/// <summary>Takes the next part of a content that is too long to hold.</summary>
internal delegate void ContentReceiver(ReadOnlySpan<byte> part);

/// <summary>Reads BER from a stream: enters and leaves what is nested, hands contents over part by part, and holds everything else, within limits.</summary>
/// <remarks>Lengths are of 63 bits and never run over those of the enclosing elements; nothing is allocated because a length says so. What is held is as it was received, for
/// AsnReader. ITU-T X.690, sections 8.1 and 8.7.</remarks>
internal sealed class BerReader(Stream source)
{
    private const int MaxDepth = 64;
    private const int MaxHeldSizeInBytes = 64 << 20;      // all that is not content: certificates, signers, recipients

    private readonly byte[] buffer = new byte[1 << 14];
    private readonly Stack<Element> open = new();
    private int start;
    private int end;
    private long position;
    private long held;

    /// <summary>An element that was entered: the position at which it ends at the latest, and whether it ends before, by two zero bytes.</summary>
    private readonly record struct Element(long End, bool IsIndefinite);

    private Element Current => open.Count > 0 ? open.Peek() : new Element(long.MaxValue, IsIndefinite: false);

    /// <summary>Whether the element that was entered last has another one.</summary>
    internal bool HasMore() => Current.IsIndefinite ? Peek() != 0 : position < Current.End;

    /// <summary>Whether the next element of the one that was entered last has this identifier octet.</summary>
    internal bool NextIs(byte identifier) => HasMore() && Peek() == identifier;

    /// <summary>Goes into the next element.</summary>
    /// <exception cref="CryptographicException">It has another identifier octet.</exception>
    internal void Enter(byte identifier)
    {
        if (!NextIs(identifier))
            throw Malformed.Message($"it has no element {identifier:X2} at its byte {position}");
        ReadByte();
        Push(ReadLength(isConstructed: true));
    }

    /// <summary>Goes out of the element that was entered last.</summary>
    /// <exception cref="CryptographicException">There is something left in it.</exception>
    internal void Leave()
    {
        if (HasMore())
            throw Malformed.Message($"it has an element too many at its byte {position}");
        if (open.Peek().IsIndefinite && (ReadByte() | ReadByte()) != 0)
            throw Malformed.Message("an indefinite length ends with something else than two zero bytes");
        open.Pop();
    }

    /// <summary>The next element, whatever it is, as it was received.</summary>
    internal byte[] ReadElement()
    {
        using MemoryStream element = new();
        CopyElement(element);
        return element.ToArray();
    }

    /// <summary>Passes over the next element without holding it.</summary>
    internal void SkipElement() => CopyElement(into: null);

    /// <summary>Hands over an OCTET STRING: in one piece, or in a constructed one's pieces.</summary>
    /// <param name="identifier">Its identifier octet in the primitive form.</param>
    /// <param name="receiver">Takes the parts.</param>
    internal void CopyOctets(byte identifier, ContentReceiver receiver)
    {
        const byte Constructed = 0x20;
        if (NextIs((byte)(identifier | Constructed)))
        {
            Enter((byte)(identifier | Constructed));
            while (HasMore())
                CopyOctets(0x04, receiver);
            Leave();
            return;
        }

        if (!NextIs(identifier))
            throw Malformed.Message($"it has no octets at its byte {position}");
        ReadByte();
        Copy(ReadLength(isConstructed: false)!.Value, receiver);
    }

    /// <summary>Expects the end of the stream.</summary>
    internal void ReadToEnd()
    {
        if (Fill())
            throw Malformed.Message("there are bytes behind it");
    }

    private void CopyElement(MemoryStream? into)
    {
        byte identifier = Keep(into, ReadByte());
        if ((identifier & 0x1F) == 0x1F)
        {
            while ((Keep(into, ReadByte()) & 0x80) != 0)
                continue;
        }

        if (ReadLength((identifier & 0x20) != 0, into) is long length)
        {
            Copy(length, part => Hold(into, part));
            return;
        }

        Push(null);
        while (HasMore())
            CopyElement(into);
        Leave();
        Hold(into, [0, 0]);
    }

    private void Push(long? length)
    {
        if (open.Count == MaxDepth)
            throw Malformed.Message($"it is nested more than {MaxDepth} times");
        open.Push(length is long known ? new Element(position + known, IsIndefinite: false) : new Element(Current.End, IsIndefinite: true));
    }

    /// <summary>The length that follows; null where it is indefinite.</summary>
    private long? ReadLength(bool isConstructed, MemoryStream? into = null)
    {
        byte first = Keep(into, ReadByte());
        if (first == 0x80)
            return isConstructed ? null : throw Malformed.Message("a primitive element has an indefinite length");
        long length = first;
        if (first > 0x80)
        {
            length = 0;
            for (int count = first & 0x7F; count > 0; count--)
            {
                if (length > long.MaxValue >> 8)
                    throw Malformed.Message("a length is too long");
                length = (length << 8) | Keep(into, ReadByte());
            }
        }

        return length <= Current.End - position ? length : throw Malformed.Message("an element is longer than what it is in");
    }

    private void Copy(long length, ContentReceiver receiver)
    {
        while (length > 0)
        {
            if (!Fill())
                throw Malformed.Message("it ends early");
            int taken = (int)Math.Min(length, end - start);
            receiver(buffer.AsSpan(start, taken));
            start += taken;
            position += taken;
            length -= taken;
        }
    }

    private byte Peek() => position < Current.End && Fill() ? buffer[start] : throw Malformed.Message("it ends early");

    private byte ReadByte()
    {
        byte value = Peek();
        start++;
        position++;
        return value;
    }

    private byte Keep(MemoryStream? into, byte value)
    {
        Hold(into, [value]);
        return value;
    }

    private void Hold(MemoryStream? into, ReadOnlySpan<byte> part)
    {
        if (into is null)
            return;
        held += part.Length;
        if (held > MaxHeldSizeInBytes)
            throw Malformed.Message($"it has more than {MaxHeldSizeInBytes} bytes beside its content");
        into.Write(part);
    }

    /// <summary>Whether there is a byte in the buffer, after reading on where it is empty.</summary>
    private bool Fill()
    {
        if (start < end)
            return true;
        (start, end) = (0, source.Read(buffer));
        return end > 0;
    }
}
