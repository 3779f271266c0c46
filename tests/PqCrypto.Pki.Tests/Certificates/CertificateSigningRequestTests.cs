using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>Requests: made, checked, granted.</summary>
public class CertificateSigningRequestTests
{
    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    [InlineData("MLDSA65-ECDSA-P256-SHA512")]
    [InlineData("MLDSA44-Ed25519-SHA512")]
    [InlineData("ECDSA-P256-SHA256")]
    [InlineData("RSA-PSS-2048-SHA256")]
    public void Request_ReadAndGranted_GivesACertificate(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm));
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa65);
        using SignaturePrivateKey key = algorithm.GenerateKey();
        CertificateSigningRequest request =
            CertificateSigningRequest.ReadPem(new CertificateBuilder("CN=asks") { DnsNames = ["example.org"], IsAuthority = true }.CreateSigningRequestPem(key));
        Assert.Equal(key.PublicKey, request.PublicKey);
        Assert.Equal("CN=asks", request.Subject.Name);
        Assert.Contains(request.RequestedExtensions, extension => extension is X509BasicConstraintsExtension { CertificateAuthority: true });

        using X509Certificate2 certificate = new CertificateBuilder(request).Create(request.PublicKey, root.Certificate, root.Key);
        Assert.True(certificate.MatchesHostname("example.org"));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);      // asked for, not granted
        Assert.True(new CertificateValidator { TrustAnchors = [root.Certificate], HostName = "example.org" }.Validate(certificate).IsValid);
    }

    [Fact]
    public void Read_EveryChangedByte_IsRefused()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        byte[] request = new CertificateBuilder("CN=asks").CreateSigningRequest(key);
        CertificateSigningRequest.Read(request);
        for (int i = 0; i < request.Length; i += i < 300 ? 1 : 97)
        {
            byte[] changed = [.. request];
            changed[i] ^= 1;
            Exception exception = Assert.ThrowsAny<Exception>(() => CertificateSigningRequest.Read(changed));
            Assert.True(exception is CryptographicException or NotSupportedException, $"{i}: {exception}");
        }
    }

    [Fact]
    public void Read_LongerOrShorter_IsRefused()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        byte[] request = new CertificateBuilder("CN=asks").CreateSigningRequest(key);
        Assert.Throws<CryptographicException>(() => CertificateSigningRequest.Read([.. request, 0]));
        Assert.Throws<CryptographicException>(() => CertificateSigningRequest.Read(request.AsSpan(..^1)));
        Assert.Throws<CryptographicException>(() => CertificateSigningRequest.Read([]));
        Assert.Throws<ArgumentException>(() => CertificateSigningRequest.ReadPem("no request"));
    }

    [Fact]
    public void Read_SignedByAnotherKey_IsRefused()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using SignaturePrivateKey other = SignatureAlgorithm.MLDsa44.GenerateKey();
        PublicKey publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo(), out _);
        CertificateRequest request = new(new X500DistinguishedName("CN=asks"), publicKey, HashAlgorithmName.SHA256);
        Assert.Throws<CryptographicException>(() => CertificateSigningRequest.Read(request.CreateSigningRequest(new KeySignatureGenerator(other))));
    }
}
