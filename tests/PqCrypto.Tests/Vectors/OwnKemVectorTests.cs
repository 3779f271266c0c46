using System.Security.Cryptography;
using System.Text.Json;
using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>The project's own vectors of every key encapsulation mechanism: what was once encapsulated stays readable, byte for byte.</summary>
public class OwnKemVectorTests
{
    public static TheoryData<string> Derandomised => [.. KemAlgorithm.All.Where(algorithm => !IsRsa(algorithm)).Select(algorithm => algorithm.Name)];

    public static TheoryData<string> Rsa => [.. KemAlgorithm.All.Where(IsRsa).Select(algorithm => algorithm.Name)];

    [Theory, MemberData(nameof(Derandomised))]
    public void Encapsulate_OwnVector_GivesSameBytes(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        JsonElement[] cases = [.. OwnVectors.ByAlgorithm[name].GetProperty("cases").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement v in cases)
        {
            using KemPrivateKey key = v.TryGetProperty("seed", out _)
                ? algorithm!.ImportPrivateSeed(v.Bytes("seed"))
                : algorithm!.ImportPrivateKey(v.Bytes("privateKey"));
            Assert.Equal(v.Text("publicKeySha256"), Sha256(key.PublicKey.ExportPublicKey()));
            Assert.Equal(v.Text("privateKeySha256"), Sha256(key.ExportPrivateKey()));

            byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
            byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
            Derandomized.Encapsulate(key.PublicKey, v.Bytes("randomness"), ciphertext, secret);
            Assert.Equal(v.Text("ciphertextSha256"), Sha256(ciphertext));
            Assert.Equal(v.Text("sharedSecret"), Convert.ToHexStringLower(secret));
            MatchDecapsulation(key, ciphertext, v);
        }
    }

    [Theory, MemberData(nameof(Rsa))]
    public void Decapsulate_OwnRsaVector_GivesSameSecrets(string name)
    {
        JsonElement v = OwnVectors.ByAlgorithm[name];
        using KemPrivateKey key = KemPrivateKey.ImportPkcs8PrivateKey(v.Bytes("pkcs8"));
        Assert.Equal(name, key.Algorithm.Name);
        Assert.Equal(v.Text("subjectPublicKeyInfoSha256"), Sha256(key.PublicKey.ExportSubjectPublicKeyInfo()));
        MatchDecapsulation(key, v.Bytes("ciphertext"), v);
    }

    [Fact]
    public void All_BuiltInAlgorithms_HaveOwnVectors()
    {
        IEnumerable<string> names = [.. KemAlgorithm.All.Select(kem => kem.Name), .. SignatureAlgorithm.All.Select(signature => signature.Name)];
        Assert.Equal(names.Order(StringComparer.Ordinal), OwnVectors.ByAlgorithm.Keys.Order(StringComparer.Ordinal));
    }

    private static void MatchDecapsulation(KemPrivateKey key, byte[] ciphertext, JsonElement v)
    {
        using SharedSecret received = key.Decapsulate(ciphertext);
        Assert.Equal(v.Text("sharedSecret"), Convert.ToHexStringLower(received.ToArray()));
        if (!v.TryGetProperty("changedByte", out JsonElement index))
            return;
        ciphertext[index.GetInt32()] ^= 1;
        using SharedSecret other = key.Decapsulate(ciphertext);
        Assert.Equal(v.Text("secretOfChangedCiphertext"), Convert.ToHexStringLower(other.ToArray()));
    }

    private static bool IsRsa(KemAlgorithm algorithm) => algorithm.PublicKeySizeInBytes == 0;

    private static string Sha256(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value));
}
