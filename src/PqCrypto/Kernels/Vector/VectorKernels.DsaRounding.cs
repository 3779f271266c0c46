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
        Bounds.AssertAbsolute(r, (2 * DsaField.Q) - 1);
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
        if (gamma2 == DsaLargeDivisor.LargeGamma2)      // public: a parameter
            DsaDecompose<DsaLargeDivisor>(r, r1, r0);
        else
            DsaDecompose<DsaSmallDivisor>(r, r1, r0);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 38 (LowBits).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaLowBitsReachNorm(ReadOnlySpan<int> r, int gamma2, int bound) =>
        gamma2 == DsaLargeDivisor.LargeGamma2 ? DsaLowBitsReachNorm<DsaLargeDivisor>(r, bound) : DsaLowBitsReachNorm<DsaSmallDivisor>(r, bound);

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 39 (MakeHint).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaMakeHint(ReadOnlySpan<int> z, ReadOnlySpan<int> r, int gamma2, Span<int> h) =>
        gamma2 == DsaLargeDivisor.LargeGamma2 ? DsaMakeHint<DsaLargeDivisor>(z, r, h) : DsaMakeHint<DsaSmallDivisor>(z, r, h);

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 40 (UseHint).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaUseHint(ReadOnlySpan<int> h, ReadOnlySpan<int> r, int gamma2, Span<int> w1)
    {
        if (gamma2 == DsaLargeDivisor.LargeGamma2)      // public: a parameter
            DsaUseHint<DsaLargeDivisor>(h, r, w1);
        else
            DsaUseHint<DsaSmallDivisor>(h, r, w1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaDecompose<TDivisor>(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0)
        where TDivisor : struct, IDsaDivisor
    {
        Bounds.AssertAbsolute(r, (2 * DsaField.Q) - 1);
        ReadOnlySpan<TVector> values = MemoryMarshal.Cast<int, TVector>(r[..256]);
        Span<TVector> high = MemoryMarshal.Cast<int, TVector>(r1[..256]);
        Span<TVector> low = MemoryMarshal.Cast<int, TVector>(r0[..256]);
        for (int i = 0; i < values.Length; i++)
            high[i] = DsaParts<TDivisor>(DsaCanonical(values[i]), out low[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DsaLowBitsReachNorm<TDivisor>(ReadOnlySpan<int> r, int bound)
        where TDivisor : struct, IDsaDivisor
    {
        Bounds.AssertAbsolute(r, (2 * DsaField.Q) - 1);
        TVector most = TWidth.Repeat32(bound - 1);
        TVector reached = TWidth.Repeat32(0);
        foreach (TVector vector in MemoryMarshal.Cast<int, TVector>(r[..256]))
        {
            _ = DsaParts<TDivisor>(DsaCanonical(vector), out TVector r0);
            reached = TWidth.Or(reached, DsaBelowNorm(r0, most));
        }

        return DsaAnySign(reached);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DsaMakeHint<TDivisor>(ReadOnlySpan<int> z, ReadOnlySpan<int> r, Span<int> h)
        where TDivisor : struct, IDsaDivisor
    {
        Bounds.AssertAbsolute(z, DsaField.Q - 1);
        Bounds.AssertAbsolute(r, (2 * DsaField.Q) - 1);
        ReadOnlySpan<TVector> added = MemoryMarshal.Cast<int, TVector>(z[..256]);
        ReadOnlySpan<TVector> values = MemoryMarshal.Cast<int, TVector>(r[..256]);
        Span<TVector> hints = MemoryMarshal.Cast<int, TVector>(h[..256]);
        TVector ones = TWidth.Repeat32(0);
        for (int i = 0; i < values.Length; i++)
        {
            TVector positive = DsaCanonical(values[i]);
            TVector r1 = DsaHighBits<TDivisor>(positive);                                                   // L1
            TVector v1 = DsaHighBits<TDivisor>(DsaCanonical(TWidth.Add32(positive, added[i])));             // L2
            TVector different = TWidth.Subtract32(TWidth.Repeat32(0), TWidth.Xor(r1, v1));
            hints[i] = TWidth.ShiftRight32(different, 31);                                                  // L3: 1 where the two differ
            ones = TWidth.Add32(ones, hints[i]);
        }

        return TWidth.Sum32(ones);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaUseHint<TDivisor>(ReadOnlySpan<int> h, ReadOnlySpan<int> r, Span<int> w1)
        where TDivisor : struct, IDsaDivisor
    {
        Bounds.AssertRange(h, 0, 1);
        Bounds.AssertAbsolute(r, (2 * DsaField.Q) - 1);
        ReadOnlySpan<TVector> hints = MemoryMarshal.Cast<int, TVector>(h[..256]);
        ReadOnlySpan<TVector> values = MemoryMarshal.Cast<int, TVector>(r[..256]);
        Span<TVector> results = MemoryMarshal.Cast<int, TVector>(w1[..256]);
        TVector zero = TWidth.Repeat32(0);
        TVector one = TWidth.Repeat32(1);
        TVector count = TWidth.Repeat32(TDivisor.Count);
        for (int i = 0; i < values.Length; i++)
        {
            TVector r1 = DsaParts<TDivisor>(DsaCanonical(values[i]), out TVector r0);                       // L2
            TVector negative = TWidth.ShiftRightSigned32(TWidth.Subtract32(r0, one), 31);                   // -1 where r0 <= 0
            TVector step = TWidth.Or(one, negative);                                                        // -1 there, otherwise 1
            TVector adjusted = TWidth.Add32(r1, TWidth.And(step, TWidth.Subtract32(zero, hints[i])));       // L3, L4: in [-1, m]
            adjusted = TWidth.MinUnsigned32(adjusted, TWidth.Add32(adjusted, count));                       // -1 becomes m - 1
            results[i] = TWidth.And(adjusted, TWidth.ShiftRightSigned32(TWidth.Subtract32(adjusted, count), 31));   // m becomes 0
        }
    }

    /// <summary>Both parts of canonical values. Secret.</summary>
    /// <remarks>FIPS 204, Algorithm 36 (Decompose).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaParts<TDivisor>(TVector positive, out TVector r0)
        where TDivisor : struct, IDsaDivisor
    {
        TVector r1 = DsaQuotient<TDivisor>(positive);
        TVector wrapped = TWidth.ShiftRightSigned32(TWidth.Subtract32(TWidth.Repeat32(TDivisor.Count - 1), r1), 31);      // L3
        TVector rest = TWidth.Subtract32(positive, TWidth.MultiplyLow32(r1, TWidth.Repeat32(2 * TDivisor.Gamma2)));       // L2
        r0 = TWidth.Add32(rest, wrapped);                                                                                 // L5
        return TWidth.AndNot(r1, wrapped);                                                                                // L4, L7
    }

    /// <summary>The high parts of canonical values. Secret.</summary>
    /// <remarks>FIPS 204, Algorithm 37 (HighBits).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaHighBits<TDivisor>(TVector positive)
        where TDivisor : struct, IDsaDivisor
    {
        TVector r1 = DsaQuotient<TDivisor>(positive);
        return TWidth.And(r1, TWidth.ShiftRightSigned32(TWidth.Subtract32(r1, TWidth.Repeat32(TDivisor.Count)), 31));
    }

    /// <summary>ceil((r - gamma2) / alpha), which leaves r0 in (-gamma2, gamma2]: 0 to m, which is the quotient of q - gamma2 and what follows.
    /// Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaQuotient<TDivisor>(TVector positive)
        where TDivisor : struct, IDsaDivisor
    {
        TVector numerator = TWidth.Add32(positive, TWidth.Repeat32(TDivisor.Gamma2 - 1));
        TVector halved = TWidth.ShiftRight32(numerator, TDivisor.Twos);            // below 2^15, so that the upper half of each lane gives zero
        return TWidth.ShiftRight32(TWidth.MultiplyHigh16(halved, TWidth.Repeat32(TDivisor.Factor)), TDivisor.FactorShift);
    }
}
