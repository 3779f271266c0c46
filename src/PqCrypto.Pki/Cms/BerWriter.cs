using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PqCrypto.Pki.Cms;

/// <summary>Writes BER to a stream, for contents whose length is known only at their end: elements of indefinite length, and octets in segments.</summary>
/// <remarks>ITU-T X.690, sections 8.1.3.6 and 8.7.3.</remarks>
internal sealed class BerWriter(Stream destination)
{
    /// <summary>Length of the segments that a content is read, digested, encrypted and written in.</summary>
    internal const int SegmentSizeInBytes = 1 << 16;

    internal void Begin(byte identifier) => destination.Write([identifier, 0x80]);

    internal void End(int count = 1)
    {
        for (; count > 0; count--)
            destination.Write([0, 0]);
    }

    /// <summary>Writes what is encoded already.</summary>
    internal void Write(ReadOnlySpan<byte> encoded) => destination.Write(encoded);

    /// <summary>Writes a segment of a constructed OCTET STRING.</summary>
    internal void WriteSegment(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
            return;
        Span<byte> header = [0x04, 0x84, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header[2..], octets.Length);
        destination.Write(header);
        destination.Write(octets);
    }

    /// <summary>Reads a stream to its end, by segments.</summary>
    internal static void ForEachSegment(Stream content, ContentReceiver receiver)
    {
        byte[] segment = GC.AllocateUninitializedArray<byte>(SegmentSizeInBytes, pinned: true);
        try
        {
            int size;
            while ((size = content.ReadAtLeast(segment, segment.Length, throwOnEndOfStream: false)) > 0)
                receiver(segment.AsSpan(0, size));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(segment);     // it may be what is to be encrypted
        }
    }
}
