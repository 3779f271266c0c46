using System.Security.Cryptography;
using System.Text.Json;
using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>The project's own vectors of every signature algorithm: signatures come out byte for byte, or, where the platform draws the randomness, stay
/// valid.</summary>
public class OwnSignatureVectorTests
{
    public static TheoryData<string> Lattice => [.. SignatureAlgorithm.All.Where(IsLattice).Select(algorithm => algorithm.Name)];

    public static TheoryData<string> Classical =>
        [.. SignatureAlgorithm.All.Where(algorithm => !IsLattice(algorithm)).Select(algorithm => algorithm.Name)];

    [Theory, MemberData(nameof(Lattice))]
    public void Sign_OwnVector_GivesSameBytes(string name)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        JsonElement vectors = OwnVectors.ByAlgorithm[name];
        using SignaturePrivateKey key = algorithm!.ImportPrivateSeed(vectors.Bytes("seed"));
        Assert.Equal(vectors.Text("publicKeySha256"), Sha256(key.PublicKey.ExportPublicKey()));
        Assert.Equal(vectors.Text("privateKeySha256"), Sha256(key.ExportPrivateKey()));
        foreach (JsonElement v in vectors.GetProperty("signatures").EnumerateArray())
        {
            foreach ((string field, byte[] signature) in Sign(key, v))
                Assert.Equal(v.Text(field), Sha256(signature));
        }
    }

    [Theory, MemberData(nameof(Classical))]
    public void Verify_OwnClassicalVector_IsTrueForThisMessageOnly(string name)
    {
        JsonElement v = OwnVectors.ByAlgorithm[name];
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey key = algorithm!.ImportPkcs8PrivateKey(v.Bytes("pkcs8"));
        Assert.Equal(v.Text("subjectPublicKeyInfoSha256"), Sha256(key.PublicKey.ExportSubjectPublicKeyInfo()));
        byte[] message = v.Bytes("message");
        Assert.True(key.PublicKey.Verify(message, v.Bytes("signature")));
        message[^1] ^= 1;
        Assert.False(key.PublicKey.Verify(message, v.Bytes("signature")));
    }

    /// <summary>The deterministic signature and the one with given randomness; each must verify too.</summary>
    internal static IEnumerable<(string Field, byte[] Signature)> Sign(SignaturePrivateKey key, JsonElement v)
    {
        SignatureOptions deterministic = new() { Deterministic = true };
        byte[] randomness = v.Bytes("randomness");
        (byte[] Deterministic, byte[] Hedged) signatures;
        Func<byte[], bool> verify;
        if (v.TryGetProperty("mu", out _))
        {
            byte[] mu = v.Bytes("mu");
            signatures = (key.SignMu(mu, deterministic), Derandomized.SignMu(key, mu, randomness));
            verify = signature => key.PublicKey.VerifyMu(mu, signature);
        }
        else if (v.TryGetProperty("formattedMessage", out _))
        {
            byte[] formatted = v.Bytes("formattedMessage");
            signatures = (Derandomized.SignInternal(key, formatted, new byte[32]), Derandomized.SignInternal(key, formatted, randomness));
            verify = signature => Derandomized.VerifyInternal(key.PublicKey, formatted, signature);
        }
        else
        {
            SignatureOptions options = Options(v);
            byte[] message = v.Bytes("message");
            signatures = (key.Sign(message, options with { Deterministic = true }), Derandomized.Sign(key, message, randomness, options));
            verify = signature => key.PublicKey.Verify(message, signature, options);
        }

        Assert.True(verify(signatures.Deterministic));
        Assert.True(verify(signatures.Hedged));
        return [("deterministicSha256", signatures.Deterministic), ("hedgedSha256", signatures.Hedged)];
    }

    /// <summary>Context and pre-hash, where the vector has them.</summary>
    internal static SignatureOptions Options(JsonElement v) => new()
    {
        Context = Convert.FromHexString(v.OptionalText("context") ?? string.Empty),
        PreHash = Enum.Parse<PreHash>(v.OptionalText("preHash") ?? nameof(PreHash.None)),
    };

    private static bool IsLattice(SignatureAlgorithm algorithm) => algorithm.Family == AlgorithmFamily.PostQuantum;

    private static string Sha256(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value));
}
