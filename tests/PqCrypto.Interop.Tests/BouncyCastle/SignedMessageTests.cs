using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using PqCrypto.Pki;
using PqCrypto.Pki.Tests.Cms;

namespace PqCrypto.Interop.Tests.BouncyCastle;

/// <summary>SignedData by BouncyCastle, both ways.</summary>
public class SignedMessageTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i >> 5))];

    public static TheoryData<string, string> Algorithms => new()
    {
        { "ML-DSA-44", "ML-DSA-44" }, { "ML-DSA-65", "ML-DSA-65" }, { "ML-DSA-87", "ML-DSA-87" }, { "ECDSA-P256-SHA256", "SHA256withECDSA" }, { "RSA-PSS-2048-SHA256", "SHA256withRSA" },
    };

    [Theory, MemberData(nameof(Algorithms))]
    public void Messages_BothWays_AreValid(string name, string mechanism)
    {
        using SignaturePrivateKey key = MLDsaTests.Find(name).GenerateKey();
        X509Certificate2 certificate = TestCertificates.For(key);
        Org.BouncyCastle.X509.X509Certificate theirCertificate = new(certificate.RawData);

        CmsSignedData ours = new(CmsSignedMessage.Sign(Content, [new CmsSigningKey(certificate, key)]));
        Assert.True(ours.GetSignerInfos().Single().Verify(theirCertificate));
        CmsSignedData detached = new(new CmsProcessableByteArray(Content), CmsSignedMessage.Sign(Content, [new CmsSigningKey(certificate, key)], new CmsSigningOptions { Detached = true }));
        Assert.True(detached.GetSignerInfos().Single().Verify(theirCertificate));

        CmsSignedDataGenerator generator = new();
        Asn1SignatureFactory factory = new(mechanism, PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()));
        generator.AddSignerInfoGenerator(new SignerInfoGeneratorBuilder().Build(factory, theirCertificate));
        generator.AddCertificate(theirCertificate);
        byte[] theirs = generator.Generate(new CmsProcessableByteArray(Content), encapsulate: true).GetEncoded();
        CmsSignedMessage read = CmsSignedMessage.Read(theirs);
        Assert.True(read.Signatures.Single().Status == CmsSignatureStatus.Valid, read.Signatures.Single().Reason);
        Assert.Equal(Content, read.Content.ToArray());

        byte[] subjectKeyIdentifier = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.ToArray();
        CmsSignedDataGenerator byKey = new();
        byKey.AddSignerInfoGenerator(new SignerInfoGeneratorBuilder().Build(factory, subjectKeyIdentifier));
        byte[] named = byKey.Generate(new CmsProcessableByteArray(Content), encapsulate: false).GetEncoded();
        CmsSignedMessage.ReadDetached(named, Content, [certificate]).Require(_ => true);
    }
}
