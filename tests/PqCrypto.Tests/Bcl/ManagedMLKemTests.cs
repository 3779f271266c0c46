using System.Security.Cryptography;

namespace PqCrypto.Tests.Bcl;

public class ManagedMLKemTests
{
    private const string Password = "correct horse";

    private static readonly PbeParameters Pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    public static TheoryData<string> Names { get; } = ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"];

    [Theory, MemberData(nameof(Names))]
    public void GeneratedKey_ThroughTheBaseClass_AgreesWithOurKey(string name)
    {
        using MLKem key = ManagedMLKem.GenerateKey(Platform(name));
        Assert.Equal(name, key.Algorithm.Name);
        using KemPrivateKey ours = Find(name).ImportPrivateSeed(key.ExportPrivateSeed());
        Assert.Equal(ours.PublicKey.ExportPublicKey(), key.ExportEncapsulationKey());
        Assert.Equal(ours.ExportPrivateKey(), key.ExportDecapsulationKey());

        key.Encapsulate(out byte[] ciphertext, out byte[] sent);
        Assert.Equal(sent, key.Decapsulate(ciphertext));
        using SharedSecret received = ours.Decapsulate(ciphertext);
        Assert.Equal(sent, received.ToArray());
        ciphertext[7] ^= 1;
        using SharedSecret rejected = ours.Decapsulate(ciphertext);
        Assert.Equal(rejected.ToArray(), key.Decapsulate(ciphertext));
    }

    [Theory, MemberData(nameof(Names))]
    public void Containers_AreThoseOfOurKey_AndAreReadBack(string name)
    {
        using KemPrivateKey ours = Find(name).GenerateKey();
        using MLKem key = ours.AsMLKem();
        Assert.Equal(ours.PublicKey.ExportSubjectPublicKeyInfo(), key.ExportSubjectPublicKeyInfo());
        Assert.Equal(ours.ExportPkcs8PrivateKey(), key.ExportPkcs8PrivateKey());
        Assert.Equal(ours.ExportPkcs8PrivateKeyPem(), key.ExportPkcs8PrivateKeyPem());
        byte[] tooShort = new byte[ours.ExportPkcs8PrivateKey().Length - 1];
        Assert.False(key.TryExportPkcs8PrivateKey(tooShort, out int written));
        Assert.Equal(0, written);
        Assert.All(tooShort, value => Assert.Equal(0, value));

        byte[] passwordBytes = System.Text.Encoding.UTF8.GetBytes(Password);
        byte[] encrypted = key.ExportEncryptedPkcs8PrivateKey(Password, Pbe);
        string encryptedPem = key.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbe);
        AssertPrivate(ours, ManagedMLKem.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey()));
        AssertPrivate(ours, ManagedMLKem.ImportFromPem(key.ExportPkcs8PrivateKeyPem()));
        AssertPrivate(ours, ManagedMLKem.ImportEncryptedPkcs8PrivateKey(Password, encrypted));
        AssertPrivate(ours, ManagedMLKem.ImportEncryptedPkcs8PrivateKey(passwordBytes, encrypted));
        AssertPrivate(ours, ManagedMLKem.ImportFromEncryptedPem(encryptedPem, Password));
        AssertPrivate(ours, ManagedMLKem.ImportFromEncryptedPem(encryptedPem, passwordBytes));
        AssertPrivate(ours, ManagedMLKem.ImportPrivateSeed(key.Algorithm, ours.ExportPrivateSeed()));
        using MLKem expanded = ManagedMLKem.ImportDecapsulationKey(key.Algorithm, ours.ExportPrivateKey());
        Assert.Equal(ours.ExportPrivateKey(), expanded.ExportDecapsulationKey());
        Assert.Throws<CryptographicException>(() => expanded.ExportPrivateSeed());

        AssertPublic(ours, ManagedMLKem.ImportSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo()));
        AssertPublic(ours, ManagedMLKem.ImportFromPem(key.ExportSubjectPublicKeyInfoPem()));
        AssertPublic(ours, ManagedMLKem.ImportEncapsulationKey(key.Algorithm, key.ExportEncapsulationKey()));
        AssertPublic(ours, ours.PublicKey.AsMLKem());
    }

    [Fact]
    public void Imports_OfOtherKeys_AreRefused()
    {
        using KemPrivateKey xWing = KemAlgorithm.XWing.GenerateKey();
        using KemPrivateKey ours = KemAlgorithm.MLKem768.GenerateKey();
        string publicPem = ours.PublicKey.ExportSubjectPublicKeyInfoPem();
        string privatePem = ours.ExportPkcs8PrivateKeyPem();
        Assert.Throws<CryptographicException>(() => ManagedMLKem.ImportPkcs8PrivateKey(xWing.ExportPkcs8PrivateKey()));
        Assert.Throws<CryptographicException>(() => ManagedMLKem.ImportSubjectPublicKeyInfo(xWing.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.Throws<NotSupportedException>(xWing.AsMLKem);
        Assert.Throws<NotSupportedException>(xWing.PublicKey.AsMLKem);
        Assert.Throws<ArgumentException>(() => ManagedMLKem.ImportFromPem(publicPem + privatePem));
        Assert.Throws<ArgumentException>(() => ManagedMLKem.ImportFromPem(publicPem + publicPem));
        Assert.Throws<ArgumentException>(() => ManagedMLKem.ImportFromPem(ours.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbe)));
        Assert.Throws<ArgumentException>(() => ManagedMLKem.ImportFromPem("nothing"));
        Assert.Throws<ArgumentException>(() => ManagedMLKem.ImportFromEncryptedPem(privatePem, Password));
        Assert.Throws<ArgumentException>(() => ManagedMLKem.ImportPrivateSeed(MLKemAlgorithm.MLKem768, new byte[63]));
        Assert.Throws<ArgumentException>(() => ManagedMLKem.ImportEncapsulationKey(MLKemAlgorithm.MLKem512, ours.PublicKey.ExportPublicKey()));
        Assert.Throws<ArgumentNullException>(() => ManagedMLKem.GenerateKey(null!));
        Assert.True(ManagedMLKem.IsSupported);
    }

    [Fact]
    public void Dispose_OfTheView_LeavesTheKey_AndDisposeOfTheKeyEndsTheView()
    {
        KemPrivateKey ours = KemAlgorithm.MLKem768.GenerateKey();
        MLKem view = ours.AsMLKem();
        view.Dispose();
        Assert.Throws<ObjectDisposedException>(() => view.ExportPrivateSeed());
        Assert.NotEmpty(ours.ExportPrivateSeed());

        using MLKem second = ours.AsMLKem();
        ours.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.ExportPrivateSeed());
        second.Encapsulate(out _, out byte[] secret);
        Assert.Equal(32, secret.Length);
    }

    private static void AssertPrivate(KemPrivateKey expected, MLKem key)
    {
        using (key)
        {
            Assert.IsType<ManagedMLKem>(key);
            Assert.Equal(expected.ExportPrivateSeed(), key.ExportPrivateSeed());
        }
    }

    private static void AssertPublic(KemPrivateKey expected, MLKem key)
    {
        using (key)
        {
            Assert.IsType<ManagedMLKem>(key);
            key.Encapsulate(out byte[] ciphertext, out byte[] sent);
            using SharedSecret received = expected.Decapsulate(ciphertext);
            Assert.Equal(sent, received.ToArray());
            Assert.Throws<CryptographicException>(() => key.Decapsulate(ciphertext));
            Assert.Throws<CryptographicException>(() => key.ExportPrivateSeed());
            Assert.Throws<CryptographicException>(() => key.ExportDecapsulationKey());
            Assert.Throws<CryptographicException>(() => key.ExportPkcs8PrivateKey());
        }
    }

    private static KemAlgorithm Find(string name) => KemAlgorithm.All.Single(algorithm => algorithm.Name == name);

    private static MLKemAlgorithm Platform(string name) => name switch
    {
        "ML-KEM-512" => MLKemAlgorithm.MLKem512,
        "ML-KEM-768" => MLKemAlgorithm.MLKem768,
        _ => MLKemAlgorithm.MLKem1024,
    };
}
