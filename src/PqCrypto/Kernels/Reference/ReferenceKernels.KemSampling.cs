using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 203, section 4.2.2: sampling.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 7 (SampleNTT), L5 to L16. The order is the standard's.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int KemSampleUniform(ReadOnlySpan<byte> stream, Span<short> f, int filled)
    {
        f = f[..256];
        for (; stream.Length >= 3 && filled < 256; stream = stream[3..])    // L4; public: the stream comes from rho
        {
            int d1 = stream[0] | ((stream[1] & 15) << 8);                   // L6
            int d2 = (stream[1] >> 4) | (stream[2] << 4);                   // L7
            if (d1 < KemZetas.Q)                                            // L8; public, as are the two below
                f[filled++] = (short)d1;                                    // L9, L10
            if (d2 < KemZetas.Q && filled < 256)                            // L12
                f[filled++] = (short)d2;                                    // L13, L14
        }

        return filled;
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 8 (SamplePolyCBD_η). The bits of a coefficient are counted for many coefficients at once: a
    /// field of 2 * eta bits holds x in its lower and y in its upper half.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f)
    {
        f = f[..256];
        if (eta == 2)                                                       // public: a parameter
            SampleCbd2(bytes[..128], f);                                    // = 64 * 2
        else
            SampleCbd3(bytes[..192], f);                                    // = 64 * 3
        Debug.Assert(eta is 2 or 3, "Only these widths are in FIPS 203, Table 2.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SampleCbd2(ReadOnlySpan<byte> bytes, Span<short> f)
    {
        for (; f.Length >= 8; f = f[8..], bytes = bytes[4..])
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint counts = (bits & 0x55555555) + ((bits >> 1) & 0x55555555);
            for (int i = 0; i < 8; i++, counts >>= 4)
                f[i] = (short)((int)(counts & 3) - (int)((counts >> 2) & 3));       // L3 to L5
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SampleCbd3(ReadOnlySpan<byte> bytes, Span<short> f)
    {
        for (; f.Length >= 4; f = f[4..], bytes = bytes[3..])
        {
            uint bits = bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);
            uint counts = (bits & 0x00249249) + ((bits >> 1) & 0x00249249) + ((bits >> 2) & 0x00249249);
            for (int i = 0; i < 4; i++, counts >>= 6)
                f[i] = (short)((int)(counts & 7) - (int)((counts >> 3) & 7));       // L3 to L5
        }
    }
}
