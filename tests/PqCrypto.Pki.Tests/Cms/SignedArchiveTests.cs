using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>SignedData that others made: the examples of the RFC and of the draft, and the archives.</summary>
public class SignedArchiveTests
{
    [SharedFact]
    public void Messages_OfOtherImplementations_AreValidAndNotWhenChanged()
    {
        List<string> composites = [];
        int count = 0;
        foreach (string archive in Directory.EnumerateFiles(SharedVectors.PathOf("hybrid/interop-cms"), "*.zip"))
        {
            Dictionary<string, byte[]> files = Archive.Read(archive);
            foreach ((string name, byte[] message) in files.Where(file => file.Key.EndsWith("_signed_attrs.der", StringComparison.Ordinal)))
            {
                count++;
                CmsSignedMessage read = CmsSignedMessage.Read(message);
                CmsSignature signature = Assert.Single(read.Signatures);
                Assert.True(signature.Status == CmsSignatureStatus.Valid, $"{name}: {signature.Reason}");
                Assert.True(signature.IsPostQuantum);
                Assert.Equal(files["expected_plaintext.txt"], read.Content.ToArray());
                using MemoryStream content = new();
                CmsSignedMessage.Read(new MemoryStream(message), content).Require(found => found.IsPostQuantum);
                Assert.Equal(files["expected_plaintext.txt"], content.ToArray());
                if (signature.Algorithm!.Family == AlgorithmFamily.Hybrid)
                    composites.Add(signature.AlgorithmOid);
                message[message.AsSpan().IndexOf(files["expected_plaintext.txt"])] ^= 1;
                Assert.Equal(CmsSignatureStatus.Invalid, CmsSignedMessage.Read(message).Signatures[0].Status);
            }
        }

        Assert.Equal(24, count);      // = 21 of bc + 3 of ossl35
        Assert.Equal(18, composites.Distinct().Count());
    }

    [SharedFact]
    public void Examples_OfTheStandards_AreValid()
    {
        foreach (string name in new[] { "mldsa44", "mldsa65" })
        {
            X509Certificate2 certificate = X509Certificate2.CreateFromPem(File.ReadAllText(SharedVectors.PathOf($"hybrid/x509-ml-dsa/ML-DSA-{name[^2..]}.crt")));
            CmsSignature signature = CmsSignedMessage.Read(ReadPem($"hybrid/cms/{name}-signed-attrs.pem"), [certificate]).Require(_ => true);
            Assert.Equal(certificate.RawData, signature.Certificate!.RawData);
        }

        X509Certificate2 composite = X509Certificate2.CreateFromPem(File.ReadAllText(SharedVectors.PathOf("hybrid/cms/composite-sig/id-MLDSA65-ECDSA-P256-SHA512.crt")));
        CmsSignedMessage message = CmsSignedMessage.Read(ReadPem("hybrid/cms/composite-sig/id-MLDSA65-ECDSA-P256-SHA512-signed-attrs.pem"), [composite]);
        Assert.Equal("MLDSA65-ECDSA-P256-SHA512", message.Require(_ => true).Algorithm!.Name);
    }

    internal static byte[] ReadPem(string file)
    {
        string text = File.ReadAllText(SharedVectors.PathOf(file));
        return Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
    }
}
