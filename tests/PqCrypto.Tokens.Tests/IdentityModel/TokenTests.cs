using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.IdentityModel;
using PqCrypto.Pki;

namespace PqCrypto.Tokens.Tests.IdentityModel;

/// <summary>Tokens made and validated by IdentityModel's own handler.</summary>
public class TokenTests
{
    private static readonly JsonWebTokenHandler Handler = new();

    [Theory]
    [MemberData(nameof(TokenAlgorithms.Names), MemberType = typeof(TokenAlgorithms))]
    public async Task Token_OfEachAlgorithm_IsValidated(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        PqSecurityKey signing = new(privateKey);
        string token = Create(signing);

        JsonWebToken read = new(token);
        Assert.Equal((signing.Algorithm, signing.KeyId), (read.Alg, read.Kid));
        PqSecurityKey validating = new(privateKey.PublicKey);
        TokenValidationResult result = await Handler.ValidateTokenAsync(token, Parameters(validating));
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("alice", result.Claims["sub"]);
        Assert.True((await Handler.ValidateTokenAsync(token, Parameters([Rsa(), new PqSecurityKey(SignatureAlgorithm.MLDsa44.GenerateKey()), validating]))).IsValid);
        Assert.True((await Handler.ValidateTokenAsync(token, WithAlgorithms(Parameters(validating), signing.Algorithm))).IsValid);
    }

    [Theory]
    [MemberData(nameof(TokenAlgorithms.Names), MemberType = typeof(TokenAlgorithms))]
    public async Task Token_Changed_IsRefused(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        PqSecurityKey key = new(privateKey);
        string[] parts = Create(key).Split('.');
        byte[] signature = Base64UrlEncoder.DecodeBytes(parts[2]);
        byte[] flipped = [.. signature];
        flipped[^1] ^= 1;
        string payload = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("alice", "admin", StringComparison.Ordinal));

        string[] changed =
        [
            $"{parts[0]}.{payload}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(flipped)}",
            $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(signature[..^1])}",
            $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode([.. signature, 0])}",
            $"{parts[0]}.{parts[1]}.",
        ];
        foreach (string token in changed)
            Assert.False((await Handler.ValidateTokenAsync(token, Parameters(key))).IsValid, token);
    }

    /// <summary>The header's alg and the key's must be one: else a key would be used as what it is not.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("ES256")]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-87")]
    [InlineData("ML-DSA-65-ES256")]
    [InlineData("ml-dsa-65")]
    [InlineData("")]
    public async Task Token_OfAnotherAlgorithmInItsHeader_IsRefused(string alg)
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        PqSecurityKey key = new(privateKey);
        string header = Base64UrlEncoder.Encode($$"""{"alg":"{{alg}}","typ":"JWT","kid":"{{key.KeyId}}"}""");
        string input = $"{header}.{Base64UrlEncoder.Encode("""{"sub":"alice"}""")}";
        string token = $"{input}.{Base64UrlEncoder.Encode(privateKey.Sign(System.Text.Encoding.ASCII.GetBytes(input)))}";

        TokenValidationResult result = await Handler.ValidateTokenAsync(token, Parameters(key));

        Assert.False(result.IsValid);
        Assert.False(key.IsSupportedAlgorithm(alg));
        Assert.Throws<NotSupportedException>(() => key.CryptoProviderFactory.CreateForVerifying(key, alg.Length == 0 ? "no name" : alg));
    }

    /// <summary>A token whose "secret" for HMAC is the public key that everybody knows.</summary>
    [Fact]
    public async Task Token_WithHmacUnderThePublicKey_IsRefused()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        PqSecurityKey key = new(privateKey);
        foreach (byte[] secret in new[] { privateKey.PublicKey.ExportPublicKey(), System.Text.Encoding.ASCII.GetBytes(key.ToJsonWebKey().Pub) })
        {
            string token = Create(new SymmetricSecurityKey(secret) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha256);
            Assert.False((await Handler.ValidateTokenAsync(token, Parameters(key))).IsValid);
        }
    }

    [Fact]
    public async Task Token_OfAnotherKey_IsRefused()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        using SignaturePrivateKey other = SignatureAlgorithm.MLDsa65.GenerateKey();
        PqSecurityKey key = new(privateKey);
        string token = Create(key);

        Assert.False((await Handler.ValidateTokenAsync(token, Parameters(new PqSecurityKey(other.PublicKey)))).IsValid);
        Assert.False((await Handler.ValidateTokenAsync(token, Parameters(new PqSecurityKey(other.PublicKey) { KeyId = key.KeyId }))).IsValid);
        Assert.False((await Handler.ValidateTokenAsync(token, Parameters(Rsa()))).IsValid);
        Assert.False((await Handler.ValidateTokenAsync(token, WithAlgorithms(Parameters(key), SecurityAlgorithms.RsaSha256))).IsValid);
    }

    [Fact]
    public void Create_WithoutPrivateKeyOrOfAnotherAlgorithm_Throws()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        PqSecurityKey validating = new(privateKey.PublicKey);

        Assert.Throws<InvalidOperationException>(() => Create(validating, validating.Algorithm));
        Assert.Throws<NotSupportedException>(() => Create(new PqSecurityKey(privateKey), "ML-DSA-44"));
        SignatureProvider provider = validating.CryptoProviderFactory.CreateForVerifying(validating, validating.Algorithm);
        Assert.False(provider.WillCreateSignatures);
        Assert.Throws<InvalidOperationException>(() => provider.Sign([1]));
        Assert.Equal(PrivateKeyStatus.DoesNotExist, validating.PrivateKeyStatus);
    }

    /// <summary>Keys as a key set has them, where the factory has the provider: also where the platform cannot make keys of its own of them.</summary>
    [Theory]
    [MemberData(nameof(TokenAlgorithms.Names), MemberType = typeof(TokenAlgorithms))]
    public async Task JsonWebKeys_OfASet_ValidateWithTheProvider(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        PqSecurityKey signing = new(privateKey);
        JsonWebKeySet keys = new($$"""{"keys":[{{signing.ExportJwk()}}]}""");
        CryptoProviderFactory factory = new() { CustomCryptoProvider = new PqCryptoProvider(PkiAlgorithms.Signatures) };
        TokenValidationParameters parameters = Parameters([.. keys.Keys, Rsa()]);
        parameters.CryptoProviderFactory = factory;
        string token = Create(signing);

        TokenValidationResult result = await Handler.ValidateTokenAsync(token, parameters);

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.False((await Handler.ValidateTokenAsync(token[..^8] + "AAAAAAAA", parameters)).IsValid);
        JsonWebKey privateJwk = new(System.Text.Encoding.UTF8.GetString(signing.ExportPrivateJwk()));
        SignatureProvider provider = factory.CreateForSigning(privateJwk, signing.Algorithm);
        Assert.True(privateKey.PublicKey.Verify("text"u8, provider.Sign("text"u8.ToArray())));
        factory.ReleaseSignatureProvider(provider);
        Assert.Throws<InvalidOperationException>(() => factory.CreateForSigning(keys.Keys[0], signing.Algorithm));
        Assert.ThrowsAny<CryptographicException>(() => factory.CreateForVerifying(new JsonWebKey { Kty = "AKP", Alg = signing.Algorithm, Pub = "AAAA" }, signing.Algorithm));
    }

    /// <summary>The handler before JsonWebTokenHandler, which has room for every signature.</summary>
    [Theory]
    [MemberData(nameof(TokenAlgorithms.Names), MemberType = typeof(TokenAlgorithms))]
    public async Task OlderHandler_OfEachAlgorithm_MakesAndValidatesTokens(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        PqSecurityKey key = new(privateKey);
        JwtSecurityTokenHandler older = new();

        string token = older.CreateEncodedJwt(Describe(new SigningCredentials(key, key.Algorithm)));

        Assert.True((await Handler.ValidateTokenAsync(token, Parameters(key))).IsValid);
        Assert.True((await older.ValidateTokenAsync(Create(key), Parameters(new PqSecurityKey(privateKey.PublicKey)))).IsValid);
        Assert.False((await older.ValidateTokenAsync(token[..^8] + "AAAAAAAA", Parameters(key))).IsValid);
    }

    /// <summary>RSA keys and what else the factory knows go on as before.</summary>
    [Fact]
    public async Task OtherKeys_WithTheProvider_WorkAsBefore()
    {
        RsaSecurityKey rsa = Rsa();
        TokenValidationParameters parameters = Parameters(rsa);
        parameters.CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = new PqCryptoProvider() };
        string token = Create(rsa, SecurityAlgorithms.RsaSha256);

        Assert.True((await Handler.ValidateTokenAsync(token, parameters)).IsValid);
    }

    [Fact]
    public void Key_AfterDispose_SignsNoMore()
    {
        using SignaturePrivateKey lent = SignatureAlgorithm.MLDsa44.GenerateKey();
        PqSecurityKey borrowing = new(lent);
        PqSecurityKey owning = PqSecurityKey.ImportJwk(borrowing.ExportPrivateJwk());
        borrowing.Dispose();
        owning.Dispose();

        Assert.NotEmpty(Create(borrowing, borrowing.Algorithm));
        Assert.Throws<ObjectDisposedException>(() => Create(owning, owning.Algorithm));
    }

    [Fact]
    public void Constructor_OfAnAlgorithmWithoutJoseName_Throws()
    {
        using SignaturePrivateKey rsa = SignatureAlgorithm.RsaPss2048Sha256.GenerateKey();
        using SignaturePrivateKey round3 = SignatureAlgorithm.Dilithium3Round3.GenerateKey();
        Assert.Throws<NotSupportedException>(() => new PqSecurityKey(rsa));
        Assert.Throws<NotSupportedException>(() => new PqSecurityKey(round3.PublicKey));
        Assert.Throws<ArgumentNullException>(() => new PqSecurityKey((SignaturePrivateKey)null!));
        Assert.Throws<ArgumentNullException>(() => new PqSecurityKey((SignaturePublicKey)null!));
    }

    /// <summary>IdentityModel 8.23.0 takes what it has no room for as done: it must not come out of here unsigned.</summary>
    [Theory]
    [InlineData("MLDSA44-Ed25519-SHA512")]
    [InlineData("MLDSA65-Ed25519-SHA512")]
    [InlineData("MLDSA87-Ed448-SHAKE256")]
    public void CreateToken_WithoutRoomForTheSignature_Throws(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        PqSecurityKey key = new(privateKey);

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => Handler.CreateToken(Describe(new SigningCredentials(key, key.Algorithm))));

        Assert.Contains(nameof(PqSecurityKey.CreateJws), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateJws_OfAnyPayload_HasTheHeaderOfTheKey()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa44.GenerateKey();
        PqSecurityKey key = new(privateKey) { KeyId = "a \"b\"" };
        foreach ((string? type, string rest) in new[] { ("JWT", ",\"typ\":\"JWT\"}"), (null, "}") })
        {
            string[] parts = key.CreateJws("It\u2019s a dangerous business"u8, type).Split('.');
            Assert.Equal("{\"alg\":\"ML-DSA-44\",\"kid\":\"a \\u0022b\\u0022\"" + rest, Base64UrlEncoder.Decode(parts[0]));
            Assert.Equal("It\u2019s a dangerous business", Base64UrlEncoder.Decode(parts[1]));
            Assert.True(privateKey.PublicKey.Verify(System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64UrlEncoder.DecodeBytes(parts[2])));
        }

        Assert.Throws<InvalidOperationException>(() => new PqSecurityKey(privateKey.PublicKey).CreateJws([]));
    }

    private static string Create(SecurityKey key, string algorithm) => Handler.CreateToken(Describe(new SigningCredentials(key, algorithm)));

    /// <summary>A token by the handler, or where it has no room for the signature, by the key over the handler's claims.</summary>
    private static string Create(PqSecurityKey key) => key.Algorithm.Contains("-Ed", StringComparison.Ordinal)
        ? key.CreateJws(Base64UrlEncoder.DecodeBytes(new JsonWebToken(Handler.CreateToken(Describe(credentials: null))).EncodedPayload))
        : Create(key, key.Algorithm);

    private static SecurityTokenDescriptor Describe(SigningCredentials? credentials) => new()
    {
        Issuer = "https://issuer.example",
        Audience = "api",
        Expires = DateTime.UtcNow.AddMinutes(5),
        Claims = new Dictionary<string, object> { ["sub"] = "alice" },
        SigningCredentials = credentials,
    };

    private static TokenValidationParameters Parameters(params SecurityKey[] keys) =>
        new() { ValidIssuer = "https://issuer.example", ValidAudience = "api", IssuerSigningKeys = keys };

    private static TokenValidationParameters WithAlgorithms(TokenValidationParameters parameters, params string[] algorithms)
    {
        parameters.ValidAlgorithms = algorithms;
        return parameters;
    }

    private static RsaSecurityKey Rsa() => new(RSA.Create(2048)) { KeyId = "rsa" };
}
