using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>What verifying needs of a public key; parts of it may be missing, and are filled in on the way.</summary>
internal readonly ref struct VerifyingKey
{
    /// <summary>The encoded key.</summary>
    internal required ReadOnlySpan<byte> Pk { get; init; }

    /// <summary>Its hash, or room for it.</summary>
    internal required Span<byte> Tr { get; init; }

    /// <summary>Whether the hash is there.</summary>
    internal required bool HasTr { get; init; }

    /// <summary>The matrix, row by row; or room for it, or for one of its rows.</summary>
    internal required Span<NttPoly> AHat { get; init; }

    /// <summary>Whether the matrix is there.</summary>
    internal required bool HasAHat { get; init; }

    /// <summary>t1 * 2^13 in the NTT domain.</summary>
    internal required ReadOnlySpan<NttPoly> T1Hat { get; init; }
}

/// <summary>Verification of one signature. Everything here is public, and much of it is an attacker's choice.</summary>
/// <remarks>
/// The bounds, whatever the signature and the public key hold: z comes out of its decoding with |z| &lt;= gamma1 &lt; q, the challenge
/// with |c| &lt;= 1 and t1 * 2^13 in [0, q), so all three may enter the transform and leave it below 10q. The entries of the matrix are below q,
/// so that all products of a row are summed below 256 q^2, and what is left of the sum is below q, as the inverse transform wants it.
/// </remarks>
internal readonly ref struct Verify<TParams, TVariant, TKernels>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    /// <summary>The longest input of mu that is hashed beside the matrix; a longer one would keep its lane when the others have ended.</summary>
    internal const int MaxLaneInput = 2048;

    internal const int NotInGroup = -1;

    /// <summary>Polynomials of scratch memory for <see cref="RecommitRow"/>.</summary>
    internal const int ScratchPolynomials = 3;

    private readonly Workspace workspace;
    private readonly ReadOnlySpan<byte> signature;
    private readonly Span<RingPoly> zAndChallenge;

    /// <summary>Takes memory for one verification.</summary>
    /// <param name="workspace">Gives the memory.</param>
    /// <param name="signature">The signature, of the right length.</param>
    internal Verify(Workspace workspace, ReadOnlySpan<byte> signature)
    {
        this.workspace = workspace;
        this.signature = signature;
        zAndChallenge = workspace.Take<RingPoly>(TParams.L + 1);
    }

    private Span<RingPoly> Z => zAndChallenge[..TParams.L];

    /// <summary>Decodes the signature and checks what can be checked of it alone.</summary>
    /// <returns>False where the signature is not valid, whatever the key.</returns>
    internal bool Decode() =>
        Encoding<TParams, TVariant, TKernels>.SigDecode(signature, Z)                                                   // L2 to L4
        && Rounding<TParams, TKernels>.ReachesNorm(Z, TParams.Gamma1 - DsaSizes<TParams, TVariant>.Beta) == 0;          // L13

    /// <summary>Checks the decoded signature of a message.</summary>
    /// <param name="key">The key; all of it is there afterwards, but for rows that there was no room for.</param>
    /// <param name="message">The message, or its representative.</param>
    /// <remarks>FIPS 204, Algorithm 8 (ML-DSA.Verify_internal). The streams of the matrix, tr, mu and the challenge share the lanes, and the
    /// commitment is hashed row by row beside them.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool VerifyInternal(VerifyingKey key, FormattedMessage message)
    {
        ReadOnlySpan<byte> cTilde = signature[..DsaSizes<TParams, TVariant>.Commitment];
        int w1Size = TParams.K * DsaSizes<TParams, TVariant>.W1Polynomial;
        int matrixStreams = key.HasAHat ? 0 : Sampling<TParams, TKernels>.MatrixStreams;
        int matrixBytes = key.HasAHat ? 0 : Sampling<TParams, TKernels>.MatrixBytes;
        LaneGroup<TKernels> group = new(
            workspace,
            4 + matrixStreams,
            key.Pk.Length + key.Tr.Length + MaxLaneInput + DsaSizes<TParams, TVariant>.Mu + (2 * cTilde.Length)
                + Sampling<TParams, TKernels>.BallBytes + DsaSizes<TParams, TVariant>.Mu + w1Size + matrixBytes,
            steady: true);
        int tr = key.HasTr ? NotInGroup : group.Add(SpongeKind.Shake256, key.Tr.Length, key.Pk);                        // L6
        int mu = AddMu(ref group, tr, key, message);                                                                    // L7
        int ball = group.Add(SpongeKind.Shake256, Sampling<TParams, TKernels>.BallBytes, cTilde);
        int hash = group.Reserve(SpongeKind.Shake256, DsaSizes<TParams, TVariant>.Mu + w1Size, cTilde.Length);
        int matrix = key.HasAHat ? NotInGroup : Sampling<TParams, TKernels>.AddMatrix(ref group, key.Pk[..DsaSizes<TParams, TVariant>.Seed]);

        group.RunUntil(ball);
        ReadOnlySpan<NttPoly> factors = Factors(group.Output(ball));
        Span<RingPoly> scratch = workspace.Take<RingPoly>(ScratchPolynomials);
        Span<byte> input = group.Input(hash);
        Span<byte> w1 = input[DsaSizes<TParams, TVariant>.Mu..];
        bool hasMu = message.IsRepresented;
        if (hasMu)
            message.CopyTo(input);
        for (int row = 0; row < TParams.K; row++)
        {
            Span<NttPoly> aRow = key.AHat.Length == TParams.L ? key.AHat : key.AHat.Slice(row * TParams.L, TParams.L);
            if (!key.HasAHat)
            {
                Sampling<TParams, TKernels>.ExpandRow(ref group, matrix, key.Pk[..DsaSizes<TParams, TVariant>.Seed], row, aRow);    // L5
                if (!hasMu && mu != NotInGroup && group.HasEnded(mu))
                {
                    group.Output(mu).CopyTo(input);
                    hasMu = true;
                }
            }

            RecommitRow(row, aRow, key.T1Hat[row], factors, scratch, w1);                                               // L9, L10
            if (hasMu && !key.HasAHat)
                group.Feed(hash, DsaSizes<TParams, TVariant>.Mu + ((row + 1) * DsaSizes<TParams, TVariant>.W1Polynomial));
        }

        if (!key.HasTr)
        {
            group.RunUntil(tr);
            group.Output(tr).CopyTo(key.Tr);
        }

        if (!hasMu)
        {
            if (mu == NotInGroup)
            {
                MessageEncoding<TVariant, TKernels>.Represent(key.Tr, message, input);
            }
            else
            {
                group.RunUntil(mu);
                group.Output(mu).CopyTo(input);
            }
        }

        group.Feed(hash, input.Length);
        group.RunUntil(hash);                                                                                           // L12
        return group.Output(hash).SequenceEqual(cTilde);                                                                // L13
    }

    /// <summary>Computes t1 * 2^d in the NTT domain.</summary>
    /// <param name="pk">The encoded key.</param>
    /// <param name="t1Hat">Receives k polynomials.</param>
    /// <remarks>FIPS 204, Algorithm 8 (ML-DSA.Verify_internal), L1 and a part of L9.</remarks>
    internal static void TransformT1(ReadOnlySpan<byte> pk, Span<NttPoly> t1Hat)
    {
        Span<RingPoly> t1 = t1Hat.Untransformed();
        Encoding<TParams, TVariant, TKernels>.PkDecode(pk, t1);
        foreach (ref RingPoly f in t1)
            TKernels.DsaShiftLeft(f);
        Polynomials.Ntt<TKernels>(t1);
    }

    /// <summary>Adds the stream of mu where it is short enough to run beside the others.</summary>
    /// <param name="group">Receives the stream.</param>
    /// <param name="tr">The number of the stream of tr, where the key does not have it.</param>
    /// <param name="key">The key.</param>
    /// <param name="message">The message.</param>
    /// <returns>The stream's number, or <see cref="NotInGroup"/>.</returns>
    internal static int AddMu(scoped ref LaneGroup<TKernels> group, int tr, scoped VerifyingKey key, scoped FormattedMessage message)
    {
        if (message.IsRepresented || message.Length > MaxLaneInput - key.Tr.Length)
            return NotInGroup;
        int mu = group.Reserve(SpongeKind.Shake256, key.Tr.Length + (int)message.Length, DsaSizes<TParams, TVariant>.Mu);
        Span<byte> input = group.Input(mu);
        message.CopyTo(input[key.Tr.Length..]);
        if (key.HasTr)
        {
            key.Tr.CopyTo(input);
            group.Start(mu);
        }
        else
        {
            group.StartAfter(mu, tr);
        }

        return mu;
    }

    /// <summary>Transforms the response, and behind it the negated challenge.</summary>
    /// <param name="ball">What the stream of the challenge has squeezed.</param>
    /// <returns>The factors of all rows, in the memory of the response.</returns>
    internal ReadOnlySpan<NttPoly> Factors(ReadOnlySpan<byte> ball)
    {
        Span<ushort> offsets = workspace.Take<ushort>(TParams.Tau);
        Sampling<TParams, TKernels>.SampleInBall(signature[..DsaSizes<TParams, TVariant>.Commitment], ball, offsets);    // L8
        Sampling<TParams, TKernels>.BallPolynomial(offsets, -1, zAndChallenge[TParams.L]);
        return Polynomials.Ntt<TKernels>(zAndChallenge);
    }

    /// <summary>Rebuilds one row of the commitment from the response and the negated challenge, which are the factors, and the hints.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void RecommitRow(
        int row,
        ReadOnlySpan<NttPoly> aRow,
        ReadOnlySpan<int> t1Hat,
        ReadOnlySpan<NttPoly> factors,
        Span<RingPoly> scratch,
        Span<byte> w1)
    {
        Span<int> w = scratch[0];
        Span<int> adjusted = scratch[1];
        TKernels.DsaMultiplyAccumulate(aRow.Coefficients(), t1Hat, factors.Coefficients(), w);
        TKernels.DsaInverseNtt(w);                                                                                      // L9
        Span<int> h = scratch[2];
        Encoding<TParams, TVariant, TKernels>.HintBitUnpackRow(signature[DsaSizes<TParams, TVariant>.HintStart..], row, h);
        TKernels.DsaUseHint(h, w, TParams.Gamma2, adjusted);                                                            // L10
        Encoding<TParams, TVariant, TKernels>.W1EncodeRow(row, adjusted, w1);
    }
}
