using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203, section 4.2: encoding and sampling of short polynomials. Four coefficients at a time lie in a lane of 64 bits, packed side by side
/// or one in each 16 bits; vectors go from one to the other, and scalar code moves whole lanes.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private const int Quads = 64;                           // = 256 / 4

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 5 (ByteEncode_d) with d = 12.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes)
    {
        using Workspace workspace = Workspace.Rent();
        Span<ulong> quads = workspace.Take<ulong>(Quads);
        Span<TVector> packed = MemoryMarshal.Cast<ulong, TVector>(quads);
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        for (int i = 0; i < packed.Length; i++)
        {
            TVector x = KemCanonical(vectors[i]);           // below 2^12: neighbours move together by 4, then pairs by 8
            x = TWidth.Or(
                TWidth.And(x, TWidth.Repeat64(0x0000_0FFF_0000_0FFF)),
                TWidth.ShiftRight64(TWidth.And(x, TWidth.Repeat64(0x0FFF_0000_0FFF_0000)), 4));
            packed[i] = TWidth.Or(
                TWidth.And(x, TWidth.Repeat64(0x0000_0000_00FF_FFFF)),
                TWidth.ShiftRight64(TWidth.And(x, TWidth.Repeat64(0x00FF_FFFF_0000_0000)), 8));
        }

        WriteQuads(quads, 12, bytes);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Eq. (4.7) and Algorithm 5 (ByteEncode_d). The product with Factor differs from 2^42 * x / q by less than 2^11, so that
    /// its rounding by 2^(42 - d) is the one of 2^d * x / q, which is never nearer than 1 / (2 * q) to a half.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes)
    {
        const int Factor = 1321131424;                      // = round(2^42 / q)
        using Workspace workspace = Workspace.Rent();
        Span<ulong> quads = workspace.Take<ulong>(Quads);
        Span<TVector> packed = MemoryMarshal.Cast<ulong, TVector>(quads);
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        TVector factor = TWidth.Repeat32(Factor);
        TVector half = TWidth.Repeat64(1UL << (41 - d));
        TVector field = TWidth.Repeat64(0xFFFF);
        TVector mask = TWidth.Repeat64((1UL << d) - 1);
        for (int i = 0; i < packed.Length; i++)
        {
            TVector x = KemCanonical(vectors[i]);
            TVector quad = TWidth.Repeat64(0);
            for (int shift = 0; shift < 64; shift += 16)
            {
                TVector one = TWidth.And(TWidth.ShiftRight64(x, shift), field);
                one = TWidth.ShiftRight64(TWidth.Add64(TWidth.MultiplyEven32(one, factor), half), 42 - d);
                quad = TWidth.Or(quad, TWidth.ShiftLeft64(TWidth.And(one, mask), shift / 16 * d));
            }

            packed[i] = quad;
        }

        WriteQuads(quads, d, bytes);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) and Eq. (4.8).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f)
    {
        using Workspace workspace = Workspace.Rent();
        Span<ulong> quads = workspace.Take<ulong>(Quads);
        ReadQuads(bytes, d, quads);
        ReadOnlySpan<TVector> packed = MemoryMarshal.Cast<ulong, TVector>(quads);
        Span<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        TVector q = TWidth.Repeat32(KemZetas.Q);
        TVector half = TWidth.Repeat64(1UL << (d - 1));
        TVector mask = TWidth.Repeat64((1UL << d) - 1);
        for (int i = 0; i < packed.Length; i++)
        {
            TVector x = TWidth.Repeat64(0);
            for (int shift = 0; shift < 64; shift += 16)
            {
                TVector one = TWidth.And(TWidth.ShiftRight64(packed[i], shift / 16 * d), mask);
                one = TWidth.ShiftRight64(TWidth.Add64(TWidth.MultiplyEven32(one, q), half), d);
                x = TWidth.Or(x, TWidth.ShiftLeft64(one, shift));
            }

            vectors[i] = x;
        }
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 8 (SamplePolyCBD_η). For eta = 2 a coefficient has four bits: two pairs whose sums are subtracted.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f)
    {
        if (eta != 2)                                       // public: a parameter
        {
            Reference.ReferenceKernels.KemSampleCbd(bytes, eta, f);
            return;
        }

        using Workspace workspace = Workspace.Rent();
        Span<ulong> quads = workspace.Take<ulong>(Quads);
        ReadQuads(bytes, 4, quads);
        ReadOnlySpan<TVector> packed = MemoryMarshal.Cast<ulong, TVector>(quads);
        Span<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        TVector pairs = TWidth.Repeat64(0x5555);
        TVector sums = TWidth.Repeat16(3);
        for (int i = 0; i < packed.Length; i++)
        {
            TVector counts = TWidth.Add16(TWidth.And(packed[i], pairs), TWidth.And(TWidth.ShiftRight64(packed[i], 1), pairs));
            TVector spread = TWidth.And(TWidth.Or(counts, TWidth.ShiftLeft64(counts, 24)), TWidth.Repeat64(0x0000_00FF_0000_00FF));
            spread = TWidth.And(TWidth.Or(spread, TWidth.ShiftLeft64(spread, 12)), TWidth.Repeat64(0x000F_000F_000F_000F));
            vectors[i] = TWidth.Subtract16(TWidth.And(spread, sums), TWidth.ShiftRight64(TWidth.AndNot(spread, sums), 2));      // L3 to L5
        }
    }

    /// <summary>The representatives in [0, q) of any shorts. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemCanonical(TVector a)
    {
        TVector r = KemReduce(a);
        return TWidth.Add16(r, TWidth.And(TWidth.ShiftRight16(r, 15), TWidth.Repeat16(KemZetas.Q)));
    }

    /// <summary>Writes the lowest 4 * d bits of every lane, one after the other.</summary>
    private static void WriteQuads(ReadOnlySpan<ulong> quads, int d, Span<byte> bytes)
    {
        bytes = bytes[..(32 * d)];
        int bits = 4 * d;
        ulong pending = 0;
        int pendingBits = 0;
        foreach (ulong quad in quads)
        {
            pending |= quad << pendingBits;
            pendingBits += bits;
            if (pendingBits >= 64)                          // public: depends on d and the position only
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, pending);
                bytes = bytes[8..];
                pendingBits -= 64;
                pending = quad >> (bits - pendingBits);     // at most 48: a lane has no more bits than that
            }
        }
    }

    /// <summary>Reads lanes of 4 * d bits; what lies above these is not zero.</summary>
    private static void ReadQuads(ReadOnlySpan<byte> bytes, int d, Span<ulong> quads)
    {
        bytes = bytes[..(32 * d)];
        int bits = 4 * d;
        ulong pending = 0;
        int pendingBits = 0;
        foreach (ref ulong quad in quads)
        {
            quad = pending;
            if (pendingBits < bits)                         // public: depends on d and the position only
            {
                ulong next = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                bytes = bytes[8..];
                quad |= next << pendingBits;
                pending = next >> (bits - pendingBits);
                pendingBits += 64 - bits;
            }
            else
            {
                pending >>= bits;
                pendingBits -= bits;
            }
        }
    }
}
