using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 203: addition, subtraction and reduction modulo q.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemAdd(ReadOnlySpan<short> f, Span<short> sum)
    {
        f = f[..256];
        sum = sum[..256];
        Bounds.AssertAbsolute(f, 3328);                 // = q - 1
        Bounds.AssertAbsolute(sum, 6656);               // = 2 * (q - 1)
        for (int i = 0; i < 256; i++)
            sum[i] += f[i];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemSubtractFrom(ReadOnlySpan<short> f, Span<short> difference)
    {
        f = f[..256];
        difference = difference[..256];
        Bounds.AssertAbsolute(f, 3328);                 // = q - 1
        Bounds.AssertAbsolute(difference, 3328);        // = q - 1
        for (int i = 0; i < 256; i++)
            difference[i] = (short)(f[i] - difference[i]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemReduce(Span<short> f)
    {
        f = f[..256];
        for (int i = 0; i < 256; i++)
            f[i] = (short)Reduce(f[i]);
    }

    /// <summary>The integer nearest to a / q, without a division.</summary>
    /// <param name="a">Secret. Exact for |a| &lt;= 2^31 and so for every int; below 2^34 it is off by one at most.</param>
    /// <remarks>The factor differs from 2^37 / q by less than 0.0058, so that the product differs from 2^37 * a / q by less than
    /// 2^37 / (2 * q) for |a| &lt;= 2^31; and a / q is never nearer than 1 / (2 * q) to a half, because q is odd.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DivideByQ(long a)
    {
        const long Factor = 41285357;                   // = round(2^37 / q)
        return (int)(((a * Factor) + (1L << 36)) >> 37);
    }

    /// <summary>The representative of a modulo q that is nearest to zero.</summary>
    /// <param name="a">Secret. |a| &lt; 2^34.</param>
    /// <returns>|.| &lt;= 1664 for |a| &lt;= 2^31, otherwise |.| &lt;= 1665.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Reduce(long a) => (int)a - (DivideByQ(a) * KemZetas.Q);

    /// <summary>The representative of a modulo q in [0, q).</summary>
    /// <param name="a">Secret. |a| &lt;= 2^31.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Canonical(long a)
    {
        int r = Reduce(a);
        return r + ((r >> 31) & KemZetas.Q);
    }
}
