using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using PqCrypto.Pki;
using PqCrypto.Pki.Tests.Cms;

namespace PqCrypto.Interop.Tests.BouncyCastle;

/// <summary>EnvelopedData by BouncyCastle with RSA and ECDH recipients; it has neither KEM recipients nor, in public, AuthEnvelopedData, whose structures it reads.</summary>
public class EnvelopeTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i >> 5))];

    [Fact]
    public void RsaMessages_BothWays_AreDecrypted()
    {
        using KemPrivateKey key = KemAlgorithm.RsaOaep2048.GenerateKey();
        X509Certificate2 certificate = TestCertificates.For(key);
        AssertDecrypted(key, certificate);

        CmsEnvelopedDataGenerator generator = new();
        generator.AddRecipientInfoGenerator(new KeyTransRecipientInfoGenerator(
            new Org.BouncyCastle.X509.X509Certificate(certificate.RawData), new Asn1KeyWrapper("RSA/NONE/OAEPWITHSHA256ANDMGF1PADDING", new Org.BouncyCastle.X509.X509Certificate(certificate.RawData))));
        AssertRead(generator, key, certificate);
    }

    /// <summary>Ours are not read by BouncyCastle 2.7.0, which derives keys from parameters of the key wrap that are NULL instead of absent; OpenSSL reads them.</summary>
    [Theory]
    [InlineData("DHKEM-P256-HKDF-SHA256")]
    [InlineData("DHKEM-P384-HKDF-SHA384")]
    public void EcdhMessages_OfTheirs_AreDecrypted(string name)
    {
        using KemPrivateKey key = MLKemTests.Find(name).GenerateKey();
        X509Certificate2 certificate = TestCertificates.For(key.PublicKey.ExportSubjectPublicKeyInfo(), "recipient", X509KeyUsageFlags.KeyAgreement);
        ECKeyPairGenerator curve = new();
        curve.Init(new ECKeyGenerationParameters(SecNamedCurves.GetOid(name.Contains("P256", StringComparison.Ordinal) ? "secp256r1" : "secp384r1"), new SecureRandom()));
        AsymmetricCipherKeyPair sender = curve.GenerateKeyPair();
        CmsEnvelopedDataGenerator generator = new();
        generator.AddKeyAgreementRecipient(
            name.Contains("P256", StringComparison.Ordinal) ? "1.3.132.1.11.1" : "1.3.132.1.11.2", sender.Private, sender.Public, new(certificate.RawData), CmsEnvelopedGenerator.Aes256Wrap);
        AssertRead(generator, key, certificate);
    }

    [Fact]
    public void KemAndAuthenticatedStructures_AreTheirs()
    {
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        X509Certificate2 certificate = TestCertificates.For(key);
        ContentInfo info = ContentInfo.GetInstance(Org.BouncyCastle.Asn1.Asn1Object.FromByteArray(CmsEnvelope.Encrypt(Content, [certificate])));
        AuthEnvelopedData data = AuthEnvelopedData.GetInstance(info.Content);
        KemRecipientInfo recipient = KemRecipientInfo.GetInstance(OtherRecipientInfo.GetInstance(RecipientInfo.GetInstance(data.RecipientInfos[0]).Info).OriValue);
        Assert.Equal("2.16.840.1.101.3.4.4.2", recipient.Kem.Algorithm.Id);
        Assert.Equal(16, data.Mac.GetOctets().Length);
    }

    private static void AssertRead(CmsEnvelopedDataGenerator generator, KemPrivateKey key, X509Certificate2 certificate)
    {
        byte[] theirs = generator.Generate(new CmsProcessableByteArray(Content), NistObjectIdentifiers.IdAes256Cbc).GetEncoded();
        Assert.Equal(Content, CmsEnvelope.Decrypt(theirs, new CmsDecryptionKey(key, certificate), CmsContentProtection.EncryptedOnly));
    }

    private static void AssertDecrypted(KemPrivateKey key, X509Certificate2 certificate)
    {
        CmsEnvelopedData ours = new(CmsEnvelope.Encrypt(Content, [certificate], CmsContentProtection.EncryptedOnly));
        RecipientInformation recipient = ours.GetRecipientInfos().GetRecipients().Single();
        Assert.Equal(Content, recipient.GetContent(PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey())));
    }
}
