using PqCrypto.Kernels;

namespace PqCrypto.Fips203.Algebra;

/// <summary>Vectors of polynomials as bytes (FIPS 203, section 4.2.1), polynomial after polynomial.</summary>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal static class ByteCodec<TKernels>
    where TKernels : struct, IKernels
{
    /// <summary>Bytes of one polynomial that is encoded with 12 bits a coefficient.</summary>
    private const int Encoded12 = 384;                  // = 32 * 12

    /// <summary>Encodes a vector of the NTT domain.</summary>
    /// <param name="f">The vector. Secret.</param>
    /// <param name="bytes">Receives 384 bytes a polynomial. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 5 (ByteEncode_d) with d = 12.</remarks>
    internal static void ByteEncode12(Span<NttPoly> f, Span<byte> bytes)
    {
        for (int i = 0; i < f.Length; i++)
            TKernels.KemEncode12(f[i].Coefficients(), bytes.Slice(i * Encoded12, Encoded12));
    }

    /// <summary>Decodes a vector of the NTT domain.</summary>
    /// <param name="bytes">384 bytes a polynomial. Secret or public.</param>
    /// <param name="f">Receives the vector, reduced modulo q.</param>
    /// <returns>0 where every value was below q, otherwise not 0. As secret as the bytes.</returns>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) with d = 12.</remarks>
    internal static int ByteDecode12(ReadOnlySpan<byte> bytes, Span<NttPoly> f)
    {
        int reduced = 0;
        for (int i = 0; i < f.Length; i++)
            reduced |= TKernels.KemDecode12(bytes.Slice(i * Encoded12, Encoded12), f[i].Coefficients());
        return reduced;
    }

    /// <summary>Compresses a vector to d bits a coefficient and encodes it.</summary>
    /// <param name="f">The vector. Secret.</param>
    /// <param name="d">1, 4, 5, 10 or 11. Public.</param>
    /// <param name="bytes">Receives 32 * d bytes a polynomial. Secret.</param>
    /// <remarks>FIPS 203, Eq. (4.7) and Algorithm 5 (ByteEncode_d).</remarks>
    internal static void CompressEncode(Span<RingPoly> f, int d, Span<byte> bytes)
    {
        for (int i = 0; i < f.Length; i++)
            TKernels.KemCompressEncode(f[i].Coefficients(), d, bytes.Slice(32 * d * i, 32 * d));
    }

    /// <summary>Decodes a vector with d bits a coefficient and decompresses it.</summary>
    /// <param name="bytes">32 * d bytes a polynomial. Secret or public.</param>
    /// <param name="d">1, 4, 5, 10 or 11. Public.</param>
    /// <param name="f">Receives the vector, in [0, q).</param>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) and Eq. (4.8).</remarks>
    internal static void DecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<RingPoly> f)
    {
        for (int i = 0; i < f.Length; i++)
            TKernels.KemDecodeDecompress(bytes.Slice(32 * d * i, 32 * d), d, f[i].Coefficients());
    }
}
