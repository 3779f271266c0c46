using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: products in the NTT domain. A sum of products carries the factor 2^-32, which the inverse transform takes out again.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 45 (MultiplyNTT), and FIPS 204, Algorithm 44 (AddNTT). Sums of products are below 256 q^2; divided by 2^32 that is
    /// below q / 2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaMultiplyAccumulate(ReadOnlySpan<int> a, ReadOnlySpan<int> last, ReadOnlySpan<int> b, Span<int> sum)
    {
        Bounds.AssertSumsOfProducts(a, last, b, 256.0 * DsaField.Q * DsaField.Q);
        if (a.Length + last.Length != b.Length || (a.Length & 255) != 0 || last.Length > 256)
            throw new ArgumentException("The factors are as many whole polynomials.", nameof(b));
        ref TVector left = ref Unsafe.As<int, TVector>(ref MemoryMarshal.GetReference(a));
        ref TVector leftLast = ref Unsafe.As<int, TVector>(ref MemoryMarshal.GetReference(last));
        ref TVector right = ref Unsafe.As<int, TVector>(ref MemoryMarshal.GetReference(b));
        ref TVector sums = ref Unsafe.As<int, TVector>(ref MemoryMarshal.GetReference(sum[..256]));
        nint polynomial = 256 / Ints;
        nint end = a.Length / Ints;
        for (nint i = 0; i < polynomial; i += 2)
        {
            TVector even = TWidth.Repeat64(0);
            TVector odd = TWidth.Repeat64(0);
            TVector nextEven = TWidth.Repeat64(0);
            TVector nextOdd = TWidth.Repeat64(0);
            for (nint j = i; j < end; j += polynomial)
            {
                DsaAddProducts(Unsafe.Add(ref left, j), Unsafe.Add(ref right, j), ref even, ref odd);
                DsaAddProducts(Unsafe.Add(ref left, j + 1), Unsafe.Add(ref right, j + 1), ref nextEven, ref nextOdd);
            }

            if (last.Length != 0)
            {
                DsaAddProducts(Unsafe.Add(ref leftLast, i), Unsafe.Add(ref right, end + i), ref even, ref odd);
                DsaAddProducts(Unsafe.Add(ref leftLast, i + 1), Unsafe.Add(ref right, end + i + 1), ref nextEven, ref nextOdd);
            }

            Unsafe.Add(ref sums, i) = DsaReduceSum(even, odd);
            Unsafe.Add(ref sums, i + 1) = DsaReduceSum(nextEven, nextOdd);
        }

        Bounds.AssertAbsolute(sum[..256], DsaField.Q - 1);
    }

    /// <summary>Adds the products of two vectors to sums for the even and for the odd lanes. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaAddProducts(TVector x, TVector y, ref TVector even, ref TVector odd)
    {
        even = TWidth.Add64(even, TWidth.MultiplyEven32(x, y));
        odd = TWidth.Add64(odd, TWidth.MultiplyEven32(TWidth.ShiftRight64(x, 32), TWidth.ShiftRight64(y, 32)));
    }

    /// <summary>Divides sums of products by 2^32 modulo q. Secret.</summary>
    /// <param name="even">Sums for the even lanes.</param>
    /// <param name="odd">Sums for the odd lanes.</param>
    /// <returns>At most the largest sum / 2^32 + q / 2.</returns>
    /// <remarks>FIPS 204, Algorithm 49 (MontgomeryReduce). Times q, t has the same lower half as the sum, so that the upper halves are all that
    /// is left of the difference.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaReduceSum(TVector even, TVector odd)
    {
        TVector t = TWidth.MultiplyLow32(TWidth.LowerHalves64(even, odd), TWidth.Repeat32(DsaField.QInverse));                      // L2
        return TWidth.Subtract32(TWidth.UpperHalves64(even, odd), TWidth.MultiplyHighByPairs32(t, TWidth.Repeat32(DsaField.Q)));    // L3
    }
}
