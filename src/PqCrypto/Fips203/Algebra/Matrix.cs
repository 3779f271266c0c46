using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Fips203.Algebra;

/// <summary>The matrix A of FIPS 203 in the NTT domain, and products with it. It is kept transposed, as encryption uses it: the entry of
/// row i and column j lies at j * k + i.</summary>
/// <typeparam name="TParams">The parameter set.</typeparam>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal static class Matrix<TParams, TKernels>
    where TParams : struct, IKemParameters
    where TKernels : struct, IKernels
{
    /// <summary>Entries of the matrix, and streams of which it is made.</summary>
    internal static int Entries => TParams.K * TParams.K;

    /// <summary>Bytes of a lane group's memory that the streams take.</summary>
    internal static int StreamBytes => Entries * (34 + Sampling<TKernels>.UniformStream);       // = rho, two index bytes, and the output

    /// <summary>Adds the streams of all entries.</summary>
    /// <param name="group">Receives the streams.</param>
    /// <param name="rho">The 32-byte seed. Public.</param>
    /// <returns>The number of the first stream; the others follow.</returns>
    internal static int AddStreams(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> rho)
    {
        int first = Sampling<TKernels>.AddUniform(ref group, rho, Index(0));
        for (int entry = 1; entry < Entries; entry++)
            Sampling<TKernels>.AddUniform(ref group, rho, Index(entry));
        return first;
    }

    /// <summary>Samples all entries from the streams that <see cref="AddStreams"/> added.</summary>
    /// <param name="group">The group, after it has run.</param>
    /// <param name="firstStream">The number of the first stream.</param>
    /// <param name="rho">The 32-byte seed. Public.</param>
    /// <param name="aHat">Receives the k * k entries. Public.</param>
    /// <remarks>FIPS 203, Algorithm 13 (K-PKE.KeyGen), L3 to L7, and Algorithm 14 (K-PKE.Encrypt), L4 to L8.</remarks>
    internal static void Sample(ref LaneGroup<TKernels> group, int firstStream, ReadOnlySpan<byte> rho, Span<NttPoly> aHat)
    {
        for (int entry = 0; entry < Entries; entry++)
            Sampling<TKernels>.SampleNtt(group.Output(firstStream + entry), rho, Index(entry), ref aHat[entry]);
    }

    /// <summary>The product of the matrix and a vector.</summary>
    /// <param name="aHat">The matrix. Public.</param>
    /// <param name="sHat">The vector, prepared. Secret.</param>
    /// <param name="product">Receives the product, |.| &lt;= 1664. Secret.</param>
    internal static void Multiply(ReadOnlySpan<NttPoly> aHat, ReadOnlySpan<NttFactor> sHat, Span<NttPoly> product)
    {
        for (int i = 0; i < TParams.K; i++)
            TKernels.KemMultiplyAccumulate(aHat[i..].Coefficients(), sHat.Coefficients(), product[i].Coefficients(), TParams.K);
    }

    /// <summary>The product of the transposed matrix and a vector.</summary>
    /// <param name="aHat">The matrix. Public.</param>
    /// <param name="yHat">The vector, prepared. Secret.</param>
    /// <param name="product">Receives the product, |.| &lt;= 1664. Secret.</param>
    internal static void MultiplyTransposed(ReadOnlySpan<NttPoly> aHat, ReadOnlySpan<NttFactor> yHat, Span<NttPoly> product)
    {
        for (int j = 0; j < TParams.K; j++)
            InnerProduct(aHat.Slice(j * TParams.K, TParams.K), yHat, ref product[j]);
    }

    /// <summary>The inner product of two vectors.</summary>
    /// <param name="a">The first vector. Secret or public.</param>
    /// <param name="b">The second vector, of the same length, prepared. Secret.</param>
    /// <param name="product">Receives the product, |.| &lt;= 1664. Secret.</param>
    internal static void InnerProduct(ReadOnlySpan<NttPoly> a, ReadOnlySpan<NttFactor> b, ref NttPoly product) =>
        TKernels.KemMultiplyAccumulate(a.Coefficients(), b.Coefficients(), product.Coefficients(), 1);

    /// <summary>The index bytes of an entry: its column, then its row (FIPS 203, Algorithm 13, L5).</summary>
    private static ReadOnlySpan<byte> Index(int entry) =>
        ColumnsAndRows.Slice(2 * ((entry / TParams.K * 4) + (entry % TParams.K)), 2);           // public: a position

    /// <summary>Pairs of column and row, each from 0 to 3.</summary>
    private static ReadOnlySpan<byte> ColumnsAndRows =>
    [
        0, 0, 0, 1, 0, 2, 0, 3,
        1, 0, 1, 1, 1, 2, 1, 3,
        2, 0, 2, 1, 2, 2, 2, 3,
        3, 0, 3, 1, 3, 2, 3, 3,
    ];
}
