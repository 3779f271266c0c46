using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Crafted = PqCrypto.Pki.Tests.Cms.CraftedSignedData;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>Messages that are wrong in one way each, the signature itself being good.</summary>
public class SignedMessageRefusalTests
{
    private static readonly byte[] Content = "The content of a message."u8.ToArray();
    private static readonly SignaturePrivateKey Key = SignatureAlgorithm.MLDsa44.GenerateKey();
    private static readonly X509Certificate2 Certificate = TestCertificates.For(Key);

    [Fact]
    public void Read_NothingWrong_IsValid()
    {
        AssertStatus(CmsSignatureStatus.Valid, new Crafted(Key, Certificate));
        AssertStatus(CmsSignatureStatus.Valid, new Crafted(Key, Certificate) { NamesKeyIdentifier = true });
        AssertStatus(CmsSignatureStatus.Valid, new Crafted(Key, Certificate) { Attributes = _ => null });
        AssertStatus(CmsSignatureStatus.Valid, new Crafted(Key, Certificate)
        {
            Attributes = content => [Crafted.ContentTypeIs(Crafted.Data), Crafted.DigestIs(SHA512.HashData(content)), Crafted.ProtectsAlgorithms(Crafted.Sha512, Crafted.MLDsa44)],
        });
    }

    [Fact]
    public void Read_AttributesInAnyOrder_AreVerifiedSorted()
    {
        AssertStatus(CmsSignatureStatus.Valid, new Crafted(Key, Certificate) { Reverses = true });
        AssertStatus(CmsSignatureStatus.Invalid, new Crafted(Key, Certificate) { Reverses = true, Signs = attributes => Crafted.SetOf([.. attributes.Reverse()], sorted: false) });
    }

    [Fact]
    public void Read_WrongAttributes_IsInvalid()
    {
        byte[] type = Crafted.ContentTypeIs(Crafted.Data);
        byte[] digest = Crafted.DigestIs(SHA512.HashData(Content));
        byte[][][] cases =
        [
            [],
            [type],
            [digest],
            [type, digest, digest],
            [type, type, digest],
            [Crafted.ContentTypeIs("1.2.3.4"), digest],
            [type, Crafted.DigestIs(SHA512.HashData([]))],
            [type, Crafted.DigestIs(SHA256.HashData(Content))],
            [type, Crafted.DigestIs([])],
            [type, Crafted.Attribute("1.2.840.113549.1.9.4")],
            [type, Crafted.Attribute("1.2.840.113549.1.9.4", writer => writer.WriteOctetString(SHA512.HashData(Content)), writer => writer.WriteOctetString([]))],
            [type, Crafted.Attribute("1.2.840.113549.1.9.4", writer => writer.WriteInteger(5))],
            [type, digest, Crafted.Attribute("1.2.840.113549.1.9.5", writer => writer.WriteInteger(5))],
            [type, digest, Crafted.ProtectsAlgorithms(Crafted.Sha256, Crafted.MLDsa44)],
            [type, digest, Crafted.ProtectsAlgorithms(Crafted.Sha512, "2.16.840.1.101.3.4.3.18")],
            [type, digest, Crafted.Attribute("1.2.840.113549.1.9.52", writer => writer.WriteNull())],
        ];
        foreach (byte[][] attributes in cases)
            AssertStatus(CmsSignatureStatus.Invalid, new Crafted(Key, Certificate) { Attributes = _ => attributes });
    }

    [Fact]
    public void Read_WrongAlgorithms_IsInvalidOrUnknown()
    {
        AssertStatus(CmsSignatureStatus.Invalid, new Crafted(Key, Certificate) { AnnouncedDigests = [Crafted.Sha256] });
        AssertStatus(CmsSignatureStatus.Invalid, new Crafted(Key, Certificate) { AnnouncedDigests = [] });
        AssertStatus(CmsSignatureStatus.UnknownAlgorithm, new Crafted(Key, Certificate) { Digest = "1.3.14.3.2.26", AnnouncedDigests = ["1.3.14.3.2.26"] });
        AssertStatus(CmsSignatureStatus.UnknownAlgorithm, new Crafted(Key, Certificate) { SignatureAlgorithm = "1.2.3.4" });
        AssertStatus(CmsSignatureStatus.Invalid, new Crafted(Key, Certificate) { SignatureAlgorithm = "2.16.840.1.101.3.4.3.18" });
    }

    [Fact]
    public void Read_DigestWeakerThanTheSignature_IsInvalid()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa87.GenerateKey();
        X509Certificate2 certificate = TestCertificates.For(key);
        foreach ((string digest, Func<byte[], byte[]> hash) in new (string, Func<byte[], byte[]>)[] { (Crafted.Sha256, SHA256.HashData), ("2.16.840.1.101.3.4.2.2", SHA384.HashData) })
        {
            CmsSignature signature = Assert.Single(CmsSignedMessage.Read(new Crafted(key, certificate)
            {
                SignatureAlgorithm = "2.16.840.1.101.3.4.3.19",
                Digest = digest,
                AnnouncedDigests = [digest],
                Attributes = content => [Crafted.ContentTypeIs(Crafted.Data), Crafted.DigestIs(hash(content))],
            }.Write(Content)).Signatures);
            Assert.Equal(CmsSignatureStatus.Invalid, signature.Status);
            Assert.Contains("too weak", signature.Reason, StringComparison.Ordinal);
        }
    }

    /// <summary>The attributes that somebody signed, sent as a content: the signature is good for both.</summary>
    [Fact]
    public void Read_SignedAttributesAsContent_IsInvalid()
    {
        byte[] attributes = Crafted.SetOf([Crafted.ContentTypeIs(Crafted.Data), Crafted.DigestIs(SHA512.HashData(Content))], sorted: true);
        byte[] message = new Crafted(Key, Certificate) { Attributes = _ => null }.Write(attributes);
        CmsSignature signature = Assert.Single(CmsSignedMessage.Read(message).Signatures);
        Assert.Equal(CmsSignatureStatus.Invalid, signature.Status);
        Assert.Contains("signed as attributes", signature.Reason, StringComparison.Ordinal);
    }

    /// <summary>Other signers may sign what is not read here: several values, another order, lengths that are not the shortest.</summary>
    [Fact]
    public void Read_AnySetAsContent_IsInvalid()
    {
        byte[] twoValues = Crafted.Attribute("1.2.3.4", writer => writer.WriteInteger(1), writer => writer.WriteInteger(2));
        byte[] sorted = Crafted.SetOf([Crafted.ContentTypeIs(Crafted.Data), Crafted.DigestIs(SHA512.HashData(Content)), twoValues], sorted: true);
        byte[][] sets = [sorted, Crafted.SetOf([twoValues, Crafted.ContentTypeIs(Crafted.Data)], sorted: false), [0x31, 0x81, 0x02, 0x05, 0x00], [0x31, 0x80, 0x05, 0x00, 0x00, 0x00]];
        foreach (byte[] set in sets)
        {
            CmsSignature signature = Assert.Single(CmsSignedMessage.Read(new Crafted(Key, Certificate) { Attributes = _ => null }.Write(set)).Signatures);
            Assert.Equal(CmsSignatureStatus.Invalid, signature.Status);
            Assert.Contains("signed as attributes", signature.Reason, StringComparison.Ordinal);
        }

        byte[] text = new Crafted(Key, Certificate) { Attributes = _ => null }.Write("1\u0003 is a text"u8.ToArray());
        Assert.Equal(CmsSignatureStatus.Valid, Assert.Single(CmsSignedMessage.Read(text).Signatures).Status);
    }

    [Fact]
    public void Read_WithoutAttributes_NeedsDataAndAnArray()
    {
        AssertStatus(CmsSignatureStatus.Invalid, new Crafted(Key, Certificate) { Attributes = _ => null, ContentType = "1.2.3.4" });
        byte[] message = new Crafted(Key, Certificate) { Attributes = _ => null }.Write(Content);
        CmsSignature signature = Assert.Single(CmsSignedMessage.Read(new MemoryStream(message), Stream.Null).Signatures);
        Assert.Equal(CmsSignatureStatus.Invalid, signature.Status);
        Assert.Contains("stream", signature.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_MessageWithoutSigners_Throws()
    {
        CmsSignedMessage message = CmsSignedMessage.Read(new Crafted(Key, Certificate) { Signers = 0 }.Write(Content));
        Assert.Empty(message.Signatures);
        Assert.Equal(Content, message.Content.ToArray());
        Assert.Contains("It has: none", Assert.Throws<CryptographicException>(() => message.Require(_ => true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManySigners_IsRefused()
    {
        Assert.Equal(100, CmsSignedMessage.Read(new Crafted(Key, Certificate) { Signers = 100 }.Write(Content)).Signatures.Count);
        Assert.Throws<CryptographicException>(() => CmsSignedMessage.Read(new Crafted(Key, Certificate) { Signers = 101 }.Write(Content)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("3000")]
    [InlineData("3080")]
    [InlineData("30800000")]
    [InlineData("0480")]
    [InlineData("30840000000106")]
    [InlineData("3088FFFFFFFFFFFFFFFF06092A864886F70D010702")]
    [InlineData("30887FFFFFFFFFFFFFFF06092A864886F70D010702A080308002010131003080")]
    [InlineData("30FF")]
    [InlineData("308006092A864886F70D010703A0803080020101")]
    [InlineData("308006092A864886F70D010702A0803080020101310030800609608648016503040203A0802480048400")]
    public void Read_Malformed_IsRefused(string message) =>
        Assert.Throws<CryptographicException>(() => CmsSignedMessage.Read(Convert.FromHexString(message)));

    [Fact]
    public void Read_DeeplyNested_IsRefused()
    {
        byte[] start = Convert.FromHexString("308006092A864886F70D010702A080308002010131003080" + "06092A864886F70D010701A080");
        foreach (byte nested in new byte[] { 0x24, 0x30 })
        {
            byte[] message = [.. start, .. Enumerable.Repeat(new byte[] { nested, 0x80 }, 100_000).SelectMany(part => part)];
            Assert.Throws<CryptographicException>(() => CmsSignedMessage.Read(message));
        }

        byte[] inVersion = [.. Convert.FromHexString("308006092A864886F70D010702A0803080"), .. Enumerable.Repeat(new byte[] { 0x30, 0x80 }, 100_000).SelectMany(part => part)];
        Assert.Throws<CryptographicException>(() => CmsSignedMessage.Read(inVersion));
    }

    private static void AssertStatus(CmsSignatureStatus status, Crafted message)
    {
        CmsSignature signature = Assert.Single(CmsSignedMessage.Read(message.Write(Content)).Signatures);
        Assert.True(signature.Status == status, signature.Reason ?? "valid");
    }
}
