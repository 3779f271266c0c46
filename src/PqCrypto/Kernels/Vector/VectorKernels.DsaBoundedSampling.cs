using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: sampling of short polynomials.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <summary>The order that brings each byte of sixteen into two lanes of 16 bits; the first 128 bits take the first four of them, and so on.</summary>
    private static readonly VectorTable<TVector> DsaTwice =
        VectorTable<TVector>.Of<byte>([.. Enumerable.Range(0, Unsafe.SizeOf<TVector>()).Select(static i => (byte)(i / 4))]);

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 31 (RejBoundedPoly), with FIPS 204, Algorithm 15 (CoeffFromHalfByte). Half-bytes are appended as they are, in
    /// 16 bits each, to a list in the upper half of the polynomial, and become coefficients afterwards. Which half-bytes are rejected is public.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaSampleBounded(ReadOnlySpan<byte> stream, int eta, Span<int> f, int filled)
    {
        f = f[..256];
        int position = 0;
        if (filled == 0)                                    // public: the first call; there is seldom another
        {
            Span<short> list = MemoryMarshal.Cast<int, short>(f)[256..];
            short limit = (short)(eta == 2 ? 15 : 9);       // public: a parameter
            ReadOnlySpan<Vector128<byte>> orders = Compaction.Shorts.Vectors;
            TVector twice = DsaTwice.Vectors[0];
            TVector mask = TWidth.Repeat16(15);
            for (; position + Vector128<byte>.Count <= stream.Length && filled < list.Length; position += Ints)
            {
                TVector bytes = TWidth.Shuffle8(TWidth.Repeat128(MemoryMarshal.Read<Vector128<byte>>(stream[position..])), twice);
                TVector half = TWidth.And(TWidth.Blend16(bytes, TWidth.ShiftRight64(bytes, 4)), mask);
                filled = TWidth.AppendBelow16(half, limit, orders, list, filled);
            }

            DsaWidenHalfBytes(eta, f);
        }

        return ReferenceKernels.DsaSampleBounded(stream[position..], eta, f, filled);
    }

    /// <summary>Makes coefficients of half-bytes in the upper half of their polynomial; what is read next is never overwritten. Secret.</summary>
    /// <remarks>FIPS 204, Algorithm 15 (CoeffFromHalfByte), L1 and L3.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaWidenHalfBytes(int eta, Span<int> f)
    {
        const int Fifth = 205;                              // = ceil(2^10 / 5)
        Span<TVector> vectors = MemoryMarshal.Cast<int, TVector>(f);
        Span<TVector> list = vectors[(vectors.Length / 2)..];
        TVector most = TWidth.Repeat32(eta);
        TVector fifth = TWidth.Repeat16((short)(eta == 2 ? Fifth : 0));         // public: a parameter; eta = 4 takes no remainder
        for (int i = 0; i < list.Length; i++)
        {
            TVector quotient = TWidth.ShiftRight16(TWidth.MultiplyLow16(list[i], fifth), 10);
            TVector remainder = TWidth.Subtract16(list[i], TWidth.MultiplyLow16(quotient, TWidth.Repeat16(5)));
            TVector even = TWidth.And(remainder, TWidth.Repeat32(0xFFFF));
            TVector odd = TWidth.ShiftRight32(remainder, 16);
            TWidth.Interleave32(ref even, ref odd);
            vectors[2 * i] = TWidth.Subtract32(most, even);
            vectors[(2 * i) + 1] = TWidth.Subtract32(most, odd);
        }
    }
}
