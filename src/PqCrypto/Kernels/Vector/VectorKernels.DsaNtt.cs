using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204, section 7.5, in lanes of 32 bits. The kernel order is the standard's.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private static readonly VectorTable<TVector> DsaForwardZetas = DsaLayers(inverse: false);
    private static readonly VectorTable<TVector> DsaInverseZetas = DsaLayers(inverse: true);

    private static int Ints => Unsafe.SizeOf<TVector>() / sizeof(int);

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 41 (NTT). A product with a root of unity is below q, so each of the eight layers adds less than q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaNtt(Span<int> f)
    {
        Bounds.AssertAbsolute(f[..256], DsaField.Q - 1);
        Span<TVector> vectors = MemoryMarshal.Cast<int, TVector>(f[..256]);
        ReadOnlySpan<TVector> zetas = DsaForwardZetas.Vectors;
        for (int length = 128; length >= 1; length >>= 1)
            Ntt<TWidth, TVector>.Layer<DsaForward>(vectors, Ints, length, ref zetas);
        Bounds.AssertAbsolute(f[..256], 9L * DsaField.Q - 1);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 42 (NTT⁻¹). Sums double in each of the eight layers and end below 256q &lt; 2^31; a product of such a value
    /// with a root is below 2^31 * q, so its reduction is below q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaInverseNtt(Span<int> f)
    {
        const int Scale = (int)(8347681L * DsaField.R % DsaField.Q);        // = 256^-1 * 2^32 mod q
        Bounds.AssertAbsolute(f[..256], DsaField.Q - 1);
        Span<TVector> vectors = MemoryMarshal.Cast<int, TVector>(f[..256]);
        ReadOnlySpan<TVector> zetas = DsaInverseZetas.Vectors;
        for (int length = 1; length <= 128; length <<= 1)
            Ntt<TWidth, TVector>.Layer<DsaBackward>(vectors, Ints, length, ref zetas);

        TVector scale = TWidth.Repeat32(Scale);
        TVector scaleOverQ = TWidth.Repeat32(unchecked(Scale * DsaField.QInverse));
        foreach (ref TVector vector in vectors)
            vector = DsaMultiply(vector, scale, scaleOverQ);
        Bounds.AssertAbsolute(f[..256], DsaField.Q - 1);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 45 (MultiplyNTT), and FIPS 204, Algorithm 44 (AddNTT). The sum of seven products is below 567 q^2 &lt; 2^56, its
    /// reduction below 1.7q; the second reduction takes the Montgomery factor out again and ends below 0.6q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaMultiplyAccumulate(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> sum)
    {
        Bounds.AssertAbsolute(a, 9L * DsaField.Q - 1);
        Bounds.AssertAbsolute(b, 9L * DsaField.Q - 1);
        if (a.Length != b.Length || (a.Length & 255) != 0)
            throw new ArgumentException("The factors are as many whole polynomials.", nameof(b));
        Span<TVector> sums = MemoryMarshal.Cast<int, TVector>(sum[..256]);
        ReadOnlySpan<TVector> left = MemoryMarshal.Cast<int, TVector>(a);
        ReadOnlySpan<TVector> right = MemoryMarshal.Cast<int, TVector>(b);
        TVector rSquared = TWidth.Repeat32(DsaField.RSquared);
        TVector rSquaredOverQ = TWidth.Repeat32(unchecked(DsaField.RSquared * DsaField.QInverse));
        for (int i = 0; i < sums.Length; i++)
        {
            TVector even = TWidth.Repeat64(0);
            TVector odd = TWidth.Repeat64(0);
            for (int j = i; j < left.Length; j += sums.Length)
            {
                TVector x = left[j];
                TVector y = right[j];
                even = TWidth.Add64(even, TWidth.MultiplyEven32(x, y));
                odd = TWidth.Add64(odd, TWidth.MultiplyEven32(TWidth.ShiftRight64(x, 32), TWidth.ShiftRight64(y, 32)));
            }

            TVector reduced = TWidth.Blend32(TWidth.ShiftRight64(DsaReduceSum(even), 32), DsaReduceSum(odd));
            sums[i] = DsaMultiply(reduced, rSquared, rSquaredOverQ);
        }

        Bounds.AssertAbsolute(sum[..256], DsaField.Q - 1);
    }

    /// <summary>Divides sums of products by 2^32 modulo q; the results lie in the odd lanes of 32 bits. Secret.</summary>
    /// <remarks>FIPS 204, Algorithm 49 (MontgomeryReduce).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaReduceSum(TVector sum)
    {
        TVector t = TWidth.MultiplyLow32(sum, TWidth.Repeat32(DsaField.QInverse));                  // L2
        return TWidth.Subtract64(sum, TWidth.MultiplyEven32(t, TWidth.Repeat32(DsaField.Q)));       // L3
    }

    /// <summary>a * b / 2^32 modulo q. Secret.</summary>
    /// <param name="a">Any int.</param>
    /// <param name="b">|b| &lt; q.</param>
    /// <param name="bOverQ">b / q modulo 2^32.</param>
    /// <returns>|.| &lt; q.</returns>
    /// <remarks>FIPS 204, Algorithm 49 (MontgomeryReduce), of a product. Times q, the lower half of a * (b / q) has the lower half of a * b.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaMultiply(TVector a, TVector b, TVector bOverQ)
    {
        TVector q = TWidth.Repeat32(DsaField.Q);
        TVector t = TWidth.MultiplyLow32(a, bOverQ);                                                // L2
        TVector even = TWidth.Subtract64(TWidth.MultiplyEven32(a, b), TWidth.MultiplyEven32(t, q)); // L3
        TVector odd = TWidth.Subtract64(
            TWidth.MultiplyEven32(TWidth.ShiftRight64(a, 32), TWidth.ShiftRight64(b, 32)),
            TWidth.MultiplyEven32(TWidth.ShiftRight64(t, 32), q));
        return TWidth.Blend32(TWidth.ShiftRight64(even, 32), odd);
    }

    private static VectorTable<TVector> DsaLayers(bool inverse)
    {
        IEnumerable<int> factors = Ntt<TWidth, TVector>.Indices(Ints, 1, inverse).Select(index => DsaZetas.Table[index]);
        return VectorTable<TVector>.Of<int>(
            [.. factors.Chunk(Ints).SelectMany(chunk => chunk.Concat(chunk.Select(factor => unchecked(factor * DsaField.QInverse))))]);
    }

    private readonly struct DsaForward : IButterfly<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref TVector low, ref TVector high, TVector zeta, TVector zetaOverQ)
        {
            TVector t = DsaMultiply(high, zeta, zetaOverQ);
            high = TWidth.Subtract32(low, t);
            low = TWidth.Add32(low, t);
        }
    }

    private readonly struct DsaBackward : IButterfly<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref TVector low, ref TVector high, TVector zeta, TVector zetaOverQ)
        {
            TVector difference = TWidth.Subtract32(high, low);
            low = TWidth.Add32(low, high);
            high = DsaMultiply(difference, zeta, zetaOverQ);
        }
    }
}
