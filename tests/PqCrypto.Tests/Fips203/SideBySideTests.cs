using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;
using PqCrypto.Tests.Fips202;

namespace PqCrypto.Tests.Fips203;

/// <summary>Operations that run side by side give what each gives alone.</summary>
public sealed class SideBySideTests
{
    private static readonly string[] Names = ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "Kyber768-Round3"];

    public static TheoryData<string, string> SetsAndNames =>
        MLKemCoreTests.Pairs(KernelSelector.Supported.Select(set => set.Name), Names);

    public static TheoryData<int, string> LanesAndNames => MLKemCoreTests.Pairs<int>([2, 4, 8], Names);

    [Theory, MemberData(nameof(SetsAndNames))]
    public void EncapsulateAndDecapsulate_Several_GiveWhatEachGivesAlone(string set, string name) =>
        Assert.True(KernelSets.Run(set, new EqualsOneByOne(name)));

    [Theory, MemberData(nameof(LanesAndNames))]
    public void EncapsulateAndDecapsulate_SeveralAtLanes_GiveWhatEachGivesAlone(int lanes, string name) =>
        Assert.True(LaneKernels.Run(lanes, new EqualsOneByOne(name)));

    private sealed class EqualsOneByOne(string name) : IKernelVisitor<bool>
    {
        private const int Most = 8;

        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            KemScheme scheme = KemSchemes.Create<TKernels>(name);
            byte[][] seeds = [.. Enumerable.Range(0, Most).Select(i => Oracle.Bytes(i, 64))];
            foreach (int count in (int[])[1, 2, 3, Most])
            {
                KemPrivateKeyState[] pairs = [.. seeds[..count].Select(seed => scheme.ImportPrivateSeed(seed))];
                KemPublicKeyState[] keys = [.. pairs.Select(pair => pair.PublicKey)];
                keys[count / 2] = keys[0];                  // one key twice in the same call
                for (int use = 0; use < 3; use++)           // forms in scratch memory, forms that are kept, forms that are there
                {
                    byte[] randomness = Oracle.Bytes(100 + use, 32 * count);
                    byte[] ciphertexts = new byte[count * scheme.Description.CiphertextSizeInBytes];
                    byte[] secrets = new byte[count * 32];
                    scheme.Encapsulate(keys, randomness, ciphertexts, secrets);
                    byte[][] sent = [.. ciphertexts.Chunk(scheme.Description.CiphertextSizeInBytes)];
                    for (int i = 0; i < count; i++)
                    {
                        KemPublicKeyState alone = scheme.ImportPublicKey(KemSchemes.PublicKey(scheme, keys[i]));
                        (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(scheme, alone, randomness[(32 * i)..(32 * (i + 1))]);
                        Assert.Equal(ciphertext, sent[i]);
                        Assert.Equal(secret, secrets[(32 * i)..(32 * (i + 1))]);
                    }

                    Decapsulate(scheme, seeds[use], ciphertexts, sent);
                }

                foreach (KemPrivateKeyState pair in pairs)
                    pair.Dispose();
            }

            return true;
        }

        /// <summary>Some of the ciphertexts are made for the key, the others are rejected.</summary>
        private static void Decapsulate(KemScheme scheme, byte[] seed, byte[] ciphertexts, byte[][] sent)
        {
            using KemPrivateKeyState together = scheme.ImportPrivateSeed(seed);
            using KemPrivateKeyState alone = scheme.ImportPrivateSeed(seed);
            for (int use = 0; use < 2; use++)               // the hash of the key is computed, and is there
            {
                byte[] secrets = new byte[sent.Length * 32];
                scheme.Decapsulate(together, ciphertexts, secrets);
                Assert.Equal(sent.SelectMany(ciphertext => KemSchemes.Decapsulate(scheme, alone, ciphertext)), secrets);
            }
        }
    }
}
