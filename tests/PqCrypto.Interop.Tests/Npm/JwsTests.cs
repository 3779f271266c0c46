using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.IdentityModel;

namespace PqCrypto.Interop.Tests.Npm;

/// <summary>JSON Web Keys and tokens with ML-DSA against @noble/post-quantum 0.7.1 on Node.js, both directions: its keys, thumbprints and signatures are its own.</summary>
public sealed class JwsTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [NpmFact]
    public async Task KeysAndTokens_OfEitherSide_AreUnderstoodByTheOther()
    {
        JsonWebTokenHandler handler = new();
        SignatureAlgorithm[] algorithms = [SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87];
        PqSecurityKey[] keys = [.. algorithms.SelectMany(algorithm => Enumerable.Range(0, 4).Select(_ => new PqSecurityKey(algorithm.GenerateKey())))];
        object[] questions = [.. keys.Select((key, index) => new
        {
            PrivateJwk = System.Text.Encoding.UTF8.GetString(key.ExportPrivateJwk()),
            Token = handler.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = "issuer",
                Audience = "api",
                Claims = new Dictionary<string, object> { ["number"] = index },
                SigningCredentials = new SigningCredentials(key, key.Algorithm),
            }),
        })];

        using JsonDocument answers = JsonDocument.Parse(NpmPackages.Run("jws.mjs", JsonSerializer.Serialize(questions, Json)));

        Assert.Equal(keys.Length, answers.RootElement.GetArrayLength());
        foreach ((PqSecurityKey key, int index) in keys.Select((key, index) => (key, index)))
        {
            JsonElement answer = answers.RootElement[index];
            Assert.True(answer.GetProperty("valid").GetBoolean(), key.Algorithm);
            PqSecurityKey theirs = PqSecurityKey.ImportJwk(answer.GetProperty("jwk").GetString());
            Assert.Equal((key.PublicKey, key.KeyId), (theirs.PublicKey, theirs.KeyId));
            TokenValidationParameters parameters = new() { ValidIssuer = "issuer", ValidAudience = "api", IssuerSigningKey = theirs };
            TokenValidationResult result = await handler.ValidateTokenAsync(answer.GetProperty("token").GetString(), parameters);
            Assert.True(result.IsValid, result.Exception?.Message);
            Assert.Equal(index, Convert.ToInt32(result.Claims["number"]));
        }
    }
}
