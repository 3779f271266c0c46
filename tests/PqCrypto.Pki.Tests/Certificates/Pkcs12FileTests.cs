using System.Security.Cryptography;
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
}
