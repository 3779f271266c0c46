using System.Text.Json.Nodes;
using PqCrypto.Testing;

namespace PqCrypto.MakeVectors;

/// <summary>Vectors of the key encapsulation mechanisms whose randomness can be given.</summary>
internal static class KemVectors
{
    private const int CaseCount = 3;

    public static JsonObject Make(KemAlgorithm algorithm)
    {
        JsonArray cases = [];
        for (int i = 0; i < CaseCount; i++)
            cases.Add(MakeCase(algorithm, $"{i}"));
        return new JsonObject { ["algorithm"] = algorithm.Name, ["cases"] = cases };
    }

    private static JsonObject MakeCase(KemAlgorithm algorithm, string number)
    {
        JsonObject made = [];
        using KemPrivateKey key = MakeKey(algorithm, number, made);
        made["publicKeySha256"] = VectorFile.Sha256(key.PublicKey.ExportPublicKey());
        made["privateKeySha256"] = VectorFile.Sha256(key.ExportPrivateKey());

        byte[] randomness = VectorFile.Fixed(RandomnessSize(algorithm), algorithm.Name, number, "randomness");
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        Derandomized.Encapsulate(key.PublicKey, randomness, ciphertext, secret);
        made["randomness"] = VectorFile.Hex(randomness);
        made["ciphertextSha256"] = VectorFile.Sha256(ciphertext);
        made["sharedSecret"] = VectorFile.Hex(secret);

        if (!IsNistCurveAlone(algorithm))
        {
            int index = algorithm.Name.StartsWith("SecP", StringComparison.Ordinal) ? ciphertext.Length - 1 : 0;   // in the ML-KEM part
            ciphertext[index] ^= 1;
            using SharedSecret other = key.Decapsulate(ciphertext);
            made["changedByte"] = index;
            made["secretOfChangedCiphertext"] = VectorFile.Hex(other.ToArray());
        }

        return made;
    }

    private static KemPrivateKey MakeKey(KemAlgorithm algorithm, string number, JsonObject made)
    {
        if (algorithm.PrivateSeedSizeInBytes > 0)
        {
            byte[] seed = VectorFile.Fixed(algorithm.PrivateSeedSizeInBytes, algorithm.Name, number, "seed");
            made["seed"] = VectorFile.Hex(seed);
            return algorithm.ImportPrivateSeed(seed);
        }

        byte[] privateKey = VectorFile.Fixed(algorithm.PrivateKeySizeInBytes, algorithm.Name, number, "private key");
        made["privateKey"] = VectorFile.Hex(privateKey);
        return algorithm.ImportPrivateKey(privateKey);
    }

    /// <summary>m (32 bytes), then the scalar of the classical half; DHKEM: ikmE, as long as a private key.</summary>
    private static int RandomnessSize(KemAlgorithm algorithm)
    {
        if (algorithm == KemAlgorithm.XWing)
            return 64;
        if (algorithm.Family == AlgorithmFamily.PostQuantum)
            return 32;
        return algorithm.Family == AlgorithmFamily.Classical
            ? algorithm.PrivateKeySizeInBytes
            : 32 + algorithm.PrivateKeySizeInBytes - 64;   // the private key is the 64-byte seed and the scalar
    }

    /// <summary>A changed point of P-256 or P-384 is no point: there is no secret to write down.</summary>
    private static bool IsNistCurveAlone(KemAlgorithm algorithm) => algorithm == KemAlgorithm.EcdhP256 || algorithm == KemAlgorithm.EcdhP384;
}
