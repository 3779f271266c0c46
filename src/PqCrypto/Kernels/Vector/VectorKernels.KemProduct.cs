using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203, section 4.3.1: products in the NTT domain, and the product that the transforms use.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private const short KemQInverse = KemRoots<TWidth, TVector>.QInverse;
    private const short KemRSquared = (short)((1L << 32) % KemZetas.Q);

    private static readonly VectorTable<TVector> KemProductZetas = KemRoots<TWidth, TVector>.Products();

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 11 (MultiplyNTTs) with Algorithm 12 (BaseCaseMultiply) inside. Each b is first multiplied by 2^16, which makes
    /// it at most 32768 * 1353 / 2^16 + 1665 &lt; 2342 and which the one reduction at the end takes out again; its odd coefficients times
    /// their root are below 1725. So four sums of two products with any short stay below 4 * 32768 * 2 * 2342 &lt; 2^30.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemMultiplyAccumulate(ReadOnlySpan<short> a, ReadOnlySpan<short> b, Span<short> sum)
    {
        Span<TVector> sums = MemoryMarshal.Cast<short, TVector>(sum[..256]);
        ReadOnlySpan<TVector> left = MemoryMarshal.Cast<short, TVector>(a);
        ReadOnlySpan<TVector> right = MemoryMarshal.Cast<short, TVector>(b[..a.Length]);
        ReadOnlySpan<TVector> zetas = KemProductZetas.Vectors;
        TVector rSquared = TWidth.Repeat16(KemRSquared);
        TVector rSquaredOverQ = TWidth.Repeat16(unchecked((short)(KemRSquared * KemQInverse)));
        for (int i = 0; i < sums.Length; i++)
        {
            TVector even = TWidth.Repeat16(0);
            TVector odd = TWidth.Repeat16(0);
            for (int j = i; j < left.Length; j += sums.Length)
            {
                TVector scaled = KemMultiply(right[j], rSquared, rSquaredOverQ);
                TVector exchanged = TWidth.Or(TWidth.ShiftLeft32(scaled, 16), TWidth.ShiftRight32(scaled, 16));
                TVector twisted = KemMultiply(scaled, zetas[2 * i], zetas[(2 * i) + 1]);
                even = TWidth.Add32(even, TWidth.MultiplyAddPairs16(left[j], twisted));
                odd = TWidth.Add32(odd, TWidth.MultiplyAddPairs16(left[j], exchanged));
            }

            sums[i] = KemReduce(TWidth.Blend16(TWidth.ShiftRight32(KemReduceSum(even), 16), KemReduceSum(odd)));
        }
    }

    /// <summary>Divides sums of products by 2^16 modulo q; the results lie in the odd lanes of 16 bits. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemReduceSum(TVector sum)
    {
        TVector t = TWidth.MultiplyLow16(sum, TWidth.Repeat16(KemQInverse));
        return TWidth.Subtract16(sum, TWidth.ShiftLeft32(TWidth.MultiplyHigh16(t, TWidth.Repeat16(KemZetas.Q)), 16));
    }

    /// <summary>a * b / 2^16 modulo q. Secret.</summary>
    /// <param name="a">Any short.</param>
    /// <param name="b">|b| &lt; q.</param>
    /// <param name="bOverQ">b / q modulo 2^16.</param>
    /// <returns>|.| &lt;= |a * b| / 2^16 + q / 2 + 1, which is below q.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemMultiply(TVector a, TVector b, TVector bOverQ) => TWidth.Subtract16(
        TWidth.MultiplyHigh16(a, b),
        TWidth.MultiplyHigh16(TWidth.MultiplyLow16(a, bOverQ), TWidth.Repeat16(KemZetas.Q)));
}
