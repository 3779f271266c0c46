using System.Buffers.Binary;
using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204.Algebra;

/// <summary>The samplers of FIPS 204, section 7.3. Each is asked for in two steps: its streams join a group that the caller runs, then their
/// output becomes polynomials. A stream that turns out too short is computed again and continued block by block, without a limit.</summary>
internal static class Sampling<TParams, TKernels>
    where TParams : struct, IDsaParameters
    where TKernels : struct, IKernels
{
    /// <summary>First output of SampleInBall: 8 bytes of signs and 128 candidates.</summary>
    internal const int BallBytes = 136;             // = 200 - 2 * 32: one block of SHAKE256

    private const int UniformBlock = 168;           // = 200 - 2 * 16: the rate of SHAKE128
    private const int BoundedBlock = 136;           // = 200 - 2 * 32: the rate of SHAKE256
    private const int UniformBytes = 840;           // = 5 * 168: 280 candidates for 256 coefficients; 1 in 1024 is refused
    private const int BoundedBytes = 272;           // = 2 * 136: 544 half-bytes; a third is needed once in 143 000 polynomials where eta = 4
    private const int SuffixBytes = 2;
    private const int RhoBytes = 32;
    private const int RhoPrimeBytes = 64;

    /// <summary>Streams of the matrix.</summary>
    internal static int MatrixStreams => TParams.K * TParams.L;

    /// <summary>Bytes that the streams of the matrix take in a group.</summary>
    internal static int MatrixBytes => MatrixStreams * (RhoBytes + SuffixBytes + UniformBytes);

    /// <summary>Streams of the secret vectors.</summary>
    internal static int SecretStreams => TParams.K + TParams.L;

    /// <summary>Bytes that the streams of the secret vectors take in a group.</summary>
    internal static int SecretBytes => SecretStreams * (RhoPrimeBytes + SuffixBytes + BoundedBytes);

    /// <summary>Bytes that the streams of one mask vector take in a group.</summary>
    internal static int MaskBytes => TParams.L * (RhoPrimeBytes + SuffixBytes + MaskPolynomial);

    private static int MaskBits => TParams.Gamma1 == 1 << 17 ? 18 : 20;     // = 1 + bitlen(gamma1 - 1)

    private static int MaskPolynomial => 32 * MaskBits;

    /// <summary>Adds the streams of the matrix.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rho">32 bytes. Public.</param>
    /// <returns>The first stream's number.</returns>
    internal static int AddMatrix(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> rho)
    {
        Span<byte> suffix = stackalloc byte[SuffixBytes];
        int first = -1;
        for (int i = 0; i < MatrixStreams; i++)
        {
            int stream = group.Add(SpongeKind.Shake128, UniformBytes, rho, MatrixSuffix(i, suffix));
            if (i == 0)
                first = stream;
        }

        return first;
    }

    /// <summary>Makes the matrix of the streams' output.</summary>
    /// <param name="group">The group, run.</param>
    /// <param name="first">The first stream's number.</param>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="aHat">Receives k * l polynomials, row by row, in [0, q). Public.</param>
    /// <remarks>FIPS 204, Algorithm 32 (ExpandA).</remarks>
    internal static void ExpandA(scoped ref LaneGroup<TKernels> group, int first, ReadOnlySpan<byte> rho, Span<NttPoly> aHat)
    {
        Span<byte> suffix = stackalloc byte[SuffixBytes];
        for (int i = 0; i < MatrixStreams; i++)
        {
            int filled = TKernels.DsaSampleUniform(group.Output(first + i), aHat[i], 0);
            if (filled < RingPoly.Size)
                RejNttPoly(rho, MatrixSuffix(i, suffix), UniformBytes, aHat[i], filled);
        }
    }

    /// <summary>Continues the sampling of a polynomial that its first blocks did not fill.</summary>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="suffix">The two index bytes. Public.</param>
    /// <param name="consumed">Bytes of output that have been used, whole blocks.</param>
    /// <param name="f">The polynomial; its first coefficients are there.</param>
    /// <param name="filled">How many, as the kernel told.</param>
    /// <remarks>FIPS 204, Algorithm 30 (RejNTTPoly).</remarks>
    internal static void RejNttPoly(ReadOnlySpan<byte> rho, ReadOnlySpan<byte> suffix, int consumed, Span<int> f, int filled)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> block = workspace.Bytes(UniformBlock);
        Sponge<TKernels> sponge = Restart(workspace, SpongeKind.Shake128, rho, suffix, block, consumed);
        while (filled < RingPoly.Size)      // public: all of it comes from rho
        {
            sponge.Squeeze(block);
            filled = TKernels.DsaSampleUniform(block, f, filled);
        }
    }

    /// <summary>Adds the streams of s1 and s2.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rhoPrime">64 bytes. Secret.</param>
    /// <returns>The first stream's number.</returns>
    internal static int AddSecrets(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> rhoPrime) =>
        AddIndexed(ref group, rhoPrime, 0, SecretStreams, BoundedBytes);

    /// <summary>Makes the secret vectors of the streams' output.</summary>
    /// <param name="group">The group, run.</param>
    /// <param name="first">The first stream's number.</param>
    /// <param name="rhoPrime">64 bytes. Secret.</param>
    /// <param name="s">Receives s1 and behind it s2, |s[i]| &lt;= eta. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 33 (ExpandS).</remarks>
    internal static void ExpandS(scoped ref LaneGroup<TKernels> group, int first, ReadOnlySpan<byte> rhoPrime, Span<RingPoly> s)
    {
        Span<byte> suffix = stackalloc byte[SuffixBytes];
        for (int i = 0; i < SecretStreams; i++)
        {
            int filled = TKernels.DsaSampleBounded(group.Output(first + i), TParams.Eta, s[i], 0);
            if (filled < RingPoly.Size)     // public: how many were rejected
            {
                BinaryPrimitives.WriteUInt16LittleEndian(suffix, (ushort)i);
                RejBoundedPoly(rhoPrime, suffix, BoundedBytes, s[i], filled);
            }
        }
    }

    /// <summary>Continues the sampling of a short polynomial that its first blocks did not fill.</summary>
    /// <param name="rhoPrime">64 bytes. Secret.</param>
    /// <param name="suffix">The two index bytes. Public.</param>
    /// <param name="consumed">Bytes of output that have been used, whole blocks.</param>
    /// <param name="f">The polynomial; its first coefficients are there. Secret.</param>
    /// <param name="filled">How many.</param>
    /// <remarks>FIPS 204, Algorithm 31 (RejBoundedPoly).</remarks>
    internal static void RejBoundedPoly(ReadOnlySpan<byte> rhoPrime, ReadOnlySpan<byte> suffix, int consumed, Span<int> f, int filled)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> block = workspace.Bytes(BoundedBlock);
        Sponge<TKernels> sponge = Restart(workspace, SpongeKind.Shake256, rhoPrime, suffix, block, consumed);
        while (filled < RingPoly.Size)
        {
            sponge.Squeeze(block);
            filled = TKernels.DsaSampleBounded(block, TParams.Eta, f, filled);
        }
    }

    /// <summary>Adds the streams of one mask vector.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rhoPrimePrime">64 bytes. Secret.</param>
    /// <param name="kappa">The counter of the vector's first polynomial. Public.</param>
    /// <returns>The first stream's number.</returns>
    internal static int AddMask(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> rhoPrimePrime, int kappa) =>
        AddIndexed(ref group, rhoPrimePrime, kappa, TParams.L, MaskPolynomial);

    /// <summary>Makes a mask vector of the streams' output.</summary>
    /// <param name="group">The group, run.</param>
    /// <param name="first">The first stream's number.</param>
    /// <param name="y">Receives l polynomials with coefficients in (-gamma1, gamma1]. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 34 (ExpandMask).</remarks>
    internal static void ExpandMask(scoped ref LaneGroup<TKernels> group, int first, Span<RingPoly> y)
    {
        for (int r = 0; r < y.Length; r++)
            TKernels.DsaBitUnpack(group.Output(first + r), TParams.Gamma1, MaskBits, y[r]);     // L5
    }

    /// <summary>Makes the challenge: tau coefficients that are 1 or -1, the others 0.</summary>
    /// <param name="cTilde">The commitment hash. Public.</param>
    /// <param name="stream">SHAKE256 of it, the first <see cref="BallBytes"/> bytes. Public.</param>
    /// <param name="c">Receives 256 coefficients. Public.</param>
    /// <remarks>FIPS 204, Algorithm 29 (SampleInBall).</remarks>
    internal static void SampleInBall(ReadOnlySpan<byte> cTilde, ReadOnlySpan<byte> stream, Span<int> c)
    {
        Declassify.Bytes(stream, DeclassifyReason.SigningChallenge);
        c.Clear();
        ulong signs = BinaryPrimitives.ReadUInt64LittleEndian(stream);          // L4, L5
        int i = PlaceSigns(stream[8..], ref signs, c, RingPoly.Size - TParams.Tau);
        if (i == RingPoly.Size)
            return;

        using Workspace workspace = Workspace.Rent();
        Span<byte> block = workspace.Bytes(BoundedBlock);
        Sponge<TKernels> sponge = Restart(workspace, SpongeKind.Shake256, cTilde, default, block, stream.Length);
        while (i < RingPoly.Size)
        {
            sponge.Squeeze(block);
            Declassify.Bytes(block, DeclassifyReason.SigningChallenge);
            i = PlaceSigns(block, ref signs, c, i);
        }
    }

    /// <summary>Places signs from position i on for as long as there are candidates; returns the first position without one.</summary>
    private static int PlaceSigns(ReadOnlySpan<byte> candidates, ref ulong signs, Span<int> c, int i)
    {
        foreach (byte j in candidates)
        {
            if (i == RingPoly.Size)
                return i;
            if (j > i)                              // L8
                continue;
            c[i] = c[j];                            // L11
            c[j] = 1 - 2 * (int)(signs & 1);        // L12
            signs >>= 1;
            i++;
        }

        return i;
    }

    private static int AddIndexed(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> seed, int firstIndex, int count, int outputLength)
    {
        Span<byte> suffix = stackalloc byte[SuffixBytes];
        int first = -1;
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(suffix, (ushort)(firstIndex + i));
            int stream = group.Add(SpongeKind.Shake256, outputLength, seed, suffix);
            if (i == 0)
                first = stream;
        }

        return first;
    }

    /// <summary>The index bytes of an entry of the matrix: column, then row.</summary>
    private static Span<byte> MatrixSuffix(int entry, Span<byte> suffix)
    {
        int row = 0;
        for (; entry >= TParams.L; entry -= TParams.L)
            row++;
        suffix[0] = (byte)entry;
        suffix[1] = (byte)row;
        return suffix;
    }

    /// <summary>Computes a stream again up to where its group left it.</summary>
    private static Sponge<TKernels> Restart(
        Workspace workspace,
        SpongeKind kind,
        ReadOnlySpan<byte> seed,
        ReadOnlySpan<byte> suffix,
        Span<byte> block,
        int consumed)
    {
        Sponge<TKernels> sponge = new(kind, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(seed);
        sponge.Absorb(suffix);
        for (int skipped = 0; skipped < consumed; skipped += block.Length)
            sponge.Squeeze(block);
        return sponge;
    }
}
