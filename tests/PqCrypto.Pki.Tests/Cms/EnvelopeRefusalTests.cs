using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Crafted = PqCrypto.Pki.Tests.Cms.CraftedEnvelope;
using Signed = PqCrypto.Pki.Tests.Cms.CraftedSignedData;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>Encrypted messages, by a writer of the tests' own, that are good in every way or wrong in one.</summary>
public class EnvelopeRefusalTests
{
    private static readonly byte[] Content = "The content of a message."u8.ToArray();
    private static readonly KemPrivateKey Key = KemAlgorithm.MLKem768.GenerateKey();
    private static readonly X509Certificate2 Certificate = TestCertificates.For(Key);
    private static readonly byte[] Type = Signed.ContentTypeIs(Signed.Data);
    private static readonly byte[] Other = Signed.Attribute("1.2.3.4", writer => writer.WriteInteger(5));

    [Fact]
    public void Decrypt_EveryFormThatIsRight_GivesTheContent()
    {
        AssertRead(new Crafted(Key, Certificate));
        AssertRead(new Crafted(Key, Certificate) { NamesKeyIdentifier = true, UserKeyingMaterial = [1, 2, 3] });
        AssertRead(new Crafted(Key, Certificate) { KeyDerivation = "1.2.840.113549.1.9.16.3.29", Hash = HashAlgorithmName.SHA384 });
        AssertRead(new Crafted(Key, Certificate) { KeyDerivation = "1.2.840.113549.1.9.16.3.30", Hash = HashAlgorithmName.SHA512 });
        AssertRead(new Crafted(Key, Certificate) { Wrap = "2.16.840.1.101.3.4.1.5", KekSize = 16, StatedKekSize = 16 });
        AssertRead(new Crafted(Key, Certificate) { Wrap = "2.16.840.1.101.3.4.1.25", KekSize = 24, StatedKekSize = 24 });
        AssertRead(new Crafted(Key, Certificate) { Cipher = "2.16.840.1.101.3.4.1.6", ContentKeySize = 16, TagSize = 12, StatedTagSize = 12 });
        AssertRead(new Crafted(Key, Certificate) { Attributes = [Type, Other] });
        AssertRead(new Crafted(Key, Certificate) { Attributes = [Other, Type] });
        AssertRead(new Crafted(Key, Certificate) { Recipients = 100 });
        AssertRead(new Crafted(Key, Certificate) { HasForeignRecipientFirst = true });
        AssertRead(new Crafted(Key, Certificate) { HasWrapInBer = true });
    }

    [Fact]
    public void Decrypt_OneThingWrong_IsRefused()
    {
        Crafted[] wrong =
        [
            new(Key, Certificate) { Version = 1 },
            new(Key, Certificate) { Kem = "2.16.840.1.101.3.4.4.3" },
            new(Key, Certificate) { HasNullParameters = true },
            new(Key, Certificate) { CiphertextBytesLess = 1 },
            new(Key, Certificate) { StatedKekSize = 16 },
            new(Key, Certificate) { StatedKekSize = 16, KekSize = 16 },
            new(Key, Certificate) { StatedKekSize = 0 },
            new(Key, Certificate) { StatedKekSize = -32 },
            new(Key, Certificate) { Wrap = "2.16.840.1.101.3.4.1.5", KekSize = 16 },
            new(Key, Certificate) { Hash = HashAlgorithmName.SHA384 },
            new(Key, Certificate) { Cipher = "2.16.840.1.101.3.4.1.6" },
            new(Key, Certificate) { ContentKeySize = 16 },
            new(Key, Certificate) { StatedTagSize = 12 },
            new(Key, Certificate) { TagSize = 12 },
            new(Key, Certificate) { Attributes = [Type], AuthenticatedInstead = [] },
            new(Key, Certificate) { Attributes = [Type], AuthenticatedInstead = [.. Signed.SetOf([Type, Other], sorted: true)] },
            new(Key, Certificate) { AuthenticatedInstead = Signed.SetOf([Type], sorted: true) },
            new(Key, Certificate) { Attributes = [Type, Type] },
            new(Key, Certificate) { Attributes = [Signed.ContentTypeIs("1.2.3.4")] },
            new(Key, Certificate) { Recipients = 0 },
        ];
        foreach (Crafted message in wrong)
            Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message.Write(Content), new CmsDecryptionKey(Key, Certificate)));
    }

    [Fact]
    public void Decrypt_UnknownAlgorithms_AreNamed()
    {
        foreach (Crafted message in new Crafted[]
        {
            new(Key, Certificate) { KeyDerivation = "1.2.3.4" },
            new(Key, Certificate) { Cipher = "1.2.3.4" },
            new(Key, Certificate) { ContentType = "1.2.3.4" },
        })
        {
            Assert.Contains("1.2.3.4", Assert.Throws<NotSupportedException>(() => CmsEnvelope.Decrypt(message.Write(Content), new CmsDecryptionKey(Key, Certificate))).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The ciphertext of AES-GCM as if it were AES-CBC's, without its tag: what a reader said to it would tell what is in it.</summary>
    [Fact]
    public void Decrypt_AuthenticatedMessageStrippedOfItsTag_IsRefused()
    {
        byte[] message = CmsEnvelope.Encrypt(Content, [Certificate], CmsContentProtection.EncryptedOnly);
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(Key, Certificate)));
        byte[] gcm = Convert.FromHexString("060960864801650304012E");
        byte[] stripped = CmsEnvelope.Encrypt(Content, [Certificate]);
        int type = stripped.AsSpan().IndexOf(Convert.FromHexString("060B2A864886F70D0109100117"));
        Assert.True(type > 0 && stripped.AsSpan().IndexOf(gcm) > 0);
        stripped[type + 12] = 0x03;     // another content type
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(stripped, new CmsDecryptionKey(Key, Certificate), CmsContentProtection.EncryptedOnly));
    }

    [Fact]
    public void Decrypt_MoreThanAHundredRecipients_NeedsTheCertificate()
    {
        X509Certificate2[] others = [.. Enumerable.Range(0, 101).Select(i => TestCertificates.For(KemAlgorithm.MLKem768.GenerateKey(), $"{i}"))];
        Assert.Contains("certificate", Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(CmsEnvelope.Encrypt(Content, others), new CmsDecryptionKey(Key))).Message, StringComparison.Ordinal);
        Assert.Equal(Content, CmsEnvelope.Decrypt(CmsEnvelope.Encrypt(Content, [.. others, Certificate]), new CmsDecryptionKey(Key, Certificate)));
    }

    private static void AssertRead(Crafted message) =>
        Assert.Equal(Content, CmsEnvelope.Decrypt(message.Write(Content), new CmsDecryptionKey(Key, Certificate)));
}
