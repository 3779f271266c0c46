using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 204, section 7.4, and sums of polynomials.</content>
internal readonly partial struct ReferenceKernels
{
    private const int SmallGamma2 = (DsaField.Q - 1) / 88;
    private const int LargeGamma2 = (DsaField.Q - 1) / 32;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaAdd(ReadOnlySpan<int> f, Span<int> sum)
    {
        Bounds.AssertAbsolute(f, (1 << 30) - 1);
        Bounds.AssertAbsolute(sum, (1 << 30) - 1);
        for (int i = 0; i < sum.Length; i++)
            sum[i] += f[i];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaReduce(Span<int> f)
    {
        foreach (ref int coefficient in f)
            coefficient = DsaField.Centre(coefficient);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaShiftLeft(Span<int> f)
    {
        Bounds.AssertRange(f, 0, 1023);
        foreach (ref int coefficient in f)
            coefficient <<= 13;         // at most 1023 * 2^13 = q - 1
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 35 (Power2Round).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaPower2Round(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0)
    {
        for (int i = 0; i < r.Length; i++)
        {
            int positive = DsaField.Canonical(r[i]);        // L1
            int high = (positive + 4095) >> 13;             // = ceil((r - 2^12) / 2^13): leaves r0 in (-2^12, 2^12]
            r1[i] = high;
            r0[i] = positive - (high << 13);                // L2
        }
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 36 (Decompose).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaDecompose(ReadOnlySpan<int> r, int gamma2, Span<int> r1, Span<int> r0)
    {
        Divisor divisor = Divisor.Of(gamma2);
        for (int i = 0; i < r.Length; i++)
            r1[i] = divisor.Decompose(DsaField.Canonical(r[i]), out r0[i]);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 38 (LowBits).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DsaLowBitsReachNorm(ReadOnlySpan<int> r, int gamma2, int bound)
    {
        Divisor divisor = Divisor.Of(gamma2);
        int reached = 0;
        foreach (int coefficient in r)
        {
            divisor.Decompose(DsaField.Canonical(coefficient), out int r0);
            reached |= BelowNorm(r0, bound);
        }

        return reached >> 31;
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 39 (MakeHint).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DsaMakeHint(ReadOnlySpan<int> z, ReadOnlySpan<int> r, int gamma2, Span<int> h)
    {
        Divisor divisor = Divisor.Of(gamma2);
        int ones = 0;
        for (int i = 0; i < r.Length; i++)
        {
            int positive = DsaField.Canonical(r[i]);
            int r1 = divisor.HighBits(positive);                                                // L1
            int v1 = divisor.HighBits(DsaField.Canonical(positive + DsaField.Centre(z[i])));    // L2
            h[i] = (int)((uint)-(r1 ^ v1) >> 31);                                               // L3: 1 where the two differ
            ones += h[i];
        }

        return ones;
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 40 (UseHint).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaUseHint(ReadOnlySpan<int> h, ReadOnlySpan<int> r, int gamma2, Span<int> w1)
    {
        Bounds.AssertRange(h, 0, 1);
        Divisor divisor = Divisor.Of(gamma2);
        for (int i = 0; i < r.Length; i++)
        {
            int r1 = divisor.Decompose(DsaField.Canonical(r[i]), out int r0);   // L2
            int step = 1 | ~(-r0 >> 31);                                        // 1 where r0 > 0; -1 where r0 <= 0, zero included
            int adjusted = r1 + (step & -h[i]);                                 // L3, L4: in [-1, m]
            adjusted += (adjusted >> 31) & divisor.Count;
            adjusted &= (adjusted - divisor.Count) >> 31;                       // m becomes 0
            w1[i] = adjusted;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DsaReachesNorm(ReadOnlySpan<int> f, int bound)
    {
        Bounds.AssertAbsolute(f, (1 << 30) - 1);
        int reached = 0;
        foreach (int coefficient in f)
            reached |= BelowNorm(coefficient, bound);
        return reached >> 31;
    }

    /// <summary>How far an absolute value lies below the greatest that is allowed; negative where it is not allowed. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BelowNorm(int coefficient, int bound)
    {
        int sign = coefficient >> 31;
        return bound - 1 - ((coefficient ^ sign) - sign);
    }

    /// <summary>Division by alpha = 2 * gamma2 as a multiplication, for the two values of gamma2.</summary>
    /// <remarks>The factor exceeds 2^44 / alpha by at most 1, so a numerator below 2^24 gives a quotient too large by less than 2^-20. A true
    /// quotient lies at least 1 / alpha &gt; 2^-19 below the next whole number, so its whole part is right.</remarks>
    private readonly struct Divisor
    {
        private readonly int gamma2;
        private readonly long factor;

        private Divisor(int gamma2, long factor, int count)
        {
            this.gamma2 = gamma2;
            this.factor = factor;
            Count = count;
        }

        /// <summary>m, the number of values of the high part: 44 or 16.</summary>
        internal int Count { get; }

        /// <summary>Chooses by gamma2, which is public.</summary>
        internal static Divisor Of(int gamma2) => gamma2 switch
        {
            SmallGamma2 => new(SmallGamma2, (1L << 44) / (2 * SmallGamma2) + 1, 44),
            LargeGamma2 => new(LargeGamma2, (1L << 44) / (2 * LargeGamma2) + 1, 16),
            _ => throw new ArgumentOutOfRangeException(nameof(gamma2)),
        };

        /// <summary>Both parts of a canonical value. Secret.</summary>
        /// <remarks>FIPS 204, Algorithm 36 (Decompose).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal int Decompose(int positive, out int r0)
        {
            int r1 = Quotient(positive);
            int wrapped = (Count - 1 - r1) >> 31;           // L3: -1 where r - r0 = q - 1, which is r1 = m
            r0 = positive - r1 * 2 * gamma2 + wrapped;      // L2, L5
            return r1 & ~wrapped;                           // L4, L7
        }

        /// <summary>The high part of a canonical value. Secret.</summary>
        /// <remarks>FIPS 204, Algorithm 37 (HighBits).</remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal int HighBits(int positive)
        {
            int r1 = Quotient(positive);
            return r1 & ((r1 - Count) >> 31);
        }

        /// <summary>ceil((r - gamma2) / alpha), which leaves r0 in (-gamma2, gamma2]. Secret.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Quotient(int positive) => (int)(((positive + gamma2 - 1) * factor) >> 44);
    }
}
