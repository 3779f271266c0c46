using PqCrypto.Base;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>Keys, signatures and hints as bytes (FIPS 204, sections 7.1 and 7.2).</summary>
internal static class Encoding<TParams, TVariant, TKernels>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private const int SeedSize = 32;

    /// <summary>Encodes one polynomial of a public key; its first 32 bytes are rho.</summary>
    /// <param name="row">Which. Public.</param>
    /// <param name="t1">256 coefficients in [0, 1023]. Public.</param>
    /// <param name="pk">The key, of which the row's part is written.</param>
    /// <remarks>FIPS 204, Algorithm 22 (pkEncode), L3.</remarks>
    internal static void PkEncodeRow(int row, ReadOnlySpan<int> t1, Span<byte> pk)
    {
        int size = DsaSizes<TParams, TVariant>.T1Polynomial;
        TKernels.DsaSimpleBitPack(t1, DsaSizes<TParams, TVariant>.T1Bits, pk.Slice(SeedSize + row * size, size));
    }

    /// <summary>Decodes a public key; its first 32 bytes are rho. Every content is valid.</summary>
    /// <param name="pk">The key. Public.</param>
    /// <param name="t1">Receives k polynomials in [0, 1023]. Public.</param>
    /// <remarks>FIPS 204, Algorithm 23 (pkDecode).</remarks>
    internal static void PkDecode(ReadOnlySpan<byte> pk, Span<RingPoly> t1)
    {
        int size = DsaSizes<TParams, TVariant>.T1Polynomial;
        for (int i = 0; i < t1.Length; i++)
            TKernels.DsaSimpleBitUnpack(pk.Slice(SeedSize + i * size, size), DsaSizes<TParams, TVariant>.T1Bits, t1[i]);
    }

    /// <summary>Encodes the seeds and short vectors of a private key; tr and t0 are written when they are known.</summary>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="k">32 bytes. Secret.</param>
    /// <param name="s">s1 and behind it s2, |s[i]| &lt;= eta. Secret.</param>
    /// <param name="sk">The key, of which these parts are written. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 24 (skEncode).</remarks>
    internal static void SkEncode(ReadOnlySpan<byte> rho, ReadOnlySpan<byte> k, ReadOnlySpan<RingPoly> s, Span<byte> sk)
    {
        rho.CopyTo(sk);                                                 // L1
        k.CopyTo(sk[SeedSize..]);
        int size = DsaSizes<TParams, TVariant>.SecretPolynomial;
        Span<byte> target = sk[DsaSizes<TParams, TVariant>.SecretsStart..];
        for (int i = 0; i < s.Length; i++)                              // L2 to L7
            TKernels.DsaBitPack(s[i], TParams.Eta, DsaSizes<TParams, TVariant>.SecretBits, target.Slice(i * size, size));
    }

    /// <summary>Encodes one polynomial of t0 into a private key.</summary>
    /// <param name="row">Which. Public.</param>
    /// <param name="t0">256 coefficients in (-2^12, 2^12]. Secret.</param>
    /// <param name="sk">The key, of which the row's part is written. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 24 (skEncode), L9.</remarks>
    internal static void SkEncodeRow(int row, ReadOnlySpan<int> t0, Span<byte> sk)
    {
        int size = DsaSizes<TParams, TVariant>.T0Polynomial;
        Span<byte> target = sk.Slice(DsaSizes<TParams, TVariant>.T0Start + row * size, size);
        TKernels.DsaBitPack(t0, DsaSizes<TParams, TVariant>.T0High, DsaSizes<TParams, TVariant>.T0Bits, target);
    }

    /// <summary>Decodes the polynomials of a private key; rho, K and tr are its first bytes as they are.</summary>
    /// <param name="sk">The key. Secret.</param>
    /// <param name="s">Receives s1 and behind it s2. Secret.</param>
    /// <param name="t0">Receives k polynomials in (-2^12, 2^12]. Secret.</param>
    /// <returns>0 where s1 and s2 lie within eta, as they do in every key that was made by key generation; otherwise not 0. Secret.</returns>
    /// <remarks>FIPS 204, Algorithm 25 (skDecode).</remarks>
    internal static int SkDecode(ReadOnlySpan<byte> sk, Span<RingPoly> s, Span<RingPoly> t0)
    {
        int outside = 0;
        int size = DsaSizes<TParams, TVariant>.SecretPolynomial;
        ReadOnlySpan<byte> source = sk[DsaSizes<TParams, TVariant>.SecretsStart..];
        for (int i = 0; i < s.Length; i++)                              // L2 to L7
        {
            TKernels.DsaBitUnpack(source.Slice(i * size, size), TParams.Eta, DsaSizes<TParams, TVariant>.SecretBits, s[i]);
            outside |= TKernels.DsaReachesNorm(s[i], TParams.Eta + 1);
        }

        size = DsaSizes<TParams, TVariant>.T0Polynomial;
        source = sk[DsaSizes<TParams, TVariant>.T0Start..];
        for (int i = 0; i < t0.Length; i++)                             // L8 to L10
            TKernels.DsaBitUnpack(source.Slice(i * size, size), DsaSizes<TParams, TVariant>.T0High, DsaSizes<TParams, TVariant>.T0Bits, t0[i]);
        return outside;
    }

    /// <summary>Encodes a signature.</summary>
    /// <param name="cTilde">The commitment hash. Public.</param>
    /// <param name="z">l polynomials, |z[i]| &lt; gamma1. Public.</param>
    /// <param name="h">k polynomials of zeros and at most omega ones. Public.</param>
    /// <param name="signature">Receives the signature.</param>
    /// <remarks>FIPS 204, Algorithm 26 (sigEncode).</remarks>
    internal static void SigEncode(ReadOnlySpan<byte> cTilde, ReadOnlySpan<RingPoly> z, ReadOnlySpan<RingPoly> h, Span<byte> signature)
    {
        int size = DsaSizes<TParams, TVariant>.ZPolynomial;
        cTilde.CopyTo(signature);                                       // L1
        for (int i = 0; i < z.Length; i++)                              // L2 to L4
        {
            Span<byte> target = signature.Slice(DsaSizes<TParams, TVariant>.Commitment + i * size, size);
            TKernels.DsaBitPack(z[i], TParams.Gamma1, DsaSizes<TParams, TVariant>.ZBits, target);
        }

        HintBitPack(h, signature.Slice(DsaSizes<TParams, TVariant>.HintStart, TParams.Omega + TParams.K));    // L5
    }

    /// <summary>Decodes a signature; its first bytes are the commitment hash.</summary>
    /// <param name="signature">A signature of the right length. Public.</param>
    /// <param name="z">Receives l polynomials in (-gamma1, gamma1]. Public.</param>
    /// <returns>False where the hints are malformed.</returns>
    /// <remarks>FIPS 204, Algorithm 27 (sigDecode); the hints are decoded row by row, by <see cref="HintBitUnpackRow"/>.</remarks>
    internal static bool SigDecode(ReadOnlySpan<byte> signature, Span<RingPoly> z)
    {
        int size = DsaSizes<TParams, TVariant>.ZPolynomial;
        for (int i = 0; i < z.Length; i++)                              // L3 to L5
        {
            ReadOnlySpan<byte> source = signature.Slice(DsaSizes<TParams, TVariant>.Commitment + i * size, size);
            TKernels.DsaBitUnpack(source, TParams.Gamma1, DsaSizes<TParams, TVariant>.ZBits, z[i]);
        }

        return HintBitUnpack(signature[DsaSizes<TParams, TVariant>.HintStart..]);   // L6
    }

    /// <summary>Encodes one polynomial of high parts of the commitment.</summary>
    /// <param name="row">Which. Public.</param>
    /// <param name="w1">256 high parts. Secret until the attempt is accepted.</param>
    /// <param name="bytes">k * 32 * (6 or 4) bytes, of which the row's part is written. Secret until the attempt is accepted.</param>
    /// <remarks>FIPS 204, Algorithm 28 (w1Encode), L3.</remarks>
    internal static void W1EncodeRow(int row, ReadOnlySpan<int> w1, Span<byte> bytes)
    {
        int size = DsaSizes<TParams, TVariant>.W1Polynomial;
        TKernels.DsaSimpleBitPack(w1, DsaSizes<TParams, TVariant>.W1Bits, bytes.Slice(row * size, size));
    }

    /// <summary>Encodes hints as the positions of their ones and a running total per polynomial.</summary>
    /// <param name="h">k polynomials of zeros and at most omega ones. Public: the attempt is accepted.</param>
    /// <param name="y">Receives omega + k bytes.</param>
    /// <remarks>FIPS 204, Algorithm 20 (HintBitPack).</remarks>
    internal static void HintBitPack(ReadOnlySpan<RingPoly> h, Span<byte> y)
    {
        y.Clear();                                                      // L1
        int index = 0;                                                  // L2
        Declassify.Bytes(h, DeclassifyReason.PublishedOutput);
        for (int i = 0; i < h.Length; i++)
        {
            ReadOnlySpan<int> rest = h[i];
            for (int one = rest.IndexOf(1); one >= 0; one = rest.IndexOf(1))
            {
                rest = rest[(one + 1)..];
                y[index++] = (byte)(RingPoly.Size - rest.Length - 1);   // L6, L7
            }

            y[TParams.Omega + i] = (byte)index;                         // L10
        }
    }

    /// <summary>Checks encoded hints; there is exactly one encoding of each.</summary>
    /// <param name="y">omega + k bytes. Public.</param>
    /// <returns>False where a total falls or exceeds omega, the positions of a polynomial do not rise, or the padding is not zero.</returns>
    /// <remarks>FIPS 204, Algorithm 21 (HintBitUnpack), without L12, which is <see cref="HintBitUnpackRow"/>.</remarks>
    internal static bool HintBitUnpack(ReadOnlySpan<byte> y)
    {
        int index = 0;                                                  // L2
        for (int i = 0; i < TParams.K; i++)
        {
            int end = y[TParams.Omega + i];
            if (end < index || end > TParams.Omega)                     // L4
                return false;
            for (int first = index; index < end; index++)
            {
                if (index > first && y[index - 1] >= y[index])          // L8, L9
                    return false;
            }
        }

        return !y[index..TParams.Omega].ContainsAnyExcept((byte)0);     // L16 to L18
    }

    /// <summary>Decodes the hints of one polynomial.</summary>
    /// <param name="y">omega + k bytes that <see cref="HintBitUnpack"/> accepts. Public.</param>
    /// <param name="row">Which polynomial.</param>
    /// <param name="h">Receives 256 zeros and ones. Public.</param>
    /// <remarks>FIPS 204, Algorithm 21 (HintBitUnpack), L1 and L12.</remarks>
    internal static void HintBitUnpackRow(ReadOnlySpan<byte> y, int row, Span<int> h)
    {
        h.Clear();                                                      // L1
        int start = row == 0 ? 0 : y[TParams.Omega + row - 1];
        foreach (byte position in y[start..y[TParams.Omega + row]])
            h[position] = 1;                                            // L12
    }
}
