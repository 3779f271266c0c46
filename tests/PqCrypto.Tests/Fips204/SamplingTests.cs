using Org.BouncyCastle.Crypto.Digests;
using PqCrypto.Fips204;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels.Reference;
using PqCrypto.Tests.Conformance;

namespace PqCrypto.Tests.Fips204;

/// <summary>The samplers against naive models over one endless stream, those included that outlast their first blocks.</summary>
public sealed class SamplingTests
{
    [Fact]
    public void ExpandA_WholeMatrix_MatchesModel()
    {
        byte[] rho = DsaSchemes.Seed(1);
        NttPoly[] aHat = new NttPoly[30];
        KeyGen<MLDsa65Parameters, MLDsa, ReferenceKernels>.ExpandMatrix(rho, aHat);
        for (int row = 0; row < 6; row++)
        {
            for (int column = 0; column < 5; column++)
                Assert.Equal(Uniform([.. rho, (byte)column, (byte)row]), ((ReadOnlySpan<int>)aHat[(row * 5) + column]).ToArray());
        }
    }

    [Fact]
    public void RejNttPoly_AfterAnyNumberOfBlocks_ContinuesTheStream()
    {
        // a sixth block is needed once in about 10^40 polynomials, so the continuation is entered earlier instead
        byte[] rho = DsaSchemes.Seed(2);
        byte[] stream = Shake(128, [.. rho, 3, 4], 840);
        for (int blocks = 0; blocks <= 4; blocks++)
        {
            int[] f = new int[256];
            int filled = ReferenceKernels.DsaSampleUniform(stream.AsSpan(0, 168 * blocks), f, 0);
            Assert.True(filled < 256);
            Sampling<MLDsa65Parameters, ReferenceKernels>.RejNttPoly(rho, [3, 4], 168 * blocks, f, filled);
            Assert.Equal(Uniform([.. rho, 3, 4]), f);
        }
    }

    [Fact]
    public void KeyGenInternal_PolynomialThatNeedsAThirdBlock_MatchesModel()
    {
        // one polynomial in 143 000 takes more than 272 bytes: a search over seeds finds one in a second
        (byte[] seed, int polynomial) = FindLongBounded();
        byte[] expanded = Shake(256, [.. seed, 6, 5], 128);
        byte[] suffix = [(byte)polynomial, 0];
        int[] expected = Bounded([.. expanded.AsSpan(32, 64), .. suffix], eta: 4);

        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-65");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(seed);
        byte[] packed = new byte[128];
        DsaSchemes.PrivateKey(scheme, key).AsSpan(128 + (128 * polynomial), 128).CopyTo(packed);
        Assert.Equal(DsaModel.Pack([.. expected.Select(value => 4 - value)], 4), packed);

        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        Assert.True(key.PublicKey.Verify([1], signature, SignatureOptions.Default));
    }

    [Fact]
    public void RejBoundedPoly_AfterAnyNumberOfBlocks_ContinuesTheStream()
    {
        byte[] rhoPrime = [.. DsaSchemes.Seed(3), .. DsaSchemes.Seed(4)];
        byte[] stream = Shake(256, [.. rhoPrime, 9, 0], 272);
        for (int blocks = 0; blocks <= 1; blocks++)
        {
            int[] f = new int[256];
            int filled = ReferenceKernels.DsaSampleBounded(stream.AsSpan(0, 136 * blocks), 4, f, 0);
            Sampling<MLDsa65Parameters, ReferenceKernels>.RejBoundedPoly(rhoPrime, [9, 0], 136 * blocks, f, filled);
            Assert.Equal(Bounded([.. rhoPrime, 9, 0], eta: 4), f);

            f = new int[256];
            filled = ReferenceKernels.DsaSampleBounded(stream.AsSpan(0, 136 * blocks), 2, f, 0);
            Sampling<MLDsa44Parameters, ReferenceKernels>.RejBoundedPoly(rhoPrime, [9, 0], 136 * blocks, f, filled);
            Assert.Equal(Bounded([.. rhoPrime, 9, 0], eta: 2), f);
        }
    }

    [Fact]
    public void SampleInBall_ManySeedsAndShortFirstOutputs_MatchesModel()
    {
        for (int n = 0; n < 100; n++)
        {
            byte[] cTilde = [.. DsaSchemes.Seed(n), .. DsaSchemes.Seed(n + 1)];
            int[] c = SampleInBall(cTilde, Shake(256, cTilde, 136));
            Assert.Equal(Ball(Shake(256, cTilde, 1000), 60), c);
            Assert.Equal(60, c.Count(value => value is 1 or -1));
            Assert.Equal(196, c.Count(value => value == 0));
        }
    }

    [Fact]
    public void SampleInBall_FirstBlockRunsOut_ContinuesTheStream()
    {
        // a first block of nothing but refused candidates stands in for the unlucky seed; the rest of the stream is the seed's own
        byte[] cTilde = [.. DsaSchemes.Seed(8), .. DsaSchemes.Seed(9)];
        byte[] stream = Shake(256, cTilde, 1000);
        byte[] unlucky = [.. stream.AsSpan(0, 8), .. Enumerable.Repeat((byte)255, 128)];
        int[] c = SampleInBall(cTilde, unlucky);
        Assert.Equal(Ball([.. unlucky, .. stream.AsSpan(136)], 60), c);
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Scheme_EightLanes_GivesTheSameKeysAndSignatures(string name)
    {
        SignatureScheme one = DsaSchemes.Create(name);
        SignatureScheme eight = DsaSchemes.CreateWithEightLanes(name);
        for (int n = 0; n < 3; n++)
        {
            using SignaturePrivateKeyState a = one.ImportPrivateSeed(DsaSchemes.Seed(n));
            using SignaturePrivateKeyState b = eight.ImportPrivateSeed(DsaSchemes.Seed(n));
            Assert.Equal(DsaSchemes.PrivateKey(one, a), DsaSchemes.PrivateKey(eight, b));
            Assert.Equal(DsaSchemes.PublicKey(one, a), DsaSchemes.PublicKey(eight, b));
            byte[] signature = DsaSchemes.Sign(eight, b, [1, 2, 3]);
            Assert.Equal(DsaSchemes.Sign(one, a, [1, 2, 3]), signature);
            Assert.True(b.PublicKey.Verify([1, 2, 3], signature, SignatureOptions.Default));
        }
    }

    private static int[] SampleInBall(byte[] cTilde, byte[] stream)
    {
        ushort[] offsets = new ushort[60];
        int[] c = new int[256];
        Sampling<MLDsa87Parameters, ReferenceKernels>.SampleInBall(cTilde, stream, offsets);
        Sampling<MLDsa87Parameters, ReferenceKernels>.BallPolynomial(offsets, 1, c);
        return c;
    }

    private static (byte[] Seed, int Polynomial) FindLongBounded()
    {
        for (int n = 0; ; n++)
        {
            byte[] seed = new byte[32];
            BitConverter.TryWriteBytes(seed, n);
            byte[] rhoPrime = Shake(256, [.. seed, 6, 5], 128)[32..96];
            for (int polynomial = 0; polynomial < 11; polynomial++)
            {
                int[] f = new int[256];
                if (ReferenceKernels.DsaSampleBounded(Shake(256, [.. rhoPrime, (byte)polynomial, 0], 272), 4, f, 0) < 256)
                    return (seed, polynomial);
            }
        }
    }

    private static byte[] Shake(int strength, byte[] input, int length)
    {
        ShakeDigest shake = new(strength);
        shake.BlockUpdate(input, 0, input.Length);
        byte[] output = new byte[length];
        shake.OutputFinal(output, 0, length);
        return output;
    }

    private static int[] Uniform(byte[] input) =>
        [.. Shake(128, input, 3000).Chunk(3).Select(b => b[0] + (b[1] << 8) + ((b[2] & 127) << 16)).Where(value => value < DsaModel.Q).Take(256)];

    private static int[] Bounded(byte[] input, int eta) =>
    [
        .. Shake(256, input, 2000).SelectMany(value => new[] { value % 16, value / 16 })
            .Where(half => half < (eta == 2 ? 15 : 9))
            .Select(half => eta == 2 ? 2 - (half % 5) : 4 - half)
            .Take(256),
    ];

    private static int[] Ball(byte[] stream, int tau)
    {
        int[] c = new int[256];
        int position = 8;
        for (int i = 256 - tau; i < 256; i++)
        {
            while (stream[position] > i)
                position++;
            int j = stream[position++];
            c[i] = c[j];
            int bit = i + tau - 256;
            c[j] = ((stream[bit / 8] >> (bit % 8)) & 1) == 0 ? 1 : -1;
        }

        return c;
    }
}
