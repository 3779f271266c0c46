using PqCrypto.Kernels;

namespace PqCrypto.Fips204.Algebra;

/// <summary>Products in the NTT domain, brought back to the ring.</summary>
internal static class Matrix<TKernels>
    where TKernels : struct, IKernels
{
    /// <summary>Multiplies a matrix by a vector and transforms the product back.</summary>
    /// <param name="aHat">The matrix, row by row, k rows of as many columns as the vector has polynomials. Public.</param>
    /// <param name="vHat">The vector, |v[i]| &lt; 10q. Secret.</param>
    /// <param name="product">Receives k polynomials, |w[i]| &lt;= 5q / 4; their number is the number of rows. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 48 (MatrixVectorNTT), followed by Algorithm 42 (NTT⁻¹).</remarks>
    internal static void Multiply(ReadOnlySpan<NttPoly> aHat, ReadOnlySpan<NttPoly> vHat, Span<RingPoly> product)
    {
        for (int row = 0; row < product.Length; row++)
            MultiplyRow(aHat.Slice(row * vHat.Length, vHat.Length), vHat, product[row]);
    }

    /// <summary>Multiplies one row of a matrix by a vector and transforms the product back.</summary>
    /// <param name="aRow">The row, as many columns as the vector has polynomials. Public.</param>
    /// <param name="vHat">The vector, |v[i]| &lt; 10q. Secret.</param>
    /// <param name="product">Receives one polynomial, |w[i]| &lt;= 5q / 4. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 48 (MatrixVectorNTT), one turn of the outer loop, followed by Algorithm 42 (NTT⁻¹).</remarks>
    internal static void MultiplyRow(ReadOnlySpan<NttPoly> aRow, ReadOnlySpan<NttPoly> vHat, Span<int> product)
    {
        TKernels.DsaMultiplyAccumulate(aRow.Coefficients(), default, vHat.Coefficients(), product);
        TKernels.DsaInverseNtt(product);
    }

    /// <summary>Multiplies each polynomial of a vector by one polynomial and transforms the products back.</summary>
    /// <param name="cHat">One polynomial, |c[i]| &lt; 10q. Public.</param>
    /// <param name="vHat">The vector, |v[i]| &lt; 10q. Secret.</param>
    /// <param name="product">Receives as many polynomials, |w[i]| &lt;= 5q / 4. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 47 (ScalarVectorNTT), followed by Algorithm 42 (NTT⁻¹).</remarks>
    internal static void Scale(ReadOnlySpan<NttPoly> cHat, ReadOnlySpan<NttPoly> vHat, Span<RingPoly> product)
    {
        for (int i = 0; i < product.Length; i++)
        {
            Span<int> w = product[i];
            TKernels.DsaMultiplyAccumulate(cHat.Coefficients(), default, vHat[i], w);
            TKernels.DsaInverseNtt(w);
        }
    }
}
