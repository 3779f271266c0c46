using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.IdentityModel;
using PqCrypto.Pki;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Tokens.Tests.IdentityModel;

/// <summary>The JOSE examples of draft-ietf-cose-dilithium (RFC 9964) and of draft-ietf-jose-pq-composite-sigs.</summary>
public class JoseVectorTests
{
    [SharedTheory]
    [InlineData("ML_DSA_44")]
    [InlineData("ML_DSA_65")]
    [InlineData("composite-ML-DSA-44-Ed25519")]
    [InlineData("composite-ML-DSA-65-Ed25519")]
    public void Key_OfTheExample_IsReadAndWritten(string name)
    {
        JsonElement example = Read(name).GetProperty("jwk");
        string text = example.GetRawText();

        using PqSecurityKey key = PqSecurityKey.ImportJwk(text, PkiAlgorithms.Signatures);
        string kid = example.GetProperty("kid").GetString()!;
        Assert.Equal((kid, example.GetProperty("alg").GetString()), (key.KeyId, key.Algorithm));
        Assert.Equal(kid, Base64Url.EncodeToString(key.ComputeJwkThumbprint()));
        Assert.Equal(kid, new PqSecurityKey(key.PublicKey).KeyId);
        Assert.Equal(PrivateKeyStatus.Exists, key.PrivateKeyStatus);
        Assert.True(JsonElement.DeepEquals(example, Parse(System.Text.Encoding.UTF8.GetString(key.ExportPrivateJwk()))));

        Dictionary<string, JsonElement> written = Parse(key.ExportJwk()).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        Assert.Equal(["alg", "kid", "kty", "pub"], written.Keys.Order(StringComparer.Ordinal));
        Assert.All(written, member => Assert.Equal(example.GetProperty(member.Key).GetString(), member.Value.GetString()));

        using PqSecurityKey model = PqSecurityKey.FromJsonWebKey(JsonWebKey.Create(text), PkiAlgorithms.Signatures);
        Assert.Equal((key.PublicKey, key.KeyId), (model.PublicKey, model.KeyId));
        Assert.Equal(key.ExportPrivateJwk(), model.ExportPrivateJwk());
    }

    /// <summary>The message as a whole: the tokens of the examples carry a text, which IdentityModel's handler reads no claims from.</summary>
    [SharedTheory]
    [InlineData("ML_DSA_44")]
    [InlineData("ML_DSA_65")]
    [InlineData("composite-ML-DSA-44-Ed25519")]
    [InlineData("composite-ML-DSA-65-Ed25519")]
    public void Signature_OfTheExample_IsVerifiedAndSignedAgain(string name)
    {
        JsonElement file = Read(name);
        using PqSecurityKey key = PqSecurityKey.ImportJwk(file.GetProperty("jwk").GetRawText(), PkiAlgorithms.Signatures);
        string[] parts = file.GetProperty("jws").GetString()!.Split('.');
        byte[] input = System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        byte[] signature = Base64Url.DecodeFromChars(parts[2]);

        JsonElement header = Parse(System.Text.Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal((key.Algorithm, key.KeyId), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString()));
        SignatureProvider provider = key.CryptoProviderFactory.CreateForVerifying(key, key.Algorithm);
        Assert.True(provider.Verify(input, signature));
        Assert.True(provider.Verify([0, .. input], 1, input.Length, [.. signature, 0], 0, signature.Length));
        signature[^1] ^= 1;
        Assert.False(provider.Verify(input, signature));
        signature[^1] ^= 1;

        // the example's ML-DSA signatures are deterministic, those of composites hedged
        byte[] again = key.PrivateKey!.Sign(input, new SignatureOptions { Deterministic = true });
        Assert.True(key.PublicKey.Verify(input, again));
        if (file.TryGetProperty("raw_to_be_signed", out JsonElement toBeSigned) && !name.StartsWith("composite", StringComparison.Ordinal))
        {
            Assert.Equal(Convert.FromHexString(toBeSigned.GetString()!), input);
            Assert.Equal(signature, again);
        }
    }

    [SharedFact]
    public void Keys_OfTheExamples_AreReadFromOneSetAndValidateTokens()
    {
        string[] names = ["ML_DSA_44", "ML_DSA_65"];
        JsonWebKeySet keys = new($$"""{"keys":[{{string.Join(',', names.Select(name => Read(name).GetProperty("jwk").GetRawText()))}}]}""");
        foreach (JsonWebKey jsonWebKey in keys.Keys)
        {
            using PqSecurityKey key = PqSecurityKey.FromJsonWebKey(jsonWebKey);
            string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = "issuer",
                SigningCredentials = new SigningCredentials(key, key.Algorithm),
            });
            Assert.Equal(jsonWebKey.Kid, new JsonWebToken(token).Kid);
        }
    }

    private static JsonElement Read(string name) => SharedVectors.ReadJson($"hybrid/jose/{name}.jose.json");

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
