using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.Cose;
using PqCrypto.IdentityModel;

namespace PqCrypto.Interop.Tests.Platform;

/// <summary>Our tokens, JSON Web Keys and COSE messages beside those of IdentityModel's MlDsaSecurityKey and of CoseSign1Message over the platform's own ML-DSA.</summary>
public sealed class TokenTests
{
    private static readonly JsonWebTokenHandler Handler = new();

    [PlatformMLDsaTheory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public async Task Token_OfEitherKeyClass_IsValidatedByTheOther(string name)
    {
        using SignaturePrivateKey privateKey = Generate(name);
        using MLDsa platform = MLDsa.ImportMLDsaPrivateSeed(PlatformAlgorithm(name), privateKey.ExportPrivateSeed());
        PqSecurityKey ours = new(privateKey);
        using MlDsaSecurityKey theirs = new(platform);
        theirs.KeyId = ours.KeyId;

        Assert.Equal(theirs.ComputeJwkThumbprint(), ours.ComputeJwkThumbprint());
        Assert.Equal(theirs.KeySize, ours.KeySize);
        string ourToken = Create(ours, name), theirToken = Create(theirs, name);
        foreach (string token in new[] { ourToken, theirToken })
        {
            foreach (SecurityKey key in new SecurityKey[] { ours, theirs, new PqSecurityKey(privateKey.PublicKey) })
            {
                TokenValidationResult result = await Handler.ValidateTokenAsync(token, Parameters(key));
                Assert.True(result.IsValid, result.Exception?.Message);
                Assert.False((await Handler.ValidateTokenAsync(token[..^8] + "AAAAAAAA", Parameters(key))).IsValid);
            }
        }
    }

    /// <summary>A key set as IdentityModel reads it: its own keys where the platform has ML-DSA; and JSON Web Keys that its converter writes.</summary>
    [PlatformMLDsaTheory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public async Task JsonWebKey_OfEitherSide_IsReadByTheOther(string name)
    {
        using SignaturePrivateKey privateKey = Generate(name);
        PqSecurityKey ours = new(privateKey);

        SecurityKey theirs = Assert.Single(new JsonWebKeySet($$"""{"keys":[{{ours.ExportJwk()}}]}""").GetSigningKeys());
        Assert.IsType<MlDsaSecurityKey>(theirs);
        Assert.True((await Handler.ValidateTokenAsync(Create(ours, name), Parameters(theirs))).IsValid);

        using MLDsa platform = MLDsa.GenerateKey(PlatformAlgorithm(name));
        using MlDsaSecurityKey generated = new(platform);
        JsonWebKey written = JsonWebKeyConverter.ConvertFromMlDsaSecurityKey(generated);
        using PqSecurityKey read = PqSecurityKey.FromJsonWebKey(written);
        Assert.Equal(PrivateKeyStatus.Exists, read.PrivateKeyStatus);
        Assert.Equal(platform.ExportMLDsaPublicKey(), read.PublicKey.ExportPublicKey());
        Assert.True((await Handler.ValidateTokenAsync(Create(generated, name), Parameters(read))).IsValid);
    }

    /// <summary>IdentityModel 8.23.0 has the composites with ECDSA behind a switch, over the platform's own ML-DSA.</summary>
    [PlatformMLDsaTheory]
    [InlineData("MLDSA44-ECDSA-P256-SHA256")]
    [InlineData("MLDSA65-ECDSA-P256-SHA512")]
    [InlineData("MLDSA87-ECDSA-P384-SHA512")]
    public async Task CompositeToken_OfEitherKeyClass_IsValidatedByTheOther(string name)
    {
        const string Draft = "Microsoft.IdentityModel.CompositeMLDsa.EnableDraft";
        using SignaturePrivateKey privateKey = CompositeAlgorithms.Signatures.Single(algorithm => algorithm.Name == name).GenerateKey();
        PqSecurityKey ours = new(privateKey);
        AppContext.SetSwitch(Draft, true);
        try
        {
            string keySet = $$"""{"keys":[{{System.Text.Encoding.UTF8.GetString(ours.ExportPrivateJwk())}}]}""";
            SecurityKey theirs = Assert.Single(new JsonWebKeySet(keySet).GetSigningKeys());
            Assert.Equal("CompositeMLDsaSecurityKey", theirs.GetType().Name);
            Assert.Equal(theirs.KeySize, ours.KeySize);
            TokenValidationResult fromUs = await Handler.ValidateTokenAsync(Create(ours, ours.Algorithm), Parameters(theirs));
            TokenValidationResult fromThem = await Handler.ValidateTokenAsync(Create(theirs, ours.Algorithm), Parameters(ours));
            Assert.True(fromUs.IsValid, fromUs.Exception?.Message);
            Assert.True(fromThem.IsValid, fromThem.Exception?.Message);
        }
        finally
        {
            AppContext.SetSwitch(Draft, false);
        }
    }

    [PlatformMLDsaTheory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public void CoseMessage_OfEitherClass_IsVerifiedByTheOther(string name)
    {
        using SignaturePrivateKey privateKey = Generate(name);
        using MLDsa platform = MLDsa.ImportMLDsaPrivateSeed(PlatformAlgorithm(name), privateKey.ExportPrivateSeed());
        using PqCoseKey ours = PqCoseKey.Import(new PqCoseKey(privateKey).ExportPrivate());

        CoseSign1Message fromUs = CoseMessage.DecodeSign1(PqCoseSign1.SignEmbedded(ours, "content"u8, "data"u8));
        PqCoseSign1 fromThem = PqCoseSign1.Decode(CoseSign1Message.SignEmbedded("content"u8, new CoseSigner(new CoseKey(platform)), "data"u8));

        Assert.True(fromUs.VerifyEmbedded(new CoseKey(platform), "data"u8));
        Assert.True(fromThem.VerifyEmbedded(ours, "data"u8));
        Assert.False(fromThem.VerifyEmbedded(ours));
    }

    private static SignaturePrivateKey Generate(string name) => SignatureAlgorithm.All.Single(algorithm => algorithm.Name == name).GenerateKey();

    private static MLDsaAlgorithm PlatformAlgorithm(string name) =>
        new[] { MLDsaAlgorithm.MLDsa44, MLDsaAlgorithm.MLDsa65, MLDsaAlgorithm.MLDsa87 }.Single(algorithm => algorithm.Name == name);

    private static string Create(SecurityKey key, string algorithm) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "issuer",
        Audience = "api",
        SigningCredentials = new SigningCredentials(key, algorithm),
    });

    private static TokenValidationParameters Parameters(SecurityKey key) => new() { ValidIssuer = "issuer", ValidAudience = "api", IssuerSigningKey = key };
}
