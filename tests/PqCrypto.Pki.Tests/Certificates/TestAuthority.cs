using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>An authority of the tests: its certificate and its key.</summary>
internal sealed record TestAuthority(X509Certificate2 Certificate, SignaturePrivateKey Key) : IDisposable
{
    internal static TestAuthority Root(SignatureAlgorithm algorithm, string name = "CN=Root")
    {
        SignaturePrivateKey key = algorithm.GenerateKey();
        return new TestAuthority(new CertificateBuilder(name) { IsAuthority = true }.CreateSelfSigned(key), key);
    }

    /// <summary>An authority below this one.</summary>
    internal TestAuthority Intermediate(SignatureAlgorithm algorithm, CertificateBuilder builder)
    {
        SignaturePrivateKey key = algorithm.GenerateKey();
        return new TestAuthority(builder.Create(key.PublicKey, Certificate, Key), key);
    }

    internal TestAuthority Intermediate(SignatureAlgorithm algorithm) => Intermediate(algorithm, new CertificateBuilder("CN=Intermediate") { IsAuthority = true });

    /// <summary>A certificate of a new key of ML-DSA-44.</summary>
    internal X509Certificate2 Issue(CertificateBuilder builder)
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        return builder.Create(key.PublicKey, Certificate, Key);
    }

    /// <summary>A revocation list, DER.</summary>
    internal byte[] Revoke(DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, params X509Certificate2[] certificates)
    {
        CertificateRevocationListBuilder builder = new();
        foreach (X509Certificate2 certificate in certificates)
            builder.AddEntry(certificate, thisUpdate);
        X509SubjectKeyIdentifierExtension identifier = Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single();
        return builder.Build(
            Certificate.SubjectName,
            new KeySignatureGenerator(Key),
            1,
            nextUpdate,
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier),
            thisUpdate);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Key.Dispose();
    }
}
