using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>What signing needs of a key, decoded and transformed once.</summary>
internal readonly ref struct SigningKey
{
    /// <summary>The matrix, row by row. Public.</summary>
    internal required ReadOnlySpan<NttPoly> AHat { get; init; }

    /// <summary>s1 in the NTT domain. Secret.</summary>
    internal required ReadOnlySpan<NttPoly> S1Hat { get; init; }

    /// <summary>s2 in the NTT domain. Secret.</summary>
    internal required ReadOnlySpan<NttPoly> S2Hat { get; init; }

    /// <summary>t0 in the NTT domain. Secret.</summary>
    internal required ReadOnlySpan<NttPoly> T0Hat { get; init; }

    /// <summary>K, 32 bytes. Secret.</summary>
    internal required ReadOnlySpan<byte> K { get; init; }
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

/// <summary>The rejection loop of signing.</summary>
internal static class Sign<TParams, TVariant, TKernels>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private const int MuSize = 64;

    /// <summary>Values of the 16-bit counter of mask polynomials.</summary>
    private const int KappaEnd = 1 << 16;

    private enum Verdict
    {
        Accepted,
        LongZ,
        LongR0,
        LongCt0,
        ManyHints,
    }

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
        Attempt attempt = new(workspace, mu);
        SigningCounts counts = default;
        for (int kappa = 0; kappa <= KappaEnd - TParams.L; kappa += TParams.L)  // L8, L10, L32
        {
            ExpandMask(rhoPrimePrime, kappa, attempt.Y);                        // L11
            switch (attempt.Run(key))
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
                    attempt.WriteSignature(signature);                          // L33
                    return counts;
            }
        }

        throw Errors.SelfCheck(TVariant.Describe<TParams>().Name, "no signing attempt was accepted before the 16-bit counter ended");
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

    /// <summary>Makes the masks of one attempt, their streams side by side.</summary>
    private static void ExpandMask(ReadOnlySpan<byte> rhoPrimePrime, int kappa, Span<RingPoly> y)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, TParams.L, Sampling<TParams, TKernels>.MaskBytes);
        int masks = Sampling<TParams, TKernels>.AddMask(ref group, rhoPrimePrime, kappa);
        group.Run();
        Sampling<TParams, TKernels>.ExpandMask(ref group, masks, y);
    }

    /// <summary>The vectors of one attempt. It reads masks that were expanded before and touches nothing outside; all of it is secret until
    /// the attempt is accepted, except the commitment hash and the challenge.</summary>
    private readonly ref struct Attempt
    {
        private readonly ReadOnlySpan<byte> mu;
        private readonly Span<RingPoly> z;
        private readonly Span<RingPoly> w;
        private readonly Span<RingPoly> r;
        private readonly Span<RingPoly> h;
        private readonly Span<RingPoly> c;
        private readonly Span<byte> w1;
        private readonly Span<byte> cTilde;

        internal Attempt(Workspace workspace, ReadOnlySpan<byte> mu)
        {
            this.mu = mu;
            Y = workspace.Take<RingPoly>(TParams.L);
            z = workspace.Take<RingPoly>(TParams.L);
            w = workspace.Take<RingPoly>(TParams.K);
            r = workspace.Take<RingPoly>(TParams.K);
            h = workspace.Take<RingPoly>(TParams.K);
            c = workspace.Take<RingPoly>(1);
            w1 = workspace.Bytes(TParams.K * DsaSizes<TParams, TVariant>.W1Polynomial);
            cTilde = workspace.Bytes(DsaSizes<TParams, TVariant>.Commitment);
        }

        /// <summary>The masks. Secret.</summary>
        internal Span<RingPoly> Y { get; }

        /// <summary>Runs the attempt. Each verdict is about whole vectors and is public.</summary>
        internal Verdict Run(SigningKey key)
        {
            Commit(key.AHat);                                                           // L12 to L15
            Span<NttPoly> cHat = Challenge();                                           // L16, L17

            Matrix<TKernels>.Scale(cHat, key.S1Hat, z);                                 // L18
            for (int i = 0; i < z.Length; i++)                                          // L20
            {
                TKernels.DsaAdd(Y[i], z[i]);
                TKernels.DsaReduce(z[i]);
            }

            int bound = TParams.Gamma1 - DsaSizes<TParams, TVariant>.Beta;
            if (Declassify.Value(Rounding<TParams, TKernels>.ReachesNorm(z, bound), DeclassifyReason.SigningAttempt) != 0)     // L23
                return Verdict.LongZ;

            Matrix<TKernels>.Scale(cHat, key.S2Hat, r);                                 // L19
            for (int i = 0; i < r.Length; i++)
                TKernels.DsaSubtractFrom(w[i], r[i]);
            Rounding<TParams, TKernels>.LowBits(r, w, h[0]);                            // L21: w is free from here on
            bound = TParams.Gamma2 - DsaSizes<TParams, TVariant>.Beta;
            if (Declassify.Value(Rounding<TParams, TKernels>.ReachesNorm(w, bound), DeclassifyReason.SigningAttempt) != 0)     // L23
                return Verdict.LongR0;

            Matrix<TKernels>.Scale(cHat, key.T0Hat, w);                                 // L25
            for (int i = 0; i < w.Length; i++)
                TKernels.DsaReduce(w[i]);

            // L26: the high parts of r + ct0 and of (r + ct0) - ct0 are compared, so either may be the one that is given
            int ones = Rounding<TParams, TKernels>.MakeHint(w, r, h);
            if (Declassify.Value(Rounding<TParams, TKernels>.ReachesNorm(w, TParams.Gamma2), DeclassifyReason.SigningAttempt) != 0)     // L28
                return Verdict.LongCt0;
            if (Declassify.Value(ones, DeclassifyReason.SigningAttempt) > TParams.Omega)
                return Verdict.ManyHints;
            return Verdict.Accepted;
        }

        /// <summary>Encodes what was accepted.</summary>
        internal void WriteSignature(Span<byte> signature) =>
            Encoding<TParams, TVariant, TKernels>.SigEncode(cTilde, z, h, signature);

        /// <summary>Multiplies the matrix by the masks and encodes the high parts; z and h serve as scratch.</summary>
        private void Commit(ReadOnlySpan<NttPoly> aHat)
        {
            Y.CopyTo(z);
            Matrix<TKernels>.Multiply(aHat, Polynomials.Ntt<TKernels>(z), w);           // L12
            Rounding<TParams, TKernels>.HighBits(w, h, r[0]);                           // L13
            Encoding<TParams, TVariant, TKernels>.W1Encode(h, w1);
        }

        /// <summary>Hashes the commitment and makes the challenge, in the NTT domain.</summary>
        private Span<NttPoly> Challenge()
        {
            using Workspace workspace = Workspace.Rent();
            int inputs = mu.Length + w1.Length + cTilde.Length;
            LaneGroup<TKernels> group = new(workspace, 2, inputs + cTilde.Length + Sampling<TParams, TKernels>.BallBytes);
            int commitment = group.Add(SpongeKind.Shake256, cTilde.Length, mu, w1);     // L15
            int ball = group.AddAfter(SpongeKind.Shake256, Sampling<TParams, TKernels>.BallBytes, default, commitment);
            group.Run();
            group.Output(commitment).CopyTo(cTilde);
            Sampling<TParams, TKernels>.SampleInBall(cTilde, group.Output(ball), c[0]); // L16
            return Polynomials.Ntt<TKernels>(c);                                        // L17
        }
    }
}
