using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>PKCS #12: keys that come back.</summary>
public class Pkcs12FileTests
{
    private static readonly PbeParameters Fast = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-87")]
    [InlineData("MLDSA65-ECDSA-P256-SHA512")]
    [InlineData("MLDSA44-Ed25519-SHA512")]
    [InlineData("ECDSA-P256-SHA256")]
    [InlineData("RSA-PSS-2048-SHA256")]
    public void SignatureKey_WrittenAndRead_ComesBack(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm));
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using SignaturePrivateKey key = algorithm.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").Create(key.PublicKey, root.Certificate, root.Key);
        byte[] file = Pkcs12File.Write(certificate, key, "pässword", [root.Certificate], Fast);

        using Pkcs12File read = Pkcs12File.Read(file, "pässword");
        Assert.Equal(certificate, read.Certificate);
        Assert.Equal([root.Certificate], read.OtherCertificates);
        Assert.Null(read.KemKey);
        Assert.NotNull(read.SignatureKey);
        Assert.Equal(algorithm, read.SignatureKey.Algorithm);
        Assert.True(certificate.GetSignaturePublicKey().Verify([1, 2, 3], read.SignatureKey.Sign([1, 2, 3])));
    }

    [Theory]
    [InlineData("ML-KEM-768")]
    [InlineData("MLKEM768-X25519-SHA3-256")]
    [InlineData("MLKEM1024-X448-SHA3-256")]
    [InlineData("X-Wing")]
    [InlineData("DHKEM-P256-HKDF-SHA256")]
    [InlineData("RSA-OAEP-2048")]
    public void KemKey_WrittenAndRead_ComesBack(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out KemAlgorithm? algorithm));
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using KemPrivateKey key = algorithm.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").Create(key.PublicKey, root.Certificate, root.Key);

        using Pkcs12File read = Pkcs12File.Read(Pkcs12File.Write(certificate, key, "password", parameters: Fast), "password");
        Assert.Null(read.SignatureKey);
        Assert.NotNull(read.KemKey);
        using SharedSecret sent = certificate.GetKemPublicKey().Encapsulate(out byte[] ciphertext);
        using SharedSecret received = read.KemKey.Decapsulate(ciphertext);
        Assert.True(sent.FixedTimeEquals(received));
    }

    [Fact]
    public void Read_WrongPasswordOrChanged_IsRefused()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").CreateSelfSigned(key);
        byte[] file = Pkcs12File.Write(certificate, key, "password", parameters: Fast);
        using (Pkcs12File.Read(file, "password"))
        {
        }

        Assert.Throws<CryptographicException>(() => Pkcs12File.Read(file, "passw0rd"));
        Assert.Throws<CryptographicException>(() => Pkcs12File.Read([.. file, 0], "password"));
        Assert.Throws<CryptographicException>(() => Pkcs12File.Read(file.AsSpan(..^1), "password"));
        byte[] changed = [.. file];
        changed[file.Length / 2] ^= 1;
        Assert.Throws<CryptographicException>(() => Pkcs12File.Read(changed, "password"));
    }

    [Fact]
    public void Write_KeyOfAnotherCertificate_IsRefused()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using SignaturePrivateKey other = SignatureAlgorithm.MLDsa44.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").CreateSelfSigned(key);
        Assert.Throws<ArgumentException>("key", () => Pkcs12File.Write(certificate, other, "password", parameters: Fast));
        Assert.Throws<NotSupportedException>(
            () => Pkcs12File.Write(certificate, key, "password", parameters: new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 1000)));
    }

    [Fact]
    public void Read_FileOfThePlatform_GivesItsKey()
    {
        using ECDsa platformKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=me", platformKey, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        byte[] file = certificate.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000), "password");
        using Pkcs12File read = Pkcs12File.Read(file, "password");
        Assert.True(platformKey.VerifyData((byte[])[1, 2], read.SignatureKey!.Sign([1, 2]), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public void Write_ReadByThePlatform_HasTheCertificates()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.EcdsaP256Sha256.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").CreateSelfSigned(key);
        using X509Certificate2 read = X509CertificateLoader.LoadPkcs12(Pkcs12File.Write(certificate, key, "password", parameters: Fast), "password");
        Assert.Equal(certificate, read);
        Assert.True(read.HasPrivateKey);
    }

    [Theory]
    [InlineData(10_000_001, 1, 1)]
    [InlineData(1, 10_000_001, 1)]
    [InlineData(4_000_000, 4_000_000, 4_000_000)]
    public void Read_TooManyIterations_IsRefusedAtOnce(int ofMac, int ofFirst, int ofSecond)
    {
        CryptographicException exception = Assert.Throws<CryptographicException>(() => Pkcs12File.Read(Empty(ofMac, ofFirst, ofSecond), "password"));
        Assert.Contains("iterations", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<CryptographicException>(() => Pkcs12File.Read(Empty(1, 1, 1), "password"));
        Assert.DoesNotContain("iterations", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The platform's reader calls itself for each of them: 20 000 were enough to end the process.</summary>
    [Fact]
    public void Read_BagsInBags_IsRefused()
    {
        CryptographicException exception = Assert.Throws<CryptographicException>(() => Pkcs12File.Read(Nested(37_000), "password"));
        Assert.Contains("password", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<CryptographicException>(() => Pkcs12File.Read(Nested(40_000), "password"));
        Assert.Contains("at most 1048576", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AuthorityOfAnotherAlgorithmFirst_GivesTheKey()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").Create(key.PublicKey, root.Certificate, root.Key);
        foreach (byte[]? keyId in new byte[]?[] { null, [1] })
        {
            byte[] file = File(key.ExportEncryptedPkcs8PrivateKey("password", Fast), keyId, (root.Certificate, null), (certificate, keyId));
            using Pkcs12File read = Pkcs12File.Read(file, "password");
            Assert.Equal(certificate.RawData, read.Certificate.RawData);
            Assert.Equal(key.PublicKey, read.KemKey!.PublicKey);
            Assert.Equal(root.Certificate.RawData, Assert.Single(read.OtherCertificates).RawData);
        }

        Assert.Throws<CryptographicException>(() => Pkcs12File.Read(File(key.ExportEncryptedPkcs8PrivateKey("password", Fast), [1], (certificate, [2])), "password"));
        Assert.Throws<CryptographicException>(() => Pkcs12File.Read(File(key.ExportEncryptedPkcs8PrivateKey("password", Fast), null, (root.Certificate, null)), "password"));
    }

    /// <summary>Which certificate's a key is shows only when it was decrypted; all times together count.</summary>
    [Fact]
    public void Read_KeyThatMayBeOfManyAlgorithms_IsNotDerivedForEach()
    {
        AsnWriter encrypted = new(AsnEncodingRules.DER);
        using (encrypted.PushSequence())
        {
            using (encrypted.PushSequence())
            {
                encrypted.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (encrypted.PushSequence())
                using (encrypted.PushSequence())
                {
                    encrypted.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                    Parameters(encrypted, 6_000_000);
                }
            }

            encrypted.WriteOctetString(new byte[64]);
        }

        using TestAuthority one = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority two = TestAuthority.Root(SignatureAlgorithm.MLDsa65);
        byte[] file = File(encrypted.Encode(), null, (one.Certificate, null), (two.Certificate, null));
        Assert.Contains("iterations", Assert.Throws<CryptographicException>(() => Pkcs12File.Read(file, "password")).Message, StringComparison.Ordinal);
    }

    private static byte[] File(byte[] encryptedKey, byte[]? keyId, params (X509Certificate2 Certificate, byte[]? KeyId)[] certificates)
    {
        Pkcs12SafeContents contents = new();
        foreach ((X509Certificate2 certificate, byte[]? id) in certificates)
        {
            Pkcs12CertBag bag = contents.AddCertificate(certificate);
            if (id is not null)
                bag.Attributes.Add(new Pkcs9LocalKeyId(id));
        }

        Pkcs12ShroudedKeyBag key = new(encryptedKey);
        if (keyId is not null)
            key.Attributes.Add(new Pkcs9LocalKeyId(keyId));
        contents.AddSafeBag(key);
        Pkcs12Builder builder = new();
        builder.AddSafeContentsUnencrypted(contents);
        builder.SealWithMac("password", HashAlgorithmName.SHA256, 1000);
        return builder.Encode();
    }

    /// <summary>A file, without a MAC, of bags in each other.</summary>
    private static byte[] Nested(int depth)
    {
        byte[] buffer = new byte[40 * depth];
        int start = buffer.Length;
        Before(0x30);      // no more bags
        for (int i = 0; i < depth; i++)
        {
            Before(0xA0);
            ReadOnlySpan<byte> safeContentsBag = [0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x06];
            safeContentsBag.CopyTo(buffer.AsSpan(start -= safeContentsBag.Length));
            Before(0x30);
            Before(0x30);
        }

        Data();
        Before(0x30);
        Data();
        ReadOnlySpan<byte> version = [0x02, 0x01, 0x03];
        version.CopyTo(buffer.AsSpan(start -= version.Length));
        Before(0x30);
        return buffer[start..];

        void Data()
        {
            Before(0x04);
            Before(0xA0);
            ReadOnlySpan<byte> data = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
            data.CopyTo(buffer.AsSpan(start -= data.Length));
            Before(0x30);
        }

        void Before(byte tag)
        {
            int length = buffer.Length - start;
            ReadOnlySpan<byte> header = length < 0x80
                ? [tag, (byte)length]
                : length < 0x10000 ? [tag, 0x82, (byte)(length >> 8), (byte)length] : [tag, 0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length];
            header.CopyTo(buffer.AsSpan(start -= header.Length));
        }
    }

    /// <summary>A file of two encrypted contents that hold nothing, the first under PBES2, the second under PBES1.</summary>
    private static byte[] Empty(int ofMac, int ofFirst, int ofSecond)
    {
        AsnWriter safe = new(AsnEncodingRules.DER);
        using (safe.PushSequence())
        {
            Encrypted(safe, () =>
            {
                safe.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (safe.PushSequence())
                using (safe.PushSequence())
                {
                    safe.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                    Parameters(safe, ofFirst);
                }
            });
            Encrypted(safe, () =>
            {
                safe.WriteObjectIdentifier("1.2.840.113549.1.12.1.3");
                Parameters(safe, ofSecond);
            });
        }

        AsnWriter file = new(AsnEncodingRules.DER);
        using (file.PushSequence())
        {
            file.WriteInteger(3);
            using (file.PushSequence())
            {
                file.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                using (file.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    file.WriteOctetString(safe.Encode());
            }

            using (file.PushSequence())
            {
                using (file.PushSequence())
                {
                    using (file.PushSequence())
                        file.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
                    file.WriteOctetString(new byte[32]);
                }

                file.WriteOctetString(new byte[8]);
                file.WriteInteger(ofMac);
            }
        }

        return file.Encode();
    }

    private static void Encrypted(AsnWriter writer, Action writeAlgorithm)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, 0);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.6");
            using (writer.PushSequence(tag))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                    using (writer.PushSequence())
                        writeAlgorithm();
                    writer.WriteOctetString(new byte[16], tag);
                }
            }
        }
    }

    private static void Parameters(AsnWriter writer, int iterations)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(new byte[8]);
            writer.WriteInteger(iterations);
        }
    }
}
