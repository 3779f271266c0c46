using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203, section 4.3, in lanes of 16 bits. The kernel order is the standard's.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private const short KemQInverse = -3327;                // = 62209 - 2^16, and 62209 = q^-1 mod 2^16
    private const short KemR = ((1 << 16) % KemZetas.Q) - KemZetas.Q;
    private const short KemRSquared = (short)((1L << 32) % KemZetas.Q);

    private static readonly VectorTable<TVector> KemForwardZetas = KemLayers(inverse: false);
    private static readonly VectorTable<TVector> KemInverseZetas = KemLayers(inverse: true);
    private static readonly VectorTable<TVector> KemProductZetas = KemProducts();

    private static int Shorts => Unsafe.SizeOf<TVector>() / sizeof(short);

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 9 (NTT). A product with a root of unity is below q, so each of the seven layers adds less than q:
    /// |f[i]| &lt; 3328 + 7 * 3329 = 26631.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemNtt(Span<short> f)
    {
        Bounds.AssertAbsolute(f[..256], 3328);              // = q - 1
        Span<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        ReadOnlySpan<TVector> zetas = KemForwardZetas.Vectors;
        for (int length = 128; length >= 2; length >>= 1)
            Ntt<TWidth, TVector>.Layer<KemForward>(vectors, Shorts, length, ref zetas);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 10 (NTT⁻¹). Sums double: three layers reach 8 * 3328 = 26624, and after a reduction to 1664 the other four
    /// reach 26624 again. A product of such a value is at most 26624 * 1665 / 2^16 + 1665 &lt; 2342.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemInverseNtt(Span<short> f)
    {
        const short Scale = 512;                            // = 3303 * 2^16 mod q, and 3303 = 128^-1 mod q
        Bounds.AssertAbsolute(f[..256], 3328);              // = q - 1
        Span<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        ReadOnlySpan<TVector> zetas = KemInverseZetas.Vectors;
        for (int length = 2; length <= 128; length <<= 1)
        {
            Ntt<TWidth, TVector>.Layer<KemBackward>(vectors, Shorts, length, ref zetas);
            if (length == 8)                                // the third layer
                KemReduce(f);
        }

        TVector scale = TWidth.Repeat16(Scale);
        TVector scaleOverQ = TWidth.Repeat16(unchecked((short)(Scale * KemQInverse)));
        foreach (ref TVector vector in vectors)
            vector = KemReduce(KemMultiply(vector, scale, scaleOverQ));
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 11 (MultiplyNTTs) with Algorithm 12 (BaseCaseMultiply) inside. Each b is first multiplied by 2^16, which makes
    /// it at most 32768 * 1353 / 2^16 + 1665 &lt; 2342 and which the one reduction at the end takes out again; its odd coefficients times
    /// their root are below 1725. So four sums of two products with any short stay below 4 * 32768 * 2 * 2342 &lt; 2^30.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    private static VectorTable<TVector> KemLayers(bool inverse)
    {
        List<int> indices = Ntt<TWidth, TVector>.Indices(Shorts, 2, inverse);
        return KemTable([.. indices.Select(index => KemMontgomery(KemZetas.Powers[index]))]);
    }

    /// <summary>1 for the even coefficients, the modulus of their pair for the odd ones.</summary>
    private static VectorTable<TVector> KemProducts() =>
        KemTable([.. KemZetas.OddPowers.SelectMany(zeta => new[] { KemR, KemMontgomery(zeta) })]);

    /// <summary>Vectors of factors, each followed by the vector of the same factors times the inverse of q.</summary>
    private static VectorTable<TVector> KemTable(short[] factors) => VectorTable<TVector>.Of<short>(
        [.. factors.Chunk(Shorts).SelectMany(chunk => chunk.Concat(chunk.Select(factor => unchecked((short)(factor * KemQInverse)))))]);

    /// <summary>The centred representative of a public constant times 2^16.</summary>
    private static short KemMontgomery(int constant)
    {
        int r = (constant * KemR) % KemZetas.Q;             // a public constant
        return (short)(r > KemZetas.Q / 2 ? r - KemZetas.Q : r < -(KemZetas.Q / 2) ? r + KemZetas.Q : r);
    }

    private readonly struct KemForward : IButterfly<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref TVector low, ref TVector high, TVector zeta, TVector zetaOverQ)
        {
            TVector t = KemMultiply(high, zeta, zetaOverQ);
            high = TWidth.Subtract16(low, t);
            low = TWidth.Add16(low, t);
        }
    }

    private readonly struct KemBackward : IButterfly<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref TVector low, ref TVector high, TVector zeta, TVector zetaOverQ)
        {
            TVector difference = TWidth.Subtract16(high, low);
            low = TWidth.Add16(low, high);
            high = KemMultiply(difference, zeta, zetaOverQ);
        }
    }
}
