using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.IdentityModel;
using PqCrypto.Pki;

namespace PqCrypto.Tokens.Tests.Documents;

/// <summary>The code of docs/jwt.md, run.</summary>
public class JwtPageTests
{
    [Fact]
    public async Task Page_FromKeyToValidatedToken_Works()
    {
        string pem = MakeKey();
        string token = Issue(pem);
        string keySet = Publish(pem);
        TokenValidationResult result = await Validate(token, keySet);

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("alice", result.Claims["sub"]);
        Assert.InRange(token.Length, 4700, 4800);
        Assert.False((await Validate(token + "A", keySet)).IsValid);
    }

    [Fact]
    public void Page_PrivateJwk_IsReadBack()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();

        byte[] privateJwk = new PqSecurityKey(key).ExportPrivateJwk();      // UTF-8, secret
        using PqSecurityKey again = PqSecurityKey.ImportJwk(privateJwk);
        CryptographicOperations.ZeroMemory(privateJwk);

        Assert.Equal(key.PublicKey, again.PublicKey);
    }

    [Fact]
    public async Task Page_KeysThatIdentityModelFound_AreUsed()
    {
        string pem = MakeKey();
        string token = Issue(pem);
        JsonWebKeySet keySet = new(Publish(pem)) { SkipUnresolvedJsonWebKeys = false };
        TokenValidationParameters parameters = new() { ValidIssuer = "https://issuer.example", ValidAudience = "orders-api", IssuerSigningKeys = keySet.GetSigningKeys() };

        parameters.CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = new PqCryptoProvider() };

        Assert.True((await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters)).IsValid);
    }

    [Fact]
    public async Task Page_Composite_Works()
    {
        JsonWebTokenHandler handler = new();
        SecurityTokenDescriptor descriptor = new() { Issuer = "https://issuer.example", Audience = "orders-api" };

        PkiAlgorithms.TryFind("MLDSA65-Ed25519-SHA512", out SignatureAlgorithm? algorithm);
        using SignaturePrivateKey key = algorithm!.GenerateKey();
        PqSecurityKey signing = new(key);                                   // ML-DSA-65-Ed25519
        string unsigned = handler.CreateToken(descriptor);                  // without SigningCredentials: the claims
        string token = signing.CreateJws(Base64UrlEncoder.DecodeBytes(new JsonWebToken(unsigned).EncodedPayload));

        PqSecurityKey validating = PqSecurityKey.ImportJwk(signing.ExportJwk(), PkiAlgorithms.Signatures);
        TokenValidationParameters parameters = new() { ValidIssuer = "https://issuer.example", ValidAudience = "orders-api", IssuerSigningKey = validating };
        Assert.True((await handler.ValidateTokenAsync(token, parameters)).IsValid);
    }

    private static string MakeKey()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        string pem = key.ExportEncryptedPkcs8PrivateKeyPem(
            "correct horse battery staple",
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000));
        return pem;
    }

    private static string Issue(string pem)
    {
        using SignaturePrivateKey key = SignaturePrivateKey.ImportFromEncryptedPem(pem, "correct horse battery staple");
        PqSecurityKey signing = new(key);                                   // its KeyId is the key's RFC 7638 thumbprint
        string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://issuer.example",
            Audience = "orders-api",
            Expires = DateTime.UtcNow.AddMinutes(10),
            Claims = new Dictionary<string, object> { ["sub"] = "alice", ["scope"] = "orders.read" },
            SigningCredentials = new SigningCredentials(signing, signing.Algorithm),
        });
        return token;
    }

    private static string Publish(string pem)
    {
        using SignaturePrivateKey key = SignaturePrivateKey.ImportFromEncryptedPem(pem, "correct horse battery staple");

        PqSecurityKey publicKey = new(key.PublicKey);
        string keySet = $$"""{"keys":[{{publicKey.ExportJwk()}}]}""";

        return keySet;
    }

    private static async Task<TokenValidationResult> Validate(string token, string keySet)
    {
        JsonWebKeySet keys = new(keySet);
        TokenValidationParameters parameters = new()
        {
            ValidIssuer = "https://issuer.example",
            ValidAudience = "orders-api",
            ValidAlgorithms = ["ML-DSA-65"],
            IssuerSigningKeys = [.. keys.Keys.Select(key => PqSecurityKey.FromJsonWebKey(key))],
        };
        TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters);

        return result;
    }
}
