using PqCrypto.Fips204;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Fips204;

/// <summary>Verification says false to everything but a signature.</summary>
public sealed class VerifyTests
{
    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_EveryLengthAround_ReturnsFalse(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(1));
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        for (int length = 0; length <= signature.Length + 100; length++)
        {
            byte[] changed = new byte[length];
            signature.AsSpan(0, int.Min(length, signature.Length)).CopyTo(changed);
            Assert.Equal(length == signature.Length, key.PublicKey.Verify([1], changed, SignatureOptions.Default));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_EveryByteOfTheCommitmentHash_IsCompared(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(2));
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        int size = name switch
        {
            "ML-DSA-65" => 48,
            "ML-DSA-87" => 64,
            _ => 32,
        };
        for (int bit = 0; bit < 8 * size; bit++)
        {
            byte[] changed = [.. signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.PublicKey.Verify([1], changed, SignatureOptions.Default));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_FirstSecondAndThirdUseOfAKey_GivesTheSame(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        byte[] publicKey = new byte[scheme.Description.PublicKeySizeInBytes];
        key.PublicKey.ExportPublicKey(publicKey);
        foreach (bool isValid in new[] { true, false })             // the first use computes for itself, the second keeps, the third takes what is kept
        {
            byte[] message = [(byte)(isValid ? 1 : 2)];
            SignaturePublicKeyState imported = scheme.ImportPublicKey(publicKey);
            for (int use = 0; use < 3; use++)
            {
                Assert.Equal(isValid, imported.Verify(message, signature, SignatureOptions.Default));
                Assert.Equal(isValid, key.PublicKey.Verify(message, signature, SignatureOptions.Default));
            }
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Verify_LongZWithEverythingElseRight_ReturnsFalse(string name) => DsaSchemes.Visit(name, new ForgesLongZ());

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_ArbitraryKeysAndSignatures_ReturnsFalse(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        Random random = new(5);
        for (int turn = 0; turn < 40; turn++)
        {
            byte[] publicKey = new byte[scheme.Description.PublicKeySizeInBytes];
            byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
            random.NextBytes(publicKey);
            random.NextBytes(signature);
            int hints = name[^1] == '3' || name.Contains('5', StringComparison.Ordinal) ? 55 + 6 : 80 + 4;
            if (turn % 2 == 0)
                signature.AsSpan(signature.Length - hints).Clear();                 // well-formed hints: the arithmetic is reached
            if (turn % 4 == 0)
                publicKey.AsSpan(32).Fill((byte)(turn % 8 == 0 ? 0xFF : 0x00));     // t1 at either end
            Assert.False(scheme.ImportPublicKey(publicKey).Verify([1], signature, SignatureOptions.Default));
        }
    }

    /// <summary>Makes attempts as signing does, and takes one whose only fault is a z that reaches gamma1 - beta.</summary>
    private sealed class ForgesLongZ : IDsaVisitor
    {
        public void Visit<TParams, TVariant>()
            where TParams : struct, IDsaParameters
            where TVariant : struct, IDsaVariant
        {
            MLDsaScheme<TParams, TVariant, ReferenceKernels> scheme = new();
            using SignaturePrivateKeyState state = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
            byte[] sk = DsaSchemes.PrivateKey(scheme, state);
            byte[] mu = DsaSchemes.Seed(4).Concat(DsaSchemes.Seed(5)).ToArray();
            (int refused, int accepted) = (0, 0);
            for (int attempt = 0; refused == 0 || accepted == 0; attempt++)
            {
                Assert.True(attempt < 1000, "No suitable attempt.");
                byte[]? signature = Attempt<TParams, TVariant>(sk, mu, attempt, out bool isLong);
                if (signature is null)
                    continue;
                Assert.Equal(!isLong, state.PublicKey.VerifyDigest(mu, signature));
                refused += isLong ? 1 : 0;
                accepted += isLong ? 0 : 1;
            }
        }

        private static byte[]? Attempt<TParams, TVariant>(byte[] sk, byte[] mu, int attempt, out bool isLong)
            where TParams : struct, IDsaParameters
            where TVariant : struct, IDsaVariant
        {
            Span<RingPoly> s = new RingPoly[TParams.L + TParams.K];
            Span<RingPoly> t0 = new RingPoly[TParams.K];
            Encoding<TParams, TVariant, ReferenceKernels>.SkDecode(sk, s, t0);
            NttPoly[] aHat = new NttPoly[TParams.K * TParams.L];
            KeyGen<TParams, TVariant, ReferenceKernels>.ExpandMatrix(sk.AsSpan(0, 32), aHat);
            Span<NttPoly> sHat = Polynomials.Ntt<ReferenceKernels>(s);
            Span<NttPoly> t0Hat = Polynomials.Ntt<ReferenceKernels>(t0);

            Random random = new(attempt);
            Span<RingPoly> y = new RingPoly[TParams.L];
            foreach (ref int coefficient in y.Coefficients())
                coefficient = random.Next(1 - TParams.Gamma1, TParams.Gamma1 + 1);
            Span<RingPoly> yHat = y.ToArray();
            Span<RingPoly> w = new RingPoly[TParams.K];
            Span<RingPoly> w1 = new RingPoly[TParams.K];
            Matrix<ReferenceKernels>.Multiply(aHat, Polynomials.Ntt<ReferenceKernels>(yHat), w);
            Rounding<TParams, ReferenceKernels>.HighBits(w, w1, new int[256]);
            byte[] encoded = new byte[TParams.K * DsaSizes<TParams, TVariant>.W1Polynomial];
            for (int row = 0; row < TParams.K; row++)
                Encoding<TParams, TVariant, ReferenceKernels>.W1EncodeRow(row, w1[row], encoded);
            byte[] cTilde = Shake256.HashData([.. mu, .. encoded], DsaSizes<TParams, TVariant>.Commitment);
            Span<RingPoly> c = new RingPoly[1];
            ushort[] offsets = new ushort[TParams.Tau];
            Sampling<TParams, ReferenceKernels>.SampleInBall(cTilde, Shake256.HashData(cTilde, 136), offsets);
            Sampling<TParams, ReferenceKernels>.BallPolynomial(offsets, 1, c[0]);
            Span<NttPoly> cHat = Polynomials.Ntt<ReferenceKernels>(c);

            Span<RingPoly> z = new RingPoly[TParams.L];
            Matrix<ReferenceKernels>.Scale(cHat, sHat[..TParams.L], z);
            ReferenceKernels.DsaAdd(y.Coefficients(), z.Coefficients());
            ReferenceKernels.DsaReduce(z.Coefficients());
            Span<RingPoly> r = new RingPoly[TParams.K];
            Matrix<ReferenceKernels>.Scale(cHat, sHat[TParams.L..], r);
            for (int i = 0; i < r.Length * RingPoly.Size; i++)
                r.Coefficients()[i] = w.Coefficients()[i] - r.Coefficients()[i];
            Span<RingPoly> low = new RingPoly[TParams.K];
            Rounding<TParams, ReferenceKernels>.LowBits(r, low, new int[256]);
            Span<RingPoly> ct0 = new RingPoly[TParams.K];
            Matrix<ReferenceKernels>.Scale(cHat, t0Hat, ct0);
            Span<RingPoly> h = new RingPoly[TParams.K];
            int ones = Rounding<TParams, ReferenceKernels>.MakeHint(ct0, r, h);

            int beta = DsaSizes<TParams, TVariant>.Beta;
            isLong = Rounding<TParams, ReferenceKernels>.ReachesNorm(z, TParams.Gamma1 - beta) != 0;
            bool fits = Rounding<TParams, ReferenceKernels>.ReachesNorm(z, TParams.Gamma1) == 0 && ones <= TParams.Omega
                && Rounding<TParams, ReferenceKernels>.ReachesNorm(low, TParams.Gamma2 - beta) == 0;
            if (!fits)
                return null;
            byte[] signature = new byte[DsaSizes<TParams, TVariant>.Signature];
            Encoding<TParams, TVariant, ReferenceKernels>.SigEncode(cTilde, z, h, signature);
            return signature;
        }
    }
}
