using System.Formats.Asn1;
using System.IO.Compression;
using System.Text.RegularExpressions;
using PqCrypto.Tests.Extension;
using Xunit.Abstractions;

namespace PqCrypto.Tests.Vectors;

/// <summary>Private keys, certificates, ciphertexts and secrets that ten other implementations made for the IETF hackathon:
/// all of ML-KEM and ML-DSA, and the composites whose parts are in the core package.</summary>
public partial class InteropArchiveTests(ITestOutputHelper output)
{
    /// <summary>Composites whose classical part is BouncyCastle's.</summary>
    private static readonly SignatureAlgorithm[] Plugged =
    [
        CompositeAlgorithms.Create("MLDSA44-Ed25519-SHA512", new Ed25519Scheme()),
        CompositeAlgorithms.Create("MLDSA65-Ed25519-SHA512", new Ed25519Scheme()),
    ];

    public static TheoryData<string> Archives
    {
        get
        {
            TheoryData<string> names = [];
            foreach (string file in Directory.EnumerateFiles(SharedVectors.PathOf("hybrid/interop-certs"), "*.zip").Order(StringComparer.Ordinal))
                names.Add(Path.GetFileNameWithoutExtension(file));
            return names;
        }
    }

    [SharedTheory, MemberData(nameof(Archives))]
    public void PrivateKeys_OfOtherImplementation_FitTheirCertificatesAndCiphertexts(string archive)
    {
        Dictionary<string, byte[]> files = Read(archive);
        (int kemKeys, int signatureKeys) = (0, 0);
        foreach ((string name, byte[] content) in files)
        {
            Match match = PrivateKeyName().Match(name);
            if (!match.Success)
                continue;
            string stem = match.Groups["stem"].Value;
            string oid = match.Groups["oid"].Value;
            if (KemAlgorithm.TryFind(oid, out KemAlgorithm? kem))
            {
                kemKeys++;
                Match(kem, kem.PrivateSeedSizeInBytes == 0 ? PrivateKeyForm.Default : FormOf(name), content, files[$"{stem}_ciphertext.bin"], files[$"{stem}_ss.bin"], files.GetValueOrDefault($"{stem}_ee.der"));
            }
            else if (Find(oid) is { } signature)
            {
                signatureKeys++;
                Match(signature, signature.PrivateSeedSizeInBytes == 0 ? PrivateKeyForm.Default : FormOf(name), content, files[$"{stem}_ta.der"]);
            }
        }

        output.WriteLine($"{archive}: {kemKeys} KEM keys, {signatureKeys} signature keys");
        Assert.Equal(files.Keys.Count(name => KnownPrivateKeyName().IsMatch(name)), kemKeys + signatureKeys);
    }

    [SharedFact]
    public void Archives_Together_Hold243KnownKeys()
    {
        IEnumerable<object[]> archives = Archives;
        IEnumerable<string> names = archives.SelectMany(row => Read((string)row[0]).Keys);
        Assert.Equal(243, names.Count(name => KnownPrivateKeyName().IsMatch(name)));   // = 48 of ML-KEM + 66 of ML-DSA + 102 composite signatures + 27 composite KEMs
    }

    private static SignatureAlgorithm? Find(string oid)
    {
        SignatureAlgorithm? plugged = Plugged.FirstOrDefault(algorithm => algorithm.Oid == oid);
        return SignatureAlgorithm.TryFind(oid, out SignatureAlgorithm? algorithm) ? algorithm : plugged;
    }

    private static void Match(KemAlgorithm algorithm, PrivateKeyForm form, byte[] pkcs8, byte[] ciphertext, byte[] secret, byte[]? certificate)
    {
        using KemPrivateKey key = KemPrivateKey.ImportPkcs8PrivateKey(pkcs8);
        Assert.Equal(algorithm, key.Algorithm);
        if (!CarriesPublicKey(pkcs8))
            Assert.Equal(pkcs8, key.ExportPkcs8PrivateKey(form));
        using SharedSecret received = key.Decapsulate(ciphertext);
        Assert.Equal(Convert.ToHexString(secret), Convert.ToHexString(received.ToArray()));
        if (certificate is not null)
            Assert.Equal(CertificateParts.FromDer(certificate).SubjectPublicKeyInfo, key.PublicKey.ExportSubjectPublicKeyInfo());
    }

    private static void Match(SignatureAlgorithm algorithm, PrivateKeyForm form, byte[] pkcs8, byte[] certificate)
    {
        using SignaturePrivateKey key = algorithm.ImportPkcs8PrivateKey(pkcs8);
        Assert.Equal(algorithm, key.Algorithm);
        if (!CarriesPublicKey(pkcs8))
            Assert.Equal(pkcs8, key.ExportPkcs8PrivateKey(form));
        CertificateParts parts = CertificateParts.FromDer(certificate);
        Assert.Equal(parts.SubjectPublicKeyInfo, key.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.True(key.PublicKey.Verify(parts.ToBeSigned, parts.Signature));
    }

    /// <summary>One producer writes version 2 of the structure, which repeats the public key; we write version 1.</summary>
    private static bool CarriesPublicKey(byte[] pkcs8) => !new AsnReader(pkcs8, AsnEncodingRules.DER).ReadSequence().ReadInteger().IsZero;

    private static PrivateKeyForm FormOf(string name)
    {
        if (name.Contains("_both", StringComparison.Ordinal))
            return PrivateKeyForm.SeedAndExpanded;
        return name.Contains("_expandedkey", StringComparison.Ordinal) ? PrivateKeyForm.Expanded : PrivateKeyForm.Seed;
    }

    private static Dictionary<string, byte[]> Read(string archive)
    {
        using ZipArchive zip = ZipFile.OpenRead(SharedVectors.PathOf($"hybrid/interop-certs/{archive}.zip"));
        Dictionary<string, byte[]> files = [];
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using MemoryStream content = new();
            using Stream source = entry.Open();
            source.CopyTo(content);
            files.Add(entry.Name, content.ToArray());
        }

        return files;
    }

    /// <summary>A private key of any algorithm: name, object identifier, form.</summary>
    [GeneratedRegex(@"^(?<stem>.*-(?<oid>[0-9]+(\.[0-9]+)+))_(.*priv|seed.*)\.der$", RegexOptions.ExplicitCapture)]
    private static partial Regex PrivateKeyName();

    /// <summary>A private key of ML-KEM (arc 4.4), ML-DSA (arc 4.3, 17 to 19) or a composite (arc 6, 37 to 54 and 55 to 66, without brainpool, Ed448 and X448),
    /// recognised on its own, so that none can be overlooked.</summary>
    [GeneratedRegex(@"-(2\.16\.840\.1\.101\.3\.4\.(4\.[123]|3\.1[789])|1\.3\.6\.1\.5\.5\.7\.6\.(3[789]|4[01234568]|49|5[23456789]|6[0236]))_.*(priv|seed).*\.der$")]
    private static partial Regex KnownPrivateKeyName();
}
