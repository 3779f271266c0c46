using System.Text.Json;
using System.Text.RegularExpressions;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Pki.Tests;

/// <summary>The drafts' vectors and the archives of other implementations: all composites in them.</summary>
public partial class CompositeVectorTests
{
    [SharedFact]
    public void Signatures_OfTheDraft_AreReadVerifiedAndWrittenUnchanged()
    {
        JsonElement file = SharedVectors.ReadJson("hybrid/composite-sigs/testvectors.json.gz");
        byte[] message = file.GetProperty("m").GetBytesFromBase64();
        SignatureOptions context = new() { Context = file.GetProperty("ctx").GetBytesFromBase64() };
        int count = 0;
        foreach (JsonElement test in file.GetProperty("tests").EnumerateArray())
        {
            if (!PkiAlgorithms.TryFind(Name(test), out SignatureAlgorithm? algorithm))
                continue;
            count++;
            CertificateParts certificate = CertificateParts.FromDer(test.GetProperty("x5c").GetBytesFromBase64());
            SignaturePublicKey publicKey = PkiAlgorithms.ImportSignaturePublicKey(certificate.SubjectPublicKeyInfo);
            Assert.Equal(algorithm, publicKey.Algorithm);
            Assert.True(publicKey.Verify(certificate.ToBeSigned, certificate.Signature), algorithm.Name);
            Assert.True(publicKey.Verify(message, test.GetProperty("s").GetBytesFromBase64()), algorithm.Name);
            Assert.True(publicKey.Verify(message, test.GetProperty("sWithContext").GetBytesFromBase64(), context), algorithm.Name);
            byte[] pkcs8 = test.GetProperty("sk_pkcs8").GetBytesFromBase64();
            using SignaturePrivateKey key = PkiAlgorithms.ImportSignaturePrivateKey(pkcs8);
            Assert.Equal(publicKey, key.PublicKey);
            Assert.Equal(pkcs8, key.ExportPkcs8PrivateKey());
        }

        Assert.Equal(12, count);      // = 14 - 2 of ML-DSA alone
    }

    [SharedFact]
    public void Kems_OfTheDraft_AreReadDecapsulatedAndWrittenUnchanged()
    {
        int count = 0;
        foreach (JsonElement test in SharedVectors.ReadJson("hybrid/composite-kem/testvectors.json.gz").GetProperty("tests").EnumerateArray())
        {
            if (!PkiAlgorithms.TryFind(Name(test), out KemAlgorithm? algorithm))
                continue;
            count++;
            byte[] pkcs8 = test.GetProperty("dk_pkcs8").GetBytesFromBase64();
            using KemPrivateKey key = PkiAlgorithms.ImportKemPrivateKey(pkcs8);
            Assert.Equal(algorithm, key.Algorithm);
            Assert.Equal(pkcs8, key.ExportPkcs8PrivateKey());
            CertificateParts certificate = CertificateParts.FromDer(test.GetProperty("x5c").GetBytesFromBase64());
            Assert.Equal(key.PublicKey, PkiAlgorithms.ImportKemPublicKey(certificate.SubjectPublicKeyInfo));
            using SharedSecret received = key.Decapsulate(test.GetProperty("c").GetBytesFromBase64());
            Assert.Equal(test.GetProperty("k").GetBytesFromBase64(), received.ToArray());
        }

        Assert.Equal(8, count);      // = 9 - 1 of ML-KEM alone
    }

    [SharedFact]
    public void Archives_OfOtherImplementations_HoldKeysThatFit()
    {
        (int signatures, int kems) = (0, 0);
        foreach (string archive in Directory.EnumerateFiles(SharedVectors.PathOf("hybrid/interop-certs"), "*.zip"))
        {
            Dictionary<string, byte[]> files = Archive.Read(archive);
            foreach ((string name, byte[] content) in files)
            {
                Match match = CompositePrivateKey().Match(name);
                if (!match.Success)
                    continue;
                string stem = match.Groups["stem"].Value;
                if (PkiAlgorithms.TryFind(match.Groups["oid"].Value, out KemAlgorithm? _))
                {
                    kems++;
                    using KemPrivateKey key = PkiAlgorithms.ImportKemPrivateKey(content);
                    using SharedSecret received = key.Decapsulate(files[$"{stem}_ciphertext.bin"]);
                    Assert.Equal(files[$"{stem}_ss.bin"], received.ToArray());
                }
                else
                {
                    signatures++;
                    using SignaturePrivateKey key = PkiAlgorithms.ImportSignaturePrivateKey(content);
                    CertificateParts parts = CertificateParts.FromDer(files[$"{stem}_ta.der"]);
                    Assert.Equal(parts.SubjectPublicKeyInfo, key.PublicKey.ExportSubjectPublicKeyInfo());
                    Assert.True(key.PublicKey.Verify(parts.ToBeSigned, parts.Signature), name);
                }
            }
        }

        Assert.Equal((121, 36), (signatures, kems));
    }

    private static string Name(JsonElement test)
    {
        string name = test.GetProperty("tcId").GetString()!;
        return name is "id-ML-DSA-44" or "id-ML-DSA-87" or "id-alg-ml-kem-768" ? "none of the composites" : name;
    }

    [GeneratedRegex(@"^(?<stem>.*-(?<oid>1\.3\.6\.1\.5\.5\.7\.6\.[0-9]+))_(.*priv|seed.*)\.der$", RegexOptions.ExplicitCapture)]
    private static partial Regex CompositePrivateKey();
}
