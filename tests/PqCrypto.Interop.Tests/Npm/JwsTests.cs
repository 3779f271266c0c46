using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.IdentityModel;
using PqCrypto.Pki;

namespace PqCrypto.Interop.Tests.Npm;

/// <summary>JSON Web Keys and tokens of all nine algorithms against @noble/post-quantum 0.7.1 and @noble/curves 2.4.0 on Node.js, both directions: its keys, thumbprints,
/// message representatives and signatures are its own.</summary>
public sealed class JwsTests
{
    private const int KeysOfEach = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly string[] Algorithms =
    [
        "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "MLDSA44-ECDSA-P256-SHA256", "MLDSA65-ECDSA-P256-SHA512", "MLDSA87-ECDSA-P384-SHA512", "MLDSA44-Ed25519-SHA512",
        "MLDSA65-Ed25519-SHA512", "MLDSA87-Ed448-SHAKE256",
    ];

    [NpmFact]
    public async Task KeysAndTokens_OfEitherSide_AreUnderstoodByTheOther()
    {
        PqSecurityKey[] keys = [.. Algorithms.SelectMany(name => Enumerable.Range(0, KeysOfEach).Select(_ => Generate(name)))];
        object[] questions = [.. keys.Select((key, index) => new
        {
            PrivateJwk = System.Text.Encoding.UTF8.GetString(key.ExportPrivateJwk()),
            Token = key.CreateJws(JsonSerializer.SerializeToUtf8Bytes(new { iss = "issuer", aud = "api", exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(), number = index })),
        })];

        using JsonDocument answers = JsonDocument.Parse(NpmPackages.Run("jws.mjs", JsonSerializer.Serialize(questions, Json)));

        Assert.Equal(Algorithms.Length * KeysOfEach, answers.RootElement.GetArrayLength());
        foreach ((PqSecurityKey key, int index) in keys.Select((key, index) => (key, index)))
        {
            JsonElement answer = answers.RootElement[index];
            Assert.True(answer.GetProperty("valid").GetBoolean(), key.Algorithm);
            PqSecurityKey theirs = PqSecurityKey.ImportJwk(answer.GetProperty("jwk").GetString(), PkiAlgorithms.Signatures);
            Assert.Equal((key.PublicKey, key.KeyId), (theirs.PublicKey, theirs.KeyId));
            TokenValidationParameters parameters = new() { ValidIssuer = "issuer", ValidAudience = "api", IssuerSigningKey = theirs };
            TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(answer.GetProperty("token").GetString(), parameters);
            Assert.True(result.IsValid, result.Exception?.Message);
            Assert.Equal(index, Convert.ToInt32(result.Claims["number"]));
        }
    }

    private static PqSecurityKey Generate(string name) =>
        new(PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm) ? algorithm.GenerateKey() : throw new ArgumentException(name, nameof(name)));
}
