using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 203, section 4.2.1: encoding, compression, and their reverses.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 5 (ByteEncode_d) with d = 12.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes)
    {
        f = f[..256];
        bytes = bytes[..384];                           // = 32 * 12
        for (; f.Length >= 2 && bytes.Length >= 3; f = f[2..], bytes = bytes[3..])
        {
            int pair = Canonical(f[0]) | (Canonical(f[1]) << 12);
            bytes[0] = (byte)pair;
            bytes[1] = (byte)(pair >> 8);
            bytes[2] = (byte)(pair >> 16);
        }
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) with d = 12. One subtraction reduces: 2^12 is less than 2 * q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f)
    {
        bytes = bytes[..384];                           // = 32 * 12
        f = f[..256];
        int allBelow = -1;
        for (; f.Length >= 2 && bytes.Length >= 3; f = f[2..], bytes = bytes[3..])
        {
            int first = (bytes[0] | (bytes[1] << 8)) & 0xFFF;
            int second = (bytes[1] >> 4) | (bytes[2] << 4);
            int firstBelow = (first - KemZetas.Q) >> 31;
            int secondBelow = (second - KemZetas.Q) >> 31;
            f[0] = (short)(first - (KemZetas.Q & ~firstBelow));
            f[1] = (short)(second - (KemZetas.Q & ~secondBelow));
            allBelow &= firstBelow & secondBelow;
        }

        return ~allBelow;
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Eq. (4.7) and Algorithm 5 (ByteEncode_d). Adding q to x adds 2^d to round(2^d * x / q), so that any representative
    /// of x compresses to the same d bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes)
    {
        f = f[..256];
        bytes = bytes[..(32 * d)];
        uint mask = (1u << d) - 1;
        ulong pending = 0;
        int pendingBits = 0;
        foreach (short x in f)
        {
            pending |= (ulong)((uint)DivideByQ((long)x << d) & mask) << pendingBits;
            pendingBits += d;
            if (pendingBits >= 32)                      // public: depends on d and the position only
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)pending);
                bytes = bytes[4..];
                pending >>= 32;
                pendingBits -= 32;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) and Eq. (4.8).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f)
    {
        bytes = bytes[..(32 * d)];
        uint mask = (1u << d) - 1;
        uint half = 1u << (d - 1);
        ulong pending = 0;
        int pendingBits = 0;
        foreach (ref short x in f[..256])
        {
            if (pendingBits < d)                        // public: depends on d and the position only
            {
                pending |= (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes) << pendingBits;
                bytes = bytes[4..];
                pendingBits += 32;
            }

            x = (short)((((uint)pending & mask) * KemZetas.Q + half) >> d);
            pending >>= d;
            pendingBits -= d;
        }
    }
}
