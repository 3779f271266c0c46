using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Classical;

namespace PqCrypto.Tests.Classical;

/// <summary>RSA-OAEP and RSA-PSS: against the platform's own calls, rejection secrets, and what is refused as a key.</summary>
public sealed class RsaTests
{
    private static readonly byte[] Message = "a message"u8.ToArray();
    private static readonly Lazy<byte[]> Key2048 = new(() => NewKey(2048));
    private static readonly Lazy<byte[]> Key3072 = new(() => NewKey(3072));
    private static readonly Lazy<byte[]> Key4096 = new(() => NewKey(4096));

    public static TheoryData<int> Sizes => [2048, 3072, 4096];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Encapsulate_PlatformKey_IsDecryptedByThePlatform(int size)
    {
        using KemPrivateKeyState key = Oaep(size).ImportOwnPkcs8Content(KeyOf(size))!;
        byte[] secret = RandomNumberGenerator.GetBytes(32), ciphertext = new byte[size >> 3], sent = new byte[32], got = new byte[32];
        key.PublicKey.Encapsulate(secret, ciphertext, sent);
        Assert.Equal(secret, sent);
        using RSA platform = RSA.Create();
        platform.ImportRSAPrivateKey(KeyOf(size), out _);
        Assert.Equal(secret, platform.Decrypt(ciphertext, RSAEncryptionPadding.OaepSHA256));
        key.Decapsulate(ciphertext, got);
        Assert.Equal(secret, got);
        key.Decapsulate(platform.Encrypt(secret, RSAEncryptionPadding.OaepSHA256), got);
        Assert.Equal(secret, got);
    }

    [Fact]
    public void Decapsulate_BadCiphertexts_GiveDeterministicDistinctSecrets()
    {
        using KemPrivateKeyState key = Oaep(2048).ImportOwnPkcs8Content(KeyOf(2048))!;
        using KemPrivateKeyState same = Oaep(2048).ImportOwnPkcs8Content(KeyOf(2048))!;
        using KemPrivateKeyState other = Oaep(2048).ImportOwnPkcs8Content(NewKey(2048))!;
        using RSA platform = RSA.Create();
        platform.ImportRSAPrivateKey(KeyOf(2048), out _);
        byte[] ciphertext = new byte[256], sent = new byte[32];
        key.PublicKey.Encapsulate(RandomNumberGenerator.GetBytes(32), ciphertext, sent);
        byte[] flipped = [.. ciphertext];
        flipped[200] ^= 1;
        byte[] large = new byte[256];
        large.AsSpan().Fill(0xFF);
        byte[][] bad =
        [
            flipped,
            new byte[256],
            large,                                                                                  // above the modulus
            RandomNumberGenerator.GetBytes(256),
            platform.Encrypt(new byte[31], RSAEncryptionPadding.OaepSHA256),                        // plaintexts of other lengths
            platform.Encrypt(new byte[33], RSAEncryptionPadding.OaepSHA256),
            platform.Encrypt([], RSAEncryptionPadding.OaepSHA256),
            platform.Encrypt(new byte[32], RSAEncryptionPadding.OaepSHA1),
            platform.Encrypt(new byte[32], RSAEncryptionPadding.Pkcs1),
        ];

        HashSet<string> seen = [Convert.ToHexString(sent), Convert.ToHexString(new byte[32])];
        foreach (byte[] c in bad)
        {
            byte[] first = Decapsulate(key, c);
            Assert.Equal(first, Decapsulate(key, c));
            Assert.Equal(first, Decapsulate(same, c));
            Assert.NotEqual(first, Decapsulate(other, c));
            Assert.True(seen.Add(Convert.ToHexString(first)));
        }

        Assert.Equal(sent, Decapsulate(key, ciphertext));
        Assert.NotEqual(sent, Decapsulate(other, ciphertext));
    }

    [Fact]
    public void Decapsulate_BadCiphertext_IsTheDocumentedHmac()
    {
        using KemPrivateKeyState key = Oaep(2048).ImportOwnPkcs8Content(KeyOf(2048))!;
        using RSA platform = RSA.Create();
        platform.ImportRSAPrivateKey(KeyOf(2048), out _);
        ReadOnlySpan<byte> d = platform.ExportParameters(true).D.AsSpan().TrimStart((byte)0);
        byte[] rejectionKey = HMACSHA256.HashData(SHA256.HashData(d), "PqCrypto RSA-OAEP implicit rejection"u8);
        Assert.Equal(HMACSHA256.HashData(rejectionKey, new byte[256]), Decapsulate(key, new byte[256]));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sign_PlatformKey_IsVerifiedBothWays(int size)
    {
        HashAlgorithmName hash = size == 4096 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        using SignaturePrivateKeyState key = Pss(size).ImportOwnPkcs8Content(KeyOf(size))!;
        using RSA platform = RSA.Create();
        platform.ImportRSAPrivateKey(KeyOf(size), out _);
        byte[] signature = new byte[(size >> 3) + 7];
        int length = key.Sign(Message, SignatureOptions.Default, [], signature);
        Assert.Equal(size >> 3, length);
        signature = signature[..length];
        Assert.True(platform.VerifyData(Message, signature, hash, RSASignaturePadding.Pss));
        Assert.True(key.PublicKey.Verify(Message, platform.SignData(Message, hash, RSASignaturePadding.Pss), SignatureOptions.Default));

        Assert.False(key.PublicKey.Verify("another"u8, signature, SignatureOptions.Default));
        Assert.False(key.PublicKey.Verify(Message, platform.SignData(Message, hash, RSASignaturePadding.Pkcs1), SignatureOptions.Default));
        Assert.False(key.PublicKey.Verify(Message, platform.SignData(Message, HashAlgorithmName.SHA512, RSASignaturePadding.Pss), SignatureOptions.Default));
        foreach (int wrong in (int[])[0, 1, length - 1])
            Assert.False(key.PublicKey.Verify(Message, signature.AsSpan(0, wrong), SignatureOptions.Default));
        Assert.False(key.PublicKey.Verify(Message, [.. signature, 0], SignatureOptions.Default));
        Assert.False(key.PublicKey.Verify(Message, [0, .. signature], SignatureOptions.Default));
        for (int i = 0; i < length; i += 13)
        {
            byte[] flipped = [.. signature];
            flipped[i] ^= 0x10;
            Assert.False(key.PublicKey.Verify(Message, flipped, SignatureOptions.Default));
        }

        using MessageDigest digest = key.PublicKey.CreateDigest(SignatureOptions.Default)!;
        byte[] hashed = new byte[digest.SizeInBytes];
        digest.Append(Message);
        digest.Finish(hashed);
        Assert.True(key.PublicKey.VerifyDigest(hashed, signature));
    }

    [Fact]
    public void Verify_SignatureWithoutItsLeadingZero_IsFalse()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.RsaPss2048Sha256.GenerateKey();
        byte[] signature = key.Sign(Message);
        while (signature[0] != 0)                       // one in 256 begins with zero
            signature = key.Sign(Message);
        Assert.True(key.PublicKey.Verify(Message, signature));
        Assert.False(key.PublicKey.Verify(Message, signature.AsSpan(1)));
        Assert.False(key.PublicKey.Verify(Message, [0, .. signature]));
    }

    [Fact]
    public void GenerateKey_EachScheme_HasItsModulusLength()
    {
        using KemPrivateKeyState kem = RsaOaepScheme.Oaep2048.GenerateKey([]);
        using SecretBuffer content = kem.ExportOwnPkcs8Content()!;
        Assert.Equal(2048, RsaEncoding.ModulusSizeOfPrivateKey(content.Bytes, out _));
        Assert.Equal(2048, RsaEncoding.ModulusSizeOfPublicKey(kem.PublicKey.ExportSubjectPublicKey(0)));
        using SignaturePrivateKeyState signer = RsaSignatureScheme.Pss2048Sha256.GenerateKey([]);
        byte[] signature = new byte[256];
        signer.Sign(Message, SignatureOptions.Default, [], signature);
        signer.Dispose();
        Assert.True(signer.PublicKey.Verify(Message, signature, SignatureOptions.Default));
    }

    [Fact]
    public void ImportOwnPkcs8Content_NumbersThatDoNotBelongTogether_AreRefused()
    {
        byte[][] good = Integers(KeyOf(2048)), other = Integers(NewKey(2048));
        Assert.NotNull(RsaOaepScheme.Oaep2048.ImportOwnPkcs8Content(Encode(good)));
        for (int field = 1; field < good.Length; field++)
        {
            byte[][] mixed = [.. good];
            mixed[field] = field == 2 ? [3] : other[field];
            byte[] encoded = Encode(mixed);
            Assert.Throws<CryptographicException>(() => RsaOaepScheme.Oaep2048.ImportOwnPkcs8Content(encoded));
            Assert.Throws<CryptographicException>(() => RsaSignatureScheme.Pss2048Sha256.ImportOwnPkcs8Content(encoded));
        }
    }

    [Fact]
    public void ImportOwnPkcs8Content_EncodingsThatAreNotStrict_AreRefused()
    {
        byte[] good = KeyOf(2048);
        byte[][] integers = Integers(good);
        byte[][] bad =
        [
            [],
            good[..^1],
            [.. good, 0],
            Encode([[1], .. integers.AsSpan(1)]),                               // version
            Encode(integers.AsSpan(..^1)),
            Encode([.. integers, [1]]),
            Encode([integers[0], [0], .. integers.AsSpan(2)]),
            Encode([integers[0], [0xFF], .. integers.AsSpan(2)]),               // negative
            Encode([integers[0], integers[1], [1], .. integers.AsSpan(3)]),
            Encode([integers[0], integers[1], [4], .. integers.AsSpan(3)]),
            Encode([integers[0], integers[1], [1, 0, 0, 0, 0, 0, 0, 0, 1], .. integers.AsSpan(3)]),
        ];
        foreach (byte[] encoded in bad)
            Assert.Throws<CryptographicException>(() => RsaOaepScheme.Oaep2048.ImportOwnPkcs8Content(encoded));
        Assert.Throws<CryptographicException>(() => RsaOaepScheme.Oaep3072.ImportOwnPkcs8Content(good));
    }

    [Fact]
    public void ImportOwnSubjectPublicKey_OtherModulusOrNotStrict_IsRefused()
    {
        using RSA platform = RSA.Create();
        platform.ImportRSAPrivateKey(KeyOf(2048), out _);
        byte[] good = platform.ExportRSAPublicKey();
        Assert.Equal(good, RsaSignatureScheme.Pss2048Sha256.ImportOwnSubjectPublicKey(good)!.ExportSubjectPublicKey(0));
        Assert.Throws<CryptographicException>(() => RsaSignatureScheme.Pss3072Sha256.ImportOwnSubjectPublicKey(good));
        Assert.Throws<CryptographicException>(() => RsaSignatureScheme.Pss2048Sha256.ImportOwnSubjectPublicKey([.. good, 0]));
        byte[][] integers = Integers(good);
        byte[] odd2047 = [.. integers[0].AsSpan(1)];
        odd2047[0] = 0x7F;
        Assert.Equal(2047, RsaEncoding.ModulusSizeOfPublicKey(Encode([odd2047, integers[1]])));
        Assert.Throws<CryptographicException>(() => RsaSignatureScheme.Pss2048Sha256.ImportOwnSubjectPublicKey(Encode([odd2047, integers[1]])));
        Assert.Throws<CryptographicException>(() => RsaEncoding.ModulusSizeOfPublicKey(Encode([.. integers, [1]])));
        byte[] even = [.. integers[0]];
        even[^1] &= 0xFE;
        Assert.Throws<CryptographicException>(() => RsaSignatureScheme.Pss2048Sha256.ImportOwnSubjectPublicKey(Encode([even, integers[1]])));
    }

    [Fact]
    public void SignAndDecapsulate_ManyThreads_GiveRightAnswers()
    {
        using SignaturePrivateKeyState signer = Pss(2048).ImportOwnPkcs8Content(KeyOf(2048))!;
        using KemPrivateKeyState kem = Oaep(2048).ImportOwnPkcs8Content(KeyOf(2048))!;
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            byte[] signature = new byte[256], ciphertext = new byte[256], sent = new byte[32];
            signer.Sign(Message, SignatureOptions.Default, [], signature);
            Assert.True(signer.PublicKey.Verify(Message, signature, SignatureOptions.Default));
            kem.PublicKey.Encapsulate(RandomNumberGenerator.GetBytes(32), ciphertext, sent);
            Assert.Equal(sent, Decapsulate(kem, ciphertext));
        });
    }

    internal static byte[] KeyOf(int size) => (size == 2048 ? Key2048 : size == 3072 ? Key3072 : Key4096).Value;

    internal static RsaOaepScheme Oaep(int size) =>
        size == 2048 ? RsaOaepScheme.Oaep2048 : size == 3072 ? RsaOaepScheme.Oaep3072 : RsaOaepScheme.Oaep4096;

    internal static RsaSignatureScheme Pss(int size) =>
        size == 2048 ? RsaSignatureScheme.Pss2048Sha256 : size == 3072 ? RsaSignatureScheme.Pss3072Sha256 : RsaSignatureScheme.Pss4096Sha384;

    private static byte[] NewKey(int size)
    {
        using RSA key = RSA.Create(size);
        return key.ExportRSAPrivateKey();
    }

    private static byte[] Decapsulate(KemPrivateKeyState key, byte[] ciphertext)
    {
        byte[] secret = new byte[32];
        key.Decapsulate(ciphertext, secret);
        return secret;
    }

    private static byte[][] Integers(byte[] encoded)
    {
        AsnReader fields = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        List<byte[]> integers = [];
        while (fields.HasData)
            integers.Add(fields.ReadIntegerBytes().ToArray());
        return [.. integers];
    }

    private static byte[] Encode(ReadOnlySpan<byte[]> integers)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (byte[] integer in integers)
                writer.WriteInteger(integer);
        }

        return writer.Encode();
    }
}
