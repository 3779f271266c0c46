using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>The certificates of other implementations and of the standards' examples.</summary>
public class ArchiveTests
{
    /// <summary>The keys of one implementation are certified for key encipherment too, which RFC 9881, section 5 forbids.</summary>
    [SharedFact]
    public void SelfSignedCertificates_OfOtherImplementations_AreValidButForOneKeyUsage()
    {
        (int valid, int wrongUsage) = (0, 0);
        foreach ((string archive, string name, byte[] content) in Files().Where(file => file.Name.EndsWith("_ta.der", StringComparison.Ordinal)))
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(content);
            CertificateValidation validation = Within(certificate, certificate).Validate(certificate);
            if (archive == "leancrypto.zip")
            {
                Assert.Equal(CertificateProblemKind.KeyUsage, Assert.Single(validation.Problems).Kind);
                Assert.True((certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages & X509KeyUsageFlags.KeyEncipherment) != 0);
                wrongUsage++;
                continue;
            }

            Assert.True(validation.IsValid, $"{name}: {string.Join(' ', validation.Problems.Select(problem => problem.Message))}");
            CertificateParts parts = CertificateParts.FromDer(content);
            Assert.True(certificate.GetSignaturePublicKey().Verify(parts.ToBeSigned, parts.Signature), name);
            valid++;
        }

        Assert.Equal((153, 6), (valid, wrongUsage));
    }

    [SharedFact]
    public void EndEntityCertificates_OfOtherImplementations_AreValidUnderTheirAuthority()
    {
        (int valid, int without) = (0, 0);
        foreach (IGrouping<string, (string Archive, string Name, byte[] Content)> archive in Files().GroupBy(file => file.Archive))
        {
            X509Certificate2[] anchors =
                [.. archive.Where(file => file.Name.EndsWith("_ta.der", StringComparison.Ordinal)).Select(file => X509CertificateLoader.LoadCertificate(file.Content))];
            foreach ((_, string name, byte[] content) in archive.Where(file => file.Name.EndsWith("_ee.der", StringComparison.Ordinal)))
            {
                using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(content);
                certificate.GetKemPublicKey();
                CertificateValidation validation = Within(certificate, anchors).Validate(certificate);
                if (validation.Problems.Any(problem => problem.Kind is CertificateProblemKind.NoPath))
                {
                    without++;      // its authority, or that authority's key, is not in the archive
                    continue;
                }

                Assert.True(validation.IsValid, $"{archive.Key} {name}: {string.Join(' ', validation.Problems.Select(problem => problem.Message))}");
                valid++;
            }
        }

        Assert.Equal((40, 28), (valid, without));
    }

    [SharedFact]
    public void CertificatesOfTheCompositeKemVectors_AreValidUnderTheirAuthority()
    {
        System.Text.Json.JsonElement file = SharedVectors.ReadJson("hybrid/composite-kem/testvectors.json.gz");
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificate(file.GetProperty("cacert").GetBytesFromBase64());
        int count = 0;
        foreach (System.Text.Json.JsonElement test in file.GetProperty("tests").EnumerateArray())
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(test.GetProperty("x5c").GetBytesFromBase64());
            Assert.Empty(Within(certificate, authority).Validate(certificate).Problems);
            count++;
        }

        Assert.Equal(9, count);
    }

    [SharedTheory]
    [InlineData("ML-KEM-512", "ML-DSA-44")]
    [InlineData("ML-KEM-768", "ML-DSA-65")]
    public void ExamplesOfRfc9935_AreValidUnderThoseOfRfc9881(string kem, string authority)
    {
        using X509Certificate2 root = Example($"x509-ml-dsa/{authority}.crt");
        using X509Certificate2 certificate = Example($"x509-ml-kem/{kem}.crt");
        Assert.Empty(Within(root, root).Validate(root).Problems);
        Assert.Empty(Within(certificate, root).Validate(certificate).Problems);
        Assert.Equal(kem, certificate.GetKemPublicKey().Algorithm.Name);
        Assert.Equal(
            PemOf($"x509-ml-kem/{kem}.pub"), certificate.GetKemPublicKey().ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\n").TrimEnd());
    }

    /// <summary>A validator at a time when all of them were valid.</summary>
    private static CertificateValidator Within(X509Certificate2 certificate, params X509Certificate2[] anchors) =>
        new() { TrustAnchors = anchors, Time = new DateTimeOffset(certificate.NotBefore.ToUniversalTime()).AddHours(1) };

    private static string PemOf(string path) => File.ReadAllText(SharedVectors.PathOf($"hybrid/{path}")).ReplaceLineEndings("\n").TrimEnd();

    private static X509Certificate2 Example(string path)
    {
        string text = PemOf(path);
        return X509Certificate2.CreateFromPem(text.AsSpan(text.IndexOf("-----BEGIN CERTIFICATE", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Archive, string Name, byte[] Content)> Files()
    {
        foreach (string path in Directory.EnumerateFiles(SharedVectors.PathOf("hybrid/interop-certs"), "*.zip").Order(StringComparer.Ordinal))
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream stream = entry.Open();
                using MemoryStream content = new();
                stream.CopyTo(content);
                yield return (Path.GetFileName(path), entry.FullName, content.ToArray());
            }
        }
    }
}
