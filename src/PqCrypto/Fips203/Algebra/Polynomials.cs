using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Kernels;

namespace PqCrypto.Fips203.Algebra;

/// <summary>A polynomial of R_q: 256 coefficients in standard order (FIPS 203, section 2.4.1).</summary>
[InlineArray(Polynomials.Degree)]
internal struct RingPoly
{
    private short coefficient;
}

/// <summary>A polynomial of T_q, the NTT domain: 256 coefficients in the order of the kernel set that made it.</summary>
[InlineArray(Polynomials.Degree)]
internal struct NttPoly
{
    private short coefficient;
}

/// <summary>A polynomial of T_q as the second factor of products, in the form of the kernel set that prepared it.</summary>
[InlineArray(2 * Polynomials.Degree)]
internal struct NttFactor
{
    private short coefficient;
}

/// <summary>Polynomials as coefficients, and vectors of them from one domain into the other.</summary>
internal static class Polynomials
{
    /// <summary>n: coefficients of a polynomial.</summary>
    internal const int Degree = 256;

    /// <summary>Length of a polynomial in memory.</summary>
    internal const int SizeInBytes = 512;               // = 256 * sizeof(short)

    /// <summary>The coefficients of a polynomial.</summary>
    internal static Span<short> Coefficients(this ref RingPoly f) => MemoryMarshal.Cast<RingPoly, short>(new Span<RingPoly>(ref f));

    /// <summary>The coefficients of a polynomial.</summary>
    internal static Span<short> Coefficients(this ref NttPoly f) => MemoryMarshal.Cast<NttPoly, short>(new Span<NttPoly>(ref f));

    /// <summary>The coefficients of several polynomials, one after the other.</summary>
    internal static ReadOnlySpan<short> Coefficients(this ReadOnlySpan<NttPoly> f) => MemoryMarshal.Cast<NttPoly, short>(f);

    /// <summary>What the kernels know of several factors, one after the other.</summary>
    internal static Span<short> Coefficients(this Span<NttFactor> f) => MemoryMarshal.Cast<NttFactor, short>(f);

    /// <inheritdoc cref="Coefficients(Span{NttFactor})"/>
    internal static ReadOnlySpan<short> Coefficients(this ReadOnlySpan<NttFactor> f) => MemoryMarshal.Cast<NttFactor, short>(f);

    /// <summary>Transforms a vector, in place.</summary>
    /// <param name="f">The vector, |f[i]| &lt;= 3328. Secret. Not to be used afterwards: its memory holds the result.</param>
    /// <returns>The transform, |.| &lt;= 16545.</returns>
    internal static Span<NttPoly> Ntt<TKernels>(Span<RingPoly> f)
        where TKernels : struct, IKernels
    {
        foreach (ref RingPoly polynomial in f)
            TKernels.KemNtt(polynomial.Coefficients());
        return MemoryMarshal.Cast<RingPoly, NttPoly>(f);
    }

    /// <summary>Transforms a vector back, in place.</summary>
    /// <param name="f">The vector, |f[i]| &lt;= 1664. Secret. Not to be used afterwards: its memory holds the result.</param>
    /// <returns>The inverse transform, |.| &lt;= 3328.</returns>
    internal static Span<RingPoly> InverseNtt<TKernels>(Span<NttPoly> f)
        where TKernels : struct, IKernels
    {
        foreach (ref NttPoly polynomial in f)
            TKernels.KemInverseNtt(polynomial.Coefficients());
        return MemoryMarshal.Cast<NttPoly, RingPoly>(f);
    }

    /// <summary>Prepares a vector as the second factor of products.</summary>
    /// <param name="f">The vector. Secret.</param>
    /// <param name="factors">Receives the result. Secret.</param>
    /// <returns>The result.</returns>
    internal static ReadOnlySpan<NttFactor> Prepare<TKernels>(ReadOnlySpan<NttPoly> f, Span<NttFactor> factors)
        where TKernels : struct, IKernels
    {
        TKernels.KemPrepareFactors(f.Coefficients(), factors.Coefficients());
        return factors;
    }
}
