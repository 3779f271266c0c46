using System.Security.Cryptography;
using PqCrypto.Tests.Extension;

namespace PqCrypto.Tests.Bcl;

public class ManagedMLDsaTests
{
    private const string Password = "correct horse";
    private const string Sha512Oid = "2.16.840.1.101.3.4.2.3";
    private const string Shake256Oid = "2.16.840.1.101.3.4.2.12";

    private static readonly byte[] Message = "a message"u8.ToArray();
    private static readonly byte[] Context = "a context"u8.ToArray();
    private static readonly PbeParameters Pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    public static TheoryData<string> Names { get; } = ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    [Theory, MemberData(nameof(Names))]
    public void Signatures_ThroughTheBaseClass_CrossOverWithOurKey(string name)
    {
        using MLDsa key = ManagedMLDsa.GenerateKey(Platform(name));
        Assert.Equal(name, key.Algorithm.Name);
        using SignaturePrivateKey ours = Find(name).ImportPrivateSeed(key.ExportMLDsaPrivateSeed());
        Assert.Equal(ours.ExportPrivateKey(), key.ExportMLDsaPrivateKey());
        Assert.Equal(ours.PublicKey.ExportPublicKey(), key.ExportMLDsaPublicKey());
        SignatureOptions withContext = new() { Context = Context };

        Assert.True(ours.PublicKey.Verify(Message, key.SignData(Message)));
        Assert.True(ours.PublicKey.Verify(Message, key.SignData(Message, Context), withContext));
        byte[] signature = ours.Sign(Message, withContext);
        Assert.True(key.VerifyData(Message, signature, Context));
        Assert.False(key.VerifyData(Message, signature));
        signature[100] ^= 1;
        Assert.False(key.VerifyData(Message, signature, Context));

        byte[] mu = RandomNumberGenerator.GetBytes(64);
        Assert.True(ours.PublicKey.VerifyMu(mu, key.SignMu(mu)));
        Assert.True(key.VerifyMu(mu, ours.SignMu(mu)));
        Assert.False(key.VerifyMu(RandomNumberGenerator.GetBytes(64), ours.SignMu(mu)));
    }

    [Theory]
    [InlineData(Sha512Oid, PreHash.Sha512)]
    [InlineData(Shake256Oid, PreHash.Shake256)]
    public void PreHashes_CrossOverWithOurKey(string oid, PreHash preHash)
    {
        using SignaturePrivateKey ours = SignatureAlgorithm.MLDsa65.GenerateKey();
        using MLDsa key = ours.AsMLDsa();
        byte[] hash = preHash == PreHash.Sha512 ? SHA512.HashData(Message) : Shake256(Message);
        SignatureOptions options = new() { Context = Context, PreHash = preHash };
        Assert.True(ours.PublicKey.Verify(Message, key.SignPreHash(hash, oid, Context), options));
        Assert.True(key.VerifyPreHash(hash, ours.Sign(Message, options), oid, Context));
        Assert.False(key.VerifyPreHash(hash, ours.Sign(Message, options), oid));
        Assert.False(ours.PublicKey.Verify(Message, key.SignPreHash(hash, oid), options));
    }

    /// <summary>A scheme of somebody else's, such as a device that signs, goes by the name of the algorithm.</summary>
    [Fact]
    public void PreHashes_OfAKeyInADevice_AreThoseOfTheAlgorithm()
    {
        SignatureAlgorithm device = SignatureAlgorithm.Create(new DeviceSignatureScheme(SignatureAlgorithm.MLDsa65.Scheme));
        using SignaturePrivateKey held = device.GenerateKey();
        SignaturePublicKey known = SignatureAlgorithm.MLDsa65.ImportPublicKey(held.PublicKey.ExportPublicKey());
        using MLDsa key = held.AsMLDsa();
        byte[] hash = SHA512.HashData(Message);
        byte[] signature = key.SignPreHash(hash, Sha512Oid, Context);
        Assert.True(known.Verify(Message, signature, new SignatureOptions { Context = Context, PreHash = PreHash.Sha512 }));
        Assert.True(key.VerifyPreHash(hash, signature, Sha512Oid, Context));
        Assert.False(key.VerifyPreHash(hash, signature, Sha512Oid));
    }

    [Theory, MemberData(nameof(Names))]
    public void Containers_AreThoseOfOurKey_AndAreReadBack(string name)
    {
        using SignaturePrivateKey ours = Find(name).GenerateKey();
        using MLDsa key = ours.AsMLDsa();
        Assert.Equal(ours.PublicKey.ExportSubjectPublicKeyInfo(), key.ExportSubjectPublicKeyInfo());
        Assert.Equal(ours.ExportPkcs8PrivateKey(), key.ExportPkcs8PrivateKey());

        byte[] passwordBytes = System.Text.Encoding.UTF8.GetBytes(Password);
        byte[] encrypted = key.ExportEncryptedPkcs8PrivateKey(Password, Pbe);
        string encryptedPem = key.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbe);
        AssertPrivate(ours, ManagedMLDsa.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey()));
        AssertPrivate(ours, ManagedMLDsa.ImportFromPem(key.ExportPkcs8PrivateKeyPem()));
        AssertPrivate(ours, ManagedMLDsa.ImportEncryptedPkcs8PrivateKey(Password, encrypted));
        AssertPrivate(ours, ManagedMLDsa.ImportEncryptedPkcs8PrivateKey(passwordBytes, encrypted));
        AssertPrivate(ours, ManagedMLDsa.ImportFromEncryptedPem(encryptedPem, Password));
        AssertPrivate(ours, ManagedMLDsa.ImportFromEncryptedPem(encryptedPem, passwordBytes));
        AssertPrivate(ours, ManagedMLDsa.ImportMLDsaPrivateSeed(key.Algorithm, ours.ExportPrivateSeed()));
        using MLDsa expanded = ManagedMLDsa.ImportMLDsaPrivateKey(key.Algorithm, ours.ExportPrivateKey());
        Assert.Equal(ours.ExportPrivateKey(), expanded.ExportMLDsaPrivateKey());
        Assert.Throws<CryptographicException>(() => expanded.ExportMLDsaPrivateSeed());

        AssertPublic(ours, ManagedMLDsa.ImportSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo()));
        AssertPublic(ours, ManagedMLDsa.ImportFromPem(key.ExportSubjectPublicKeyInfoPem()));
        AssertPublic(ours, ManagedMLDsa.ImportMLDsaPublicKey(key.Algorithm, key.ExportMLDsaPublicKey()));
        AssertPublic(ours, ours.PublicKey.AsMLDsa());
    }

    [Fact]
    public void Imports_OfOtherKeys_AreRefused()
    {
        using SignaturePrivateKey ecdsa = SignatureAlgorithm.EcdsaP256Sha256.GenerateKey();
        using SignaturePrivateKey ours = SignatureAlgorithm.MLDsa65.GenerateKey();
        Assert.Throws<CryptographicException>(() => ManagedMLDsa.ImportPkcs8PrivateKey(ecdsa.ExportPkcs8PrivateKey()));
        Assert.Throws<CryptographicException>(() => ManagedMLDsa.ImportSubjectPublicKeyInfo(ecdsa.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.Throws<NotSupportedException>(ecdsa.AsMLDsa);
        Assert.Throws<NotSupportedException>(ecdsa.PublicKey.AsMLDsa);
        Assert.Throws<ArgumentException>(
            () => ManagedMLDsa.ImportFromPem(ours.PublicKey.ExportSubjectPublicKeyInfoPem() + "\n" + ours.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<ArgumentException>(() => ManagedMLDsa.ImportMLDsaPrivateSeed(MLDsaAlgorithm.MLDsa65, new byte[33]));
        Assert.Throws<ArgumentException>(() => ManagedMLDsa.ImportMLDsaPublicKey(MLDsaAlgorithm.MLDsa44, ours.PublicKey.ExportPublicKey()));
        Assert.Throws<ArgumentNullException>(() => ManagedMLDsa.GenerateKey(null!));
        Assert.True(ManagedMLDsa.IsSupported);
    }

    [Fact]
    public void Dispose_OfTheView_LeavesTheKey_AndOfAnOwnedKey_EndsIt()
    {
        SignaturePrivateKey ours = SignatureAlgorithm.MLDsa65.GenerateKey();
        MLDsa view = ours.AsMLDsa();
        view.Dispose();
        Assert.Throws<ObjectDisposedException>(() => view.SignData(Message));
        Assert.NotEmpty(ours.Sign(Message));

        using MLDsa second = ours.AsMLDsa();
        ours.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.SignData(Message));

        MLDsa owned = ManagedMLDsa.GenerateKey(MLDsaAlgorithm.MLDsa65);
        owned.Dispose();
        Assert.Throws<ObjectDisposedException>(() => owned.SignData(Message));
    }

    private static void AssertPrivate(SignaturePrivateKey expected, MLDsa key)
    {
        using (key)
        {
            Assert.IsType<ManagedMLDsa>(key);
            Assert.Equal(expected.ExportPrivateSeed(), key.ExportMLDsaPrivateSeed());
        }
    }

    private static void AssertPublic(SignaturePrivateKey expected, MLDsa key)
    {
        using (key)
        {
            Assert.IsType<ManagedMLDsa>(key);
            Assert.True(key.VerifyData(Message, expected.Sign(Message)));
            Assert.Throws<CryptographicException>(() => key.SignData(Message));
            Assert.Throws<CryptographicException>(() => key.SignPreHash(new byte[64], Sha512Oid));
            Assert.Throws<CryptographicException>(() => key.ExportMLDsaPrivateSeed());
            Assert.Throws<CryptographicException>(() => key.ExportMLDsaPrivateKey());
            Assert.Throws<CryptographicException>(() => key.ExportPkcs8PrivateKey());
        }
    }

    private static byte[] Shake256(byte[] message)
    {
        Org.BouncyCastle.Crypto.Digests.ShakeDigest shake = new(256);
        byte[] hash = new byte[64];
        shake.BlockUpdate(message);
        shake.OutputFinal(hash);
        return hash;
    }

    private static SignatureAlgorithm Find(string name) => SignatureAlgorithm.All.Single(algorithm => algorithm.Name == name);

    private static MLDsaAlgorithm Platform(string name) => name switch
    {
        "ML-DSA-44" => MLDsaAlgorithm.MLDsa44,
        "ML-DSA-65" => MLDsaAlgorithm.MLDsa65,
        _ => MLDsaAlgorithm.MLDsa87,
    };
}
