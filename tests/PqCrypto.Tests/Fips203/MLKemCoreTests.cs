using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;
using PqCrypto.Tests.Fips202;

namespace PqCrypto.Tests.Fips203;

/// <summary>ML-KEM at the level of schemes against BouncyCastle, with the same seeds and the same messages.</summary>
public sealed class MLKemCoreTests
{
    private const int Keys = 20;

    private static readonly string[] Names = ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"];

    public static TheoryData<string, string> SetsAndNames => Pairs(KernelSelector.Supported.Select(set => set.Name), Names);

    public static TheoryData<int, string> LanesAndNames => Pairs<int>([2, 4, 8], Names);

    [Theory, MemberData(nameof(SetsAndNames))]
    public void KeyGenEncapsDecaps_SeededKeys_MatchBouncyCastle(string set, string name) =>
        Assert.True(KernelSets.Run(set, new MatchesBouncyCastle(name)));

    [Theory, MemberData(nameof(LanesAndNames))]
    public void KeyGenEncapsDecaps_SeededKeysAtLanes_MatchBouncyCastle(int lanes, string name) =>
        Assert.True(LaneKernels.Run(lanes, new MatchesBouncyCastle(name)));

    internal static TheoryData<T, string> Pairs<T>(IEnumerable<T> first, string[] names)
    {
        TheoryData<T, string> pairs = [];
        foreach (T value in first)
        {
            foreach (string name in names)
                pairs.Add(value, name);
        }

        return pairs;
    }

    private static MLKemParameters Parameters(string name) => name switch
    {
        "ML-KEM-512" => MLKemParameters.ml_kem_512,
        "ML-KEM-768" => MLKemParameters.ml_kem_768,
        _ => MLKemParameters.ml_kem_1024,
    };

    private sealed class MatchesBouncyCastle(string name) : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            KemScheme scheme = KemSchemes.Create<TKernels>(name);
            MLKemParameters parameters = Parameters(name);
            for (int i = 0; i < Keys; i++)
            {
                byte[] seed = Oracle.Bytes(i, 64);
                byte[] m = Oracle.Bytes(1000 + i, 32);
                using KemPrivateKeyState key = scheme.ImportPrivateSeed(seed);
                MLKemPrivateKeyParameters theirs = MLKemPrivateKeyParameters.FromSeed(parameters, seed);
                byte[] ek = KemSchemes.PublicKey(scheme, key.PublicKey);
                byte[] dk = KemSchemes.PrivateKey(scheme, key);
                Assert.Equal(theirs.GetPublicKeyEncoded(), ek);
                Assert.Equal(theirs.GetEncoded(), dk);

                MLKemEncapsulator encapsulator = new(parameters);
                encapsulator.Init(new ParametersWithRandom(theirs.GetPublicKey(), new Fixed(m)));
                byte[] theirCiphertext = new byte[encapsulator.EncapsulationLength];
                byte[] theirSecret = new byte[encapsulator.SecretLength];
                encapsulator.Encapsulate(theirCiphertext, 0, theirCiphertext.Length, theirSecret, 0, theirSecret.Length);

                (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(scheme, scheme.ImportPublicKey(ek), m);
                Assert.Equal(theirCiphertext, ciphertext);
                Assert.Equal(theirSecret, secret);
                (ciphertext, secret) = KemSchemes.Encapsulate(scheme, key.PublicKey, m);
                Assert.Equal(theirCiphertext, ciphertext);
                Assert.Equal(theirSecret, secret);

                using KemPrivateKeyState expanded = scheme.ImportPrivateKey(dk);
                Assert.Equal(secret, KemSchemes.Decapsulate(scheme, key, ciphertext));
                Assert.Equal(secret, KemSchemes.Decapsulate(scheme, expanded, ciphertext));

                MLKemDecapsulator decapsulator = new(parameters);
                decapsulator.Init(theirs);
                foreach (int position in new[] { 0, 31 * i, ciphertext.Length - 1 - i, ciphertext.Length - 1 })
                {
                    byte[] tampered = [.. ciphertext];
                    tampered[position] ^= (byte)(1 << (i % 8));
                    decapsulator.Decapsulate(tampered, 0, tampered.Length, theirSecret, 0, theirSecret.Length);
                    Assert.NotEqual(secret, theirSecret);
                    Assert.Equal(theirSecret, KemSchemes.Decapsulate(scheme, key, tampered));
                    Assert.Equal(theirSecret, KemSchemes.Decapsulate(scheme, expanded, tampered));
                }
            }

            return true;
        }
    }

    /// <summary>A generator that gives fixed bytes.</summary>
    private sealed class Fixed(byte[] bytes) : SecureRandom
    {
        public override void NextBytes(byte[] buf) => bytes.CopyTo(buf, 0);

        public override void NextBytes(byte[] buf, int off, int len) => bytes.AsSpan(0, len).CopyTo(buf.AsSpan(off));

        public override void NextBytes(Span<byte> buffer) => bytes.AsSpan(0, buffer.Length).CopyTo(buffer);
    }
}
