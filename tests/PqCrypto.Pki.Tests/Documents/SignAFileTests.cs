using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Documents;

/// <summary>The code of docs/sign-a-file.md.</summary>
public sealed class SignAFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public SignAFileTests() => File.WriteAllBytes(PathOf("report.pdf"), RandomNumberGenerator.GetBytes(100_000));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void KeysInPem()
    {
        string password = "a long password";

        // once: make a key pair, keep one file, hand out the other
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000);
        using (SignaturePrivateKey made = SignatureAlgorithm.MLDsa65.GenerateKey())
        {
            File.WriteAllText(PathOf("signer.key.pem"), made.ExportEncryptedPkcs8PrivateKeyPem(password, encryption));
            File.WriteAllText(PathOf("signer.pub.pem"), made.PublicKey.ExportSubjectPublicKeyInfoPem());
        }

        // sign
        using SignaturePrivateKey key = SignaturePrivateKey.ImportFromEncryptedPem(File.ReadAllText(PathOf("signer.key.pem")), password);
        using (FileStream file = File.OpenRead(PathOf("report.pdf")))
            File.WriteAllBytes(PathOf("report.pdf.sig"), key.Sign(file));

        // verify
        SignaturePublicKey publicKey = SignaturePublicKey.ImportFromPem(File.ReadAllText(PathOf("signer.pub.pem")));
        using FileStream received = File.OpenRead(PathOf("report.pdf"));
        bool isGood = publicKey.Verify(received, File.ReadAllBytes(PathOf("report.pdf.sig")));
        Console.WriteLine(isGood);      // True
        Assert.True(isGood);
    }

    [Fact]
    public void CmsWithCertificates()
    {
        using SignaturePrivateKey authorityKey = SignatureAlgorithm.MLDsa87.GenerateKey();
        using X509Certificate2 authority = new CertificateBuilder("CN=Authority") { IsAuthority = true }.CreateSelfSigned(authorityKey);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=Signer").Create(key.PublicKey, authority, authorityKey);

        // sign: key and certificate of the signer, whatever authority issued it
        CmsSigningKey signer = new(certificate, key);
        CmsSigningOptions options = new() { Detached = true, SigningTime = DateTimeOffset.UtcNow };
        using (FileStream file = File.OpenRead(PathOf("report.pdf")))
        using (FileStream signature = File.Create(PathOf("report.pdf.p7s")))
            CmsSignedMessage.Sign(file, signature, [signer], options);

        // verify: whose signature is wanted is the reader's to say
        CertificateValidator validator = new() { TrustAnchors = [authority] };
        using FileStream received = File.OpenRead(PathOf("report.pdf"));
        using FileStream receivedSignature = File.OpenRead(PathOf("report.pdf.p7s"));
        CmsSignedMessage message = CmsSignedMessage.ReadDetached(receivedSignature, received);
        CmsSignature found = message.Require(candidate => candidate.Certificate!.Subject == "CN=Signer" && validator.Validate(candidate.Certificate).IsValid);
        Console.WriteLine($"{found.Certificate!.Subject}, {found.Algorithm}, {found.SigningTime}");
        Assert.Equal("CN=Signer", found.Certificate.Subject);
        Assert.Equal(certificate.RawData, message.Require(certificate).Certificate!.RawData);

        // somebody else, whom the same authority knows
        using SignaturePrivateKey otherKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        using X509Certificate2 other = new CertificateBuilder("CN=www.example.org").Create(otherKey.PublicKey, authority, authorityKey);
        CmsSignedMessage ofOther = CmsSignedMessage.Read(CmsSignedMessage.Sign("report"u8, [new CmsSigningKey(other, otherKey)]));
        Assert.Throws<CryptographicException>(() => ofOther.Require(candidate => candidate.Certificate!.Subject == "CN=Signer" && validator.Validate(candidate.Certificate).IsValid));
        Assert.Throws<CryptographicException>(() => ofOther.Require(certificate));
    }

    [Fact]
    public void TwoSignersForMigration()
    {
        using SignaturePrivateKey authorityKey = SignatureAlgorithm.MLDsa87.GenerateKey();
        using X509Certificate2 authority = new CertificateBuilder("CN=Authority") { IsAuthority = true }.CreateSelfSigned(authorityKey);
        CertificateValidator validator = new() { TrustAnchors = [authority] };
        using SignaturePrivateKey oldKey = SignatureAlgorithm.EcdsaP256Sha256.GenerateKey();
        using X509Certificate2 oldCertificate = new CertificateBuilder("CN=Signer, OU=ECDSA").Create(oldKey.PublicKey, authority, authorityKey);
        using SignaturePrivateKey newKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        using X509Certificate2 newCertificate = new CertificateBuilder("CN=Signer, OU=ML-DSA").Create(newKey.PublicKey, authority, authorityKey);
        byte[] content = File.ReadAllBytes(PathOf("report.pdf"));

        // two signatures on one message: readers that know only one of them take that one
        byte[] signed = CmsSignedMessage.Sign(content, [new CmsSigningKey(oldCertificate, oldKey), new CmsSigningKey(newCertificate, newKey)]);

        // a reader that has moved insists on the post-quantum one
        CmsSignedMessage message = CmsSignedMessage.Read(signed);
        CmsSignature found = message.Require(candidate => candidate.IsPostQuantum && candidate.Certificate!.Subject == "CN=Signer, OU=ML-DSA" && validator.Validate(candidate.Certificate).IsValid);
        byte[] report = message.Content.ToArray();
        foreach (CmsSignature signature in message.Signatures)
            Console.WriteLine($"{signature.Certificate?.Subject}: {signature.Status} {signature.Reason}");
        Assert.Equal(newCertificate.RawData, found.Certificate!.RawData);
        Assert.Equal(content, report);
    }

    private string PathOf(string file) => Path.Combine(folder, file);
}
