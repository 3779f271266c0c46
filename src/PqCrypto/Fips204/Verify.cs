using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>Verification. Everything here is public, and much of it is an attacker's choice.</summary>
/// <remarks>
/// The bounds, whatever the signature and the public key hold: z comes out of its decoding with |z| &lt;= gamma1 &lt; q, the challenge
/// with |c| &lt;= 1 and t1 * 2^13 in [0, q), so all three may enter the transform and leave it below 9q. Products are summed below q each,
/// their difference is below 2q, and it is reduced to below q / 2 before it enters the inverse transform. UseHint takes any value.
/// </remarks>
internal static class Verify<TParams, TVariant, TKernels>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    /// <summary>Checks a signature of a message representative.</summary>
    /// <param name="aHat">The matrix, row by row.</param>
    /// <param name="t1Hat">t1 * 2^13 in the NTT domain.</param>
    /// <param name="mu">64 bytes.</param>
    /// <param name="signature">The signature, of any length.</param>
    /// <remarks>FIPS 204, Algorithm 8 (ML-DSA.Verify_internal); L1, L5, L6 and a part of L9 are done once per key, L7 by
    /// <see cref="MessageEncoding{TVariant, TKernels}"/>.</remarks>
    internal static bool VerifyInternal(
        ReadOnlySpan<NttPoly> aHat,
        ReadOnlySpan<NttPoly> t1Hat,
        ReadOnlySpan<byte> mu,
        ReadOnlySpan<byte> signature)
    {
        if (signature.Length != DsaSizes<TParams, TVariant>.Signature)
            return false;

        using Workspace workspace = Workspace.Rent();
        Span<RingPoly> z = workspace.Take<RingPoly>(TParams.L);
        Span<RingPoly> h = workspace.Take<RingPoly>(TParams.K);
        if (!Encoding<TParams, TVariant, TKernels>.SigDecode(signature, z, h))                                              // L2 to L4
            return false;
        if (Rounding<TParams, TKernels>.ReachesNorm(z, TParams.Gamma1 - DsaSizes<TParams, TVariant>.Beta) != 0)             // L13
            return false;

        ReadOnlySpan<byte> cTilde = signature[..DsaSizes<TParams, TVariant>.Commitment];
        Span<RingPoly> c = workspace.Take<RingPoly>(1);
        Span<byte> stream = workspace.Bytes(Sampling<TParams, TKernels>.BallBytes);
        Sponge<TKernels> sponge = new(SpongeKind.Shake256, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(cTilde);
        sponge.Squeeze(stream);
        Sampling<TParams, TKernels>.SampleInBall(cTilde, stream, c[0]);                                                     // L8

        Span<byte> w1 = workspace.Bytes(TParams.K * DsaSizes<TParams, TVariant>.W1Polynomial);
        Recommit(aHat, t1Hat, Polynomials.Ntt<TKernels>(z), Polynomials.Ntt<TKernels>(c), h, w1);                           // L9, L10
        Span<byte> expected = workspace.Bytes(cTilde.Length);
        sponge = new Sponge<TKernels>(SpongeKind.Shake256, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(mu);
        sponge.Absorb(w1);
        sponge.Squeeze(expected);                                                                                           // L12
        return expected.SequenceEqual(cTilde);                                                                              // L13
    }

    /// <summary>Rebuilds the commitment from the response, the challenge and the hints.</summary>
    private static void Recommit(
        ReadOnlySpan<NttPoly> aHat,
        ReadOnlySpan<NttPoly> t1Hat,
        ReadOnlySpan<NttPoly> zHat,
        ReadOnlySpan<NttPoly> cHat,
        ReadOnlySpan<RingPoly> h,
        Span<byte> w1)
    {
        using Workspace workspace = Workspace.Rent();
        Span<int> az = workspace.Take<int>(RingPoly.Size);
        Span<int> w = workspace.Take<int>(RingPoly.Size);
        int size = DsaSizes<TParams, TVariant>.W1Polynomial;
        for (int row = 0; row < h.Length; row++)
        {
            TKernels.DsaMultiplyAccumulate(aHat.Slice(row * zHat.Length, zHat.Length).Coefficients(), zHat.Coefficients(), az);
            TKernels.DsaMultiplyAccumulate(cHat.Coefficients(), t1Hat[row], w);
            TKernels.DsaSubtractFrom(az, w);
            TKernels.DsaReduce(w);
            TKernels.DsaInverseNtt(w);                                                  // L9
            TKernels.DsaUseHint(h[row], w, TParams.Gamma2, az);                         // L10
            TKernels.DsaSimpleBitPack(az, DsaSizes<TParams, TVariant>.W1Bits, w1.Slice(row * size, size));
        }
    }
}
