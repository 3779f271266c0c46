using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki;
using PqCrypto.Pki.Tests.Cms;

namespace PqCrypto.Interop.Tests.OpenSsl;

/// <summary>SignedData by `openssl cms`: what it signs is valid here, and what is signed here is valid there.</summary>
public sealed class OpenSslSignedMessageTests : IDisposable
{
    private readonly string folder = Repository.CreateTemporaryFolder();

    private readonly byte[] content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * i >> 7))];

    public OpenSslSignedMessageTests() => Write("content", content);

    public static TheoryData<string> Algorithms { get; } = ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "ECDSA-P256-SHA256", "ECDSA-P384-SHA384", "RSA-PSS-2048-SHA256", "RSA-PSS-4096-SHA384"];

    public static TheoryData<string, string> TheirSigners => new()
    {
        { "ML-DSA-44", "-md sha256 -nodetach" },
        { "ML-DSA-44", "-md sha3-256" },
        { "ML-DSA-65", "-md sha384 -nodetach -stream" },
        { "ML-DSA-65", "-md sha512" },
        { "ML-DSA-65", "-md shake256 -nodetach" },
        { "ML-DSA-87", "-md sha512 -nodetach -keyid" },
        { "ML-DSA-87", "-md sha3-512 -nosmimecap" },
        { "EC -pkeyopt ec_paramgen_curve:P-256", "-md sha256" },
        { "EC -pkeyopt ec_paramgen_curve:P-384", "-md sha384 -nodetach -stream" },
        { "EC -pkeyopt ec_paramgen_curve:P-256", "-md sha512 -nodetach -noattr" },
        { "RSA -pkeyopt rsa_keygen_bits:2048", "-md sha256 -nodetach" },
        { "RSA -pkeyopt rsa_keygen_bits:3072", "-md sha512 -nodetach -noattr" },
        { "RSA -pkeyopt rsa_keygen_bits:2048", "-md sha384 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-1" },
        { "ED25519", "-md sha512 -nodetach" },
        { "ED448", "-md shake256 -nodetach" },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [OpenSslTheory, MemberData(nameof(Algorithms))]
    public void OurSignature_Verified_IsGood(string name)
    {
        CmsSigningKey key = TestCertificates.NewSigner(BouncyCastle.MLDsaTests.Find(name));
        Write("attached", CmsSignedMessage.Sign(content, [key]));
        Verify("-in", "attached");
        using MemoryStream stream = new();
        CmsSignedMessage.Sign(new MemoryStream(content), stream, [key], new CmsSigningOptions { SigningTime = DateTimeOffset.UtcNow });
        Write("stream", stream.ToArray());
        Verify("-in", "stream");
        Write("detached", CmsSignedMessage.Sign(content, [key], new CmsSigningOptions { Detached = true }));
        Verify("-in", "detached", "-content", "content");

        Write("other", [.. content, 0]);
        Assert.NotEqual(0, OpenSslProgram.TryRun(folder, "cms", "-verify", "-inform", "DER", "-noverify", "-binary", "-in", "detached", "-content", "other", "-out", "read").ExitCode);
    }

    [OpenSslFact]
    public void OurTwoSigners_Verified_AreGood()
    {
        CmsSigningKey classical = TestCertificates.NewSigner(SignatureAlgorithm.EcdsaP256Sha256, "classical");
        CmsSigningKey postQuantum = TestCertificates.NewSigner(SignatureAlgorithm.MLDsa65, "post-quantum");
        Write("message", CmsSignedMessage.Sign(content, [classical, postQuantum]));
        Verify("-in", "message");
    }

    /// <summary>The commands of docs/sign-a-file.md.</summary>
    [OpenSslFact]
    public void Signatures_WithAnAuthority_AreVerifiedToItBothWays()
    {
        using SignaturePrivateKey authorityKey = SignatureAlgorithm.MLDsa87.GenerateKey();
        using X509Certificate2 authority = new CertificateBuilder("CN=Authority") { IsAuthority = true }.CreateSelfSigned(authorityKey);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        using X509Certificate2 certificate = new CertificateBuilder("CN=Signer").Create(key.PublicKey, authority, authorityKey);
        File.WriteAllText(Path.Combine(folder, "authority.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "signer.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "signer.key"), key.ExportPkcs8PrivateKeyPem());

        Write("ours", CmsSignedMessage.Sign(content, [new CmsSigningKey(certificate, key)], new CmsSigningOptions { Detached = true, SigningTime = DateTimeOffset.UtcNow }));
        Run("cms", "-verify", "-binary", "-inform", "DER", "-in", "ours", "-content", "content", "-CAfile", "authority.pem", "-out", "read");
        Run("cms", "-sign", "-binary", "-md", "sha512", "-in", "content", "-signer", "signer.pem", "-inkey", "signer.key", "-outform", "DER", "-out", "theirs");
        CertificateValidator validator = new() { TrustAnchors = [authority] };
        CmsSignedMessage.ReadDetached(Read("theirs"), content).Require(candidate => validator.Validate(candidate.Certificate!).IsValid);
    }

    [OpenSslTheory, MemberData(nameof(TheirSigners))]
    public void TheirSignature_Read_IsValid(string key, string options)
    {
        MakeSigner(key, "signer");
        string[] arguments = Split(options);
        Run(["cms", "-sign", "-binary", "-in", "content", "-signer", "signer.pem", "-inkey", "signer.key", "-outform", "DER", "-out", "message", .. arguments]);
        CmsSignedMessage message = arguments.Contains("-nodetach") ? CmsSignedMessage.Read(Read("message")) : CmsSignedMessage.ReadDetached(Read("message"), content);
        CmsSignature signature = Assert.Single(message.Signatures);
        Assert.True(signature.Status == CmsSignatureStatus.Valid, signature.Reason);
        Assert.Equal(key.StartsWith("ML-DSA", StringComparison.Ordinal), signature.IsPostQuantum);
        if (arguments.Contains("-nodetach"))
            Assert.Equal(content, message.Content.ToArray());
        Assert.NotEqual(CmsSignatureStatus.Valid, CmsSignedMessage.ReadDetached(DetachedForm(arguments), [.. content, 0]).Signatures[0].Status);

        byte[] DetachedForm(string[] given)
        {
            Run(["cms", "-sign", "-binary", "-in", "content", "-signer", "signer.pem", "-inkey", "signer.key", "-outform", "DER", "-out", "detached", .. given.Where(argument => argument is not ("-nodetach" or "-stream"))]);
            return Read("detached");
        }
    }

    [OpenSslFact]
    public void TheirSecondSigner_Added_LeavesOurs()
    {
        Write("message", CmsSignedMessage.Sign(content, [TestCertificates.NewSigner(SignatureAlgorithm.EcdsaP256Sha256, "classical")]));
        MakeSigner("ML-DSA-44", "signer");
        Run("cms", "-resign", "-inform", "DER", "-in", "message", "-signer", "signer.pem", "-inkey", "signer.key", "-md", "sha256", "-nodetach", "-outform", "DER", "-out", "both");
        CmsSignedMessage both = CmsSignedMessage.Read(Read("both"));
        Assert.Equal(2, both.Signatures.Count);
        Assert.All(both.Signatures, signature => Assert.Equal(CmsSignatureStatus.Valid, signature.Status));
        both.Require(signature => signature.IsPostQuantum);
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Verify(params string[] arguments)
    {
        Run(["cms", "-verify", "-inform", "DER", "-noverify", "-binary", "-out", "read", .. arguments]);
        Assert.Equal(content, Read("read"));
    }

    private void MakeSigner(string algorithm, string name)
    {
        Run(["genpkey", "-algorithm", .. Split(algorithm), "-out", $"{name}.key"]);
        Run("pkey", "-in", $"{name}.key", "-pubout", "-outform", "DER", "-out", $"{name}.pub");
        X509Certificate2 certificate = TestCertificates.For(Read($"{name}.pub"), name, X509KeyUsageFlags.DigitalSignature);
        File.WriteAllText(Path.Combine(folder, $"{name}.pem"), certificate.ExportCertificatePem());
    }

    private void Run(params string[] arguments) => OpenSslProgram.Run(folder, arguments);

    private void Write(string file, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, file), bytes);

    private byte[] Read(string file) => File.ReadAllBytes(Path.Combine(folder, file));
}
