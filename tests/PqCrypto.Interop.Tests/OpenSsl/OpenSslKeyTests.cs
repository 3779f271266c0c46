using System.Security.Cryptography;

namespace PqCrypto.Interop.Tests.OpenSsl;

/// <summary>Keys made by `openssl genpkey` are read here, and ours by `openssl pkey`, in every form.</summary>
public sealed class OpenSslKeyTests : IDisposable
{
    private const string Password = "pass phrase 123";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);

    private readonly string folder = Repository.CreateTemporaryFolder();

    public static TheoryData<string, string> KemKeys => new()
    {
        { "ML-KEM-512", "ML-KEM-512" },
        { "ML-KEM-768", "ML-KEM-768" },
        { "ML-KEM-1024", "ML-KEM-1024" },
        { "DHKEM-X25519-HKDF-SHA256", "X25519" },
        { "DHKEM-P256-HKDF-SHA256", "EC -pkeyopt ec_paramgen_curve:P-256" },
        { "DHKEM-P384-HKDF-SHA384", "EC -pkeyopt ec_paramgen_curve:P-384" },
        { "RSA-OAEP-2048", "RSA -pkeyopt rsa_keygen_bits:2048" },
        { "RSA-OAEP-3072", "RSA -pkeyopt rsa_keygen_bits:3072" },
        { "RSA-OAEP-4096", "RSA -pkeyopt rsa_keygen_bits:4096" },
    };

    public static TheoryData<string, string> SignatureKeys => new()
    {
        { "ML-DSA-44", "ML-DSA-44" },
        { "ML-DSA-65", "ML-DSA-65" },
        { "ML-DSA-87", "ML-DSA-87" },
        { "ECDSA-P256-SHA256", "EC -pkeyopt ec_paramgen_curve:P-256" },
        { "ECDSA-P384-SHA384", "EC -pkeyopt ec_paramgen_curve:P-384" },
        { "RSA-PSS-2048-SHA256", "RSA -pkeyopt rsa_keygen_bits:2048" },
        { "RSA-PSS-2048-SHA256", "RSA-PSS -pkeyopt rsa_keygen_bits:2048" },
        { "RSA-PSS-3072-SHA256", "RSA -pkeyopt rsa_keygen_bits:3072" },
        { "RSA-PSS-4096-SHA384", "RSA -pkeyopt rsa_keygen_bits:4096" },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [OpenSslTheory, MemberData(nameof(KemKeys))]
    public void KemKeys_OfOpenSsl_AreRead(string name, string genpkey)
    {
        GenerateKey(genpkey);
        byte[] spki = Read("spki.der");
        using KemPrivateKey fromPem = KemPrivateKey.ImportFromPem(ReadText("key.pem"));
        using KemPrivateKey fromDer = KemPrivateKey.ImportPkcs8PrivateKey(Read("key.der"));
        using KemPrivateKey fromEncrypted = KemPrivateKey.ImportFromEncryptedPem(ReadText("encrypted.pem"), Password);

        Assert.Equal(name, fromPem.Algorithm.Name);
        foreach (KemPrivateKey key in new[] { fromPem, fromDer, fromEncrypted })
            Assert.Equal(spki, key.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(fromPem.PublicKey, KemPublicKey.ImportSubjectPublicKeyInfo(spki));
        Assert.Equal(fromPem.PublicKey, KemPublicKey.ImportFromPem(ReadText("spki.pem")));
    }

    [OpenSslTheory, MemberData(nameof(SignatureKeys))]
    public void SignatureKeys_OfOpenSsl_AreRead(string name, string genpkey)
    {
        GenerateKey(genpkey);
        using SignaturePrivateKey fromPem = SignaturePrivateKey.ImportFromPem(ReadText("key.pem"));
        using SignaturePrivateKey fromDer = SignaturePrivateKey.ImportPkcs8PrivateKey(Read("key.der"));
        using SignaturePrivateKey fromEncrypted = SignaturePrivateKey.ImportFromEncryptedPem(ReadText("encrypted.pem"), Password);
        SignaturePublicKey publicKey = SignaturePublicKey.ImportSubjectPublicKeyInfo(Read("spki.der"));

        Assert.Equal(name, fromPem.Algorithm.Name);
        Assert.Equal(publicKey, SignaturePublicKey.ImportFromPem(ReadText("spki.pem")));
        foreach (SignaturePrivateKey key in new[] { fromPem, fromDer, fromEncrypted })
            Assert.Equal(publicKey, key.PublicKey);
        if (!genpkey.StartsWith("RSA-PSS", StringComparison.Ordinal))
            Assert.Equal(Read("spki.der"), publicKey.ExportSubjectPublicKeyInfo());
    }

    [OpenSslTheory]
    [InlineData("ML-KEM-512")]
    [InlineData("ML-KEM-768")]
    [InlineData("ML-KEM-1024")]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public void OutputFormats_OfOpenSsl_TheThreeOfTheRfcsAreReadAndTheBareOnesRefused(string name)
    {
        string parameter = name.StartsWith("ML-KEM", StringComparison.Ordinal) ? "ml-kem" : "ml-dsa";
        OpenSslProgram.Run(folder, "genpkey", "-algorithm", name, "-out", "key.pem");
        byte[] raw = [];
        foreach ((string format, PrivateKeyForm form) in new[]
            { ("seed-only", PrivateKeyForm.Seed), ("priv-only", PrivateKeyForm.Expanded), ("seed-priv", PrivateKeyForm.SeedAndExpanded) })
        {
            Convert(format);
            byte[] der = Read("form.der");
            using IDisposable key = parameter == "ml-kem" ? KemPrivateKey.ImportPkcs8PrivateKey(der) : SignaturePrivateKey.ImportPkcs8PrivateKey(der);
            (byte[] expanded, byte[] written) = key is KemPrivateKey kem
                ? (kem.ExportPrivateKey(), kem.ExportPkcs8PrivateKey(form))
                : (((SignaturePrivateKey)key).ExportPrivateKey(), ((SignaturePrivateKey)key).ExportPkcs8PrivateKey(form));
            Assert.Equal(der, written);
            Assert.True(raw.Length == 0 || raw.AsSpan().SequenceEqual(expanded));
            raw = expanded;
        }

        foreach (string format in new[] { "bare-seed", "bare-priv" })
        {
            Convert(format);
            Assert.Throws<CryptographicException>(
                () => parameter == "ml-kem" ? (IDisposable)KemPrivateKey.ImportPkcs8PrivateKey(Read("form.der")) : SignaturePrivateKey.ImportPkcs8PrivateKey(Read("form.der")));
        }

        void Convert(string format) =>
            OpenSslProgram.Run(folder, "pkey", "-in", "key.pem", "-provparam", $"{parameter}.output_formats={format}", "-outform", "DER", "-out", "form.der");
    }

    [OpenSslTheory, MemberData(nameof(KemKeys))]
    public void KemKeys_OfOurs_AreReadByOpenSsl(string name, string genpkey)
    {
        Assert.NotEmpty(genpkey);
        using KemPrivateKey key = BouncyCastle.MLKemTests.Find(name).GenerateKey();
        File.WriteAllText(Path.Combine(folder, "spki.pem"), key.PublicKey.ExportSubjectPublicKeyInfoPem());
        AssertPublicKeyIsRead(key.PublicKey.ExportSubjectPublicKeyInfo());
        foreach (PrivateKeyForm form in FormsOf(key.Algorithm.PrivateSeedSizeInBytes))
        {
            File.WriteAllBytes(Path.Combine(folder, "ours.der"), key.ExportPkcs8PrivateKey(form));
            File.WriteAllText(Path.Combine(folder, "ours.pem"), key.ExportPkcs8PrivateKeyPem(form));
            File.WriteAllText(Path.Combine(folder, "ours-encrypted.pem"), key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption, form));
            AssertPrivateKeyIsRead(key.PublicKey.ExportSubjectPublicKeyInfo());
        }
    }

    [OpenSslTheory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    [InlineData("ECDSA-P256-SHA256")]
    [InlineData("ECDSA-P384-SHA384")]
    [InlineData("RSA-PSS-2048-SHA256")]
    [InlineData("RSA-PSS-4096-SHA384")]
    public void SignatureKeys_OfOurs_AreReadByOpenSsl(string name)
    {
        using SignaturePrivateKey key = BouncyCastle.MLDsaTests.Find(name).GenerateKey();
        File.WriteAllText(Path.Combine(folder, "spki.pem"), key.PublicKey.ExportSubjectPublicKeyInfoPem());
        AssertPublicKeyIsRead(key.PublicKey.ExportSubjectPublicKeyInfo());
        foreach (PrivateKeyForm form in FormsOf(key.Algorithm.PrivateSeedSizeInBytes))
        {
            File.WriteAllBytes(Path.Combine(folder, "ours.der"), key.ExportPkcs8PrivateKey(form));
            File.WriteAllText(Path.Combine(folder, "ours.pem"), key.ExportPkcs8PrivateKeyPem(form));
            File.WriteAllText(Path.Combine(folder, "ours-encrypted.pem"), key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption, form));
            AssertPrivateKeyIsRead(key.PublicKey.ExportSubjectPublicKeyInfo());
        }
    }

    private static PrivateKeyForm[] FormsOf(int seedSize) => seedSize > 0
        ? [PrivateKeyForm.Seed, PrivateKeyForm.Expanded, PrivateKeyForm.SeedAndExpanded]
        : [PrivateKeyForm.Default];

    private void GenerateKey(string genpkey)
    {
        OpenSslProgram.Run(folder, ["genpkey", "-algorithm", .. genpkey.Split(' '), "-out", "key.pem"]);
        OpenSslProgram.Run(folder, "pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER", "-out", "key.der");
        OpenSslProgram.Run(folder, "pkcs8", "-topk8", "-in", "key.pem", "-v2", "aes-256-cbc", "-passout", "pass:" + Password, "-out", "encrypted.pem");
        OpenSslProgram.Run(folder, "pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "spki.der");
        OpenSslProgram.Run(folder, "pkey", "-in", "key.pem", "-pubout", "-out", "spki.pem");
    }

    private void AssertPublicKeyIsRead(byte[] spki)
    {
        OpenSslProgram.Run(folder, "pkey", "-pubin", "-in", "spki.pem", "-pubout", "-outform", "DER", "-out", "read.der");
        Assert.Equal(spki, Read("read.der"));
    }

    private void AssertPrivateKeyIsRead(byte[] spki)
    {
        OpenSslProgram.Run(folder, "pkey", "-in", "ours.der", "-inform", "DER", "-pubout", "-outform", "DER", "-out", "read.der");
        Assert.Equal(spki, Read("read.der"));
        OpenSslProgram.Run(folder, "pkey", "-in", "ours.pem", "-pubout", "-outform", "DER", "-out", "read.der");
        Assert.Equal(spki, Read("read.der"));
        OpenSslProgram.Run(folder, "pkey", "-in", "ours-encrypted.pem", "-passin", "pass:" + Password, "-pubout", "-outform", "DER", "-out", "read.der");
        Assert.Equal(spki, Read("read.der"));
    }

    private byte[] Read(string file) => File.ReadAllBytes(Path.Combine(folder, file));

    private string ReadText(string file) => File.ReadAllText(Path.Combine(folder, file));
}
