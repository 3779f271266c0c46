using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using PqCrypto.Hpke;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Tokens.Tests.Hpke;

/// <summary>The JWE examples of draft-ietf-jose-hpke-pq-pqt, opened by a few lines over HPKE: the library has no JWE, and the drafts still move.</summary>
public class JweVectorTests
{
    [SharedFact]
    public void Messages_OfTheDraft_AreOpened()
    {
        int count = 0;
        foreach (JsonElement example in SharedVectors.ReadJson("hybrid/jose/hpke-pq-jose-vectors.json").EnumerateArray())
        {
            string name = example.GetProperty("alg").GetString()!;
            HpkeSuite suite = HpkeSuites.Find(name);
            JsonElement jwk = example.GetProperty("jwk");
            using KemPrivateKey key = HpkeSuites.ImportKey(suite, Bytes(jwk, "priv"), Bytes(jwk, "pub"));
            Assert.Equal(("AKP", name), (jwk.GetProperty("kty").GetString(), jwk.GetProperty("alg").GetString()));

            JsonElement flattened = example.GetProperty("flattened");
            string header = flattened.GetProperty("protected").GetString()!, associated = flattened.GetProperty("aad").GetString()!;
            Assert.Equal(HpkeSuites.AssociatedData, System.Text.Encoding.ASCII.GetString(Base64Url.DecodeFromChars(associated)));
            string[] compact = example.GetProperty("compact").GetString()!.Split('.');
            byte[][] plaintexts =
            [
                Open(suite, key, header, Bytes(flattened, "encrypted_key"), Bytes(flattened, "iv"), Bytes(flattened, "ciphertext"), Bytes(flattened, "tag"), $"{header}.{associated}"),
                Open(suite, key, compact[0], Decode(compact[1]), Decode(compact[2]), Decode(compact[3]), Decode(compact[4]), compact[0]),
            ];
            Assert.All(plaintexts, plaintext => Assert.StartsWith(
                HpkeSuites.Beginning, System.Text.Encoding.UTF8.GetString(plaintext), StringComparison.Ordinal));
            count++;
        }

        Assert.Equal(7, count);
    }

    /// <summary>Integrated encryption, or key encryption where the header has an "ek".</summary>
    /// <remarks>draft-ietf-jose-hpke-encrypt.</remarks>
    private static byte[] Open(HpkeSuite suite, KemPrivateKey key, string header, byte[] encryptedKey, byte[] iv, byte[] ciphertext, byte[] tag, string associatedData)
    {
        byte[] associated = System.Text.Encoding.ASCII.GetBytes(associatedData);
        using JsonDocument document = JsonDocument.Parse(Decode(header));
        if (!document.RootElement.TryGetProperty("ek", out JsonElement encapsulated))
            return suite.Open(key, encryptedKey, info: [], ciphertext, associated);
        byte[] info = [.. "JOSE-HPKE rcpt"u8, 255, .. System.Text.Encoding.ASCII.GetBytes(document.RootElement.GetProperty("enc").GetString()!), 255];
        using AesGcm content = new(suite.Open(key, Decode(encapsulated.GetString()!), info, encryptedKey, []), tag.Length);
        byte[] plaintext = new byte[ciphertext.Length];
        content.Decrypt(iv, ciphertext, tag, plaintext, associated);
        return plaintext;
    }

    private static byte[] Bytes(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? Decode(value.GetString()!) : [];

    private static byte[] Decode(string text) => Base64Url.DecodeFromChars(text);
}
