using System.Text.Json.Nodes;
using PqCrypto.Testing;

namespace PqCrypto.MakeVectors;

/// <summary>Vectors of ML-DSA: pure, pre-hashed with each hash, over mu and over M', hedged and deterministic.</summary>
internal static class MLDsaVectors
{
    public static JsonObject Make(SignatureAlgorithm algorithm)
    {
        byte[] seed = VectorFile.Fixed(algorithm.PrivateSeedSizeInBytes, algorithm.Name, "seed");
        using SignaturePrivateKey key = algorithm.ImportPrivateSeed(seed);
        JsonArray signatures = [];
        foreach (int messageSize in new[] { 0, 1, 32, 1000 })
            signatures.Add(Sign(key, PreHash.None, $"{signatures.Count}", messageSize));
        foreach (PreHash hash in Enum.GetValues<PreHash>().Where(hash => hash != PreHash.None))
            signatures.Add(Sign(key, hash, $"{signatures.Count}", messageSize: 100));
        signatures.Add(SignMu(key));
        signatures.Add(SignFormatted(key));
        return new JsonObject
        {
            ["algorithm"] = algorithm.Name,
            ["seed"] = VectorFile.Hex(seed),
            ["publicKeySha256"] = VectorFile.Sha256(key.PublicKey.ExportPublicKey()),
            ["privateKeySha256"] = VectorFile.Sha256(key.ExportPrivateKey()),
            ["signatures"] = signatures,
        };
    }

    private static JsonObject Sign(SignaturePrivateKey key, PreHash hash, string number, int messageSize)
    {
        byte[] message = VectorFile.Fixed(messageSize, key.Algorithm.Name, number, "message");
        byte[] context = VectorFile.Fixed(messageSize % 256, key.Algorithm.Name, number, "context");
        byte[] randomness = VectorFile.Fixed(32, key.Algorithm.Name, number, "randomness");
        SignatureOptions options = new() { Context = context, PreHash = hash };
        return new JsonObject
        {
            ["preHash"] = $"{hash}",
            ["message"] = VectorFile.Hex(message),
            ["context"] = VectorFile.Hex(context),
            ["deterministicSha256"] = VectorFile.Sha256(key.Sign(message, options with { Deterministic = true })),
            ["randomness"] = VectorFile.Hex(randomness),
            ["hedgedSha256"] = VectorFile.Sha256(Derandomized.Sign(key, message, randomness, options)),
        };
    }

    private static JsonObject SignMu(SignaturePrivateKey key)
    {
        byte[] mu = VectorFile.Fixed(64, key.Algorithm.Name, "mu");
        byte[] randomness = VectorFile.Fixed(32, key.Algorithm.Name, "mu", "randomness");
        return new JsonObject
        {
            ["mu"] = VectorFile.Hex(mu),
            ["deterministicSha256"] = VectorFile.Sha256(key.SignMu(mu, new SignatureOptions { Deterministic = true })),
            ["randomness"] = VectorFile.Hex(randomness),
            ["hedgedSha256"] = VectorFile.Sha256(Derandomized.SignMu(key, mu, randomness)),
        };
    }

    private static JsonObject SignFormatted(SignaturePrivateKey key)
    {
        byte[] formatted = VectorFile.Fixed(200, key.Algorithm.Name, "formatted");
        byte[] randomness = VectorFile.Fixed(32, key.Algorithm.Name, "formatted", "randomness");
        return new JsonObject
        {
            ["formattedMessage"] = VectorFile.Hex(formatted),
            ["deterministicSha256"] = VectorFile.Sha256(Derandomized.SignInternal(key, formatted, new byte[32])),
            ["randomness"] = VectorFile.Hex(randomness),
            ["hedgedSha256"] = VectorFile.Sha256(Derandomized.SignInternal(key, formatted, randomness)),
        };
    }
}
