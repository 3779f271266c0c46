using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: products with a challenge, whole vectors of bytes at a time.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaChallengeTable(ReadOnlySpan<int> s, Span<sbyte> table)
    {
        Bounds.AssertAbsolute(s, 4);
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<int, TVector>(s[..256]);
        ref byte target = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(table[..768]));
        for (int i = 0; i < vectors.Length; i++)
        {
            TVector negative = TWidth.Subtract32(TWidth.Repeat32(0), vectors[i]);
            TWidth.StoreNarrow32To8(negative, ref target);
            TWidth.StoreNarrow32To8(vectors[i], ref Unsafe.Add(ref target, 256));
            TWidth.StoreNarrow32To8(negative, ref Unsafe.Add(ref target, 512));
            target = ref Unsafe.Add(ref target, Ints);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A byte holds the sum of 127 / eta terms; so many offsets at a time are added in bytes, then in lanes of 32 bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaMultiplyChallenge(ReadOnlySpan<sbyte> table, ReadOnlySpan<ushort> offsets, int eta, Span<int> product)
    {
        int size = Unsafe.SizeOf<TVector>();
        int most = eta == 2 ? 63 : 31;          // public: a parameter; most * eta <= 127
        ref byte pieces = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(table[..768]));
        Span<TVector> sums = MemoryMarshal.Cast<int, TVector>(product[..256]);
        Span<int> whole = product[..256];
        whole.Clear();
        for (; offsets.Length != 0; offsets = offsets[int.Min(most, offsets.Length)..])
        {
            ReadOnlySpan<ushort> some = offsets[..int.Min(most, offsets.Length)];
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

                DsaAddBytes(a, sums[i..]);
                DsaAddBytes(b, sums[(i + 4)..]);
                DsaAddBytes(c, sums[(i + 8)..]);
                DsaAddBytes(d, sums[(i + 12)..]);
                source = ref Unsafe.Add(ref source, 4 * size);
            }
        }

        Bounds.AssertAbsolute(product[..256], 64L * eta);
    }

    /// <summary>Adds the signed bytes of a vector to four vectors of coefficients. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaAddBytes(TVector bytes, Span<TVector> sums)
    {
        ref TVector sum = ref MemoryMarshal.GetReference(sums[..4]);
        sum = TWidth.Add32(sum, TWidth.Widen8To32(bytes, 0));
        Unsafe.Add(ref sum, 1) = TWidth.Add32(Unsafe.Add(ref sum, 1), TWidth.Widen8To32(bytes, 1));
        Unsafe.Add(ref sum, 2) = TWidth.Add32(Unsafe.Add(ref sum, 2), TWidth.Widen8To32(bytes, 2));
        Unsafe.Add(ref sum, 3) = TWidth.Add32(Unsafe.Add(ref sum, 3), TWidth.Widen8To32(bytes, 3));
    }
}
