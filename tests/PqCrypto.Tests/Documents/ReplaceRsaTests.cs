using System.Security.Cryptography;

namespace PqCrypto.Tests.Documents;

/// <summary>The code of docs/replace-rsa.md.</summary>
public class ReplaceRsaTests
{
    private static readonly byte[] Document = "the document"u8.ToArray();

    private sealed record Sealed(string Algorithm, byte[] WrappedKey, byte[] Nonce, byte[] Tag, byte[] Content);

    [Fact]
    public void Encrypt()
    {
        using RSA rsa = RSA.Create(2048);
        byte[] publicKey = rsa.ExportSubjectPublicKeyInfo();
        byte[] privateKey = rsa.ExportPkcs8PrivateKey();

        Sealed old = SealWithRsa(publicKey, Document);
        Assert.Equal(Document, OpenWithRsa(privateKey, old));

        // the old files still open, by the same key, through the new code
        using KemPrivateKey oldKey = KemPrivateKey.ImportPkcs8PrivateKey(privateKey);
        Assert.Equal(Document, Open([oldKey], old));

        // the new code writes for the old key as well, until its one value is changed
        Sealed between = Seal(oldKey.PublicKey, Document);
        Assert.Equal("RSA-OAEP-2048", between.Algorithm);
        Assert.Equal(Document, Open([oldKey], between));

        using KemPrivateKey newKey = KemAlgorithm.XWing.GenerateKey();
        Sealed now = Seal(newKey.PublicKey, Document);
        Assert.Equal(Document, Open([oldKey, newKey], now));
        Assert.Equal("X-Wing", now.Algorithm);

        // but not what another padding or another length of key made: it gives another secret, and the tag tells
        foreach ((RSAEncryptionPadding padding, int length) in new[] { (RSAEncryptionPadding.OaepSHA1, 32), (RSAEncryptionPadding.Pkcs1, 32), (RSAEncryptionPadding.OaepSHA256, 16) })
        {
            byte[] key = RandomNumberGenerator.GetBytes(length);
            Sealed other = SealWithKey("RSA", rsa.Encrypt(key, padding), key, Document);
            Assert.Throws<AuthenticationTagMismatchException>(() => Open([oldKey], other));
        }

        Sealed bad = now with { Tag = new byte[16] };
        Assert.Throws<AuthenticationTagMismatchException>(() => Open([oldKey, newKey], bad));
    }

    [Fact]
    public void Sign()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] oldSignature = ecdsa.SignData(Document, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        // an old signature, the old key, the new code
        SignaturePublicKey oldKey = SignaturePublicKey.ImportSubjectPublicKeyInfo(ecdsa.ExportSubjectPublicKeyInfo());
        Assert.True(oldKey.Verify(Document, oldSignature));

        // while some readers know the old algorithm only, sign twice
        using SignaturePrivateKey signer = SignatureAlgorithm.MLDsa65.GenerateKey();
        byte[] newSignature = signer.Sign(Document);
        bool valid = signer.PublicKey.Verify(Document, newSignature);
        Assert.True(valid);
        Assert.False(oldKey.Verify(Document, ecdsa.SignData(Document, HashAlgorithmName.SHA256)));
    }

    // before: a fresh AES key for each document, encrypted by RSA
    private static Sealed SealWithRsa(byte[] subjectPublicKeyInfo, byte[] document)
    {
        using RSA recipient = RSA.Create();
        recipient.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] wrapped = recipient.Encrypt(key, RSAEncryptionPadding.OaepSHA256);
        return SealWithKey("RSA", wrapped, key, document);
    }

    private static byte[] OpenWithRsa(byte[] pkcs8, Sealed file)
    {
        using RSA recipient = RSA.Create();
        recipient.ImportPkcs8PrivateKey(pkcs8, out _);
        return OpenWithKey(recipient.Decrypt(file.WrappedKey, RSAEncryptionPadding.OaepSHA256), file);
    }

    // after: a KEM makes the key and what carries it, and the name of its algorithm goes along
    private static Sealed Seal(KemPublicKey recipient, byte[] document)
    {
        using SharedSecret secret = recipient.Encapsulate(out byte[] ciphertext);
        byte[] key = new byte[32];
        secret.DeriveKey(salt: [], info: "my app v2, AES-256-GCM"u8, key);
        return SealWithKey(recipient.Algorithm.Name, ciphertext, key, document);
    }

    private static byte[] Open(KemPrivateKey[] keys, Sealed file)
    {
        bool isOld = file.Algorithm == "RSA";                // what the old code wrote
        string algorithm = isOld ? KemAlgorithm.RsaOaep2048.Name : file.Algorithm;
        KemPrivateKey recipient = keys.Single(key => key.Algorithm.Name == algorithm);
        using SharedSecret secret = recipient.Decapsulate(file.WrappedKey);
        if (isOld)
            return OpenWithKey(secret.ToArray(), file);      // there the secret was the key itself
        byte[] key = new byte[32];
        secret.DeriveKey(salt: [], info: "my app v2, AES-256-GCM"u8, key);
        return OpenWithKey(key, file);
    }

    private static Sealed SealWithKey(string algorithm, byte[] wrapped, byte[] key, byte[] document)
    {
        (byte[] nonce, byte[] tag, byte[] content) = (RandomNumberGenerator.GetBytes(12), new byte[16], new byte[document.Length]);
        using AesGcm aes = new(key, tag.Length);
        aes.Encrypt(nonce, document, content, tag);
        return new Sealed(algorithm, wrapped, nonce, tag, content);
    }

    private static byte[] OpenWithKey(byte[] key, Sealed file)
    {
        byte[] document = new byte[file.Content.Length];
        using AesGcm aes = new(key, file.Tag.Length);
        aes.Decrypt(file.Nonce, file.Content, file.Tag, document);
        return document;
    }
}
