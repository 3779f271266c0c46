using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>What the builder writes, and what it refuses to.</summary>
public class CertificateBuilderTests
{
    public static TheoryData<string> Signers() =>
        [.. SignatureAlgorithm.All.Where(algorithm => algorithm.Status != AlgorithmStatus.Legacy).Select(algorithm => algorithm.Name), .. PkiAlgorithms.Signatures.Select(algorithm => algorithm.Name)];

    public static TheoryData<string> Kems() =>
        [.. KemAlgorithm.All.Where(HasContainer).Select(algorithm => algorithm.Name), .. PkiAlgorithms.Kems.Where(algorithm => !IsRsa(algorithm)).Select(algorithm => algorithm.Name)];

    [Theory]
    [MemberData(nameof(Signers))]
    public void CreateSelfSigned_OfEveryAlgorithm_IsSignedByItsKey(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey key = algorithm.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").CreateSelfSigned(key);

        CertificateParts parts = CertificateParts.FromDer(certificate.RawData);
        Assert.True(key.PublicKey.Verify(parts.ToBeSigned, parts.Signature));
        Assert.Equal(key.PublicKey, certificate.GetSignaturePublicKey());
        Assert.Equal(3, certificate.Version);
        Assert.True(new CertificateValidator { TrustAnchors = [certificate] }.Validate(certificate).IsValid);
    }

    [Theory]
    [MemberData(nameof(Kems))]
    public void Create_ForEveryKem_HoldsItsKeyAndUsage(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out KemAlgorithm? algorithm));
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa65);
        using KemPrivateKey key = algorithm.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").Create(key.PublicKey, root.Certificate, root.Key);

        Assert.Equal(key.PublicKey, certificate.GetKemPublicKey());
        X509KeyUsageFlags expected = name.StartsWith("DHKEM", StringComparison.Ordinal) ? X509KeyUsageFlags.KeyAgreement : X509KeyUsageFlags.KeyEncipherment;
        Assert.Equal(expected, Assert.Single(certificate.Extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
        Assert.True(new CertificateValidator { TrustAnchors = [root.Certificate] }.Validate(certificate).IsValid);
    }

    [Fact]
    public void Create_WithEverything_WritesIt()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        DateTimeOffset start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=host, O=Example")
        {
            DnsNames = ["example.org", "*.example.org"],
            IPAddresses = [IPAddress.Loopback],
            EmailAddresses = ["me@example.org"],
            ExtendedKeyUsages = [KeyPurposes.ServerAuthentication],
            RevocationListAddresses = [new Uri("http://example.org/list.crl")],
            NotBefore = start,
            NotAfter = start.AddDays(30),
            Extensions = [new X509Extension("1.2.3.4", [5, 0], critical: false)],
        });

        Assert.Equal("CN=host, O=Example", certificate.Subject);
        Assert.Equal("CN=Root", certificate.Issuer);
        Assert.Equal(start.UtcDateTime, certificate.NotBefore.ToUniversalTime());
        Assert.Equal(start.AddDays(30).UtcDateTime, certificate.NotAfter.ToUniversalTime());
        Assert.True(certificate.MatchesHostname("www.example.org"));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
        Assert.Equal(
            ["2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.14", "2.5.29.17", "2.5.29.31", "1.2.3.4", "2.5.29.35"],
            certificate.Extensions.Select(extension => extension.Oid!.Value));
        Assert.Equal(
            root.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.ToArray(),
            certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.ToArray());
    }

    [Fact]
    public void Create_WithoutSubject_MakesTheNamesCritical()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder(string.Empty) { DnsNames = ["example.org"] });
        Assert.True(certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().Critical);
        Assert.True(new CertificateValidator { TrustAnchors = [root.Certificate], HostName = "example.org" }.Validate(certificate).IsValid);
    }

    [Fact]
    public void SerialNumbers_ArePositiveAndDiffer()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        HashSet<string> seen = [];
        for (int i = 0; i < 20; i++)
        {
            using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=me"));
            Assert.Equal(16, certificate.SerialNumberBytes.Length);
            Assert.InRange(certificate.SerialNumberBytes.Span[0], 0x40, 0x7F);
            Assert.True(seen.Add(certificate.SerialNumber));
        }
    }

    [Fact]
    public void Create_UsagesThatDoNotFitTheKey_AreRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        CertificateBuilder encipher = new("CN=me") { KeyUsage = X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DigitalSignature };
        Assert.Throws<ArgumentException>(() => encipher.CreateSelfSigned(root.Key));
        using KemPrivateKey kem = KemAlgorithm.MLKem768.GenerateKey();
        Assert.Throws<ArgumentException>(() => encipher.Create(kem.PublicKey, root.Certificate, root.Key));
        Assert.Throws<ArgumentException>("publicKey", () => new CertificateBuilder("CN=me") { IsAuthority = true }.Create(kem.PublicKey, root.Certificate, root.Key));
    }

    [Fact]
    public void Create_ByAnIssuerThatMayNot_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using X509Certificate2 endEntity = new CertificateBuilder("CN=me").CreateSelfSigned(key);
        using X509Certificate2 lists = new CertificateBuilder("CN=me") { IsAuthority = true, KeyUsage = X509KeyUsageFlags.CrlSign }.CreateSelfSigned(key);
        CertificateBuilder builder = new("CN=other");
        Assert.Throws<ArgumentException>("issuer", () => builder.Create(key.PublicKey, endEntity, key));
        Assert.Throws<ArgumentException>("issuer", () => builder.Create(key.PublicKey, lists, key));
        Assert.Throws<ArgumentException>("issuerKey", () => builder.Create(key.PublicKey, root.Certificate, key));
    }

    [Fact]
    public void CreateSelfSigned_Round3_IsRefused()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.Dilithium3Round3.GenerateKey();
        Assert.Throws<NotSupportedException>(() => new CertificateBuilder("CN=me").CreateSelfSigned(key));
    }

    [Fact]
    public void Keys_OfAnotherKind_AreRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        Assert.Throws<CryptographicException>(() => root.Certificate.GetKemPublicKey());
        using KemPrivateKey kem = KemAlgorithm.MLKem512.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").Create(kem.PublicKey, root.Certificate, root.Key);
        Assert.Throws<CryptographicException>(() => certificate.GetSignaturePublicKey());
    }

    private static bool IsRsa(KemAlgorithm algorithm) => algorithm.Name.Contains("RSA", StringComparison.Ordinal);

    /// <summary>RSA keys take a while to generate: the smallest is enough.</summary>
    private static bool HasContainer(KemAlgorithm algorithm) =>
        (algorithm.Oid is not null || algorithm.Name.StartsWith("DHKEM", StringComparison.Ordinal) || algorithm == KemAlgorithm.RsaOaep2048) && algorithm.Status != AlgorithmStatus.Legacy;
}
