using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using PqCrypto.Testing;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Interop.Tests.BouncyCastle;

/// <summary>ML-KEM against BouncyCastle, through the public API alone.</summary>
public sealed class MLKemTests
{
    private const int Rounds = 100;

    public static TheoryData<string> Names => ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"];

    [Theory, MemberData(nameof(Names))]
    public void Keys_FromManySeeds_AreEqual(string name)
    {
        for (int round = 0; round < Rounds; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 64);
            using KemPrivateKey ours = Find(name).ImportPrivateSeed(seed);
            MLKemPrivateKeyParameters theirs = MLKemPrivateKeyParameters.FromSeed(Theirs(name), seed);

            Assert.Equal(theirs.GetPublicKeyEncoded(), ours.PublicKey.ExportPublicKey());
            Assert.Equal(theirs.GetEncoded(), ours.ExportPrivateKey());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Encapsulate_WithTheSameRandomness_GivesEqualSecretsAndCiphertexts(string name)
    {
        KemAlgorithm algorithm = Find(name);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 64);
            byte[] m = Deterministic.Bytes("m", round, 32);
            using KemPrivateKey ours = algorithm.ImportPrivateSeed(seed);
            MLKemPrivateKeyParameters theirs = MLKemPrivateKeyParameters.FromSeed(Theirs(name), seed);
            byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
            byte[] secret = new byte[32];
            Derandomized.Encapsulate(ours.PublicKey, m, ciphertext, secret);
            (byte[] theirCiphertext, byte[] theirSecret) = Encapsulate(theirs.GetPublicKey(), m);

            Assert.Equal(theirCiphertext, ciphertext);
            Assert.Equal(theirSecret, secret);
            ciphertext[round] ^= 1;
            byte[] rejected = new byte[32];
            ours.Decapsulate(ciphertext, rejected);
            Assert.Equal(Decapsulate(theirs, ciphertext), rejected);
            Assert.NotEqual(secret, rejected);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Secrets_WithFreshRandomness_ArriveBothWays(string name)
    {
        KemAlgorithm algorithm = Find(name);
        for (int round = 0; round < Rounds; round++)
        {
            using KemPrivateKey ours = algorithm.GenerateKey();
            MLKemPrivateKeyParameters theirs = MLKemPrivateKeyParameters.FromEncoding(Theirs(name), ours.ExportPrivateKey());
            using SharedSecret sent = ours.PublicKey.Encapsulate(out byte[] ciphertext);
            Assert.Equal(sent.ToArray(), Decapsulate(theirs, ciphertext));

            (ciphertext, byte[] theirSecret) = Encapsulate(theirs.GetPublicKey(), Deterministic.Bytes("m", round, 32));
            using SharedSecret received = ours.Decapsulate(ciphertext);
            Assert.Equal(theirSecret, received.ToArray());
        }
    }

    internal static KemAlgorithm Find(string name) => KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm) ? algorithm : throw new ArgumentException(name);

    internal static MLKemParameters Theirs(string name) => name switch
    {
        "ML-KEM-512" => MLKemParameters.ml_kem_512,
        "ML-KEM-768" => MLKemParameters.ml_kem_768,
        "ML-KEM-1024" => MLKemParameters.ml_kem_1024,
        _ => throw new ArgumentException(name),
    };

    internal static (byte[] Ciphertext, byte[] Secret) Encapsulate(MLKemPublicKeyParameters key, byte[] m)
    {
        MLKemEncapsulator encapsulator = new(key.Parameters);
        encapsulator.Init(new ParametersWithRandom(key, new FixedRandom(m)));
        byte[] ciphertext = new byte[encapsulator.EncapsulationLength];
        byte[] secret = new byte[encapsulator.SecretLength];
        encapsulator.Encapsulate(ciphertext, 0, ciphertext.Length, secret, 0, secret.Length);
        return (ciphertext, secret);
    }

    internal static byte[] Decapsulate(MLKemPrivateKeyParameters key, byte[] ciphertext)
    {
        MLKemDecapsulator decapsulator = new(key.Parameters);
        decapsulator.Init(key);
        byte[] secret = new byte[decapsulator.SecretLength];
        decapsulator.Decapsulate(ciphertext, 0, ciphertext.Length, secret, 0, secret.Length);
        return secret;
    }
}
