using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Documents;

/// <summary>The code of docs/issue-a-certificate.md.</summary>
public class IssueACertificateTests
{
    [Fact]
    public void SelfSigned()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=My service").CreateSelfSigned(key);
        Console.WriteLine(certificate.ExportCertificatePem());
        Assert.Equal("CN=My service", certificate.Subject);
    }

    [Fact]
    public void AuthorityServerAndValidation()
    {
        using SignaturePrivateKey authorityKey = SignatureAlgorithm.MLDsa87.GenerateKey();
        using X509Certificate2 authority = new CertificateBuilder("CN=Example Root, O=Example")
        {
            IsAuthority = true,
            NotAfter = DateTimeOffset.UtcNow.AddYears(10),
        }.CreateSelfSigned(authorityKey);

        // the server makes its key and asks
        using SignaturePrivateKey serverKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        string request = new CertificateBuilder("CN=www.example.org") { DnsNames = ["www.example.org"] }.CreateSigningRequestPem(serverKey);

        // the authority checks the request, which throws where its signature is wrong, and grants what it wants to grant
        CertificateSigningRequest asked = CertificateSigningRequest.ReadPem(request);
        using X509Certificate2 server = new CertificateBuilder(asked)
        {
            ExtendedKeyUsages = [KeyPurposes.ServerAuthentication],
            NotAfter = DateTimeOffset.UtcNow.AddDays(90),
        }.Create(asked.PublicKey, authority, authorityKey);

        // anybody who trusts the authority validates
        CertificateValidator validator = new()
        {
            TrustAnchors = [authority],
            HostName = "www.example.org",
            Purpose = KeyPurposes.ServerAuthentication,
        };
        CertificateValidation validation = validator.Validate(server);
        foreach (CertificateProblem problem in validation.Problems)
            Console.WriteLine($"{problem.Kind}: {problem.Message}");
        Console.WriteLine(validation.IsValid);      // True
        Assert.True(validation.IsValid);

        // a key that decapsulates cannot sign a request: the authority gets its public key
        using KemPrivateKey mailKey = KemAlgorithm.MLKem768.GenerateKey();
        using X509Certificate2 mail = new CertificateBuilder("CN=me@example.org") { EmailAddresses = ["me@example.org"] }
            .Create(mailKey.PublicKey, authority, authorityKey);
        Assert.True(new CertificateValidator { TrustAnchors = [authority] }.Validate(mail).IsValid);

        // certificate, private key and the authority's certificate in one file
        byte[] file = Pkcs12File.Write(server, serverKey, "a long password", [authority]);
        using Pkcs12File read = Pkcs12File.Read(file, "a long password");
        byte[] signature = read.SignatureKey!.Sign("hello"u8);
        Console.WriteLine(read.Certificate.GetSignaturePublicKey().Verify("hello"u8, signature));      // True
        Assert.True(read.Certificate.GetSignaturePublicKey().Verify("hello"u8, signature));

        CertificateRevocationListBuilder list = new();
        list.AddEntry(server, reason: X509RevocationReason.KeyCompromise);
        X509SubjectKeyIdentifierExtension authorityId = authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single();
        byte[] revoked = list.Build(
            authority.SubjectName,
            new KeySignatureGenerator(authorityKey),
            crlNumber: 1,
            nextUpdate: DateTimeOffset.UtcNow.AddDays(7),
            HashAlgorithmName.SHA256,      // not used: the key's algorithm has its own
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authorityId));

        CertificateValidator careful = new() { TrustAnchors = [authority], RevocationLists = [revoked], RequireRevocationLists = true };
        Console.WriteLine(careful.Validate(server).Problems[0].Kind);      // Revoked
        Assert.Equal(CertificateProblemKind.Revoked, Assert.Single(careful.Validate(server).Problems).Kind);
        Assert.True(careful.Validate(mail).IsValid);
    }

    [Fact]
    public void BesideAClassicalAuthority()
    {
        using SignaturePrivateKey oldKey = SignatureAlgorithm.EcdsaP256Sha256.GenerateKey();
        using X509Certificate2 oldRoot = new CertificateBuilder("CN=Old Root") { IsAuthority = true }.CreateSelfSigned(oldKey);

        _ = PkiAlgorithms.TryFind("MLDSA65-ECDSA-P256-SHA512", out SignatureAlgorithm? composite);
        using SignaturePrivateKey newKey = composite!.GenerateKey();
        using X509Certificate2 newAuthority = new CertificateBuilder("CN=New Authority") { IsAuthority = true }
            .Create(newKey.PublicKey, oldRoot, oldKey);
        Assert.True(new CertificateValidator { TrustAnchors = [oldRoot] }.Validate(newAuthority).IsValid);
    }
}
