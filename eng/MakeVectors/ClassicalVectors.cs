using System.Text.Json.Nodes;

namespace PqCrypto.MakeVectors;

/// <summary>Vectors of RSA and ECDSA, whose randomness the platform draws: a key and what was once made with it, which must stay readable.</summary>
internal static class ClassicalVectors
{
    public static JsonObject MakeKem(KemAlgorithm algorithm)
    {
        using KemPrivateKey key = algorithm.GenerateKey();
        using SharedSecret secret = key.PublicKey.Encapsulate(out byte[] ciphertext);
        byte[] changed = [.. ciphertext];
        changed[^1] ^= 1;
        using SharedSecret other = key.Decapsulate(changed);
        return new JsonObject
        {
            ["algorithm"] = algorithm.Name,
            ["pkcs8"] = VectorFile.Hex(key.ExportPkcs8PrivateKey()),
            ["subjectPublicKeyInfoSha256"] = VectorFile.Sha256(key.PublicKey.ExportSubjectPublicKeyInfo()),
            ["ciphertext"] = VectorFile.Hex(ciphertext),
            ["sharedSecret"] = VectorFile.Hex(secret.ToArray()),
            ["changedByte"] = changed.Length - 1,
            ["secretOfChangedCiphertext"] = VectorFile.Hex(other.ToArray()),
        };
    }

    public static JsonObject MakeSignature(SignatureAlgorithm algorithm)
    {
        using SignaturePrivateKey key = algorithm.GenerateKey();
        byte[] message = VectorFile.Fixed(100, algorithm.Name, "message");
        return new JsonObject
        {
            ["algorithm"] = algorithm.Name,
            ["pkcs8"] = VectorFile.Hex(key.ExportPkcs8PrivateKey()),
            ["subjectPublicKeyInfoSha256"] = VectorFile.Sha256(key.PublicKey.ExportSubjectPublicKeyInfo()),
            ["message"] = VectorFile.Hex(message),
            ["signature"] = VectorFile.Hex(key.Sign(message)),
        };
    }
}
