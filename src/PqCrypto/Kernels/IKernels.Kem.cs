namespace PqCrypto.Kernels;

/// <content>FIPS 203: polynomials of 256 coefficients modulo q = 3329, held as short. Every result is exact: no hidden Montgomery factor.</content>
internal partial interface IKernels
{
    /// <summary>Number-theoretic transform, in place.</summary>
    /// <param name="f">256 coefficients, secret. In: |f[i]| &lt;= 3328. Out: |f[i]| &lt;= 16545, in kernel order.</param>
    /// <remarks>FIPS 203, Algorithm 9 (NTT).</remarks>
    static abstract void KemNtt(Span<short> f);

    /// <summary>Inverse transform, in place, scaled.</summary>
    /// <param name="f">256 coefficients in kernel order, secret. In: |f[i]| &lt;= 1664. Out: |f[i]| &lt;= 3328, standard order.</param>
    /// <remarks>FIPS 203, Algorithm 10 (NTT⁻¹).</remarks>
    static abstract void KemInverseNtt(Span<short> f);

    /// <summary>Prepares polynomials as second factors of products, for as many products as there are.</summary>
    /// <param name="b">Polynomials one after the other, kernel order. Any short. Secret.</param>
    /// <param name="factors">Receives twice as many coefficients, in a form of the kernel's own. Secret.</param>
    static abstract void KemPrepareFactors(ReadOnlySpan<short> b, Span<short> factors);

    /// <summary>Inner product in the NTT domain: the sum over i of a[i] * b[i].</summary>
    /// <param name="a">Polynomials, kernel order. Any short. Secret.</param>
    /// <param name="factors">The second factors, 1 to 4, prepared. Secret.</param>
    /// <param name="sum">Receives one polynomial, kernel order; |sum[i]| &lt;= 1664. May not overlap the factors.</param>
    /// <param name="step">How many polynomials lie between one first factor and the next, 1 or more. Public.</param>
    /// <remarks>FIPS 203, Algorithm 11 (MultiplyNTTs), summed as in Eq. (2.12) to (2.14).</remarks>
    static abstract void KemMultiplyAccumulate(ReadOnlySpan<short> a, ReadOnlySpan<short> factors, Span<short> sum, int step);

    /// <summary>Adds a polynomial to another.</summary>
    /// <param name="f">256 coefficients, secret. |f[i]| &lt;= 3328.</param>
    /// <param name="sum">256 coefficients, secret. In: |sum[i]| &lt;= 6656. Out: the sum, unreduced.</param>
    static abstract void KemAdd(ReadOnlySpan<short> f, Span<short> sum);

    /// <summary>Replaces a polynomial by another minus it.</summary>
    /// <param name="f">The minuend, secret. |f[i]| &lt;= 3328.</param>
    /// <param name="difference">In: the subtrahend, |.| &lt;= 3328. Out: f - difference, unreduced. Secret.</param>
    static abstract void KemSubtractFrom(ReadOnlySpan<short> f, Span<short> difference);

    /// <summary>Replaces each coefficient by its centred representative modulo q.</summary>
    /// <param name="f">256 coefficients, secret. In: any short. Out: |f[i]| &lt;= 1664.</param>
    static abstract void KemReduce(Span<short> f);

    /// <summary>Continues rejection sampling from a stream of SHAKE128 output.</summary>
    /// <param name="stream">Bytes, a multiple of 3. Public: they come from rho.</param>
    /// <param name="f">256 coefficients; those up to <paramref name="filled"/> are there already.</param>
    /// <param name="filled">Coefficients found so far, 0 to 256.</param>
    /// <returns>Coefficients found now; at 256 the polynomial is complete and in kernel order, before that its order is the kernel's affair.
    /// In [0, q).</returns>
    /// <remarks>FIPS 203, Algorithm 7 (SampleNTT), L5 to L16.</remarks>
    static abstract int KemSampleUniform(ReadOnlySpan<byte> stream, Span<short> f, int filled);

    /// <summary>Samples from the centred binomial distribution.</summary>
    /// <param name="bytes">64 * eta bytes. Secret.</param>
    /// <param name="eta">2 or 3.</param>
    /// <param name="f">Receives 256 coefficients, |f[i]| &lt;= eta. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 8 (SamplePolyCBD_η).</remarks>
    static abstract void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f);

    /// <summary>Encodes an NTT-domain polynomial with 12 bits a coefficient.</summary>
    /// <param name="f">256 coefficients in kernel order, any short. Secret.</param>
    /// <param name="bytes">Receives 384 bytes: the representatives in [0, q), standard order.</param>
    /// <remarks>FIPS 203, Algorithm 5 (ByteEncode_d) with d = 12.</remarks>
    static abstract void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes);

    /// <summary>Decodes an NTT-domain polynomial.</summary>
    /// <param name="bytes">384 bytes. Secret or public.</param>
    /// <param name="f">Receives 256 coefficients in kernel order, reduced modulo q into [0, q).</param>
    /// <returns>0 where all encoded values were below q, otherwise not 0. As secret as the bytes.</returns>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) with d = 12; the result serves the modulus check of section 7.2.</remarks>
    static abstract int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f);

    /// <summary>Compresses to d bits and encodes.</summary>
    /// <param name="f">256 coefficients, any short, standard order. Secret.</param>
    /// <param name="d">1, 4, 5, 10 or 11.</param>
    /// <param name="bytes">Receives 32 * d bytes.</param>
    /// <remarks>FIPS 203, Eq. (4.7) and Algorithm 5 (ByteEncode_d).</remarks>
    static abstract void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes);

    /// <summary>Decodes d bits a coefficient and decompresses.</summary>
    /// <param name="bytes">32 * d bytes. Secret (d = 1) or public.</param>
    /// <param name="d">1, 4, 5, 10 or 11.</param>
    /// <param name="f">Receives 256 coefficients in [0, q), standard order.</param>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) and Eq. (4.8).</remarks>
    static abstract void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f);
}
