using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Hpke;

namespace PqCrypto.Pki.Tests.Documents;

/// <summary>The code of docs/encrypt-to-a-recipient.md.</summary>
public sealed class EncryptToARecipientTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public EncryptToARecipientTests() => File.WriteAllBytes(PathOf("report.pdf"), RandomNumberGenerator.GetBytes(100_000));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void CmsToCertificates()
    {
        using SignaturePrivateKey authorityKey = SignatureAlgorithm.MLDsa87.GenerateKey();
        using X509Certificate2 authority = new CertificateBuilder("CN=Authority") { IsAuthority = true }.CreateSelfSigned(authorityKey);

        // the recipient makes a key, and an authority certifies it
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=Recipient").Create(key.PublicKey, authority, authorityKey);

        // encrypt: to a certificate that is trusted, and of the one who is meant
        CertificateValidator validator = new() { TrustAnchors = [authority], KeyUsage = X509KeyUsageFlags.KeyEncipherment };
        if (certificate.Subject != "CN=Recipient" || !validator.Validate(certificate).IsValid)
            throw new CryptographicException("The recipient's certificate is not to be trusted.");
        using (FileStream file = File.OpenRead(PathOf("report.pdf")))
        using (FileStream message = File.Create(PathOf("report.pdf.p7m")))
            CmsEnvelope.Encrypt(file, message, [certificate]);

        // decrypt
        using (FileStream message = File.OpenRead(PathOf("report.pdf.p7m")))
        using (FileStream file = File.Create(PathOf("received.pdf")))
            CmsEnvelope.Decrypt(message, file, new CmsDecryptionKey(key, certificate));
        Assert.Equal(File.ReadAllBytes(PathOf("report.pdf")), File.ReadAllBytes(PathOf("received.pdf")));

        byte[] content = "for both"u8.ToArray();
        using RSA rsaKey = RSA.Create(3072);
        using KemPrivateKey rsaPart = KemAlgorithm.RsaOaep3072.ImportPkcs8PrivateKey(rsaKey.ExportPkcs8PrivateKey());
        using X509Certificate2 rsaCertificate = new CertificateBuilder("CN=Old recipient").Create(rsaPart.PublicKey, authority, authorityKey);

        // one message to a recipient that has moved and to one that has not
        byte[] both = CmsEnvelope.Encrypt(content, [certificate, rsaCertificate]);
        byte[] readByNew = CmsEnvelope.Decrypt(both, new CmsDecryptionKey(key, certificate));
        byte[] readByOld = CmsEnvelope.Decrypt(both, new CmsDecryptionKey(rsaKey, rsaCertificate));
        Assert.Equal(content, readByNew);
        Assert.Equal(content, readByOld);
    }

    [Fact]
    public void SignedAndEncrypted()
    {
        using SignaturePrivateKey signerKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        using X509Certificate2 signerCertificate = new CertificateBuilder("CN=Signer").CreateSelfSigned(signerKey);
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=Recipient").Create(
            key.PublicKey, new CertificateBuilder("CN=Signer") { IsAuthority = true }.CreateSelfSigned(signerKey), signerKey);
        byte[] content = "from me, for you"u8.ToArray();

        // sign first, then encrypt; read in the other order
        byte[] sealedMessage = CmsEnvelope.Encrypt(CmsSignedMessage.Sign(content, [new CmsSigningKey(signerCertificate, signerKey)]), [certificate]);
        CmsSignedMessage message = CmsSignedMessage.Read(CmsEnvelope.Decrypt(sealedMessage, new CmsDecryptionKey(key, certificate)));
        message.Require(signerCertificate);
        Assert.Equal(content, message.Content.ToArray());

        // somebody else, who has copied the issuer and the serial number of the signer's certificate
        using SignaturePrivateKey otherKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        PublicKey otherPublicKey = PublicKey.CreateFromSubjectPublicKeyInfo(otherKey.PublicKey.ExportSubjectPublicKeyInfo(), out _);
        using X509Certificate2 lookalike = new CertificateRequest(signerCertificate.SubjectName, otherPublicKey, HashAlgorithmName.SHA256).Create(
            signerCertificate.IssuerName,
            new KeySignatureGenerator(otherKey),
            signerCertificate.NotBefore,
            signerCertificate.NotAfter,
            signerCertificate.SerialNumberBytes.Span);
        CmsSignedMessage forged = CmsSignedMessage.Read(CmsSignedMessage.Sign(content, [new CmsSigningKey(lookalike, otherKey)]));
        Assert.Equal(signerCertificate, forged.Require(_ => true).Certificate);         // so says the platform
        Assert.Throws<CryptographicException>(() => forged.Require(signerCertificate));
    }

    [Fact]
    public void HpkeToABareKey()
    {
        using KemPrivateKey made = KemAlgorithm.XWing.GenerateKey();
        string publicPem = made.PublicKey.ExportSubjectPublicKeyInfoPem();
        string privatePem = made.ExportPkcs8PrivateKeyPem();
        byte[] content = "for the holder of the key"u8.ToArray();
        byte[] purpose = "example.org backup, version 1"u8.ToArray();

        // encrypt: to a public key that came on a way that is trusted
        HpkeSuite suite = new(KemAlgorithm.XWing, HpkeKdf.Shake256, HpkeAead.Aes256Gcm);
        KemPublicKey recipient = KemPublicKey.ImportFromPem(publicPem);
        byte[] ciphertext = suite.Seal(recipient, purpose, content, associatedData: default, out byte[] encapsulatedKey);

        // decrypt: the recipient needs both parts, and says the same purpose
        using KemPrivateKey key = KemPrivateKey.ImportFromPem(privatePem);
        byte[] received = suite.Open(key, encapsulatedKey, purpose, ciphertext, associatedData: default);
        Assert.Equal(content, received);
    }

    private string PathOf(string file) => Path.Combine(folder, file);
}
