using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 204, section 7.5. Two layers of butterflies are done in one pass, so that four coefficients stay in registers.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 41 (NTT). A product with a zeta is below q, so each of the eight layers adds less than q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaNtt(Span<int> f)
    {
        Bounds.AssertAbsolute(f, DsaField.Q - 1);
        ref int first = ref MemoryMarshal.GetReference(f[..256]);
        ref int zetas = ref MemoryMarshal.GetArrayDataReference(DsaZetas.Table);
        for (int quarter = 64; quarter >= 1; quarter >>= 2)     // L4: len = 2 * quarter, then len = quarter
        {
            int m = 64 >> int.TrailingZeroCount(quarter);       // the layer of n blocks uses entries n to 2n - 1
            for (int start = 0; start < 256; start += 4 * quarter, m++)
            {
                int zeta = Unsafe.Add(ref zetas, m);            // L8
                int zetaLow = Unsafe.Add(ref zetas, 2 * m);
                int zetaHigh = Unsafe.Add(ref zetas, 2 * m + 1);
                for (int j = start; j < start + quarter; j++)
                {
                    ref int f0 = ref Unsafe.Add(ref first, j);
                    ref int f1 = ref Unsafe.Add(ref f0, quarter);
                    ref int f2 = ref Unsafe.Add(ref f0, 2 * quarter);
                    ref int f3 = ref Unsafe.Add(ref f0, 3 * quarter);
                    int t2 = DsaField.MontgomeryReduce((long)zeta * f2);
                    int t3 = DsaField.MontgomeryReduce((long)zeta * f3);
                    int a0 = f0 + t2, a1 = f1 + t3, a2 = f0 - t2, a3 = f1 - t3;
                    int t1 = DsaField.MontgomeryReduce((long)zetaLow * a1);
                    t3 = DsaField.MontgomeryReduce((long)zetaHigh * a3);
                    f0 = a0 + t1;
                    f1 = a0 - t1;
                    f2 = a2 + t3;
                    f3 = a2 - t3;
                }
            }
        }

        Bounds.AssertAbsolute(f, 9L * DsaField.Q - 1);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 42 (NTT⁻¹). Sums double in each of the eight layers and end below 256q &lt; 2^31; a product of such a value
    /// with a zeta is below 2^31 * q, as MontgomeryReduce wants it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaInverseNtt(Span<int> f)
    {
        const int Scale = (int)(8347681L * DsaField.R % DsaField.Q);    // = 256^-1 * 2^32 mod q
        Bounds.AssertAbsolute(f, DsaField.Q - 1);
        ref int first = ref MemoryMarshal.GetReference(f[..256]);
        ref int zetas = ref MemoryMarshal.GetArrayDataReference(DsaZetas.Table);
        for (int quarter = 1; quarter <= 64; quarter <<= 2)     // L4: len = quarter, then len = 2 * quarter
        {
            int m = (128 >> int.TrailingZeroCount(quarter)) - 1;
            for (int start = 0; start < 256; start += 4 * quarter, m--)
            {
                int zeta = Unsafe.Add(ref zetas, m);            // L8: its sign is taken into the order of the difference
                int zetaLow = Unsafe.Add(ref zetas, 2 * m + 1);
                int zetaHigh = Unsafe.Add(ref zetas, 2 * m);
                for (int j = start; j < start + quarter; j++)
                {
                    ref int f0 = ref Unsafe.Add(ref first, j);
                    ref int f1 = ref Unsafe.Add(ref f0, quarter);
                    ref int f2 = ref Unsafe.Add(ref f0, 2 * quarter);
                    ref int f3 = ref Unsafe.Add(ref f0, 3 * quarter);
                    int a0 = f0 + f1, a2 = f2 + f3;
                    int a1 = DsaField.MontgomeryReduce((long)zetaLow * (f1 - f0));
                    int a3 = DsaField.MontgomeryReduce((long)zetaHigh * (f3 - f2));
                    f0 = a0 + a2;
                    f1 = a1 + a3;
                    f2 = DsaField.MontgomeryReduce((long)zeta * (a2 - a0));
                    f3 = DsaField.MontgomeryReduce((long)zeta * (a3 - a1));
                }
            }
        }

        for (int j = 0; j < 256; j++)                           // L21 to L23
        {
            ref int coefficient = ref Unsafe.Add(ref first, j);
            coefficient = DsaField.MontgomeryReduce((long)Scale * coefficient);
        }

        Bounds.AssertAbsolute(f, DsaField.Q - 1);
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
        ref int left = ref MemoryMarshal.GetReference(a);
        ref int right = ref MemoryMarshal.GetReference(b);
        sum = sum[..256];
        for (int j = 0; j < sum.Length; j += 4)
        {
            long s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int i = j; i < a.Length; i += 256)
            {
                ref int x = ref Unsafe.Add(ref left, i);
                ref int y = ref Unsafe.Add(ref right, i);
                s0 += (long)x * y;
                s1 += (long)Unsafe.Add(ref x, 1) * Unsafe.Add(ref y, 1);
                s2 += (long)Unsafe.Add(ref x, 2) * Unsafe.Add(ref y, 2);
                s3 += (long)Unsafe.Add(ref x, 3) * Unsafe.Add(ref y, 3);
            }

            sum[j] = ReduceProduct(s0);
            sum[j + 1] = ReduceProduct(s1);
            sum[j + 2] = ReduceProduct(s2);
            sum[j + 3] = ReduceProduct(s3);
        }

        Bounds.AssertAbsolute(sum, DsaField.Q - 1);
    }

    /// <summary>Reduces a sum of products to below q, exactly. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReduceProduct(long sum) =>
        DsaField.MontgomeryReduce((long)DsaField.MontgomeryReduce(sum) * DsaField.RSquared);
}
