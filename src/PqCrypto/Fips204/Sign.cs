using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>What signing needs of a key, decoded and transformed once.</summary>
internal readonly ref struct SigningKey
{
    /// <summary>Bytes of one table.</summary>
    internal const int TableSize = 768;     // = 3 * 256

    /// <summary>The matrix, row by row. Public.</summary>
    internal required ReadOnlySpan<NttPoly> AHat { get; init; }

    /// <summary>The tables of s1 and behind them those of -s2, as DsaChallengeTable makes them. Secret.</summary>
    internal required ReadOnlySpan<sbyte> Tables { get; init; }

    /// <summary>t0 in the NTT domain. Secret.</summary>
    internal required ReadOnlySpan<NttPoly> T0Hat { get; init; }

    /// <summary>K, 32 bytes. Secret.</summary>
    internal required ReadOnlySpan<byte> K { get; init; }

    /// <summary>The table of one polynomial of s1 or, behind them, -s2.</summary>
    internal ReadOnlySpan<sbyte> Table(int polynomial) => Tables.Slice(polynomial * TableSize, TableSize);
}

/// <summary>How often each check of the rejection loop ended an attempt on the way to one signature. Public.</summary>
internal struct SigningCounts
{
    /// <summary>z too long (Algorithm 7, L23).</summary>
    internal int RejectedByZ;

    /// <summary>r0 too long (L23).</summary>
    internal int RejectedByR0;

    /// <summary>c * t0 too long (L28).</summary>
    internal int RejectedByCt0;

    /// <summary>More than omega hints (L28).</summary>
    internal int RejectedByHints;

    /// <summary>All attempts, the accepted one included.</summary>
    internal readonly int Attempts => RejectedByZ + RejectedByR0 + RejectedByCt0 + RejectedByHints + 1;
}

/// <summary>The rejection loop of one signature.</summary>
/// <remarks>Masks of later attempts are made in the lanes that the hash of an attempt's commitment leaves free, and several attempts are hashed side
/// by side where there are many lanes. The attempts are judged in their order, so that the signature, and which checks rejected what came
/// before it, do not depend on that.</remarks>
internal ref struct Sign<TParams, TVariant, TKernels>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private const int MuSize = 64;

    /// <summary>Values of the 16-bit counter of mask polynomials.</summary>
    private const int KappaEnd = 1 << 16;

    private readonly SigningKey key;
    private readonly Span<RingPoly> y;
    private readonly Span<RingPoly> w;
    private readonly Span<RingPoly> yHat;
    private readonly Span<RingPoly> z;
    private readonly Span<RingPoly> r;
    private readonly Span<RingPoly> h;
    private readonly Span<RingPoly> c;
    private readonly Span<ushort> offsets;
    private readonly int firstMask;
    private readonly int firstHash;
    private LaneGroup<TKernels> group;

    private Sign(Workspace workspace, SigningKey key, ReadOnlySpan<byte> mu, ReadOnlySpan<byte> rhoPrimePrime)
    {
        this.key = key;
        y = workspace.Take<RingPoly>(Together * TParams.L);
        w = workspace.Take<RingPoly>(Together * TParams.K);
        yHat = workspace.Take<RingPoly>(TParams.L);
        z = workspace.Take<RingPoly>(TParams.L);
        r = workspace.Take<RingPoly>(TParams.K);
        h = workspace.Take<RingPoly>(TParams.K);
        c = workspace.Take<RingPoly>(1);
        offsets = workspace.Take<ushort>(TParams.Tau);
        group = new LaneGroup<TKernels>(
            workspace,
            (Masks * TParams.L) + (2 * Together),
            (Masks * Sampling<TParams, TKernels>.MaskBytes) + (Together * HashBytes),
            steady: true);
        for (int i = 0; i < Masks; i++)
        {
            int first = Sampling<TParams, TKernels>.ReserveMask(ref group, rhoPrimePrime);
            if (i == 0)
                firstMask = first;
        }

        for (int i = 0; i < Together; i++)
        {
            int hash = group.Reserve(SpongeKind.Shake256, MuSize + W1Size, CommitmentSize);
            mu.CopyTo(group.Input(hash));
            group.Reserve(SpongeKind.Shake256, CommitmentSize, Sampling<TParams, TKernels>.BallBytes);
            if (i == 0)
                firstHash = hash;
        }
    }

    private enum Verdict
    {
        Accepted,
        LongZ,
        LongR0,
        LongCt0,
        ManyHints,
    }

    /// <summary>Attempts that are hashed side by side at most. A commitment takes as many permutations as four lanes need for a mask beside it.</summary>
    private static int Together => int.Max(1, TKernels.KeccakSteadyLanes >> 2);

    /// <summary>Masks that are kept or under way at most.</summary>
    private static int Masks => (2 * Together) + 1;

    /// <summary>Attempts before the counter ends.</summary>
    private static int MaxAttempts => KappaEnd / TParams.L;

    private static int CommitmentSize => DsaSizes<TParams, TVariant>.Commitment;

    private static int W1Size => TParams.K * DsaSizes<TParams, TVariant>.W1Polynomial;

    private static int HashBytes => MuSize + W1Size + (2 * CommitmentSize) + Sampling<TParams, TKernels>.BallBytes;

    /// <summary>Signs a message representative.</summary>
    /// <param name="key">The key. Secret.</param>
    /// <param name="mu">64 bytes. Public.</param>
    /// <param name="randomness">As many bytes as the variant takes, or none for a deterministic signature. Secret.</param>
    /// <param name="signature">Receives the signature; untouched before an attempt is accepted.</param>
    /// <returns>Which checks rejected attempts before.</returns>
    /// <remarks>FIPS 204, Algorithm 7 (ML-DSA.Sign_internal), from L7 on; L1 to L5 are done once per key, L6 by
    /// <see cref="MessageEncoding{TVariant, TKernels}"/>.</remarks>
    internal static SigningCounts SignInternal(
        SigningKey key,
        ReadOnlySpan<byte> mu,
        ReadOnlySpan<byte> randomness,
        Span<byte> signature)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> rhoPrimePrime = workspace.Bytes(MuSize);
        MaskSeed(key.K, randomness, mu, rhoPrimePrime);                         // L7
        Sign<TParams, TVariant, TKernels> loop = new(workspace, key, mu, rhoPrimePrime);
        return loop.Run(signature);
    }

    /// <summary>Brings the secret vectors of a key into the forms that signing needs.</summary>
    /// <param name="sk">The encoded key. Secret.</param>
    /// <param name="t0">Receives t0 in the NTT domain, k polynomials. Secret.</param>
    /// <param name="tables">Receives the tables of s1 and -s2. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 7 (ML-DSA.Sign_internal), L1 to L4.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ExpandKey(ReadOnlySpan<byte> sk, Span<RingPoly> t0, Span<sbyte> tables)
    {
        using Workspace workspace = Workspace.Rent();
        Span<RingPoly> s = workspace.Take<RingPoly>(TParams.L + TParams.K);
        Encoding<TParams, TVariant, TKernels>.SkDecode(sk, s, t0);              // L1
        for (int i = 0; i < s.Length; i++)
        {
            Span<sbyte> table = tables.Slice(i * SigningKey.TableSize, SigningKey.TableSize);
            TKernels.DsaChallengeTable(s[i], negated: i >= TParams.L, table);   // L2, L3
        }

        Polynomials.Ntt<TKernels>(t0);                                          // L4
    }

    /// <summary>Computes rho'', or takes it from the randomness where the variant says so.</summary>
    private static void MaskSeed(ReadOnlySpan<byte> k, ReadOnlySpan<byte> randomness, ReadOnlySpan<byte> mu, Span<byte> rhoPrimePrime)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(128);
        int length = TVariant.WriteMaskSeedInput(k, randomness, mu, input);
        if (length == 0)
        {
            randomness.CopyTo(rhoPrimePrime);
            return;
        }

        Sponge<TKernels> sponge = new(SpongeKind.Shake256, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(input[..length]);
        sponge.Squeeze(rhoPrimePrime);
    }

    /// <summary>Makes attempts until one is accepted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private SigningCounts Run(Span<byte> signature)
    {
        SigningCounts counts = default;
        int started = 0;
        for (int attempt = 0; attempt < MaxAttempts;)                           // L8, L10
        {
            for (; started < attempt + Masks && started < MaxAttempts; started++)
                Sampling<TParams, TKernels>.StartMask(ref group, Mask(started), started * TParams.L);
            int together = AwaitMasks(attempt, started);                        // L11
            for (int i = 0; i < together; i++)
                Commit(Mask(attempt + i), i);                                   // L12 to L14
            for (int i = together - 1; i >= 0; i--)
            {
                group.StartAfter(firstHash + (2 * i) + 1, firstHash + (2 * i)); // L16
                group.StartFirst(firstHash + (2 * i));                          // L15
            }

            for (int i = 0; i < together; i++, attempt++)                       // L32
            {
                switch (Judge(i))
                {
                    case Verdict.LongZ:
                        counts.RejectedByZ++;
                        break;
                    case Verdict.LongR0:
                        counts.RejectedByR0++;
                        break;
                    case Verdict.LongCt0:
                        counts.RejectedByCt0++;
                        break;
                    case Verdict.ManyHints:
                        counts.RejectedByHints++;
                        break;
                    default:
                        Encoding<TParams, TVariant, TKernels>.SigEncode(group.Output(firstHash + (2 * i)), z, h, signature);    // L33
                        return counts;
                }
            }
        }

        throw Errors.SelfCheck(TVariant.Describe<TParams>().Name, "no signing attempt was accepted before the 16-bit counter ended");
    }

    /// <summary>The first stream of an attempt's mask.</summary>
    private readonly int Mask(int attempt) => firstMask + (attempt % Masks * TParams.L);        // public: a number of attempts

    /// <summary>Waits for the mask of an attempt and tells for how many from it on they are there.</summary>
    private int AwaitMasks(int attempt, int started)
    {
        for (int i = 0; i < TParams.L; i++)
            group.RunUntil(Mask(attempt) + i);
        int together = 1;
        while (together < Together && attempt + together < started && IsMaskThere(attempt + together))
            together++;
        return together;
    }

    private readonly bool IsMaskThere(int attempt)
    {
        bool isThere = true;
        for (int i = 0; i < TParams.L; i++)
            isThere &= group.HasEnded(Mask(attempt) + i);
        return isThere;
    }

    /// <summary>Multiplies the matrix by a mask and encodes the high parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Commit(int mask, int place)
    {
        Span<RingPoly> masks = y.Slice(place * TParams.L, TParams.L);
        Sampling<TParams, TKernels>.ExpandMask(ref group, mask, masks);
        masks.CopyTo(yHat);
        ReadOnlySpan<NttPoly> transformed = Polynomials.Ntt<TKernels>(yHat);
        Span<byte> w1 = group.Input(firstHash + (2 * place))[MuSize..];
        for (int row = 0; row < TParams.K; row++)
        {
            Span<int> product = w[(place * TParams.K) + row];
            Matrix<TKernels>.MultiplyRow(key.AHat.Slice(row * TParams.L, TParams.L), transformed, product);     // L12
            TKernels.DsaDecompose(product, TParams.Gamma2, h[0], r[0]);                                         // L13
            Encoding<TParams, TVariant, TKernels>.W1EncodeRow(row, h[0], w1);                                   // L14
        }
    }

    /// <summary>Finishes an attempt. Which check ends it, and at which polynomial of z and r0, is public; all else is secret until the attempt is
    /// accepted, except the commitment hash and the challenge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Verdict Judge(int place)
    {
        int hash = firstHash + (2 * place);
        group.RunUntil(hash + 1);
        Sampling<TParams, TKernels>.SampleInBall(group.Output(hash), group.Output(hash + 1), offsets);          // L16

        int bound = TParams.Gamma1 - DsaSizes<TParams, TVariant>.Beta;
        for (int i = 0; i < TParams.L; i++)
        {
            TKernels.DsaMultiplyChallenge(key.Table(i), offsets, TParams.Eta, y[(place * TParams.L) + i], z[i]);            // L18, L20
            if (Declassify.Value(TKernels.DsaReachesNorm(z[i], bound), DeclassifyReason.SigningAttempt) != 0)               // L23
                return Verdict.LongZ;
        }

        bound = TParams.Gamma2 - DsaSizes<TParams, TVariant>.Beta;
        for (int i = 0; i < TParams.K; i++)
        {
            TKernels.DsaMultiplyChallenge(key.Table(TParams.L + i), offsets, TParams.Eta, w[(place * TParams.K) + i], r[i]);    // L19
            if (Declassify.Value(TKernels.DsaLowBitsReachNorm(r[i], TParams.Gamma2, bound), DeclassifyReason.SigningAttempt) != 0)   // L21, L23
                return Verdict.LongR0;
        }

        Sampling<TParams, TKernels>.BallPolynomial(offsets, 1, c[0]);
        ReadOnlySpan<NttPoly> cHat = Polynomials.Ntt<TKernels>(c);                                              // L17
        Span<RingPoly> ct0 = w.Slice(place * TParams.K, TParams.K);
        Matrix<TKernels>.Scale(cHat, key.T0Hat, ct0);                                                           // L25
        foreach (ref RingPoly f in ct0)
            TKernels.DsaReduce(f);

        // L26: the high parts of r + ct0 and of (r + ct0) - ct0 are compared, so either may be the one that is given
        int ones = Rounding<TParams, TKernels>.MakeHint(ct0, r, h);
        if (Declassify.Value(Rounding<TParams, TKernels>.ReachesNorm(ct0, TParams.Gamma2), DeclassifyReason.SigningAttempt) != 0)     // L28
            return Verdict.LongCt0;
        if (Declassify.Value(ones, DeclassifyReason.SigningAttempt) > TParams.Omega)
            return Verdict.ManyHints;
        return Verdict.Accepted;
    }
}
