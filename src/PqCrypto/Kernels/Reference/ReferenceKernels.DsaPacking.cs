using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 204, section 7.1: the bits of a coefficient follow each other, least significant first, and so do the coefficients.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 16 (SimpleBitPack).</remarks>
    public static void DsaSimpleBitPack(ReadOnlySpan<int> f, int bits, Span<byte> bytes)
    {
        Bounds.AssertRange(f, 0, (1 << bits) - 1);
        Pack(f, 0, 1, bits, bytes);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 17 (BitPack).</remarks>
    public static void DsaBitPack(ReadOnlySpan<int> f, int high, int bits, Span<byte> bytes)
    {
        Bounds.AssertRange(f, high - (1 << bits) + 1, high);
        Pack(f, high, -1, bits, bytes);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 18 (SimpleBitUnpack).</remarks>
    public static void DsaSimpleBitUnpack(ReadOnlySpan<byte> bytes, int bits, Span<int> f) => Unpack(bytes, 0, 1, bits, f);

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 19 (BitUnpack).</remarks>
    public static void DsaBitUnpack(ReadOnlySpan<byte> bytes, int high, int bits, Span<int> f) => Unpack(bytes, high, -1, bits, f);

    /// <summary>Packs origin + direction * f[i], collecting bits until 32 of them can be written. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(ReadOnlySpan<int> f, int origin, int direction, int bits, Span<byte> bytes)
    {
        bytes = bytes[..(32 * bits)];
        ulong collected = 0;
        int count = 0;
        int written = 0;
        for (int i = 0; i < 256; i++)
        {
            collected |= (ulong)(uint)(origin + direction * f[i]) << count;
            count += bits;
            if (count >= 32)            // public: the number of bits
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[written..], (uint)collected);
                collected >>= 32;
                count -= 32;
                written += 4;
            }
        }
    }

    /// <summary>Reverses Pack: origin and direction are the same. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unpack(ReadOnlySpan<byte> bytes, int origin, int direction, int bits, Span<int> f)
    {
        bytes = bytes[..(32 * bits)];
        f = f[..256];
        uint mask = (1u << bits) - 1;
        ulong collected = 0;
        int count = 0;
        int read = 0;
        for (int i = 0; i < f.Length; i++)
        {
            if (count < bits)           // public: the number of bits
            {
                collected |= (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[read..]) << count;
                count += 32;
                read += 4;
            }

            f[i] = direction * ((int)(collected & mask) - origin);
            collected >>= bits;
            count -= bits;
        }
    }
}
