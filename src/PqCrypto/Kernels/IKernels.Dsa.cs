namespace PqCrypto.Kernels;

/// <content>FIPS 204: polynomials of 256 coefficients modulo q = 8380417, held as int. Results outside the NTT domain are exact; in it, besides the
/// order of coefficients, a factor of products is the kernel set's own affair.</content>
internal partial interface IKernels
{
    /// <summary>Number-theoretic transform, in place.</summary>
    /// <param name="f">256 coefficients, secret. In: |f[i]| &lt; q. Out: |f[i]| &lt; 10q, congruent to the transform, kernel order.</param>
    /// <remarks>FIPS 204, Algorithm 41 (NTT).</remarks>
    static abstract void DsaNtt(Span<int> f);

    /// <summary>Inverse transform of sums of products, in place, scaled.</summary>
    /// <param name="f">256 coefficients, secret. In: what <see cref="DsaMultiplyAccumulate"/> gave, or a sum of such, |f[i]| &lt; q. Out: |f[i]| &lt;=
    /// 5q / 4, standard order, without any factor.</param>
    /// <remarks>FIPS 204, Algorithm 42 (NTT⁻¹).</remarks>
    static abstract void DsaInverseNtt(Span<int> f);

    /// <summary>Inner product in the NTT domain: the sum over i of a[i] * b[i].</summary>
    /// <param name="a">1 to 7 polynomials one after the other, kernel order, |a| &lt; 10q. Secret or public.</param>
    /// <param name="last">One polynomial more, which follows those of a but lies elsewhere, |last| &lt; 10q; or none. Secret or public.</param>
    /// <param name="b">As many polynomials as both, kernel order, |b| &lt; 10q. Together, the sum of |a[i]| * |b[i]| is below 256 q^2: so it is with seven
    /// entries of a matrix, which are below q, and one polynomial more. Secret or public.</param>
    /// <param name="sum">Receives one polynomial, kernel order, |sum[i]| &lt; q, times a factor that is the kernel set's and that
    /// <see cref="DsaInverseNtt"/> takes out. May not overlap the factors.</param>
    /// <remarks>FIPS 204, Algorithm 45 (MultiplyNTT) and Algorithm 44 (AddNTT).</remarks>
    static abstract void DsaMultiplyAccumulate(ReadOnlySpan<int> a, ReadOnlySpan<int> last, ReadOnlySpan<int> b, Span<int> sum);

    /// <summary>Lays a short polynomial out so that <see cref="DsaMultiplyChallenge"/> finds each of its products with a power of X in one piece.</summary>
    /// <param name="s">256 coefficients of s1 or s2, |s[i]| &lt;= 4. Secret.</param>
    /// <param name="negated">Whether products are to be subtracted: then the table is that of -s.</param>
    /// <param name="table">Receives 768 bytes: -s, s and -s. Secret.</param>
    static abstract void DsaChallengeTable(ReadOnlySpan<int> s, bool negated, Span<sbyte> table);

    /// <summary>Multiplies a short polynomial by a challenge and adds another, without a transform: adds the pieces of its table that the challenge
    /// names.</summary>
    /// <param name="table">The 768 bytes [-s | s | -s] that <see cref="DsaChallengeTable"/> made, |s[i]| &lt;= eta. Secret.</param>
    /// <param name="offsets">At most 64; for each coefficient of the challenge c that is not zero, 256 - j where c[j] = 1 and 512 - j where
    /// c[j] = -1. Public, rejected challenges included.</param>
    /// <param name="eta">2 or 4.</param>
    /// <param name="addend">256 coefficients, |addend[i]| &lt; 2^30. Secret.</param>
    /// <param name="sum">Receives addend + c * s, unreduced: sum[i] is addend[i] and the table[o + i] for all offsets o. Secret.</param>
    /// <remarks>What FIPS 204 writes as NTT⁻¹(cHat ∘ sHat) in Algorithm 7, L18 and L19; X^j shifts a polynomial by j places and turns the signs
    /// of those that come around.</remarks>
    static abstract void DsaMultiplyChallenge(ReadOnlySpan<sbyte> table, ReadOnlySpan<ushort> offsets, int eta, ReadOnlySpan<int> addend, Span<int> sum);

    /// <summary>Adds a polynomial to another.</summary>
    /// <param name="f">256 coefficients, secret. |f[i]| &lt; 2^30.</param>
    /// <param name="sum">256 coefficients, secret. In: |sum[i]| &lt; 2^30. Out: the sum, unreduced.</param>
    static abstract void DsaAdd(ReadOnlySpan<int> f, Span<int> sum);

    /// <summary>Replaces each coefficient by its centred representative modulo q.</summary>
    /// <param name="f">256 coefficients, secret. In: any int. Out: |f[i]| &lt;= (q - 1) / 2.</param>
    static abstract void DsaReduce(Span<int> f);

    /// <summary>Multiplies each coefficient by 2^d = 8192.</summary>
    /// <param name="f">256 coefficients of t1, public. In: [0, 1023]. Out: below q.</param>
    static abstract void DsaShiftLeft(Span<int> f);

    /// <summary>Splits each coefficient as r1 * 2^13 + r0.</summary>
    /// <param name="r">256 coefficients, |r[i]| &lt; 2q: taken modulo q. Secret.</param>
    /// <param name="r1">Receives the high parts in [0, 1023].</param>
    /// <param name="r0">Receives the low parts in (-2^12, 2^12]. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 35 (Power2Round).</remarks>
    static abstract void DsaPower2Round(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0);

    /// <summary>Splits each coefficient as r1 * 2 * gamma2 + r0.</summary>
    /// <param name="r">256 coefficients, |r[i]| &lt; 2q: taken modulo q. Secret.</param>
    /// <param name="gamma2">95232 or 261888.</param>
    /// <param name="r1">Receives the high parts in [0, (q - 1) / (2 * gamma2)). Secret.</param>
    /// <param name="r0">Receives the low parts, |r0| &lt;= gamma2. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 36 (Decompose).</remarks>
    static abstract void DsaDecompose(ReadOnlySpan<int> r, int gamma2, Span<int> r1, Span<int> r0);

    /// <summary>Tests the infinity norm of low parts.</summary>
    /// <param name="r">256 coefficients, |r[i]| &lt; 2q: taken modulo q. Secret.</param>
    /// <param name="gamma2">95232 or 261888.</param>
    /// <param name="bound">A positive bound.</param>
    /// <returns>0 where every |r0[i]| &lt; bound, otherwise not 0. Secret.</returns>
    /// <remarks>FIPS 204, Algorithm 38 (LowBits).</remarks>
    static abstract int DsaLowBitsReachNorm(ReadOnlySpan<int> r, int gamma2, int bound);

    /// <summary>Marks the coefficients whose high part changes when z is added to r.</summary>
    /// <param name="z">256 coefficients, |z[i]| &lt; q. Secret.</param>
    /// <param name="r">256 coefficients, |r[i]| &lt; 2q: taken modulo q. Secret.</param>
    /// <param name="gamma2">95232 or 261888.</param>
    /// <param name="h">Receives 256 values 0 or 1. Secret until the attempt is accepted.</param>
    /// <returns>The number of ones. Secret until the attempt is accepted.</returns>
    /// <remarks>FIPS 204, Algorithm 39 (MakeHint).</remarks>
    static abstract int DsaMakeHint(ReadOnlySpan<int> z, ReadOnlySpan<int> r, int gamma2, Span<int> h);

    /// <summary>The high parts of r, adjusted by hints.</summary>
    /// <param name="h">256 values 0 or 1. Public.</param>
    /// <param name="r">256 coefficients, |r[i]| &lt; 2q: taken modulo q. Public.</param>
    /// <param name="gamma2">95232 or 261888.</param>
    /// <param name="w1">Receives the adjusted high parts in [0, (q - 1) / (2 * gamma2)). Public.</param>
    /// <remarks>FIPS 204, Algorithm 40 (UseHint).</remarks>
    static abstract void DsaUseHint(ReadOnlySpan<int> h, ReadOnlySpan<int> r, int gamma2, Span<int> w1);

    /// <summary>Tests the infinity norm.</summary>
    /// <param name="f">256 centred coefficients, |f[i]| &lt; 2^30. Secret.</param>
    /// <param name="bound">A positive bound.</param>
    /// <returns>0 where every |f[i]| &lt; bound, otherwise not 0. Secret.</returns>
    static abstract int DsaReachesNorm(ReadOnlySpan<int> f, int bound);

    /// <summary>Continues rejection sampling from a stream of SHAKE128 output.</summary>
    /// <param name="stream">Bytes, a multiple of 3. Public: they come from rho.</param>
    /// <param name="f">256 coefficients; those up to <paramref name="filled"/> are there already.</param>
    /// <param name="filled">Coefficients found so far, 0 to 256.</param>
    /// <returns>Coefficients found now; at 256 the polynomial is complete and in kernel order, before that its order is the kernel's affair.
    /// In [0, q).</returns>
    /// <remarks>FIPS 204, Algorithm 30 (RejNTTPoly) with Algorithm 14 (CoeffFromThreeBytes).</remarks>
    static abstract int DsaSampleUniform(ReadOnlySpan<byte> stream, Span<int> f, int filled);

    /// <summary>Continues sampling of short coefficients from a stream of SHAKE256 output.</summary>
    /// <param name="stream">Bytes. Secret; which half-bytes are rejected is declassified.</param>
    /// <param name="eta">2 or 4.</param>
    /// <param name="f">256 coefficients; those up to <paramref name="filled"/> are there already. Secret.</param>
    /// <param name="filled">Coefficients found so far, 0 to 256.</param>
    /// <returns>Coefficients found now. |f[i]| &lt;= eta.</returns>
    /// <remarks>FIPS 204, Algorithm 31 (RejBoundedPoly) with Algorithm 15 (CoeffFromHalfByte).</remarks>
    static abstract int DsaSampleBounded(ReadOnlySpan<byte> stream, int eta, Span<int> f, int filled);

    /// <summary>Packs non-negative coefficients.</summary>
    /// <param name="f">256 coefficients in [0, 2^bits). Secret or public.</param>
    /// <param name="bits">4, 6 (w1) or 10 (t1).</param>
    /// <param name="bytes">Receives 32 * bits bytes.</param>
    /// <remarks>FIPS 204, Algorithm 16 (SimpleBitPack).</remarks>
    static abstract void DsaSimpleBitPack(ReadOnlySpan<int> f, int bits, Span<byte> bytes);

    /// <summary>Packs coefficients as their distance below an upper end.</summary>
    /// <param name="f">256 coefficients in (high - 2^bits, high]. Secret.</param>
    /// <param name="high">The upper end: eta, 2^12 or gamma1.</param>
    /// <param name="bits">3, 4 (s1, s2), 13 (t0), 18 or 20 (z).</param>
    /// <param name="bytes">Receives 32 * bits bytes.</param>
    /// <remarks>FIPS 204, Algorithm 17 (BitPack).</remarks>
    static abstract void DsaBitPack(ReadOnlySpan<int> f, int high, int bits, Span<byte> bytes);

    /// <summary>Reverses <see cref="DsaSimpleBitPack"/>.</summary>
    /// <param name="bytes">32 * bits bytes. Public.</param>
    /// <param name="bits">10 (t1).</param>
    /// <param name="f">Receives 256 coefficients in [0, 2^bits).</param>
    /// <remarks>FIPS 204, Algorithm 18 (SimpleBitUnpack).</remarks>
    static abstract void DsaSimpleBitUnpack(ReadOnlySpan<byte> bytes, int bits, Span<int> f);

    /// <summary>Reverses <see cref="DsaBitPack"/>.</summary>
    /// <param name="bytes">32 * bits bytes. Secret or public.</param>
    /// <param name="high">The upper end: eta, 2^12 or gamma1.</param>
    /// <param name="bits">3, 4, 13, 18 or 20.</param>
    /// <param name="f">Receives 256 coefficients in (high - 2^bits, high]; for s1 and s2 the caller checks the lower end.</param>
    /// <remarks>FIPS 204, Algorithm 19 (BitUnpack).</remarks>
    static abstract void DsaBitUnpack(ReadOnlySpan<byte> bytes, int high, int bits, Span<int> f);
}
