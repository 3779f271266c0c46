using System.Text.Json;

namespace PqCrypto.Tests.Vectors;

/// <summary>The published vectors of composite ML-KEM: keys, certificates, a ciphertext and its secret. The randomness of the encapsulations is not told.</summary>
/// <remarks>brainpoolP256r1 has no part in the core package.</remarks>
public class CompositeKemTests
{
    private const string File = "hybrid/composite-kem/testvectors.json.gz";

    public static TheoryData<string> Names =>
        [.. Tests().Select(test => test.GetProperty("tcId").GetString()!).Where(name => Find(name) is not null)];

    [SharedFact]
    public void Theory_RunsAllButThosePartsThatWeLack() => Assert.Equal(8, Names.Count);      // = 9 - 1

    [SharedTheory, MemberData(nameof(Names))]
    public void PublishedVector_IsReadDecapsulatedAndWrittenUnchanged(string name)
    {
        KemAlgorithm algorithm = Find(name)!;
        JsonElement file = SharedVectors.ReadJson(File);
        JsonElement test = Tests().Single(candidate => candidate.GetProperty("tcId").GetString() == name);
        CertificateParts certificate = CertificateParts.FromDer(test.GetProperty("x5c").GetBytesFromBase64());
        CertificateParts issuer = CertificateParts.FromDer(file.GetProperty("cacert").GetBytesFromBase64());
        Assert.True(SignaturePublicKey.ImportSubjectPublicKeyInfo(issuer.SubjectPublicKeyInfo).Verify(certificate.ToBeSigned, certificate.Signature));

        KemPublicKey publicKey = algorithm.ImportSubjectPublicKeyInfo(certificate.SubjectPublicKeyInfo);
        Assert.Equal(certificate.SubjectPublicKeyInfo, publicKey.ExportSubjectPublicKeyInfo());
        Assert.EndsWith(Convert.ToHexString(test.GetProperty("ek").GetBytesFromBase64()), Convert.ToHexString(certificate.SubjectPublicKeyInfo), StringComparison.Ordinal);

        byte[] pkcs8 = test.GetProperty("dk_pkcs8").GetBytesFromBase64();
        using KemPrivateKey key = algorithm.ImportPkcs8PrivateKey(pkcs8);
        Assert.Equal(publicKey, key.PublicKey);
        Assert.Equal(pkcs8, key.ExportPkcs8PrivateKey());
        using SharedSecret received = key.Decapsulate(test.GetProperty("c").GetBytesFromBase64());
        Assert.Equal(test.GetProperty("k").GetBytesFromBase64(), received.ToArray());

        using SharedSecret sent = publicKey.Encapsulate(out byte[] ciphertext);
        using SharedSecret back = key.Decapsulate(ciphertext);
        Assert.True(sent.FixedTimeEquals(back));
        if (algorithm.PrivateKeySizeInBytes == 0)
            return;      // RSA keys have no raw form
        byte[] dk = test.GetProperty("dk").GetBytesFromBase64();
        using KemPrivateKey raw = algorithm.PrivateSeedSizeInBytes == 0 ? algorithm.ImportPrivateKey(dk) : algorithm.ImportPrivateSeed(dk);
        Assert.Equal(publicKey, raw.PublicKey);
        Assert.Equal(publicKey, algorithm.ImportPublicKey(test.GetProperty("ek").GetBytesFromBase64()));
    }

    private static KemAlgorithm? Find(string name) =>
        KemAlgorithm.TryFind(name == "id-alg-ml-kem-768" ? "ML-KEM-768" : name, out KemAlgorithm? algorithm) ? algorithm : null;

    private static IEnumerable<JsonElement> Tests() => SharedVectors.ReadJson(File).GetProperty("tests").EnumerateArray();
}
