using System.Text.Json.Nodes;
using PqCrypto.Testing;

namespace PqCrypto.MakeVectors;

/// <summary>Vectors of Dilithium round 3: deterministic, and randomized with a given rho'.</summary>
internal static class DilithiumVectors
{
    public static JsonObject Make(SignatureAlgorithm algorithm)
    {
        byte[] seed = VectorFile.Fixed(algorithm.PrivateSeedSizeInBytes, algorithm.Name, "seed");
        using SignaturePrivateKey key = algorithm.ImportPrivateSeed(seed);
        JsonArray signatures = [];
        foreach (int messageSize in new[] { 0, 1, 32, 1000 })
        {
            byte[] message = VectorFile.Fixed(messageSize, algorithm.Name, $"{messageSize}", "message");
            byte[] randomness = VectorFile.Fixed(64, algorithm.Name, $"{messageSize}", "randomness");
            signatures.Add(new JsonObject
            {
                ["message"] = VectorFile.Hex(message),
                ["deterministicSha256"] = VectorFile.Sha256(key.Sign(message, new SignatureOptions { Deterministic = true })),
                ["randomness"] = VectorFile.Hex(randomness),
                ["hedgedSha256"] = VectorFile.Sha256(Derandomized.Sign(key, message, randomness)),
            });
        }

        return new JsonObject
        {
            ["algorithm"] = algorithm.Name,
            ["seed"] = VectorFile.Hex(seed),
            ["publicKeySha256"] = VectorFile.Sha256(key.PublicKey.ExportPublicKey()),
            ["privateKeySha256"] = VectorFile.Sha256(key.ExportPrivateKey()),
            ["signatures"] = signatures,
        };
    }
}
