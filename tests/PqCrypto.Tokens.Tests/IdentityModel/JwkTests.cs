using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.IdentityModel;
using PqCrypto.Pki;

namespace PqCrypto.Tokens.Tests.IdentityModel;

/// <summary>JSON Web Keys: round trips of all algorithms, and what is refused.</summary>
public class JwkTests
{
    private static readonly string Public = Base64Url.EncodeToString(Key().PublicKey.ExportPublicKey());

    private static readonly string Private = Base64Url.EncodeToString(Key().ExportPrivateSeed());

    [Theory]
    [MemberData(nameof(TokenAlgorithms.All), MemberType = typeof(TokenAlgorithms))]
    public void Jwk_WrittenAndRead_IsTheSameKey(string name, string joseName, int coseNumber, int privateSize)
    {
        Assert.InRange(coseNumber, -59, -48);
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        PqSecurityKey key = new(privateKey) { KeyId = "key \"1\" of Zoë" };

        PqSecurityKey publicAgain = PqSecurityKey.ImportJwk(key.ExportJwk(), PkiAlgorithms.Signatures);
        using PqSecurityKey privateAgain = PqSecurityKey.ImportJwk(key.ExportPrivateJwk(), PkiAlgorithms.Signatures);
        PqSecurityKey modelAgain = PqSecurityKey.FromJsonWebKey(key.ToJsonWebKey(), PkiAlgorithms.Signatures);

        Assert.All([publicAgain, privateAgain, modelAgain], again => Assert.Equal(
            (key.PublicKey, key.KeyId, joseName, key.KeySize), (again.PublicKey, again.KeyId, again.Algorithm, again.KeySize)));
        Assert.Null(publicAgain.PrivateKey);
        Assert.Equal(key.ExportPrivateJwk(), privateAgain.ExportPrivateJwk());
        Assert.Equal(privateSize, Base64Url.DecodeFromChars(new JsonWebKey(System.Text.Encoding.UTF8.GetString(key.ExportPrivateJwk())).Priv).Length);
        Assert.Throws<InvalidOperationException>(publicAgain.ExportPrivateJwk);
        Assert.Equal(key.ToJsonWebKey().ComputeJwkThumbprint(), key.ComputeJwkThumbprint());
    }

    [Fact]
    public void Jwk_WithOtherMembersEscapesAndBlanks_IsRead()
    {
        string json = $$"""
            { "use": "sig", "x5c": ["AAAA"], "nested": {"kty": "RSA"}, "a\u006cg": "ML-DSA\u002d44", "kty": "AKP",
              "key_ops": ["verify"], "pub": "\u00{{(int)Public[0]:x2}}{{Public[1..]}}" }
            """;

        PqSecurityKey key = PqSecurityKey.ImportJwk(json);

        Assert.Equal(Key().PublicKey, key.PublicKey);
        Assert.Equal(new PqSecurityKey(Key().PublicKey).KeyId, key.KeyId);
    }

    public static TheoryData<string, string> Malformed { get; } = new()
    {
        { "", "not one JSON object" },
        { "null", "not one JSON object" },
        { "[]", "not one JSON object" },
        { "{", "not one JSON object" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}"} x""", "not one JSON object" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}"}{}""", "not one JSON object" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}",}""", "not one JSON object" },
        { $$"""{"alg":"ML-DSA-44","pub":"{{Public}}"}""", "no \"kty\"" },
        { $$"""{"kty":"akp","alg":"ML-DSA-44","pub":"{{Public}}"}""", "not \"AKP\"" },
        { $$"""{"kty":"OKP","alg":"ML-DSA-44","pub":"{{Public}}"}""", "not \"AKP\"" },
        { $$"""{"kty":1,"alg":"ML-DSA-44","pub":"{{Public}}"}""", "\"kty\" is no string" },
        { $$"""{"kty":"AKP","pub":"{{Public}}"}""", "no \"alg\"" },
        { $$"""{"kty":"AKP","alg":"ml-dsa-44","pub":"{{Public}}"}""", "called \"ml-dsa-44\"" },
        { $$"""{"kty":"AKP","alg":"ES256","pub":"{{Public}}"}""", "called \"ES256\"" },
        { $$"""{"kty":"AKP","alg":"MLDSA44-ECDSA-P256-SHA256","pub":"{{Public}}"}""", "called \"MLDSA44" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44-Ed25519","pub":"{{Public}}"}""", "algorithm is given" },
        { """{"kty":"AKP","alg":"ML-DSA-44"}""", "no \"pub\"" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","priv":"{{Private}}"}""", "no \"pub\"" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":null}""", "\"pub\" is no string" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":["{{Public}}"]}""", "\"pub\" is no string" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}=="}""", "not base64url" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":" {{Public}}"}""", "not base64url" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public[..^1]}}+"}""", "not base64url" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}A"}""", "pub" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":""}""", "is 1312 bytes; got 0" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-65","pub":"{{Public}}"}""", "is 1952 bytes; got 1312" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","pub":"{{Public}}"}""", "\"pub\" stands in it twice" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","use":"sig","use":"sig"}""", "\"use\" stands in it twice" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","\u0070ub":"{{Public}}"}""", "\"pub\" stands in it twice" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","kid":7}""", "\"kid\" is no string" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","kid":"\ud800"}""", "not one JSON object" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","priv":null}""", "\"priv\" is no string" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","priv":""}""", "is 32 bytes; got 0" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","priv":"{{Public}}"}""", "is 32 bytes; got 1312" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","priv":"{{Private}}="}""", "not base64url" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","priv":"{{Private[..^1]}}{{After(Private[^1])}}"}""", "not base64url" },
        { $$"""{"kty":"AKP","alg":"ML-DSA-44","pub":"{{Public}}","priv":"{{After(Private[0])}}{{Private[1..]}}"}""", "not the public key of" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Import_OfAMalformedJwk_ThrowsWithTheReason(string json, string reason)
    {
        CryptographicException fromText = Assert.Throws<CryptographicException>(() => PqSecurityKey.ImportJwk(json));
        CryptographicException fromBytes = Assert.Throws<CryptographicException>(() => PqSecurityKey.ImportJwk(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Contains(reason, fromText.Message, StringComparison.Ordinal);
        Assert.Equal(fromText.Message, fromBytes.Message);
    }

    /// <summary>Whatever becomes of a text, it is refused as documented, or read as a key that is written and read again as it was read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_OfEveryFlippedBitAndEveryLength_RefusesOrReads(bool isPrivate)
    {
        PqSecurityKey key = new(Key());
        byte[] good = isPrivate ? key.ExportPrivateJwk() : System.Text.Encoding.UTF8.GetBytes(key.ExportJwk());
        int refused = 0;
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] changed = [.. good];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += IsRefused(changed) ? 1 : 0;
        }

        for (int length = 0; length < good.Length; length++)
            Assert.True(IsRefused(good.AsSpan(0, length)), $"{length}");
        Assert.InRange(refused, good.Length, (8 * good.Length) - 1);
    }

    [Fact]
    public void Import_OfBytesThatAreNotUtf8_Throws() =>
        Assert.Throws<CryptographicException>(() => PqSecurityKey.ImportJwk([.. """{"kty":"AKP","kid":" """u8, 0xff, .. "\"}"u8]));

    [Fact]
    public void FromJsonWebKey_OfAnotherKindOrMalformed_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => PqSecurityKey.FromJsonWebKey(null!));
        JsonWebKey[] wrong =
        [
            new() { Kty = "RSA", Alg = "ML-DSA-44", Pub = Public },
            new() { Kty = "AKP", Pub = Public },
            new() { Kty = "AKP", Alg = "ML-DSA-44" },
            new() { Kty = "AKP", Alg = "ML-DSA-44", Pub = Public + "=" },
            new() { Kty = "AKP", Alg = "ML-DSA-44", Pub = "é" + Public },
            new() { Kty = "AKP", Alg = "ML-DSA-44", Pub = Public, Priv = Public },
            new() { Kty = "AKP", Alg = "ML-DSA-44-Ed25519", Pub = Public },
        ];
        Assert.All(wrong, key => Assert.Throws<CryptographicException>(() => PqSecurityKey.FromJsonWebKey(key)));
    }

    [Fact]
    public void ExportPrivateJwk_WithoutTheSeed_Throws()
    {
        using SignaturePrivateKey expanded = SignatureAlgorithm.MLDsa44.ImportPrivateKey(Key().ExportPrivateKey());
        Assert.Throws<CryptographicException>(new PqSecurityKey(expanded).ExportPrivateJwk);
    }

    private static bool IsRefused(ReadOnlySpan<byte> json)
    {
        PqSecurityKey key;
        try
        {
            key = PqSecurityKey.ImportJwk(json);
        }
        catch (CryptographicException)
        {
            return true;
        }

        PqSecurityKey again = PqSecurityKey.ImportJwk(key.ExportJwk());
        Assert.Equal((key.PublicKey, key.KeyId), (again.PublicKey, again.KeyId));
        key.Dispose();
        return false;
    }

    /// <summary>The key of the seed 00 01 02 .. 1f.</summary>
    private static SignaturePrivateKey Key() => SignatureAlgorithm.MLDsa44.ImportPrivateSeed([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    /// <summary>The next character of the alphabet: another value of six bits, whose last two are no longer zero where they were.</summary>
    private static char After(char digit)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return Alphabet[(Alphabet.IndexOf(digit, StringComparison.Ordinal) + 1) % Alphabet.Length];
    }
}
