using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Interop.Tests.OpenSsl;

namespace PqCrypto.Interop.Tests.Platform;

/// <summary>The platform's classes over our keys, where the platform itself may have none: in requests, certificates, COSE and PKCS#12, and in a program that
/// is compiled against either.</summary>
public sealed class PlatformClassesTests : IDisposable
{
    private const string Password = "correct horse";
    private const string Managed = "PlatformClasses.Managed";
    private const string Platform = "PlatformClasses";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly byte[] Content = "content"u8.ToArray();

    private readonly string folder = Repository.CreateTemporaryFolder();

    public static TheoryData<string> Signatures { get; } = ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void SameProgram_OverOurClasses_ReadsWhatItWrote()
    {
        Assert.Contains("ManagedMLDsa", RunSample(Managed, "make"), StringComparison.Ordinal);
        RunSample(Managed, "check");
    }

    [OpenSslFact]
    public void SameProgram_OverEitherKindOfClasses_ReadsWhatTheOtherWrote()
    {
        RunSample(Managed, "make");
        RunSample(Platform, "check");
        Assert.DoesNotContain("Managed", RunSample(Platform, "make"), StringComparison.Ordinal);
        RunSample(Managed, "check");
    }

    [OpenSslFact]
    public void RequestAndCertificate_OfTheSameProgram_AreAcceptedByOpenSsl()
    {
        RunSample(Managed, "make");
        OpenSslProgram.Run(folder, "verify", "-CAfile", "signer.crt.pem", "signer.crt.pem");
        Assert.Contains("OK", OpenSslProgram.Run(folder, "req", "-in", "signer.csr.pem", "-verify", "-noout"), StringComparison.Ordinal);
        Assert.Contains("ML-DSA-65", OpenSslProgram.Run(folder, "x509", "-in", "signer.crt.pem", "-noout", "-text"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Signatures))]
    public void CoseSign1_OverOurKey_VerifiesOverOurPublicKeyOnly(string name)
    {
        using SignaturePrivateKey key = SignatureAlgorithm.All.Single(algorithm => algorithm.Name == name).GenerateKey();
        using MLDsa signing = key.AsMLDsa();
        byte[] encoded = CoseSign1Message.SignEmbedded(Content, new CoseSigner(new CoseKey(signing)), associatedData: "context"u8);

        CoseSign1Message message = CoseMessage.DecodeSign1(encoded);
        using MLDsa verifying = key.PublicKey.AsMLDsa();
        Assert.True(message.VerifyEmbedded(new CoseKey(verifying), "context"u8));
        Assert.False(message.VerifyEmbedded(new CoseKey(verifying), "another"u8));
        using SignaturePrivateKey other = key.Algorithm.GenerateKey();
        using MLDsa otherVerifying = other.PublicKey.AsMLDsa();
        Assert.False(message.VerifyEmbedded(new CoseKey(otherVerifying), "context"u8));
        if (MLDsa.IsSupported)
        {
            using MLDsa theirs = MLDsa.ImportSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo());
            Assert.True(message.VerifyEmbedded(new CoseKey(theirs), "context"u8));
        }
    }

    [OpenSslFact]
    public void Pkcs12_WithOurKeyAndCertificate_IsReadByOpenSsl()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        using MLDsa signing = key.AsMLDsa();
        using X509Certificate2 certificate = SelfSigned(signing);
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);
        Pkcs12SafeContents contents = new();
        contents.AddCertificate(certificate);
        contents.AddSafeBag(new Pkcs12ShroudedKeyBag(signing.ExportEncryptedPkcs8PrivateKey(Password, parameters), skipCopy: true));
        Pkcs12Builder builder = new();
        builder.AddSafeContentsEncrypted(contents, Password, parameters);
        builder.SealWithMac(Password, HashAlgorithmName.SHA256, 2048);
        File.WriteAllBytes(Path.Combine(folder, "key.p12"), builder.Encode());

        OpenSslProgram.Run(folder, "pkcs12", "-in", "key.p12", "-passin", $"pass:{Password}", "-nodes", "-nocerts", "-out", "key.pem");
        using SignaturePrivateKey back = SignaturePrivateKey.ImportFromPem(File.ReadAllText(Path.Combine(folder, "key.pem")));
        Assert.Equal(key.ExportPrivateSeed(), back.ExportPrivateSeed());
    }

    [PlatformMLDsaTheory, MemberData(nameof(Signatures))]
    public void Certificate_OverOurKey_IsBuiltIntoAChainByThePlatform(string name)
    {
        using SignaturePrivateKey key = SignatureAlgorithm.All.Single(algorithm => algorithm.Name == name).GenerateKey();
        using MLDsa signing = key.AsMLDsa();
        using X509Certificate2 certificate = SelfSigned(signing);
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        Assert.True(chain.Build(certificate), string.Join(' ', chain.ChainStatus.Select(status => status.StatusInformation)));
        using MLDsa? theirs = certificate.GetMLDsaPublicKey();
        Assert.True(theirs!.VerifyData(Content, key.Sign(Content)));
    }

    private static X509Certificate2 SelfSigned(MLDsa key)
    {
        CertificateRequest request = new("CN=Signer", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.Create(request.SubjectName, X509SignatureGenerator.CreateForMLDsa(key), now.AddMinutes(-5), now.AddDays(1), [1, 2, 3]);
    }

    /// <summary>Runs one form of the sample; the one over the platform's classes with the OpenSSL that has them.</summary>
    private string RunSample(string sample, string verb)
    {
        Assert.NotNull(Repository.Root);
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        string program = Path.Combine(Repository.Root, "samples", sample, "bin", configuration, "net10.0", $"{sample}.dll");
        string[] command = sample == Platform && !MLDsa.IsSupported
            ? ["bash", Path.Combine(Repository.Root, "eng", "openssl35.sh"), "dotnet", program, verb, folder]
            : ["dotnet", program, verb, folder];
        (int exitCode, string output) = Repository.Run(command[0], command[1..], Deadline);
        Assert.True(exitCode == 0, $"{sample} {verb} ended with {exitCode}: {output}");
        return output;
    }
}
