using System.Security.Cryptography;
using PqCrypto.Fips203;
using PqCrypto.Hybrid;
using PqCrypto.Kernels.Reference;
using PqCrypto.Tests.Classical;
using MLKem = PqCrypto.Fips203.MLKem;

namespace PqCrypto.Tests.Hybrid;

/// <summary>X-Wing against the vectors of its draft and an outside composition.</summary>
public sealed class XWingTests
{
    private static readonly SeedHybridScheme<ReferenceKernels> Scheme =
        SeedHybridScheme<ReferenceKernels>.XWing(new MLKemScheme<MLKem768Parameters, MLKem, ReferenceKernels>());

    [Theory]
    [InlineData(
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
        "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb",
        "17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33",
        "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384")]
    [InlineData(
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdefaee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
        "c42ba5f8430d7d2c83739338203819f090e8303ce9c8b02107c272bfa5376916",
        "1661ea86d608a1924ba30840cb0a65f13ae051e3aec9cf0f064efc0bc92f2154",
        "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150")]
    public void AllSteps_DraftVector_MatchDigestsAndSecret(string seed, string randomness, string publicKeyDigest, string ciphertextDigest, string secret)
    {
        using KemPrivateKeyState key = Scheme.ImportPrivateSeed(Convert.FromHexString(seed));
        byte[] publicKey = new byte[1216], ciphertext = new byte[1120], sent = new byte[32], got = new byte[32];
        key.PublicKey.ExportPublicKey(publicKey);
        Assert.Equal(publicKeyDigest, Convert.ToHexStringLower(SHA256.HashData(publicKey)));
        Scheme.ImportPublicKey(publicKey).Encapsulate(Convert.FromHexString(randomness), ciphertext, sent);
        Assert.Equal(ciphertextDigest, Convert.ToHexStringLower(SHA256.HashData(ciphertext)));
        Assert.Equal(secret, Convert.ToHexStringLower(sent));
        key.Decapsulate(ciphertext, got);
        Assert.Equal(sent, got);
    }

    [Fact]
    public void Decapsulate_FreshKey_MatchesOutsideComposition()
    {
        byte[] seed = RandomNumberGenerator.GetBytes(32), randomness = RandomNumberGenerator.GetBytes(64);
        using KemPrivateKeyState key = Scheme.GenerateKey(seed);
        byte[] publicKey = new byte[1216], ciphertext = new byte[1120], sent = new byte[32];
        key.PublicKey.ExportPublicKey(publicKey);
        key.PublicKey.Encapsulate(randomness, ciphertext, sent);

        byte[] e = new byte[96];
        Org.BouncyCastle.Crypto.Digests.ShakeDigest shake = new(256);
        shake.BlockUpdate(seed, 0, 32);
        shake.OutputFinal(e, 0, 96);
        OutsideMLKem outside = new("ML-KEM-768", e[..64]);
        Assert.Equal<byte>([.. outside.PublicKey, .. Outside.X25519PublicKey(e[64..])], publicKey);
        Assert.Equal(Outside.X25519PublicKey(randomness[32..]), ciphertext[1088..]);
        byte[] input =
        [
            .. outside.Decapsulate(ciphertext[..1088]), .. Outside.X25519Agreement(e[64..], ciphertext[1088..]),
            .. ciphertext[1088..], .. publicKey[1184..], 0x5C, 0x2E, 0x2F, 0x2F, 0x5E, 0x5C,
        ];
        Org.BouncyCastle.Crypto.Digests.Sha3Digest sha3 = new(256);
        byte[] expected = new byte[32];
        sha3.BlockUpdate(input, 0, input.Length);
        sha3.DoFinal(expected, 0);
        Assert.Equal(expected, sent);
    }

    [Fact]
    public void EncapsulateAndDecapsulate_SmallOrderX25519_IsNoError()
    {
        using KemPrivateKeyState key = Scheme.GenerateKey(RandomNumberGenerator.GetBytes(32));
        byte[] publicKey = new byte[1216], ciphertext = new byte[1120], sent = new byte[32], got = new byte[32];
        key.PublicKey.ExportPublicKey(publicKey);
        byte[] smallOrder = [.. publicKey.AsSpan(0, 1184), .. new byte[32]];
        Scheme.ImportPublicKey(smallOrder).Encapsulate(RandomNumberGenerator.GetBytes(64), ciphertext, sent);
        Assert.NotEqual(new byte[32], sent);
        ciphertext.AsSpan(1088).Clear();
        key.Decapsulate(ciphertext, got);
        Assert.NotEqual(new byte[32], got);
    }

    [Fact]
    public void Decapsulate_AnyFlippedByte_GivesAnotherSecret()
    {
        using KemPrivateKeyState key = Scheme.GenerateKey(RandomNumberGenerator.GetBytes(32));
        byte[] ciphertext = new byte[1120], sent = new byte[32], got = new byte[32];
        key.PublicKey.Encapsulate(RandomNumberGenerator.GetBytes(64), ciphertext, sent);
        for (int i = 0; i < 1120; i += 37)
        {
            ciphertext[i] ^= 4;
            key.Decapsulate(ciphertext, got);
            Assert.NotEqual(sent, got);
            ciphertext[i] ^= 4;
        }
    }

    [Fact]
    public void ImportPublicKey_CoefficientAboveTheModulus_IsRefused()
    {
        using KemPrivateKeyState key = Scheme.GenerateKey(RandomNumberGenerator.GetBytes(32));
        byte[] publicKey = new byte[1216];
        key.PublicKey.ExportPublicKey(publicKey);
        publicKey[0] = 0xFF;
        publicKey[1] |= 0x0F;
        Assert.Throws<CryptographicException>(() => Scheme.ImportPublicKey(publicKey));
    }

    [Fact]
    public void PrivateKey_EveryForm_IsTheSeed()
    {
        byte[] seed = RandomNumberGenerator.GetBytes(32), exported = new byte[32], raw = new byte[32];
        KemPrivateKeyState key = Scheme.ImportPrivateKey(seed);
        Assert.True(key.HasPrivateSeed);
        key.ExportPrivateSeed(exported);
        key.ExportPrivateKey(raw);
        Assert.Equal(seed, exported);
        Assert.Equal(seed, raw);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.ExportPrivateSeed(exported));
        key.PublicKey.ExportPublicKey(new byte[1216]);
    }

    [Fact]
    public void EncapsulateAndDecapsulate_AfterWarmUp_AllocateNothing()
    {
        using KemPrivateKeyState key = Scheme.GenerateKey(RandomNumberGenerator.GetBytes(32));
        byte[] randomness = RandomNumberGenerator.GetBytes(64), ciphertext = new byte[1120], secret = new byte[32];
        OutsideMLKem.AssertNoAllocation(() =>
        {
            key.PublicKey.Encapsulate(randomness, ciphertext, secret);
            key.Decapsulate(ciphertext, secret);
        });
    }
}
