using PqCrypto.Kernels;
using PqCrypto.Tests.Fips202;

namespace PqCrypto.Tests.Fips204;

/// <summary>A public key computes what follows from it in its first verification, in whatever order it is used, under every number of lanes.</summary>
public sealed class FirstUseTests
{
    /// <summary>Message lengths at which mu has one block, ends a block with its padding, just fits beside the matrix, and does not.</summary>
    private static readonly int[] Lengths = [0, 1, 69, 70, 71, 1000, 1981, 1982, 1983, 5000];

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void Verify_FreshKeyAndAnyLength_EqualsTheKeyOfTheSigner(int lanes) => Assert.True(LaneKernels.Run(lanes, new AnyLength()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void Verify_FreshKeyAfterOtherUses_GivesTheSame(int lanes) => Assert.True(LaneKernels.Run(lanes, new OtherUses()));

    [Fact]
    public async Task Verify_ManyThreadsOnAFreshKey_AllAccept()
    {
        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-44");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(1));
        byte[] publicKey = DsaSchemes.PublicKey(scheme, key);
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        byte[] wrong = [.. signature];
        wrong[0] ^= 1;
        for (int turn = 0; turn < 10; turn++)
        {
            SignaturePublicKeyState fresh = scheme.ImportPublicKey(publicKey);
            bool[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
                Task.Run(() => fresh.Verify([1], i % 2 == 0 ? signature : wrong, SignatureOptions.Default))));
            Assert.Equal([true, false, true, false, true, false, true, false], answers);
        }
    }

    /// <summary>Most public keys verify once: what the next verification would be faster with is kept from the second one on.</summary>
    [Fact]
    public void Verify_OnceOnAFreshKey_KeepsNoPolynomials()
    {
        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-65");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(4));
        byte[] publicKey = DsaSchemes.PublicKey(scheme, key);
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        SignaturePublicKeyState[] fresh = [.. Enumerable.Range(0, 2).Select(_ => scheme.ImportPublicKey(publicKey))];
        Assert.True(fresh[0].Verify([1], signature, SignatureOptions.Default));                     // what a thread keeps is there
        Assert.InRange(Allocated(fresh[1]), 0, 1023);                                               // less than one polynomial
        Assert.InRange(Allocated(fresh[1]), (6 + 30) * 1024, (6 + 30 + 1) * 1024);                  // those of t1 and of the matrix
        Assert.Equal(0, Allocated(fresh[1]));

        long Allocated(SignaturePublicKeyState used)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(used.Verify([1], signature, SignatureOptions.Default));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private sealed class AnyLength : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach (string name in new[] { "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "Dilithium3-Round3" })
            {
                SignatureScheme scheme = DsaSchemes.Create<TKernels>(name);
                using SignaturePrivateKeyState key = DsaSchemes.Create(name).ImportPrivateSeed(DsaSchemes.Seed(2));
                byte[] publicKey = DsaSchemes.PublicKey(scheme, key);
                foreach (int length in Lengths)
                {
                    byte[] data = new byte[length];
                    byte[] signature = DsaSchemes.Sign(scheme, key, data);
                    SignaturePublicKeyState fresh = scheme.ImportPublicKey(publicKey);
                    Assert.True(fresh.Verify(data, signature, SignatureOptions.Default));
                    Assert.True(fresh.Verify(data, signature, SignatureOptions.Default));
                    Assert.False(fresh.Verify([.. data, 0], signature, SignatureOptions.Default));
                    Assert.False(scheme.ImportPublicKey(publicKey).Verify([.. data, 0], signature, SignatureOptions.Default));
                }
            }

            return true;
        }
    }

    private sealed class OtherUses : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            SignatureScheme scheme = DsaSchemes.Create<TKernels>("ML-DSA-65");
            using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
            byte[] publicKey = DsaSchemes.PublicKey(scheme, key);
            byte[] data = [1, 2, 3];
            byte[] signature = DsaSchemes.Sign(scheme, key, data);
            byte[] mu = new byte[64];

            SignaturePublicKeyState digested = scheme.ImportPublicKey(publicKey);           // tr first
            using (MessageDigest digest = Assert.IsAssignableFrom<MessageDigest>(digested.CreateDigest(SignatureOptions.Default)))
            {
                digest.Append(data);
                digest.Finish(mu);
            }

            Assert.True(digested.Verify(data, signature, SignatureOptions.Default));
            Assert.True(digested.VerifyDigest(mu, signature));

            SignaturePublicKeyState represented = scheme.ImportPublicKey(publicKey);        // mu given, tr never needed
            Assert.True(represented.VerifyDigest(mu, signature));
            Assert.True(represented.Verify(data, signature, SignatureOptions.Default));

            SignaturePublicKeyState refused = scheme.ImportPublicKey(publicKey);            // nothing is computed for these
            Assert.False(refused.Verify(data, signature.AsSpan(1), SignatureOptions.Default));
            Assert.False(refused.Verify(data, Enumerable.Repeat((byte)255, signature.Length).ToArray(), SignatureOptions.Default));
            Assert.False(refused.Verify(data, new byte[signature.Length], SignatureOptions.Default));
            Assert.True(refused.Verify(data, signature, SignatureOptions.Default));

            SignaturePublicKeyState wrong = scheme.ImportPublicKey(publicKey);              // the first verification fails at its end
            byte[] changed = [.. signature];
            changed[5] ^= 1;
            Assert.False(wrong.Verify(data, changed, SignatureOptions.Default));
            Assert.True(wrong.Verify(data, signature, SignatureOptions.Default));
            return true;
        }
    }
}
