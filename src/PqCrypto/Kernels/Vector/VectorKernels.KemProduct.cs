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


    /// <inheritdoc/>
    /// <remarks>For each vector of a polynomial two: the coefficients that give the even ones of a product, of which the odd ones are multiplied by their
    /// root, and those that give the odd ones, each two exchanged. All are multiplied by 2^16, which the one reduction of a sum takes out again.
    /// That makes them at most 32768 * 1353 / 2^16 + 1665 &lt; 2342, and after the root below 1725.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemPrepareFactors(ReadOnlySpan<short> b, Span<short> factors)
    {
        ReadOnlySpan<TVector> zetas = KemRoots<TWidth, TVector>.Products.Vectors;
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<short, TVector>(b);
        Span<TVector> prepared = MemoryMarshal.Cast<short, TVector>(factors[..(2 * b.Length)]);
        TVector rSquared = TWidth.Repeat16(KemRSquared);
        TVector rSquaredOverQ = TWidth.Repeat16(unchecked((short)(KemRSquared * KemQInverse)));
        for (int i = 0; i < vectors.Length; i++)
        {
            int root = (2 * i) & (zetas.Length - 1);
            TVector scaled = KemMultiply(vectors[i], rSquared, rSquaredOverQ);
            prepared[2 * i] = KemMultiply(scaled, zetas[root], zetas[root + 1]);
            prepared[(2 * i) + 1] = TWidth.Or(TWidth.ShiftLeft32(scaled, 16), TWidth.ShiftRight32(scaled, 16));
        }
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 11 (MultiplyNTTs) with Algorithm 12 (BaseCaseMultiply) inside. Four sums of two products of any short and a prepared
    /// factor stay below 4 * 32768 * 2 * 2342 &lt; 2^30. They are reduced in halves: the lower ones say which multiple of q makes them zero.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemMultiplyAccumulate(ReadOnlySpan<short> a, ReadOnlySpan<short> factors, Span<short> sum, int step)
    {
        Span<TVector> sums = MemoryMarshal.Cast<short, TVector>(sum[..256]);
        ReadOnlySpan<TVector> left = MemoryMarshal.Cast<short, TVector>(a);
        ReadOnlySpan<TVector> right = MemoryMarshal.Cast<short, TVector>(factors);
        for (int i = 0; i < sums.Length; i++)
        {
            TVector even = TWidth.Repeat16(0);
            TVector odd = TWidth.Repeat16(0);
            for (int j = i, l = 2 * i; l < right.Length; j += sums.Length * step, l += 2 * sums.Length)
            {
                even = TWidth.Add32(even, TWidth.MultiplyAddPairs16(left[j], right[l]));
                odd = TWidth.Add32(odd, TWidth.MultiplyAddPairs16(left[j], right[l + 1]));
            }

            TVector lower = TWidth.Blend16(even, TWidth.ShiftLeft32(odd, 16));
            TVector upper = TWidth.Blend16(TWidth.ShiftRight32(even, 16), odd);
            TVector multiple = TWidth.MultiplyLow16(lower, TWidth.Repeat16(KemQInverse));
            sums[i] = KemReduce(TWidth.Subtract16(upper, TWidth.MultiplyHigh16(multiple, TWidth.Repeat16(KemZetas.Q))));
        }
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
