using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204, section 7.4.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 35 (Power2Round).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaPower2Round(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0)
    {
        ReadOnlySpan<TVector> values = MemoryMarshal.Cast<int, TVector>(r[..256]);
        Span<TVector> high = MemoryMarshal.Cast<int, TVector>(r1[..256]);
        Span<TVector> low = MemoryMarshal.Cast<int, TVector>(r0[..256]);
        for (int i = 0; i < values.Length; i++)
        {
            TVector positive = DsaCanonical(values[i]);                                                     // L1
            TVector quotient = TWidth.ShiftRight32(TWidth.Add32(positive, TWidth.Repeat32(4095)), 13);      // leaves r0 in (-2^12, 2^12]
            high[i] = quotient;
            low[i] = TWidth.Subtract32(positive, TWidth.ShiftLeft32(quotient, 13));                         // L2
        }
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 36 (Decompose).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaDecompose(ReadOnlySpan<int> r, int gamma2, Span<int> r1, Span<int> r0)
    {
        Divisor divisor = new(gamma2);
        ReadOnlySpan<TVector> values = MemoryMarshal.Cast<int, TVector>(r[..256]);
        Span<TVector> high = MemoryMarshal.Cast<int, TVector>(r1[..256]);
        Span<TVector> low = MemoryMarshal.Cast<int, TVector>(r0[..256]);
        for (int i = 0; i < values.Length; i++)
            high[i] = divisor.Decompose(DsaCanonical(values[i]), out low[i]);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 39 (MakeHint).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaMakeHint(ReadOnlySpan<int> z, ReadOnlySpan<int> r, int gamma2, Span<int> h)
    {
        Divisor divisor = new(gamma2);
        ReadOnlySpan<TVector> added = MemoryMarshal.Cast<int, TVector>(z[..256]);
        ReadOnlySpan<TVector> values = MemoryMarshal.Cast<int, TVector>(r[..256]);
        Span<TVector> hints = MemoryMarshal.Cast<int, TVector>(h[..256]);
        TVector ones = TWidth.Repeat64(0);
        for (int i = 0; i < values.Length; i++)
        {
            TVector positive = DsaCanonical(values[i]);
            TVector r1 = divisor.HighBits(positive);                                                        // L1
            TVector v1 = divisor.HighBits(DsaCanonical(TWidth.Add32(positive, DsaCentre(added[i]))));       // L2
            TVector different = TWidth.Subtract32(TWidth.Repeat32(0), TWidth.Xor(r1, v1));
            hints[i] = TWidth.ShiftRight32(different, 31);                                                  // L3: 1 where the two differ
            ones = TWidth.Add32(ones, hints[i]);
        }

        int count = 0;
        foreach (int lane in MemoryMarshal.Cast<TVector, int>(MemoryMarshal.CreateReadOnlySpan(ref ones, 1)))
            count += lane;
        return count;
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 40 (UseHint).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaUseHint(ReadOnlySpan<int> h, ReadOnlySpan<int> r, int gamma2, Span<int> w1)
    {
        Bounds.AssertRange(h, 0, 1);
        Divisor divisor = new(gamma2);
        ReadOnlySpan<TVector> hints = MemoryMarshal.Cast<int, TVector>(h[..256]);
        ReadOnlySpan<TVector> values = MemoryMarshal.Cast<int, TVector>(r[..256]);
        Span<TVector> results = MemoryMarshal.Cast<int, TVector>(w1[..256]);
        TVector zero = TWidth.Repeat32(0);
        TVector one = TWidth.Repeat32(1);
        for (int i = 0; i < values.Length; i++)
        {
            TVector r1 = divisor.Decompose(DsaCanonical(values[i]), out TVector r0);                        // L2
            TVector positive = TWidth.ShiftRightSigned32(TWidth.Subtract32(zero, r0), 31);                  // -1 where r0 > 0
            TVector step = TWidth.Or(one, TWidth.AndNot(TWidth.Repeat32(-1), positive));                    // 1 there, otherwise -1, zero included
            TVector adjusted = TWidth.Add32(r1, TWidth.And(step, TWidth.Subtract32(zero, hints[i])));       // L3, L4: in [-1, m]
            adjusted = TWidth.Add32(adjusted, TWidth.And(TWidth.ShiftRightSigned32(adjusted, 31), divisor.Count));
            results[i] = TWidth.And(adjusted, TWidth.ShiftRightSigned32(TWidth.Subtract32(adjusted, divisor.Count), 31));   // m becomes 0
        }
    }

    /// <summary>Division by alpha = 2 * gamma2 as a multiplication, for the two values of gamma2; the reference has the argument.</summary>
    private readonly struct Divisor
    {
        private readonly TVector roundUp;
        private readonly TVector alpha;
        private readonly TVector factor;

        /// <summary>Chooses by gamma2, which is public.</summary>
        internal Divisor(int gamma2)
        {
            const int SmallGamma2 = (DsaField.Q - 1) / 88;
            const int LargeGamma2 = (DsaField.Q - 1) / 32;
            (int reciprocal, int count) = gamma2 switch
            {
                SmallGamma2 => ((int)((1L << 44) / (2 * SmallGamma2)) + 1, 44),
                LargeGamma2 => ((int)((1L << 44) / (2 * LargeGamma2)) + 1, 16),
                _ => throw new ArgumentOutOfRangeException(nameof(gamma2)),
            };
            roundUp = TWidth.Repeat32(gamma2 - 1);
            alpha = TWidth.Repeat32(2 * gamma2);
            factor = TWidth.Repeat32(reciprocal);
            Count = TWidth.Repeat32(count);
        }

        /// <summary>m, the number of values of the high part, in every lane.</summary>
        internal TVector Count { get; }

        /// <summary>Both parts of canonical values. Secret.</summary>
        /// <remarks>FIPS 204, Algorithm 36 (Decompose).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector Decompose(TVector positive, out TVector r0)
        {
            TVector r1 = Quotient(positive);
            TVector wrapped = TWidth.ShiftRightSigned32(TWidth.Subtract32(TWidth.Subtract32(Count, TWidth.Repeat32(1)), r1), 31);     // L3
            r0 = TWidth.Add32(TWidth.Subtract32(positive, TWidth.MultiplyLow32(r1, alpha)), wrapped);                                 // L2, L5
            return TWidth.AndNot(r1, wrapped);                                                                                        // L4, L7
        }

        /// <summary>The high parts of canonical values. Secret.</summary>
        /// <remarks>FIPS 204, Algorithm 37 (HighBits).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector HighBits(TVector positive)
        {
            TVector r1 = Quotient(positive);
            return TWidth.And(r1, TWidth.ShiftRightSigned32(TWidth.Subtract32(r1, Count), 31));
        }

        /// <summary>ceil((r - gamma2) / alpha), which leaves r0 in (-gamma2, gamma2]. Secret.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector Quotient(TVector positive)
        {
            TVector numerator = TWidth.Add32(positive, roundUp);
            TVector even = TWidth.ShiftRight64(TWidth.MultiplyEven32(numerator, factor), 32);
            TVector odd = TWidth.MultiplyEven32(TWidth.ShiftRight64(numerator, 32), factor);
            return TWidth.ShiftRight32(TWidth.Blend32(even, odd), 12);      // 32 of the 44 bits went with the lower halves
        }
    }
}
