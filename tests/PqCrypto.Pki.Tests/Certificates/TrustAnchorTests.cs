using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>What a trusted certificate says of itself, and how long the way to one is looked for.</summary>
public class TrustAnchorTests
{
    /// <summary>What an authority says of names counts where it is trusted itself, too, whoever has signed it.</summary>
    [Fact]
    public void Validate_OutsideOfTheNamesOfATrustedAuthority_IsRefused()
    {
        X509Extension constraints = new("2.5.29.30", [0x30, 0x11, 0xA0, 0x0F, 0x30, 0x0D, 0x82, 0x0B, .. "example.org"u8], critical: true);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using TestAuthority root = new(new CertificateBuilder("CN=Root") { IsAuthority = true, Extensions = [constraints] }.CreateSelfSigned(key), key);
        using TestAuthority upper = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority intermediate = upper.Intermediate(SignatureAlgorithm.MLDsa44, new CertificateBuilder("CN=Intermediate") { IsAuthority = true, Extensions = [constraints] });
        foreach (TestAuthority authority in new[] { root, intermediate })
        {
            CertificateValidator validator = new() { TrustAnchors = [authority.Certificate] };
            Assert.Empty(validator.Validate(authority.Issue(new CertificateBuilder("CN=host") { DnsNames = ["www.example.org"] })).Problems);
            CertificateValidatorTests.Refused(CertificateProblemKind.Path, validator, authority.Issue(new CertificateBuilder("CN=host") { DnsNames = ["example.com"] }));
            using TestAuthority lower = authority.Intermediate(SignatureAlgorithm.MLDsa44);
            CertificateValidator withLower = new() { TrustAnchors = [authority.Certificate], Intermediates = [lower.Certificate] };
            Assert.Empty(withLower.Validate(lower.Issue(new CertificateBuilder("CN=host") { DnsNames = ["www.example.org"] })).Problems);
            CertificateValidatorTests.Refused(CertificateProblemKind.Path, withLower, lower.Issue(new CertificateBuilder("CN=host") { DnsNames = ["example.com"] }));
        }
    }

    [Fact]
    public void Validate_TrustedAuthorityWithAnUnknownCriticalExtension_IsRefused()
    {
        foreach (bool critical in new[] { false, true })
        {
            using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
            using TestAuthority root = new(
                new CertificateBuilder("CN=Root") { IsAuthority = true, Extensions = [new X509Extension("1.2.3.4", [5, 0], critical)] }.CreateSelfSigned(key), key);
            CertificateValidator validator = new() { TrustAnchors = [root.Certificate] };
            if (critical)
                CertificateValidatorTests.Refused(CertificateProblemKind.Path, validator, root.Issue(new CertificateBuilder("CN=host")));
            else
                Assert.Empty(validator.Validate(root.Issue(new CertificateBuilder("CN=host"))).Problems);
        }
    }

    /// <summary>Certificates of one name and key have all signed each other, a hundred signatures that make ten million paths.</summary>
    [Fact]
    public void Validate_AuthoritiesThatHaveAllSignedEachOther_EndsSoon()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        X509Certificate2[] same = [.. Enumerable.Range(0, 10).Select(_ => new CertificateBuilder("CN=Same") { IsAuthority = true }.CreateSelfSigned(key))];
        using X509Certificate2 below = new CertificateBuilder("CN=host").Create(key.PublicKey, same[0], key);
        CertificateProblem problem = CertificateValidatorTests.Refused(CertificateProblemKind.NoPath, new CertificateValidator { TrustAnchors = [root.Certificate], Intermediates = same }, below);
        Assert.Contains("1000 issuers", problem.Message, StringComparison.Ordinal);
    }
}
