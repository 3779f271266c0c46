using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 204, section 7.3: rejection sampling. The kernel order of this set is the standard's.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 30 (RejNTTPoly), with FIPS 204, Algorithm 14 (CoeffFromThreeBytes).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DsaSampleUniform(ReadOnlySpan<byte> stream, Span<int> f, int filled)
    {
        f = f[..256];
        for (int i = 0; i + 2 < stream.Length && filled < f.Length; i += 3)
        {
            int z = stream[i] | (stream[i + 1] << 8) | ((stream[i + 2] & 0x7F) << 16);
            f[filled] = z;
            if (z < DsaField.Q)         // public: the stream comes from rho
                filled++;
        }

        return filled;
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 31 (RejBoundedPoly), with FIPS 204, Algorithm 15 (CoeffFromHalfByte).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int DsaSampleBounded(ReadOnlySpan<byte> stream, int eta, Span<int> f, int filled)
    {
        f = f[..256];
        int limit = eta == 2 ? 15 : 9;          // public: a parameter
        int fifth = eta == 2 ? 205 : 0;         // = ceil(2^10 / 5); eta = 4 takes no remainder
        for (int i = 0; i < stream.Length; i++)
        {
            for (int shift = 0; shift < 8; shift += 4)
            {
                if (filled == f.Length)
                    return filled;
                int half = (stream[i] >> shift) & 15;
                f[filled] = eta - (half - 5 * ((half * fifth) >> 10));      // a rejected value is overwritten by the next
                filled += Declassify.Value((half - limit) >>> 31, DeclassifyReason.RejectedCandidates);
            }
        }

        return filled;
    }
}
