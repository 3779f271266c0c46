using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 204, section 7.5. The kernel order of this set is the standard's, and its products have no factor.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 41 (NTT). A product with a zeta is below q, so each of the eight layers adds less than q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaNtt(Span<int> f)
    {
        Bounds.AssertAbsolute(f, DsaField.Q - 1);
        int[] zetas = DsaZetas.Table;
        int m = 0;                                                          // L3
        for (int length = 128; length >= 1; length >>= 1)                   // L4
        {
            for (int start = 0; start < 256; start += 2 * length)           // L6
            {
                int zeta = zetas[++m];                                      // L8, L9
                Span<int> low = f.Slice(start, length);
                Span<int> high = f.Slice(start + length, length);
                for (int j = 0; j < low.Length; j++)                        // L10
                {
                    int t = DsaField.MontgomeryReduce((long)zeta * high[j]);
                    high[j] = low[j] - t;
                    low[j] += t;
                }
            }
        }

        Bounds.AssertAbsolute(f, 9L * DsaField.Q - 1);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 42 (NTT⁻¹). Sums double in each of the eight layers and end below 256q &lt; 2^31; a product of such a value
    /// with a zeta is below 2^31 * q, so its reduction is below q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaInverseNtt(Span<int> f)
    {
        const int Scale = (int)(8347681L * DsaField.R % DsaField.Q);        // = 256^-1 * 2^32 mod q
        Bounds.AssertAbsolute(f, DsaField.Q - 1);
        int[] zetas = DsaZetas.Table;
        int m = 256;                                                        // L3
        for (int length = 1; length < 256; length <<= 1)                    // L4
        {
            for (int start = 0; start < 256; start += 2 * length)           // L6
            {
                int zeta = zetas[--m];                                      // L8, L9: the sign is in the order of the difference
                Span<int> low = f.Slice(start, length);
                Span<int> high = f.Slice(start + length, length);
                for (int j = 0; j < low.Length; j++)                        // L10
                {
                    int t = low[j];
                    low[j] = t + high[j];
                    high[j] = DsaField.MontgomeryReduce((long)zeta * (high[j] - t));
                }
            }
        }

        foreach (ref int coefficient in f)                                  // L21 to L23
            coefficient = DsaField.MontgomeryReduce((long)Scale * coefficient);
        Bounds.AssertAbsolute(f, DsaField.Q - 1);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 45 (MultiplyNTT), and FIPS 204, Algorithm 44 (AddNTT). The sum of products is below 256 q^2 &lt; 2^54, its
    /// reduction below q; the second reduction takes the Montgomery factor out again and ends below 0.6q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaMultiplyAccumulate(ReadOnlySpan<int> a, ReadOnlySpan<int> last, ReadOnlySpan<int> b, Span<int> sum)
    {
        Bounds.AssertSumsOfProducts(a, last, b, 256.0 * DsaField.Q * DsaField.Q);
        if (a.Length + last.Length != b.Length || (a.Length & 255) != 0 || last.Length > 256)
            throw new ArgumentException("The factors are as many whole polynomials.", nameof(b));
        ref int left = ref MemoryMarshal.GetReference(a);
        ref int right = ref MemoryMarshal.GetReference(b);
        sum = sum[..256];
        for (int j = 0; j < sum.Length; j += 4)
        {
            long s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int i = j; i < b.Length; i += 256)
            {
                ref int x = ref (i < a.Length ? ref Unsafe.Add(ref left, i) : ref Unsafe.AsRef(in last[j]));
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
