using System.Security.Cryptography;

namespace PqCrypto.Tests.Vectors;

/// <summary>The example key files of RFC 9935 (ML-KEM in X.509) and RFC 9881 (ML-DSA in X.509): the good ones are read and written byte for
/// byte, the bad ones are refused.</summary>
public class KeyFileTests
{
    private static readonly Dictionary<string, PrivateKeyForm> Forms = new()
    {
        ["seed"] = PrivateKeyForm.Seed,
        ["expanded"] = PrivateKeyForm.Expanded,
        ["both"] = PrivateKeyForm.SeedAndExpanded,
    };

    [SharedTheory]
    [InlineData("ML-KEM-512", "seed"), InlineData("ML-KEM-512", "expanded"), InlineData("ML-KEM-512", "both")]
    [InlineData("ML-KEM-768", "seed"), InlineData("ML-KEM-768", "expanded"), InlineData("ML-KEM-768", "both")]
    public void ImportFromPem_KemExample_IsReadAndWrittenUnchanged(string name, string form)
    {
        string privatePem = Pem($"x509-ml-kem/{name}-{form}.priv");
        string publicPem = Pem($"x509-ml-kem/{name}.pub");
        using KemPrivateKey key = KemPrivateKey.ImportFromPem(privatePem);
        Assert.Equal(name, key.Algorithm.Name);
        Assert.Equal(form != "expanded", key.HasPrivateSeed);
        Assert.Equal(privatePem, key.ExportPkcs8PrivateKeyPem(Forms[form]));
        Assert.Equal(publicPem, key.PublicKey.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(key.PublicKey, KemPublicKey.ImportFromPem(publicPem));
        if (key.HasPrivateSeed)
        {
            foreach ((string other, PrivateKeyForm otherForm) in Forms)
                Assert.Equal(Pem($"x509-ml-kem/{name}-{other}.priv"), key.ExportPkcs8PrivateKeyPem(otherForm));
        }
    }

    [SharedTheory]
    [InlineData("ML-DSA-44", "seed"), InlineData("ML-DSA-44", "expanded"), InlineData("ML-DSA-44", "both")]
    [InlineData("ML-DSA-65", "seed"), InlineData("ML-DSA-65", "expanded"), InlineData("ML-DSA-65", "both")]
    public void ImportFromPem_SignatureExample_IsReadAndWrittenUnchanged(string name, string form)
    {
        string privatePem = Pem($"x509-ml-dsa/{name}-{form}.priv");
        string publicPem = Pem($"x509-ml-dsa/{name}.pub");
        using SignaturePrivateKey key = SignaturePrivateKey.ImportFromPem(privatePem);
        Assert.Equal(name, key.Algorithm.Name);
        Assert.Equal(form != "expanded", key.HasPrivateSeed);
        Assert.Equal(privatePem, key.ExportPkcs8PrivateKeyPem(Forms[form]));
        Assert.Equal(publicPem, key.PublicKey.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(key.PublicKey, SignaturePublicKey.ImportFromPem(publicPem));
        if (key.HasPrivateSeed)
        {
            foreach ((string other, PrivateKeyForm otherForm) in Forms)
                Assert.Equal(Pem($"x509-ml-dsa/{name}-{other}.priv"), key.ExportPkcs8PrivateKeyPem(otherForm));
        }
    }

    [SharedTheory]
    [InlineData("ML-KEM-512"), InlineData("ML-KEM-768")]
    public void ExportSubjectPublicKeyInfo_KemExample_EqualsCertificateKey(string name)
    {
        CertificateParts certificate = CertificateParts.FromPem(SharedVectors.ReadText($"hybrid/x509-ml-kem/{name}.crt"));
        Assert.Equal(certificate.SubjectPublicKeyInfo, KemPublicKey.ImportFromPem(Pem($"x509-ml-kem/{name}.pub")).ExportSubjectPublicKeyInfo());
    }

    [SharedTheory]
    [InlineData("ML-DSA-44"), InlineData("ML-DSA-65")]
    public void Verify_SelfSignedExampleCertificate_IsTrue(string name)
    {
        CertificateParts certificate = CertificateParts.FromPem(SharedVectors.ReadText($"hybrid/x509-ml-dsa/{name}.crt"));
        SignaturePublicKey key = SignaturePublicKey.ImportFromPem(Pem($"x509-ml-dsa/{name}.pub"));
        Assert.Equal(certificate.SubjectPublicKeyInfo, key.ExportSubjectPublicKeyInfo());
        Assert.True(key.Verify(certificate.ToBeSigned, certificate.Signature));
        certificate.ToBeSigned[^1] ^= 1;
        Assert.False(key.Verify(certificate.ToBeSigned, certificate.Signature));
    }

    [SharedTheory]
    [InlineData(1)]   // both: the seed is of another key
    [InlineData(3)]   // expanded: H(ek) is wrong
    [InlineData(4)]   // both: only z differs
    public void ImportFromPem_BadKemExample_IsRefused(int number)
    {
        string pem = Pem($"x509-ml-kem/bad-ML-KEM-512-{number}.priv");
        CryptographicException refused = Assert.Throws<CryptographicException>(() => KemPrivateKey.ImportFromPem(pem));
        Assert.Contains("ML-KEM-512", refused.Message, StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData(1)]   // both: the seed is of another key
    [InlineData(2)]   // expanded: tr is wrong
    public void ImportFromPem_BadSignatureExample_IsRefused(int number)
    {
        string pem = Pem($"x509-ml-dsa/bad-ML-DSA-44-{number}.priv");
        CryptographicException refused = Assert.Throws<CryptographicException>(() => SignaturePrivateKey.ImportFromPem(pem));
        Assert.Contains("ML-DSA-44", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>RFC 9935's second bad key: only a trial encapsulation finds the changed secret vector, since H(ek) is right.</summary>
    [Theory]
    [InlineData("ML-KEM-512"), InlineData("ML-KEM-768"), InlineData("ML-KEM-1024")]
    public void ImportPkcs8PrivateKey_ExpandedWithChangedSecretVector_IsRefused(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        using KemPrivateKey key = algorithm!.ImportPrivateSeed([.. Enumerable.Range(0, 64).Select(i => (byte)i)]);
        byte[] dk = key.ExportPrivateKey();
        byte[] pkcs8 = key.ExportPkcs8PrivateKey(PrivateKeyForm.Expanded);
        int start = pkcs8.AsSpan().IndexOf(dk);
        int coefficient = start;                         // the first 12-bit coefficient of s-hat; exchanged with the second it stays below q
        Assert.NotEqual(0, start);
        (int first, int second) = (dk[0] | (dk[1] & 0x0F) << 8, dk[1] >> 4 | dk[2] << 4);
        Assert.NotEqual(first, second);
        pkcs8[coefficient] = (byte)second;
        pkcs8[coefficient + 1] = (byte)(second >> 8 | (first & 0x0F) << 4);
        pkcs8[coefficient + 2] = (byte)(first >> 4);
        byte[] changed = pkcs8[start..(start + dk.Length)];
        Assert.Throws<CryptographicException>(() => KemPrivateKey.ImportPkcs8PrivateKey(pkcs8));
        Assert.Throws<CryptographicException>(() => algorithm.ImportPrivateKey(changed));
    }

    /// <summary>RFC 9881's third bad key: t0 is not the one that s1, s2 and rho give.</summary>
    [Theory]
    [InlineData("ML-DSA-44"), InlineData("ML-DSA-65"), InlineData("ML-DSA-87")]
    public void ImportPkcs8PrivateKey_ExpandedWithChangedT0_IsRefused(string name)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey key = algorithm!.ImportPrivateSeed([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        byte[] sk = key.ExportPrivateKey();
        byte[] pkcs8 = key.ExportPkcs8PrivateKey(PrivateKeyForm.Expanded);
        Assert.True(pkcs8.AsSpan().EndsWith(sk));
        sk[^1] ^= 1;      // t0 is the last part of the key
        pkcs8[^1] ^= 1;
        Assert.Throws<CryptographicException>(() => SignaturePrivateKey.ImportPkcs8PrivateKey(pkcs8));
        Assert.Throws<CryptographicException>(() => algorithm.ImportPrivateKey(sk));
    }

    private static string Pem(string name) => SharedVectors.ReadText($"hybrid/{name}").Trim();
}
