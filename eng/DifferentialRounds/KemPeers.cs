using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.DifferentialRounds;

/// <summary>The answers of other implementations of ML-KEM to a round's inputs, against ours.</summary>
internal static class KemPeers
{
    internal static void CompareBouncyCastle(string name, KemAnswers ours)
    {
        MLKemParameters parameters = name switch
        {
            "ML-KEM-512" => MLKemParameters.ml_kem_512,
            "ML-KEM-768" => MLKemParameters.ml_kem_768,
            _ => MLKemParameters.ml_kem_1024,
        };
        string subject = $"{name}, BouncyCastle: ";
        (byte[] wrongPublicKey, byte[] m, byte[] ciphertext) = (ours.WrongPublicKey, ours.M, ours.Ciphertext);
        MLKemPrivateKeyParameters theirs = MLKemPrivateKeyParameters.FromSeed(parameters, ours.Seed);
        Comparison.Equal(ours.PublicKey, theirs.GetPublicKeyEncoded(), subject + "public key");
        Comparison.Equal(ours.PrivateKey, theirs.GetEncoded(), subject + "private key");
        Comparison.Equal([.. ciphertext, .. ours.Secret], Encapsulate(theirs.GetPublicKey(), m), subject + "encapsulation");
        Comparison.Equal(ours.Secret, Decapsulate(theirs, ciphertext), subject + "secret");
        Comparison.Equal(ours.Rejected, Decapsulate(theirs, ours.Changed), subject + "secret of a changed ciphertext");
        Comparison.Equal(
            ours.OfWrongPublicKey,
            Comparison.Try(() => Encapsulate(MLKemPublicKeyParameters.FromEncoding(parameters, wrongPublicKey), m)),
            subject + "encapsulation to a changed key");
        if (ours.OfWrongPrivateKey is not null)          // we check more of a private key than they do
        {
            Comparison.Equal(
                ours.OfWrongPrivateKey,
                Decapsulate(MLKemPrivateKeyParameters.FromEncoding(parameters, ours.WrongPrivateKey), ciphertext),
                subject + "secret of a changed key");
        }

        Tally.Add(name, Tally.BouncyCastle);
    }

    /// <summary>ML-KEM-768 only.</summary>
    internal static void CompareLibsodium(string name, KemAnswers ours)
    {
        if (name != "ML-KEM-768" || Sodium.Missing is not null)
            return;
        string subject = $"{name}, libsodium: ";
        (byte[] publicKey, byte[] privateKey) = Sodium.GenerateMLKem768(ours.Seed);
        Comparison.Equal(ours.PublicKey, publicKey, subject + "public key");
        Comparison.Equal(ours.PrivateKey, privateKey, subject + "private key");
        Comparison.Equal([.. ours.Ciphertext, .. ours.Secret], Sodium.EncapsulateMLKem768(publicKey, ours.M), subject + "encapsulation");
        Comparison.Equal(ours.Secret, Sodium.DecapsulateMLKem768(privateKey, ours.Ciphertext), subject + "secret");
        Comparison.Equal(ours.Rejected, Sodium.DecapsulateMLKem768(privateKey, ours.Changed), subject + "secret of a changed ciphertext");
        Comparison.Equal(ours.OfWrongPublicKey, Sodium.EncapsulateMLKem768(ours.WrongPublicKey, ours.M), subject + "encapsulation to a changed key");
        if (ours.OfWrongPrivateKey is not null && Sodium.DecapsulateMLKem768(ours.WrongPrivateKey, ours.Ciphertext) is { } secret)
            Comparison.Equal(ours.OfWrongPrivateKey, secret, subject + "secret of a changed key");
        Tally.Add(name, Tally.Libsodium);
    }

    /// <summary>The platform draws the randomness of its encapsulations, so that its ciphertexts are decapsulated by ours.</summary>
    /// <param name="name">The algorithm.</param>
    /// <param name="ours">Our answers.</param>
    /// <param name="decapsulate">Our decapsulation with the round's key.</param>
    internal static void ComparePlatform(string name, KemAnswers ours, Func<byte[], byte[]> decapsulate)
    {
        if (!MLKem.IsSupported)
            return;
        MLKemAlgorithm algorithm = name switch
        {
            "ML-KEM-512" => MLKemAlgorithm.MLKem512,
            "ML-KEM-768" => MLKemAlgorithm.MLKem768,
            _ => MLKemAlgorithm.MLKem1024,
        };
        string subject = $"{name}, the platform: ";
        byte[] wrongPublicKey = ours.WrongPublicKey;
        using MLKem theirs = MLKem.ImportPrivateSeed(algorithm, ours.Seed);
        Comparison.Equal(ours.PublicKey, theirs.ExportEncapsulationKey(), subject + "public key");
        Comparison.Equal(ours.PrivateKey, theirs.ExportDecapsulationKey(), subject + "private key");
        Comparison.Equal(ours.Secret, theirs.Decapsulate(ours.Ciphertext), subject + "secret");
        Comparison.Equal(ours.Rejected, theirs.Decapsulate(ours.Changed), subject + "secret of a changed ciphertext");
        theirs.Encapsulate(out byte[] ciphertext, out byte[] secret);
        Comparison.Equal(secret, decapsulate(ciphertext), subject + "secret of its ciphertext");
        bool isRefused = Comparison.Try(() =>
        {
            using MLKem key = MLKem.ImportEncapsulationKey(algorithm, wrongPublicKey);
            key.Encapsulate(out byte[] sent, out _);
            return sent;
        }) is null;
        Comparison.Equal(ours.OfWrongPublicKey is null, isRefused, subject + "refusal of a changed public key");
        Tally.Add(name, Tally.Platform);
    }

    internal static byte[] Decapsulate(MLKemPrivateKeyParameters key, byte[] ciphertext)
    {
        MLKemDecapsulator decapsulator = new(key.Parameters);
        decapsulator.Init(key);
        byte[] secret = new byte[decapsulator.SecretLength];
        decapsulator.Decapsulate(ciphertext, 0, ciphertext.Length, secret, 0, secret.Length);
        return secret;
    }

    private static byte[] Encapsulate(MLKemPublicKeyParameters key, byte[] m)
    {
        MLKemEncapsulator encapsulator = new(key.Parameters);
        encapsulator.Init(new ParametersWithRandom(key, new FixedRandom(m)));
        byte[] result = new byte[encapsulator.EncapsulationLength + encapsulator.SecretLength];
        encapsulator.Encapsulate(result, 0, encapsulator.EncapsulationLength, result, encapsulator.EncapsulationLength, encapsulator.SecretLength);
        return result;
    }
}

/// <summary>What one kernel set made of a round's inputs; null stands for a refusal.</summary>
internal sealed record KemAnswers(
    byte[] Seed,
    byte[] M,
    byte[] PublicKey,
    byte[] PrivateKey,
    byte[] Ciphertext,
    byte[] Secret,
    byte[] Changed,
    byte[] Rejected,
    byte[] WrongPublicKey,
    byte[]? OfWrongPublicKey,
    byte[] WrongPrivateKey,
    byte[]? OfWrongPrivateKey);
