using System.Security.Cryptography;
using PqCrypto.Fips204;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels.Reference;
using MLDsa = PqCrypto.Fips204.MLDsa;
using Shake256 = PqCrypto.Tests.Fips204.Shake256;

namespace PqCrypto.Tests.Fips204;

/// <summary>Every way out of the rejection loop, and how randomness enters.</summary>
public sealed class SignTests
{
    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void SignInternal_ManyMessages_ReachesEveryBranchThatHonestKeysReach(string name) => DsaSchemes.Visit(name, new CountsBranches());

    [Fact]
    public void SignInternal_KeyWithLargeT0_RejectsByCt0AndEndsWithShortOnes()
    {
        // c * t0 reaches gamma2 about once in 10^7 attempts of ML-DSA-44 and practically never elsewhere, so t0 is chosen for it: two
        // coefficients of 50 000 pass alone and fail where c brings them together
        using SignaturePrivateKeyState state = DsaSchemes.Create("ML-DSA-44").ImportPrivateSeed(DsaSchemes.Seed(1));
        RingPoly[] t0 = new RingPoly[4];
        (t0[0][0], t0[0][64]) = (50_000, 50_000);
        SigningCounts counts = SignWith<MLDsa44Parameters>(state, t0, out byte[] signature);
        Assert.True(counts.RejectedByCt0 > 0);
        Assert.False(signature.AsSpan().IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void SignInternal_NoAttemptIsEverAccepted_EndsBeforeTheCounterWraps()
    {
        using SignaturePrivateKeyState state = DsaSchemes.Create("ML-DSA-87").ImportPrivateSeed(DsaSchemes.Seed(2));
        byte[] signature = [];
        RingPoly[] t0 = new RingPoly[8];            // c * t0 is spread over all values modulo q, so some of its 2048 coefficients are long
        foreach (ref RingPoly f in t0.AsSpan())
        {
            for (int i = 0; i < 256; i++)
                f[i] = (int)((i + 1L) * (i + 7) * 123_457 % 8_380_417);
        }

        Assert.Throws<CryptographicException>(() => SignWith<MLDsa87Parameters>(state, t0, out signature));
        Assert.Empty(signature);
    }

    [Fact]
    public void Sign_RandomnessGivenOrNot_IsUsed()
    {
        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-44");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
        byte[] deterministic = DsaSchemes.Sign(scheme, key, [1]);
        Assert.Equal(deterministic, DsaSchemes.Sign(scheme, key, [1], randomness: new byte[32]));       // rnd = 0 by definition
        for (int bit = 0; bit < 256; bit++)
        {
            byte[] rnd = new byte[32];
            rnd[bit / 8] = (byte)(1 << (bit % 8));
            byte[] hedged = DsaSchemes.Sign(scheme, key, [1], randomness: rnd);
            Assert.NotEqual(deterministic, hedged);
            Assert.True(key.PublicKey.Verify([1], hedged, SignatureOptions.Default));
        }
    }

    [Fact]
    public void Sign_DilithiumWithRandomness_TakesItAsMaskSeed()
    {
        SignatureScheme scheme = DsaSchemes.Create("Dilithium2-Round3");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(4));
        byte[] expanded = DsaSchemes.PrivateKey(scheme, key);
        byte[] publicKey = DsaSchemes.PublicKey(scheme, key);
        byte[] tr = Shake256.HashData(publicKey, 32);
        Assert.Equal(tr, expanded.Skip(64).Take(32));
        byte[] mu = Shake256.HashData([.. tr, 1, 2], 64);
        byte[] maskSeed = Shake256.HashData([.. expanded.AsSpan(32, 32), .. mu], 64);
        Assert.Equal(DsaSchemes.Sign(scheme, key, [1, 2]), DsaSchemes.Sign(scheme, key, [1, 2], randomness: maskSeed));
        Assert.NotEqual(DsaSchemes.Sign(scheme, key, [1, 2]), DsaSchemes.Sign(scheme, key, [1, 2], randomness: new byte[64]));
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public async Task Sign_ManyThreadsOnAFreshKey_AllGiveTheSame(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(5));
        byte[][] signatures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            byte[] signature = DsaSchemes.Sign(scheme, key, [7]);
            Assert.True(key.PublicKey.Verify([7], signature, SignatureOptions.Default));
            return signature;
        })));
        Assert.All(signatures, signature => Assert.Equal(signatures[0], signature));
    }

    /// <summary>Signs with a key of which t0 is exchanged.</summary>
    private static SigningCounts SignWith<TParams>(SignaturePrivateKeyState state, RingPoly[] t0, out byte[] signature)
        where TParams : struct, IDsaParameters
    {
        SignatureScheme scheme = new MLDsaScheme<TParams, MLDsa, ReferenceKernels>();
        byte[] sk = DsaSchemes.PrivateKey(scheme, state);
        sbyte[] tables = new sbyte[(TParams.L + TParams.K) * SigningKey.TableSize];
        Sign<TParams, MLDsa, ReferenceKernels>.ExpandKey(sk, new RingPoly[TParams.K], tables);
        NttPoly[] aHat = new NttPoly[TParams.K * TParams.L];
        KeyGen<TParams, MLDsa, ReferenceKernels>.ExpandMatrix(sk.AsSpan(0, 32), aHat);
        SigningKey key = new()
        {
            AHat = aHat,
            Tables = tables,
            T0Hat = Polynomials.Ntt<ReferenceKernels>(t0),
            K = sk.AsSpan(32, 32),
        };
        byte[] made = new byte[DsaSizes<TParams, MLDsa>.Signature];
        signature = [];
        SigningCounts counts = Sign<TParams, MLDsa, ReferenceKernels>.SignInternal(key, new byte[64], default, made);
        signature = made;
        return counts;
    }

    private sealed class CountsBranches : IDsaVisitor
    {
        public void Visit<TParams, TVariant>()
            where TParams : struct, IDsaParameters
            where TVariant : struct, IDsaVariant
        {
            MLDsaScheme<TParams, TVariant, ReferenceKernels> scheme = new();
            using MLDsaPrivateKey<TParams, TVariant, ReferenceKernels> key =
                (MLDsaPrivateKey<TParams, TVariant, ReferenceKernels>)scheme.ImportPrivateSeed(DsaSchemes.Seed(0));
            (int z, int r0, int hints, int signatures) = (0, 0, 0, 0);
            byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
            byte[] mu = new byte[64];
            while (z == 0 || r0 == 0 || hints == 0)
            {
                Assert.True(signatures < 20_000, "A branch was not reached.");
                BitConverter.TryWriteBytes(mu, signatures++);
                SigningCounts counts = key.SignCounted(mu, default, signature);
                Assert.True(key.PublicKey.VerifyDigest(mu, signature));
                z += counts.RejectedByZ;
                r0 += counts.RejectedByR0;
                hints += counts.RejectedByHints;
            }
        }
    }
}
