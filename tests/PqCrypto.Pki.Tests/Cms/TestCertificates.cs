using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>Certificates for keys of any algorithm, issued by an ECDSA key.</summary>
internal static class TestCertificates
{
    private static readonly ECDsa Issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal static X509Certificate2 For(SignaturePrivateKey key, string name = "signer", X509KeyUsageFlags usage = X509KeyUsageFlags.DigitalSignature) =>
        For(key.PublicKey.ExportSubjectPublicKeyInfo(), name, usage);

    internal static X509Certificate2 For(KemPrivateKey key, string name = "recipient") =>
        For(key.PublicKey.ExportSubjectPublicKeyInfo(), name, X509KeyUsageFlags.KeyEncipherment);

    internal static X509Certificate2 For(ReadOnlySpan<byte> subjectPublicKeyInfo, string name, X509KeyUsageFlags usage)
    {
        CertificateRequest request = new(new X500DistinguishedName($"CN={name}"), PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(SHA256.HashData(subjectPublicKeyInfo)[..20], critical: false));
        return request.Create(
            new X500DistinguishedName("CN=issuer"),
            X509SignatureGenerator.CreateForECDsa(Issuer),
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(10),
            RandomNumberGenerator.GetBytes(12));
    }

    /// <summary>A new key of an algorithm with its certificate.</summary>
    internal static CmsSigningKey NewSigner(SignatureAlgorithm algorithm, string name = "signer")
    {
        SignaturePrivateKey key = algorithm.GenerateKey();
        return new CmsSigningKey(For(key, name), key);
    }
}
