using System.Security.Cryptography;

namespace PqCrypto.Tests.Api;

/// <summary>Keys out of and back into every form, the same for all algorithms.</summary>
public sealed class KeyFormTests
{
    private const string Password = "correct horse battery staple";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    [Theory, Algorithms]
    public void GenerateKey_Twice_GivesDifferentKeysThatWork(AlgorithmSubject algorithm)
    {
        PrivateKeySubject another = algorithm.OtherKey;

        Assert.Equal(algorithm.Name, another.AlgorithmName);
        Assert.Equal(algorithm.Name, another.PublicKey.AlgorithmName);
        Assert.NotEqual(algorithm.Key.PublicKey.Value, another.PublicKey.Value);
        Assert.True(another.Fits(another.PublicKey));
        Assert.False(another.Fits(algorithm.Key.PublicKey) && algorithm.Key.Fits(another.PublicKey));
        Assert.Equal(algorithm.SeedSize > 0, another.HasPrivateSeed);
    }

    [Theory, Algorithms]
    public void RawPublicKey_ExportedAndImported_IsTheSameKey(AlgorithmSubject algorithm)
    {
        PublicKeySubject original = algorithm.Key.PublicKey;
        if (algorithm.PublicKeySize == 0)
        {
            Failure.IsNotSupported(() => original.ExportPublicKey(), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.ImportPublicKey(new byte[32]), algorithm.Name);
            return;
        }

        byte[] raw = original.ExportPublicKey();
        byte[] written = new byte[algorithm.PublicKeySize];
        original.ExportPublicKey(written);
        PublicKeySubject imported = algorithm.ImportPublicKey(raw);

        Assert.Equal(algorithm.PublicKeySize, raw.Length);
        Assert.Equal(raw, written);
        AssertSamePublicKey(original, imported);
        Assert.True(algorithm.Key.Fits(imported));
    }

    [Theory, Algorithms]
    public void RawPrivateKey_ExportedAndImported_IsTheSameKey(AlgorithmSubject algorithm)
    {
        if (algorithm.PrivateKeySize == 0)
        {
            Failure.IsNotSupported(() => algorithm.Key.ExportPrivateKey(), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.ImportPrivateKey(new byte[32]), algorithm.Name);
            return;
        }

        byte[] raw = algorithm.Key.ExportPrivateKey();
        byte[] written = new byte[algorithm.PrivateKeySize];
        algorithm.Key.ExportPrivateKey(written);
        using PrivateKeySubject imported = algorithm.ImportPrivateKey(raw);

        Assert.Equal(algorithm.PrivateKeySize, raw.Length);
        Assert.Equal(raw, written);
        Assert.Equal(raw, imported.ExportPrivateKey());
        AssertSameKeyPair(algorithm, imported);
    }

    [Theory, Algorithms]
    public void Seed_ExportedAndImported_IsTheSameKey(AlgorithmSubject algorithm)
    {
        if (algorithm.SeedSize == 0)
        {
            Assert.False(algorithm.Key.HasPrivateSeed);
            Failure.IsNotSupported(() => algorithm.Key.ExportPrivateSeed(), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.ImportPrivateSeed(new byte[32]), algorithm.Name);
            return;
        }

        byte[] seed = algorithm.Key.ExportPrivateSeed();
        byte[] written = new byte[algorithm.SeedSize];
        algorithm.Key.ExportPrivateSeed(written);
        using PrivateKeySubject imported = algorithm.ImportPrivateSeed(seed);

        Assert.Equal(algorithm.SeedSize, seed.Length);
        Assert.Equal(seed, written);
        Assert.True(imported.HasPrivateSeed);
        Assert.Equal(seed, imported.ExportPrivateSeed());
        Assert.Equal(algorithm.Key.ExportPrivateKey(), imported.ExportPrivateKey());
        AssertSameKeyPair(algorithm, imported);
    }

    [Theory, Algorithms]
    public void SubjectPublicKeyInfo_ExportedAndImported_IsTheSameKey(AlgorithmSubject algorithm)
    {
        PublicKeySubject original = algorithm.Key.PublicKey;
        if (!algorithm.HasContainers)
        {
            Failure.IsNotSupported(() => original.ExportSubjectPublicKeyInfo(), algorithm.Name);
            Failure.IsNotSupported(() => original.ExportSubjectPublicKeyInfoPem(), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.ImportSubjectPublicKeyInfo(new byte[32]), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.ImportPublicKeyFromPem("-----BEGIN"), algorithm.Name);
            return;
        }

        byte[] der = original.ExportSubjectPublicKeyInfo();
        string pem = original.ExportSubjectPublicKeyInfoPem();

        Assert.Equal(PemEncoding.WriteString("PUBLIC KEY", der), pem);
        AssertSamePublicKey(original, algorithm.ImportSubjectPublicKeyInfo(der));
        AssertSamePublicKey(original, algorithm.ImportPublicKeyFromPem(pem));
        if (algorithm.IsBuiltIn)
        {
            AssertSamePublicKey(original, algorithm.StaticImportSubjectPublicKeyInfo(der));
            AssertSamePublicKey(original, algorithm.StaticImportPublicKeyFromPem(pem));
        }
        else
        {
            Assert.Throws<CryptographicException>(() => algorithm.StaticImportSubjectPublicKeyInfo(der));
            Assert.Throws<CryptographicException>(() => algorithm.StaticImportPublicKeyFromPem(pem));
        }
    }

    [Theory, Algorithms]
    public void Pkcs8_ExportedInEveryFormAndImported_IsTheSameKey(AlgorithmSubject algorithm)
    {
        foreach (PrivateKeyForm form in algorithm.Forms)
        {
            byte[] der = algorithm.Key.ExportPkcs8(form);
            string pem = algorithm.Key.ExportPkcs8Pem(form);
            Assert.Equal(PemEncoding.WriteString("PRIVATE KEY", der), pem);
            AssertRead(algorithm, form, algorithm.ImportPkcs8(der));
            AssertRead(algorithm, form, algorithm.ImportPrivateKeyFromPem(pem));
            if (algorithm.IsBuiltIn)
            {
                AssertRead(algorithm, form, algorithm.StaticImportPkcs8(der));
                AssertRead(algorithm, form, algorithm.StaticImportPrivateKeyFromPem(pem));
            }
            else
            {
                Assert.Throws<CryptographicException>(() => algorithm.StaticImportPkcs8(der));
                Assert.Throws<CryptographicException>(() => algorithm.StaticImportPrivateKeyFromPem(pem));
            }
        }
    }

    [Theory, Algorithms]
    public void EncryptedPkcs8_ExportedInEveryFormAndImported_IsTheSameKey(AlgorithmSubject algorithm)
    {
        foreach (PrivateKeyForm form in algorithm.Forms)
        {
            byte[] der = algorithm.Key.ExportEncryptedPkcs8(Password, Encryption, form);
            string pem = algorithm.Key.ExportEncryptedPkcs8Pem(Password, Encryption, form);
            Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", pem, StringComparison.Ordinal);
            AssertRead(algorithm, form, algorithm.ImportEncryptedPkcs8(Password, der));
            AssertRead(algorithm, form, algorithm.ImportPrivateKeyFromEncryptedPem(pem, Password));
            if (algorithm.IsBuiltIn)
            {
                AssertRead(algorithm, form, algorithm.StaticImportEncryptedPkcs8(Password, der));
                AssertRead(algorithm, form, algorithm.StaticImportPrivateKeyFromEncryptedPem(pem, Password));
            }
            else
            {
                Assert.Throws<CryptographicException>(() => algorithm.StaticImportEncryptedPkcs8(Password, der));
                Assert.Throws<CryptographicException>(() => algorithm.StaticImportPrivateKeyFromEncryptedPem(pem, Password));
            }
        }
    }

    [Theory, Algorithms]
    public void EncryptedPkcs8_WrongPassword_IsRefused(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        byte[] der = algorithm.Key.ExportEncryptedPkcs8(Password, Encryption, PrivateKeyForm.Default);

        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportEncryptedPkcs8("Correct horse battery staple", der));
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportEncryptedPkcs8(default, der));
    }

    [Theory, Algorithms]
    public void EncryptedPkcs8_Twice_DrawsSaltAndInitialisationVectorAnew(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;

        Assert.NotEqual(
            algorithm.Key.ExportEncryptedPkcs8(Password, Encryption, PrivateKeyForm.Default),
            algorithm.Key.ExportEncryptedPkcs8(Password, Encryption, PrivateKeyForm.Default));
    }

    [Theory, Algorithms]
    public void Pkcs8_FormThatTheAlgorithmLacks_IsNotSupported(AlgorithmSubject algorithm)
    {
        foreach (PrivateKeyForm form in Enum.GetValues<PrivateKeyForm>().Except(algorithm.Forms))
        {
            Failure.IsNotSupported(() => algorithm.Key.ExportPkcs8(form), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.Key.ExportPkcs8Pem(form), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.Key.ExportEncryptedPkcs8(Password, Encryption, form), algorithm.Name);
        }

        if (algorithm.HasContainers)
            Assert.ThrowsAny<ArgumentException>(() => algorithm.Key.ExportPkcs8((PrivateKeyForm)77));
    }

    [Theory, Algorithms]
    public void ExpandedKey_AskedForItsSeed_SaysThatItHasNone(AlgorithmSubject algorithm)
    {
        if (algorithm.SeedSize == 0 || algorithm.PrivateKeySize == algorithm.SeedSize)
            return;
        using PrivateKeySubject expanded = algorithm.ImportPrivateKey(algorithm.Key.ExportPrivateKey());
        byte[] buffer = Failure.Marked(algorithm.SeedSize);

        Assert.False(expanded.HasPrivateSeed);
        Assert.Throws<CryptographicException>(() => expanded.ExportPrivateSeed());
        Assert.Throws<CryptographicException>(() => expanded.ExportPrivateSeed(buffer));
        Failure.IsUntouched(buffer);
        if (!algorithm.HasContainers)
            return;
        Assert.Throws<CryptographicException>(() => expanded.ExportPkcs8(PrivateKeyForm.Seed));
        Assert.Throws<CryptographicException>(() => expanded.ExportPkcs8(PrivateKeyForm.SeedAndExpanded));
        Assert.Equal(algorithm.Key.ExportPkcs8(PrivateKeyForm.Expanded), expanded.ExportPkcs8(PrivateKeyForm.Default));
    }

    private static void AssertRead(AlgorithmSubject algorithm, PrivateKeyForm form, PrivateKeySubject imported)
    {
        using (imported)
        {
            AssertSameKeyPair(algorithm, imported);
            bool hasSeed = algorithm.SeedSize > 0 && form != PrivateKeyForm.Expanded;
            Assert.Equal(hasSeed, imported.HasPrivateSeed);
            if (hasSeed)
                Assert.Equal(algorithm.Key.ExportPrivateSeed(), imported.ExportPrivateSeed());
            Assert.Equal(algorithm.Key.ExportPkcs8(form), imported.ExportPkcs8(form));
        }
    }

    private static void AssertSameKeyPair(AlgorithmSubject algorithm, PrivateKeySubject imported)
    {
        Assert.Equal(algorithm.Name, imported.AlgorithmName);
        AssertSamePublicKey(algorithm.Key.PublicKey, imported.PublicKey);
        Assert.True(imported.Fits(algorithm.Key.PublicKey));
        Assert.True(algorithm.Key.Fits(imported.PublicKey));
    }

    private static void AssertSamePublicKey(PublicKeySubject expected, PublicKeySubject actual)
    {
        Assert.Equal(expected.AlgorithmName, actual.AlgorithmName);
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(expected.Value.GetHashCode(), actual.Value.GetHashCode());
    }
}
