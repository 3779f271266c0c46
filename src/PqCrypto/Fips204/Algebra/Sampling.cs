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

    /// <summary>Streams that the matrix takes in a group: each serves several entries, one after the other.</summary>
    internal static int MatrixStreams => int.Min(2 * TKernels.KeccakSteadyLanes, MatrixEntries);

    /// <summary>Bytes that the streams of the matrix take in a group.</summary>
    internal static int MatrixBytes => MatrixStreams * (RhoBytes + SuffixBytes + UniformBytes);

    /// <summary>Streams of the secret vectors.</summary>
    internal static int SecretStreams => TParams.K + TParams.L;

    /// <summary>Bytes that the streams of the secret vectors take in a group.</summary>
    internal static int SecretBytes => SecretStreams * (RhoPrimeBytes + SuffixBytes + BoundedBytes);

    /// <summary>Bytes that the streams of one mask vector take in a group.</summary>
    internal static int MaskBytes => TParams.L * (RhoPrimeBytes + SuffixBytes + MaskPolynomial);

    private static int MatrixEntries => TParams.K * TParams.L;

    private static int MaskBits => TParams.Gamma1 == 1 << 17 ? 18 : 20;     // = 1 + bitlen(gamma1 - 1)

    private static int MaskPolynomial => 32 * MaskBits;

    /// <summary>Adds the streams of the matrix, for its first entries.</summary>
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

    /// <summary>Makes the next row of the matrix as soon as its streams have ended, and starts them again for later entries.</summary>
    /// <param name="group">The group.</param>
    /// <param name="first">The first stream's number.</param>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="row">The row; all before it have been made. Public.</param>
    /// <param name="aHat">Receives l polynomials in [0, q). Public.</param>
    /// <remarks>FIPS 204, Algorithm 32 (ExpandA), one turn of the outer loop.</remarks>
    internal static void ExpandRow(scoped ref LaneGroup<TKernels> group, int first, ReadOnlySpan<byte> rho, int row, Span<NttPoly> aHat)
    {
        Span<byte> suffix = stackalloc byte[SuffixBytes];
        for (int column = 0; column < TParams.L; column++)
        {
            int entry = (row * TParams.L) + column;
            int stream = first + (entry % MatrixStreams);           // public: a position
            group.RunUntil(stream);
            int filled = TKernels.DsaSampleUniform(group.Output(stream), aHat[column], 0);
            if (filled < RingPoly.Size)
                RejNttPoly(rho, MatrixSuffix(entry, suffix), UniformBytes, aHat[column], filled);
            if (entry + MatrixStreams < MatrixEntries)
            {
                MatrixSuffix(entry + MatrixStreams, group.Input(stream)[RhoBytes..]);
                group.Start(stream);
            }
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

    /// <summary>Makes the secret vectors as soon as their streams have ended.</summary>
    /// <param name="group">The group.</param>
    /// <param name="first">The first stream's number.</param>
    /// <param name="rhoPrime">64 bytes. Secret.</param>
    /// <param name="s">Receives s1 and behind it s2, |s[i]| &lt;= eta. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 33 (ExpandS).</remarks>
    internal static void ExpandS(scoped ref LaneGroup<TKernels> group, int first, ReadOnlySpan<byte> rhoPrime, Span<RingPoly> s)
    {
        Span<byte> suffix = stackalloc byte[SuffixBytes];
        for (int i = 0; i < SecretStreams; i++)
        {
            group.RunUntil(first + i);
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

    /// <summary>Makes room in a group for the streams of one mask vector.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rhoPrimePrime">64 bytes. Secret.</param>
    /// <returns>The first stream's number.</returns>
    internal static int ReserveMask(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> rhoPrimePrime)
    {
        int first = -1;
        for (int r = 0; r < TParams.L; r++)
        {
            int stream = group.Reserve(SpongeKind.Shake256, RhoPrimeBytes + SuffixBytes, MaskPolynomial);
            rhoPrimePrime.CopyTo(group.Input(stream));
            if (r == 0)
                first = stream;
        }

        return first;
    }

    /// <summary>Starts the streams of a mask vector.</summary>
    /// <param name="group">The group.</param>
    /// <param name="first">The first stream's number.</param>
    /// <param name="kappa">The counter of the vector's first polynomial. Public.</param>
    internal static void StartMask(scoped ref LaneGroup<TKernels> group, int first, int kappa)
    {
        for (int r = 0; r < TParams.L; r++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(group.Input(first + r)[RhoPrimeBytes..], (ushort)(kappa + r));     // L3
            group.Start(first + r);
        }
    }

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
    /// <param name="offsets">Receives tau values, in the form that DsaMultiplyChallenge takes: 256 - j where c[j] = 1, 512 - j where
    /// c[j] = -1. Public.</param>
    /// <remarks>FIPS 204, Algorithm 29 (SampleInBall).</remarks>
    internal static void SampleInBall(ReadOnlySpan<byte> cTilde, ReadOnlySpan<byte> stream, Span<ushort> offsets)
    {
        Declassify.Bytes(stream, DeclassifyReason.SigningChallenge);
        Span<byte> places = stackalloc byte[RingPoly.Size];
        ulong signs = BinaryPrimitives.ReadUInt64LittleEndian(stream);          // L4, L5
        int placed = PlaceSigns(stream[8..], ref signs, places, offsets, 0);
        if (placed == TParams.Tau)
            return;

        using Workspace workspace = Workspace.Rent();
        Span<byte> block = workspace.Bytes(BoundedBlock);
        Sponge<TKernels> sponge = Restart(workspace, SpongeKind.Shake256, cTilde, default, block, stream.Length);
        while (placed < TParams.Tau)
        {
            sponge.Squeeze(block);
            Declassify.Bytes(block, DeclassifyReason.SigningChallenge);
            placed = PlaceSigns(block, ref signs, places, offsets, placed);
        }
    }

    /// <summary>The challenge as a polynomial.</summary>
    /// <param name="offsets">The challenge as <see cref="SampleInBall"/> gives it. Public.</param>
    /// <param name="sign">1, or -1 for the negated polynomial.</param>
    /// <param name="c">Receives 256 coefficients. Public.</param>
    internal static void BallPolynomial(ReadOnlySpan<ushort> offsets, int sign, Span<int> c)
    {
        c.Clear();
        foreach (ushort offset in offsets)
            c[-offset & (RingPoly.Size - 1)] = offset <= RingPoly.Size ? sign : -sign;
    }

    /// <summary>Places signs for as long as there are candidates.</summary>
    /// <param name="candidates">Bytes. Public.</param>
    /// <param name="signs">The signs that are left, from the lowest bit on.</param>
    /// <param name="places">For each position the number of the sign that is there, counted from 1; or 0.</param>
    /// <param name="offsets">Each sign with its position.</param>
    /// <param name="placed">How many signs are placed.</param>
    /// <returns>How many are placed now.</returns>
    private static int PlaceSigns(ReadOnlySpan<byte> candidates, ref ulong signs, Span<byte> places, Span<ushort> offsets, int placed)
    {
        foreach (byte j in candidates)
        {
            if (placed == TParams.Tau)
                break;
            int i = RingPoly.Size - TParams.Tau + placed;
            if (j > i)                                                          // L8
                continue;
            int moved = places[j];
            places[i] = (byte)moved;                                            // L11: position i has been free
            if (moved != 0)
                offsets[moved - 1] -= (ushort)(i - j);
            int negative = (int)(signs & 1);
            offsets[placed++] = (ushort)(RingPoly.Size - j + (negative << 8));  // L12
            places[j] = (byte)placed;
            signs >>= 1;
        }

        return placed;
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
