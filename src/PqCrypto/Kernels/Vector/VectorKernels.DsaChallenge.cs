using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: products with a challenge, whole vectors of bytes at a time.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaChallengeTable(ReadOnlySpan<int> s, bool negated, Span<sbyte> table)
    {
        Bounds.AssertAbsolute(s, 4);
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<int, TVector>(s[..256]);
        ref byte target = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(table[..768]));
        TVector sign = TWidth.Repeat32(negated ? -1 : 0);           // public: what the table is for
        for (int i = 0; i < vectors.Length; i++)
        {
            TVector positive = TWidth.Subtract32(TWidth.Xor(vectors[i], sign), sign);
            TVector negative = TWidth.Subtract32(TWidth.Repeat32(0), positive);
            TWidth.StoreNarrow32To8(negative, ref target);
            TWidth.StoreNarrow32To8(positive, ref Unsafe.Add(ref target, 256));
            TWidth.StoreNarrow32To8(negative, ref Unsafe.Add(ref target, 512));
            target = ref Unsafe.Add(ref target, Ints);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A byte holds the sum of 127 / eta terms; so many offsets at a time are added in bytes, then in lanes of 32 bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaMultiplyChallenge(ReadOnlySpan<sbyte> table, ReadOnlySpan<ushort> offsets, int eta, ReadOnlySpan<int> addend, Span<int> sum)
    {
        int size = Unsafe.SizeOf<TVector>();
        int most = eta == 2 ? 63 : 31;          // public: a parameter; most * eta <= 127
        Bounds.AssertAbsolute(addend[..256], (1 << 30) - 1);
        ref byte pieces = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(table[..768]));
        ReadOnlySpan<TVector> addends = MemoryMarshal.Cast<int, TVector>(addend[..256]);
        Span<TVector> sums = MemoryMarshal.Cast<int, TVector>(sum[..256]);
        do
        {
            ReadOnlySpan<ushort> some = offsets[..int.Min(most, offsets.Length)];
            offsets = offsets[some.Length..];
            ref byte source = ref pieces;
            for (int i = 0; i < sums.Length; i += 16)
            {
                (TVector a, TVector b, TVector c, TVector d) = (default, default, default, default);
                foreach (ushort offset in some)
                {
                    ref byte piece = ref Unsafe.Add(ref source, (nuint)offset);
                    a = TWidth.Add8(a, Unsafe.ReadUnaligned<TVector>(ref piece));
                    b = TWidth.Add8(b, Unsafe.ReadUnaligned<TVector>(ref Unsafe.Add(ref piece, size)));
                    c = TWidth.Add8(c, Unsafe.ReadUnaligned<TVector>(ref Unsafe.Add(ref piece, 2 * size)));
                    d = TWidth.Add8(d, Unsafe.ReadUnaligned<TVector>(ref Unsafe.Add(ref piece, 3 * size)));
                }

                DsaAddBytes(a, addends[i..], sums[i..]);
                DsaAddBytes(b, addends[(i + 4)..], sums[(i + 4)..]);
                DsaAddBytes(c, addends[(i + 8)..], sums[(i + 8)..]);
                DsaAddBytes(d, addends[(i + 12)..], sums[(i + 12)..]);
                source = ref Unsafe.Add(ref source, 4 * size);
            }

            addends = sums;
        }
        while (offsets.Length != 0);
    }

    /// <summary>Adds the signed bytes of a vector to four vectors of coefficients. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaAddBytes(TVector bytes, ReadOnlySpan<TVector> addends, Span<TVector> sums)
    {
        ref TVector addend = ref MemoryMarshal.GetReference(addends[..4]);
        ref TVector sum = ref MemoryMarshal.GetReference(sums[..4]);
        sum = TWidth.Add32(addend, TWidth.Widen8To32(bytes, 0));
        Unsafe.Add(ref sum, 1) = TWidth.Add32(Unsafe.Add(ref addend, 1), TWidth.Widen8To32(bytes, 1));
        Unsafe.Add(ref sum, 2) = TWidth.Add32(Unsafe.Add(ref addend, 2), TWidth.Widen8To32(bytes, 2));
        Unsafe.Add(ref sum, 3) = TWidth.Add32(Unsafe.Add(ref addend, 3), TWidth.Widen8To32(bytes, 3));
    }
}
