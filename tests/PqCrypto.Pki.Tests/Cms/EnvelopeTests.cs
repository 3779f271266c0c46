using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Cms;

public class EnvelopeTests
{
    private static readonly byte[] Content = "The content of a message."u8.ToArray();
    private static readonly KemPrivateKey Key = KemAlgorithm.MLKem768.GenerateKey();
    private static readonly X509Certificate2 Certificate = TestCertificates.For(Key);

    public static TheoryData<string> Algorithms { get; } =
    [
        "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "X-Wing", "MLKEM768-X25519-SHA3-256", "MLKEM768-RSA2048-SHA3-256", "MLKEM1024-ECDH-P384-SHA3-256",
        "MLKEM768-ECDH-brainpoolP256r1-SHA3-256", "MLKEM1024-X448-SHA3-256",
    ];

    public static TheoryData<string> ClassicalAlgorithms { get; } = ["RSA-OAEP-2048", "DHKEM-P256-HKDF-SHA256", "DHKEM-P384-HKDF-SHA384"];

    [Theory, MemberData(nameof(Algorithms))]
    public void Encrypt_ToEveryKindOfKem_IsDecrypted(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out KemAlgorithm? algorithm));
        using KemPrivateKey key = algorithm.GenerateKey();
        X509Certificate2 certificate = TestCertificates.For(key);
        foreach (CmsContentProtection protection in Enum.GetValues<CmsContentProtection>())
        {
            byte[] message = CmsEnvelope.Encrypt(Content, [Certificate, certificate], protection);
            Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(key, certificate), protection));
            Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(key), protection));
            Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(Key, Certificate), protection));
        }
    }

    [Theory, MemberData(nameof(ClassicalAlgorithms))]
    public void Encrypt_ToClassicalAndPostQuantum_IsDecryptedByBoth(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out KemAlgorithm? algorithm));
        using KemPrivateKey key = algorithm.GenerateKey();
        bool isRsa = name.StartsWith("RSA", StringComparison.Ordinal);
        X509Certificate2 certificate = TestCertificates.For(
            key.PublicKey.ExportSubjectPublicKeyInfo(), "classical", isRsa ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.KeyAgreement);
        byte[] message = CmsEnvelope.Encrypt(Content, [certificate, Certificate]);
        Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(key, certificate)));
        Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(key)));
        Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(Key)));
        if (isRsa)
        {
            using RSA platform = RSA.Create();
            platform.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey(), out _);
            Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(platform, certificate)));
        }
        else
        {
            using ECDiffieHellman platform = ECDiffieHellman.Create();
            platform.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey(), out _);
            Assert.Equal(Content, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(platform, certificate)));
        }
    }

    [Fact]
    public void Encrypt_ToP521_IsDecrypted()
    {
        using ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP521);
        X509Certificate2 certificate = TestCertificates.For(key.ExportSubjectPublicKeyInfo(), "P-521", X509KeyUsageFlags.KeyAgreement);
        Assert.Equal(Content, CmsEnvelope.Decrypt(CmsEnvelope.Encrypt(Content, [certificate]), new CmsDecryptionKey(key, certificate)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData((1 << 16) - 1)]
    [InlineData(1 << 16)]
    [InlineData(3_000_000)]
    public void EncryptStream_AnyLength_IsDecryptedAsStreamAndAsArray(int size)
    {
        byte[] content = RandomNumberGenerator.GetBytes(size);
        foreach (CmsContentProtection protection in Enum.GetValues<CmsContentProtection>())
        {
            using MemoryStream message = new();
            CmsEnvelope.Encrypt(new MemoryStream(content), message, [Certificate], protection);
            message.Position = 0;
            using MemoryStream read = new();
            CmsEnvelope.Decrypt(message, read, new CmsDecryptionKey(Key, Certificate), protection);
            Assert.Equal(content, read.ToArray());
            Assert.Equal(content, CmsEnvelope.Decrypt(message.ToArray(), new CmsDecryptionKey(Key), protection));
            Assert.Equal(content, CmsEnvelope.Decrypt(CmsEnvelope.Encrypt(content, [Certificate], protection), new CmsDecryptionKey(Key), protection));
        }
    }

    [Fact]
    public void Decrypt_ChangedAtTheEndOfALongStream_WritesNothing()
    {
        using MemoryStream message = new();
        CmsEnvelope.Encrypt(new MemoryStream(new byte[3_000_000]), message, [Certificate]);
        byte[] changed = message.ToArray();
        changed[^10] ^= 1;     // in the tag: six zero bytes end the message
        using MemoryStream read = new();
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(new MemoryStream(changed), read, new CmsDecryptionKey(Key)));
        Assert.Equal(0, read.Length);
    }

    [Fact]
    public void Decrypt_WithoutAuthentication_HasToBeAskedFor()
    {
        byte[] message = CmsEnvelope.Encrypt(Content, [Certificate], CmsContentProtection.EncryptedOnly);
        Assert.Contains("EncryptedOnly", Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(Key))).Message, StringComparison.Ordinal);
        Assert.Equal(Content, CmsEnvelope.Decrypt(CmsEnvelope.Encrypt(Content, [Certificate]), new CmsDecryptionKey(Key), CmsContentProtection.EncryptedOnly));
    }

    [Fact]
    public void Decrypt_EveryBitOfTheMessageChanged_IsRefusedOrTheSame()
    {
        byte[] message = CmsEnvelope.Encrypt(Content, [Certificate]);
        CmsDecryptionKey key = new(Key, Certificate);
        int refused = 0;
        for (int bit = 0; bit < message.Length * 8; bit++)
        {
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(Content, CmsEnvelope.Decrypt(message, key));      // where the unread version changed
            }
            catch (Exception exception) when (exception is CryptographicException or NotSupportedException)
            {
                refused++;
            }

            message[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.InRange(refused, (message.Length - 3) * 8, message.Length * 8);
    }

    [Fact]
    public void Decrypt_EveryTruncation_IsRefused()
    {
        using MemoryStream indefinite = new();
        CmsEnvelope.Encrypt(new MemoryStream(Content), indefinite, [Certificate]);
        foreach (byte[] message in new[] { CmsEnvelope.Encrypt(Content, [Certificate]), indefinite.ToArray() })
        {
            for (int size = 0; size < message.Length; size++)
                Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message.AsSpan(0, size), new CmsDecryptionKey(Key)));
            Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt([.. message, 0], new CmsDecryptionKey(Key)));
        }
    }

    [Fact]
    public void Decrypt_ByAnotherKey_IsRefused()
    {
        byte[] message = CmsEnvelope.Encrypt(Content, [Certificate]);
        using KemPrivateKey other = KemAlgorithm.MLKem768.GenerateKey();
        using RSA rsa = RSA.Create(2048);
        using ECDiffieHellman ecdh = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(other)));
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(other, TestCertificates.For(other))));
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(Key, TestCertificates.For(Key, "of another name"))));
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(rsa)));
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(ecdh)));
        Assert.Throws<CryptographicException>(() => new CmsDecryptionKey(other, Certificate));
    }

    [Fact]
    public void Encrypt_ToUnfitCertificates_IsRefused()
    {
        using RSA small = RSA.Create(1024);
        using ECDiffieHellman curve = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using SignaturePrivateKey signer = SignatureAlgorithm.MLDsa44.GenerateKey();
        using KemPrivateKey x25519 = KemAlgorithm.X25519.GenerateKey();
        Assert.Throws<ArgumentException>(() => CmsEnvelope.Encrypt(Content, []));
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Encrypt(Content, [TestCertificates.For(small.ExportSubjectPublicKeyInfo(), "small", X509KeyUsageFlags.KeyEncipherment)]));
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Encrypt(Content, [TestCertificates.For(curve.ExportSubjectPublicKeyInfo(), "usage", X509KeyUsageFlags.DigitalSignature)]));
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Encrypt(Content, [TestCertificates.For(signer)]));
        Assert.Throws<NotSupportedException>(() => CmsEnvelope.Encrypt(Content, [TestCertificates.For(x25519)]));
    }
}
