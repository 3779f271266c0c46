using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki;

namespace PqCrypto.Interop.Tests.OpenSsl;

/// <summary>Certificates, requests, revocation lists and PKCS #12 files made here are accepted by `openssl`, and its by us.</summary>
public sealed class OpenSslCertificateTests : IDisposable
{
    private readonly string folder = Repository.CreateTemporaryFolder();

    public static TheoryData<string, string> Authorities => new()
    {
        { "ML-DSA-44", "ML-DSA-44" },
        { "ML-DSA-65", "ML-DSA-65" },
        { "ML-DSA-87", "ML-DSA-87" },
        { "ECDSA-P256-SHA256", "EC -pkeyopt ec_paramgen_curve:P-256" },
        { "ECDSA-P384-SHA384", "EC -pkeyopt ec_paramgen_curve:P-384" },
        { "RSA-PSS-2048-SHA256", "RSA -pkeyopt rsa_keygen_bits:2048" },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [OpenSslTheory, MemberData(nameof(Authorities))]
    public void OurChain_WithRevocationLists_IsAcceptedByOpenSsl(string name, string genpkey)
    {
        _ = genpkey;
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey rootKey = algorithm.GenerateKey(), intermediateKey = SignatureAlgorithm.MLDsa65.GenerateKey(), hostKey = SignatureAlgorithm.MLDsa44.GenerateKey();
        using KemPrivateKey kemKey = KemAlgorithm.MLKem768.GenerateKey();
        using X509Certificate2 root = new CertificateBuilder("CN=Root, O=Example") { IsAuthority = true }.CreateSelfSigned(rootKey);
        using X509Certificate2 intermediate = new CertificateBuilder("CN=Intermediate") { IsAuthority = true, MaxPathLength = 0 }.Create(intermediateKey.PublicKey, root, rootKey);
        CertificateBuilder server = new("CN=host") { DnsNames = ["example.org"], ExtendedKeyUsages = [KeyPurposes.ServerAuthentication] };
        using X509Certificate2 host = server.Create(hostKey.PublicKey, intermediate, intermediateKey);
        using X509Certificate2 kem = new CertificateBuilder("CN=kem").Create(kemKey.PublicKey, intermediate, intermediateKey);
        Write("root.pem", root.ExportCertificatePem());
        Write("intermediate.pem", intermediate.ExportCertificatePem());
        Write("host.pem", host.ExportCertificatePem());
        Write("kem.pem", kem.ExportCertificatePem());
        Write("lists.pem", RevocationList(root, rootKey) + "\n" + RevocationList(intermediate, intermediateKey));
        Write("revoking.pem", RevocationList(root, rootKey) + "\n" + RevocationList(intermediate, intermediateKey, host));

        string[] verify = ["verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "intermediate.pem"];
        OpenSslProgram.Run(folder, [.. verify, "-purpose", "sslserver", "-verify_hostname", "example.org", "host.pem"]);
        OpenSslProgram.Run(folder, [.. verify, "kem.pem"]);
        OpenSslProgram.Run(folder, [.. verify, "-crl_check_all", "-CRLfile", "lists.pem", "host.pem"]);
        Assert.NotEqual(0, OpenSslProgram.TryRun(folder, [.. verify, "-verify_hostname", "example.com", "host.pem"]).ExitCode);
        (int exitCode, string output) = OpenSslProgram.TryRun(folder, [.. verify, "-crl_check_all", "-CRLfile", "revoking.pem", "host.pem"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("revoked", output, StringComparison.Ordinal);
    }

    [OpenSslTheory, MemberData(nameof(Authorities))]
    public void OpenSslsChain_WithRevocationLists_IsValidHere(string name, string genpkey)
    {
        string[] authority = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"];
        GenerateKey("root", genpkey);
        OpenSslProgram.Run(folder, ["req", "-x509", "-new", "-key", "root.key", "-subj", "/CN=Root", "-days", "30", .. authority, "-out", "root.pem"]);
        GenerateKey("intermediate", "ML-DSA-65");
        Issue("intermediate", "root", authority);
        GenerateKey("host", "ML-DSA-44");
        Issue("host", "intermediate", ["-addext", "subjectAltName=DNS:example.org", "-addext", "keyUsage=digitalSignature"]);
        GenerateKey("kem", "ML-KEM-768");
        OpenSslProgram.Run(folder, ["pkey", "-in", "kem.key", "-pubout", "-out", "kem.pub"]);
        OpenSslProgram.Run(folder, ["x509", "-new", "-force_pubkey", "kem.pub", "-subj", "/CN=kem", "-CA", "intermediate.pem", "-CAkey", "intermediate.key", "-days", "9", "-out", "kem.pem"]);
        MakeRevocationList("intermediate", "host");
        MakeRevocationList("root");

        using X509Certificate2 root = Load("root.pem"), intermediate = Load("intermediate.pem"), host = Load("host.pem"), kem = Load("kem.pem");
        Assert.Equal(name, root.GetSignaturePublicKey().Algorithm.Name);
        CertificateValidator validator = new() { TrustAnchors = [root], Intermediates = [intermediate], HostName = "example.org" };
        Assert.Empty(validator.Validate(host).Problems);
        Assert.Empty(new CertificateValidator { TrustAnchors = [root], Intermediates = [intermediate] }.Validate(kem).Problems);
        Assert.Equal(KemPublicKey.ImportFromPem(ReadText("kem.pub")), kem.GetKemPublicKey());
        CertificateValidator withLists = new()
        {
            TrustAnchors = [root],
            Intermediates = [intermediate],
            RevocationLists = [List("intermediate.crl"), List("root.crl")],
            RequireRevocationLists = true,
        };
        Assert.Empty(withLists.Validate(kem).Problems);
        Assert.Equal(CertificateProblemKind.Revoked, Assert.Single(withLists.Validate(host).Problems).Kind);
    }

    [OpenSslTheory, MemberData(nameof(Authorities))]
    public void Requests_OfEitherSide_AreAcceptedByTheOther(string name, string genpkey)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey key = algorithm.GenerateKey();
        Write("ours.csr", new CertificateBuilder("CN=asks") { DnsNames = ["example.org"] }.CreateSigningRequestPem(key));
        string text = OpenSslProgram.Run(folder, "req", "-verify", "-noout", "-text", "-in", "ours.csr");
        Assert.Contains("DNS:example.org", text, StringComparison.Ordinal);

        GenerateKey("theirs", genpkey);
        OpenSslProgram.Run(folder, "req", "-new", "-key", "theirs.key", "-subj", "/CN=asks", "-addext", "subjectAltName=DNS:example.org", "-out", "theirs.csr");
        CertificateSigningRequest request = CertificateSigningRequest.ReadPem(ReadText("theirs.csr"));
        Assert.Equal(algorithm, request.PublicKey.Algorithm);
        using X509Certificate2 root = new CertificateBuilder("CN=Root") { IsAuthority = true }.CreateSelfSigned(key);
        using X509Certificate2 granted = new CertificateBuilder(request).Create(request.PublicKey, root, key);
        Write("root.pem", root.ExportCertificatePem());
        Write("granted.pem", granted.ExportCertificatePem());
        OpenSslProgram.Run(folder, "verify", "-x509_strict", "-CAfile", "root.pem", "-verify_hostname", "example.org", "granted.pem");
    }

    [OpenSslTheory]
    [InlineData("ML-DSA-65", "ML-DSA-65")]
    [InlineData("ECDSA-P256-SHA256", "EC -pkeyopt ec_paramgen_curve:P-256")]
    public void Pkcs12_OfOpenSsl_GivesItsKey(string name, string genpkey)
    {
        GenerateKey("key", genpkey);
        OpenSslProgram.Run(folder, "req", "-x509", "-new", "-key", "key.key", "-subj", "/CN=me", "-days", "30", "-out", "certificate.pem");
        OpenSslProgram.Run(folder, "pkcs12", "-export", "-in", "certificate.pem", "-inkey", "key.key", "-passout", "pass:password", "-out", "file.p12");
        using Pkcs12File file = Pkcs12File.Read(Read("file.p12"), "password");
        Assert.Equal(name, file.SignatureKey!.Algorithm.Name);
        using SignaturePrivateKey expected = SignaturePrivateKey.ImportFromPem(ReadText("key.key"));
        Assert.Equal(expected.ExportPkcs8PrivateKey(), file.SignatureKey.ExportPkcs8PrivateKey());
    }

    [OpenSslFact]
    public void Pkcs12_OfOurs_IsReadByOpenSsl()
    {
        using SignaturePrivateKey rootKey = SignatureAlgorithm.MLDsa87.GenerateKey();
        using KemPrivateKey key = KemAlgorithm.MLKem1024.GenerateKey();
        using X509Certificate2 root = new CertificateBuilder("CN=Root") { IsAuthority = true }.CreateSelfSigned(rootKey);
        using X509Certificate2 certificate = new CertificateBuilder("CN=me").Create(key.PublicKey, root, rootKey);
        File.WriteAllBytes(Path.Combine(folder, "file.p12"), Pkcs12File.Write(certificate, key, "password", [root]));
        OpenSslProgram.Run(folder, "pkcs12", "-in", "file.p12", "-passin", "pass:password", "-nodes", "-out", "all.pem");
        string text = ReadText("all.pem");
        Assert.Equal(2, text.Split("-----BEGIN CERTIFICATE-----").Length - 1);
        Assert.Contains(certificate.ExportCertificatePem().ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        using KemPrivateKey read = KemPrivateKey.ImportFromPem(text);
        Assert.Equal(key.PublicKey, read.PublicKey);
    }

    private static string RevocationList(X509Certificate2 issuer, SignaturePrivateKey key, params X509Certificate2[] revoked)
    {
        CertificateRevocationListBuilder builder = new();
        foreach (X509Certificate2 certificate in revoked)
            builder.AddEntry(certificate);
        X509SubjectKeyIdentifierExtension identifier = issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single();
        return PemEncoding.WriteString("X509 CRL", builder.Build(
            issuer.SubjectName,
            new KeySignatureGenerator(key),
            crlNumber: 1,
            DateTimeOffset.UtcNow.AddDays(1),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier)));
    }

    private void GenerateKey(string name, string genpkey) => OpenSslProgram.Run(folder, ["genpkey", "-algorithm", .. genpkey.Split(' '), "-out", $"{name}.key"]);

    private void Issue(string name, string issuer, string[] extensions)
    {
        OpenSslProgram.Run(folder, ["req", "-new", "-key", $"{name}.key", "-subj", $"/CN={name}", .. extensions, "-out", $"{name}.csr"]);
        OpenSslProgram.Run(
            folder, "x509", "-req", "-in", $"{name}.csr", "-CA", $"{issuer}.pem", "-CAkey", $"{issuer}.key", "-copy_extensions", "copyall", "-days", "20", "-out", $"{name}.pem");
    }

    private void MakeRevocationList(string issuer, string? revoked = null)
    {
        Write("index.txt", string.Empty);
        Write("number.txt", "01");
        Write("ca.cnf", """
            [ca]
            default_ca = x
            [x]
            database = index.txt
            crlnumber = number.txt
            default_md = default
            """);
        string[] authority = ["ca", "-config", "ca.cnf", "-cert", $"{issuer}.pem", "-keyfile", $"{issuer}.key"];
        if (revoked is not null)
            OpenSslProgram.Run(folder, [.. authority, "-revoke", $"{revoked}.pem"]);
        OpenSslProgram.Run(folder, [.. authority, "-gencrl", "-crldays", "5", "-out", $"{issuer}.crl"]);
    }

    private byte[] List(string name)
    {
        string text = ReadText(name);
        return Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
    }

    private X509Certificate2 Load(string name) => X509Certificate2.CreateFromPem(ReadText(name));

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(folder, name));

    private string ReadText(string name) => File.ReadAllText(Path.Combine(folder, name));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
