using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 203, section 4.3: the transforms and the product between them, in the standard's own order.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 9 (NTT). Each of the seven layers adds at most 1664 to a coefficient: |f[i]| &lt;= 14976 at the end.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemNtt(Span<short> f)
    {
        f = f[..256];
        Bounds.AssertAbsolute(f, 3328);                                     // = q - 1
        ReadOnlySpan<short> zetas = KemZetas.Powers;
        int i = 1;                                                          // L2
        for (int length = 128; length >= 2; length >>= 1)                   // L3
        {
            for (int start = 0; start < 256; start += 2 * length)           // L4
            {
                int zeta = zetas[i++];                                      // L5, L6
                Span<short> low = f.Slice(start, length);
                Span<short> high = f.Slice(start + length, length);
                for (int j = 0; j < low.Length && j < high.Length; j++)     // L7; public: the second test spares a bounds check
                {
                    int t = Reduce(zeta * high[j]);                         // L8
                    high[j] = (short)(low[j] - t);                          // L9
                    low[j] = (short)(low[j] + t);                           // L10
                }
            }
        }

        Bounds.AssertAbsolute(f, 14976);                                    // = 3328 + 7 * 1664
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 10 (NTT⁻¹). A layer doubles a sum at most: four layers reach 16 * 1664 = 26624, and after a
    /// reduction to 1664 the other three reach 8 * 1664 = 13312.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemInverseNtt(Span<short> f)
    {
        const int Scale = -26;                                              // = 3303 - 3329, and 3303 = 128^-1 mod q
        f = f[..256];
        Bounds.AssertAbsolute(f, 1664);                                     // = (q - 1) / 2
        ReadOnlySpan<short> zetas = KemZetas.Powers;
        int i = 127;                                                        // L2
        for (int length = 2; length <= 128; length <<= 1)                   // L3
        {
            for (int start = 0; start < 256; start += 2 * length)           // L4
            {
                int zeta = zetas[i--];                                      // L5, L6
                Span<short> low = f.Slice(start, length);
                Span<short> high = f.Slice(start + length, length);
                for (int j = 0; j < low.Length && j < high.Length; j++)     // L7; public: the second test spares a bounds check
                {
                    int t = low[j];                                         // L8
                    int u = high[j];
                    low[j] = (short)(t + u);                                // L9
                    high[j] = (short)Reduce(zeta * (u - t));                // L10, L11
                }
            }

            if (length == 16)                                               // the fourth layer
                KemReduce(f);
        }

        Bounds.AssertAbsolute(f, 13312);                                    // = 8 * 1664
        for (int j = 0; j < 256; j++)
            f[j] = (short)Reduce(Scale * f[j]);                             // L14
    }

    /// <inheritdoc/>
    /// <remarks>Nothing to prepare: each second half stays empty.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemPrepareFactors(ReadOnlySpan<short> b, Span<short> factors)
    {
        for (; b.Length >= 256; b = b[256..], factors = factors[512..])     // = 2 * 256
        {
            b[..256].CopyTo(factors);
            factors[256..512].Clear();
        }
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 11 (MultiplyNTTs) with Algorithm 12 (BaseCaseMultiply) inside, L1 and L2. The products of all
    /// polynomials are summed before the one reduction, in 64 bits: at most 8 * 2^30.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemMultiplyAccumulate(ReadOnlySpan<short> a, ReadOnlySpan<short> factors, Span<short> sum, int step)
    {
        ReadOnlySpan<short> zetas = KemZetas.OddPowers;
        sum = sum[..256];
        for (int i = 0; i < 128; i++)
        {
            long low = 0, lowTimesZeta = 0, high = 0;
            for (int j = 2 * i, l = 2 * i; l < factors.Length; j += 256 * step, l += 512)
            {
                int a0 = a[j], a1 = a[j + 1], b0 = factors[l], b1 = factors[l + 1];
                low += a0 * b0;
                lowTimesZeta += a1 * b1;
                high += (long)(a0 * b1) + (a1 * b0);
            }

            sum[2 * i] = (short)Reduce(Reduce(low) + (zetas[i] * Reduce(lowTimesZeta)));
            sum[(2 * i) + 1] = (short)Reduce(Reduce(high));
        }
    }
}
