using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki;
using PqCrypto.Pki.Tests.Cms;

namespace PqCrypto.Interop.Tests.OpenSsl;

/// <summary>Encrypted messages by `openssl cms` with RSA and ECDH recipients, both ways. Version 3.5 has no KEM recipients.</summary>
public sealed class OpenSslEnvelopeTests : IDisposable
{
    private const string Oaep = "-keyopt rsa_padding_mode:oaep";

    private static readonly KemPrivateKey PostQuantum = KemAlgorithm.MLKem768.GenerateKey();

    private readonly string folder = Repository.CreateTemporaryFolder();

    private readonly byte[] content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * i >> 7))];

    public OpenSslEnvelopeTests() => Write("content", content);

    public static TheoryData<string> Algorithms { get; } = ["RSA-OAEP-2048", "RSA-OAEP-4096", "DHKEM-P256-HKDF-SHA256", "DHKEM-P384-HKDF-SHA384"];

    public static TheoryData<string, string, string> Theirs => new()
    {
        { "RSA-OAEP-2048", "-aes-256-gcm", Oaep + " -keyopt rsa_oaep_md:sha256" },
        { "RSA-OAEP-3072", "-aes-128-gcm", Oaep },
        { "RSA-OAEP-2048", "-aes-256-cbc -stream", Oaep + " -keyopt rsa_oaep_md:sha512" },
        { "RSA-OAEP-2048", "-aes-256-gcm -keyid", Oaep + " -keyopt rsa_oaep_md:sha384" },
        { "DHKEM-P256-HKDF-SHA256", "-aes-256-gcm", "-keyopt ecdh_kdf_md:sha256" },
        { "DHKEM-P256-HKDF-SHA256", "-aes-192-cbc -keyid", "-keyopt ecdh_kdf_md:sha256" },
        { "DHKEM-P384-HKDF-SHA384", "-aes-128-gcm -stream", "-keyopt ecdh_kdf_md:sha384" },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [OpenSslTheory, MemberData(nameof(Algorithms))]
    public void OurMessage_Decrypted_IsTheContent(string name)
    {
        using KemPrivateKey key = WriteRecipient(name, out X509Certificate2 certificate);
        foreach (CmsContentProtection protection in Enum.GetValues<CmsContentProtection>())
        {
            Write("message", CmsEnvelope.Encrypt(content, [certificate], protection));
            Decrypt();
            using MemoryStream stream = new();
            CmsEnvelope.Encrypt(new MemoryStream(content), stream, [TestCertificates.For(PostQuantum), certificate], protection);      // a recipient that they do not know
            Write("message", stream.ToArray());
            Decrypt();
        }
    }

    [OpenSslTheory, MemberData(nameof(Theirs))]
    public void TheirMessage_Decrypted_IsTheContent(string name, string cipher, string options)
    {
        using KemPrivateKey key = WriteRecipient(name, out X509Certificate2 certificate);
        OpenSslProgram.Run(folder, ["cms", "-encrypt", "-binary", "-in", "content", "-outform", "DER", "-out", "message", .. Split(cipher), "-recip", "recipient.pem", .. Split(options)]);
        CmsContentProtection protection = cipher.Contains("gcm", StringComparison.Ordinal) ? CmsContentProtection.Authenticated : CmsContentProtection.EncryptedOnly;
        Assert.Equal(content, CmsEnvelope.Decrypt(Read("message"), new CmsDecryptionKey(key, certificate), protection));
        Assert.Equal(content, CmsEnvelope.Decrypt(Read("message"), new CmsDecryptionKey(key), protection));
        byte[] changed = Read("message");
        changed[changed.Length / 2] ^= 1;
        if (protection == CmsContentProtection.Authenticated)
            Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(changed, new CmsDecryptionKey(key, certificate)));
    }

    [OpenSslFact]
    public void TheirPkcs1Recipient_IsRefusedByName()
    {
        using KemPrivateKey key = WriteRecipient("RSA-OAEP-2048", out X509Certificate2 certificate);
        OpenSslProgram.Run(folder, "cms", "-encrypt", "-binary", "-in", "content", "-outform", "DER", "-out", "message", "-aes-256-gcm", "-recip", "recipient.pem");
        Assert.Contains("1.2.840.113549.1.1.1", Assert.Throws<NotSupportedException>(() => CmsEnvelope.Decrypt(Read("message"), new CmsDecryptionKey(key, certificate))).Message, StringComparison.Ordinal);
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private KemPrivateKey WriteRecipient(string name, out X509Certificate2 certificate)
    {
        KemPrivateKey key = BouncyCastle.MLKemTests.Find(name).GenerateKey();
        certificate = TestCertificates.For(
            key.PublicKey.ExportSubjectPublicKeyInfo(), "recipient", name.StartsWith("RSA", StringComparison.Ordinal) ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.KeyAgreement);
        File.WriteAllText(Path.Combine(folder, "recipient.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "recipient.pem"), certificate.ExportCertificatePem());
        return key;
    }

    private void Decrypt()
    {
        OpenSslProgram.Run(folder, "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "message", "-recip", "recipient.pem", "-inkey", "recipient.key", "-out", "read");
        Assert.Equal(content, Read("read"));
    }

    private void Write(string file, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, file), bytes);

    private byte[] Read(string file) => File.ReadAllBytes(Path.Combine(folder, file));
}
