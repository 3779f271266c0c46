using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204.Algebra;

/// <summary>A polynomial of the ring: 256 coefficients in standard order. As secret as what it was made of.</summary>
[InlineArray(Size)]
internal struct RingPoly
{
    /// <summary>Coefficients of a polynomial.</summary>
    internal const int Size = 256;

    private int first;
}

/// <summary>A polynomial in the NTT domain: 256 coefficients in the order of the kernel set that made it.</summary>
[InlineArray(RingPoly.Size)]
internal struct NttPoly
{
    private int first;
}

/// <summary>Vectors of polynomials as their coefficients, and the change of domain, in place.</summary>
internal static class Polynomials
{
    /// <summary>All coefficients, one polynomial after the other.</summary>
    internal static Span<int> Coefficients(this Span<RingPoly> vector) => MemoryMarshal.Cast<RingPoly, int>(vector);

    /// <inheritdoc cref="Coefficients(Span{RingPoly})"/>
    internal static ReadOnlySpan<int> Coefficients(this ReadOnlySpan<RingPoly> vector) => MemoryMarshal.Cast<RingPoly, int>(vector);

    /// <inheritdoc cref="Coefficients(Span{RingPoly})"/>
    internal static Span<int> Coefficients(this Span<NttPoly> vector) => MemoryMarshal.Cast<NttPoly, int>(vector);

    /// <inheritdoc cref="Coefficients(Span{RingPoly})"/>
    internal static ReadOnlySpan<int> Coefficients(this ReadOnlySpan<NttPoly> vector) => MemoryMarshal.Cast<NttPoly, int>(vector);

    /// <summary>The same memory before its transform.</summary>
    internal static Span<RingPoly> Untransformed(this Span<NttPoly> vector) => MemoryMarshal.Cast<NttPoly, RingPoly>(vector);

    /// <summary>Transforms every polynomial, in place: the argument is not to be used as ring elements any more.</summary>
    /// <param name="vector">|f[i]| &lt; q. Secret.</param>
    /// <returns>The same memory, |f[i]| &lt; 10q.</returns>
    internal static Span<NttPoly> Ntt<TKernels>(Span<RingPoly> vector)
        where TKernels : struct, IKernels
    {
        foreach (ref RingPoly f in vector)
            TKernels.DsaNtt(f);
        return MemoryMarshal.Cast<RingPoly, NttPoly>(vector);
    }
}
