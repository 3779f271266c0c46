using PqCrypto.Kernels;

namespace PqCrypto.Fips204.Algebra;

/// <summary>The rounding functions of FIPS 204, section 7.4, on vectors; outputs never share memory with inputs.</summary>
internal static class Rounding<TParams, TKernels>
    where TParams : struct, IDsaParameters
    where TKernels : struct, IKernels
{
    /// <summary>Splits t into the published and the kept part.</summary>
    /// <param name="t">Any representatives. Secret.</param>
    /// <param name="t1">Receives the high parts in [0, 1023]. Public.</param>
    /// <param name="t0">Receives the low parts in (-2^12, 2^12]. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 35 (Power2Round).</remarks>
    internal static void Power2Round(ReadOnlySpan<RingPoly> t, Span<RingPoly> t1, Span<RingPoly> t0)
    {
        for (int i = 0; i < t.Length; i++)
            TKernels.DsaPower2Round(t[i], t1[i], t0[i]);
    }

    /// <summary>The high parts of w.</summary>
    /// <param name="w">Any representatives. Secret.</param>
    /// <param name="w1">Receives the high parts. Secret.</param>
    /// <param name="scratch">One polynomial, overwritten. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 37 (HighBits).</remarks>
    internal static void HighBits(ReadOnlySpan<RingPoly> w, Span<RingPoly> w1, Span<int> scratch)
    {
        for (int i = 0; i < w.Length; i++)
            TKernels.DsaDecompose(w[i], TParams.Gamma2, w1[i], scratch);
    }

    /// <summary>The low parts of r.</summary>
    /// <param name="r">Any representatives. Secret.</param>
    /// <param name="r0">Receives the low parts, |r0| &lt;= gamma2. Secret.</param>
    /// <param name="scratch">One polynomial, overwritten. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 38 (LowBits).</remarks>
    internal static void LowBits(ReadOnlySpan<RingPoly> r, Span<RingPoly> r0, Span<int> scratch)
    {
        for (int i = 0; i < r.Length; i++)
            TKernels.DsaDecompose(r[i], TParams.Gamma2, scratch, r0[i]);
    }

    /// <summary>Tests the infinity norm of a vector of centred values.</summary>
    /// <param name="vector">|f[i]| &lt; 2^30. Secret.</param>
    /// <param name="bound">A positive bound. Public.</param>
    /// <returns>0 where every |f[i]| &lt; bound, otherwise not 0. Secret.</returns>
    internal static int ReachesNorm(ReadOnlySpan<RingPoly> vector, int bound)
    {
        int reached = 0;
        foreach (ref readonly RingPoly f in vector)
            reached |= TKernels.DsaReachesNorm(f, bound);
        return reached;
    }

    /// <summary>Marks the coefficients whose high part changes when z is added to r.</summary>
    /// <param name="z">Any representatives. Secret.</param>
    /// <param name="r">Any representatives. Secret.</param>
    /// <param name="h">Receives zeros and ones. Secret until the attempt is accepted.</param>
    /// <returns>The number of ones. Secret until the attempt is accepted.</returns>
    /// <remarks>FIPS 204, Algorithm 39 (MakeHint).</remarks>
    internal static int MakeHint(ReadOnlySpan<RingPoly> z, ReadOnlySpan<RingPoly> r, Span<RingPoly> h)
    {
        int ones = 0;
        for (int i = 0; i < r.Length; i++)
            ones += TKernels.DsaMakeHint(z[i], r[i], TParams.Gamma2, h[i]);
        return ones;
    }
}
