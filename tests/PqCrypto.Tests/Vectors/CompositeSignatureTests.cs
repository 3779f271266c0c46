using System.Text.Json;
using PqCrypto.Tests.Extension;

namespace PqCrypto.Tests.Vectors;

/// <summary>The published vectors of composite ML-DSA: keys, certificates, signatures without and with a context.</summary>
/// <remarks>brainpoolP256r1 and Ed448 have no part in the core package.</remarks>
public class CompositeSignatureTests
{
    private const string File = "hybrid/composite-sigs/testvectors.json.gz";

    private static readonly SignatureAlgorithm[] Algorithms =
    [
        .. SignatureAlgorithm.All,
        .. CompositeAlgorithms.Signatures,
        CompositeAlgorithms.Create("id-MLDSA44-Ed25519-SHA512", new Ed25519Scheme()),
        CompositeAlgorithms.Create("MLDSA65-Ed25519-SHA512", new Ed25519Scheme()),
    ];

    public static TheoryData<string> Names =>
        [.. Tests().Select(test => test.GetProperty("tcId").GetString()!).Where(name => Find(name) is not null)];

    [SharedFact]
    public void Theory_RunsAllButThosePartsThatWeLack() => Assert.Equal(12, Names.Count);      // = 14 - 2

    [SharedTheory, MemberData(nameof(Names))]
    public void PublishedVector_IsReadVerifiedAndWrittenUnchanged(string name)
    {
        SignatureAlgorithm algorithm = Find(name)!;
        JsonElement file = SharedVectors.ReadJson(File);
        JsonElement test = Tests().Single(candidate => candidate.GetProperty("tcId").GetString() == name);
        byte[] message = file.GetProperty("m").GetBytesFromBase64();
        SignatureOptions context = new() { Context = file.GetProperty("ctx").GetBytesFromBase64() };
        byte[] signature = test.GetProperty("s").GetBytesFromBase64();
        byte[] signatureWithContext = test.GetProperty("sWithContext").GetBytesFromBase64();

        CertificateParts certificate = CertificateParts.FromDer(test.GetProperty("x5c").GetBytesFromBase64());
        SignaturePublicKey publicKey = algorithm.ImportSubjectPublicKeyInfo(certificate.SubjectPublicKeyInfo);
        Assert.True(publicKey.Verify(certificate.ToBeSigned, certificate.Signature));
        Assert.Equal(certificate.SubjectPublicKeyInfo, publicKey.ExportSubjectPublicKeyInfo());
        Assert.EndsWith(Convert.ToHexString(test.GetProperty("pk").GetBytesFromBase64()), Convert.ToHexString(certificate.SubjectPublicKeyInfo), StringComparison.Ordinal);
        Assert.True(publicKey.Verify(message, signature));
        Assert.True(publicKey.Verify(message, signatureWithContext, context));
        Assert.False(publicKey.Verify(message, signature, context));
        Assert.False(publicKey.Verify(message, signatureWithContext));

        byte[] pkcs8 = test.GetProperty("sk_pkcs8").GetBytesFromBase64();
        using SignaturePrivateKey key = algorithm.ImportPkcs8PrivateKey(pkcs8);
        Assert.Equal(publicKey, key.PublicKey);
        Assert.Equal(pkcs8, key.ExportPkcs8PrivateKey());
        Assert.True(publicKey.Verify(message, key.Sign(message, context), context));
        if (algorithm.PrivateKeySizeInBytes == 0)
            return;      // RSA keys have no raw form
        byte[] sk = test.GetProperty("sk").GetBytesFromBase64();
        using SignaturePrivateKey raw = algorithm.PrivateSeedSizeInBytes == 0 ? algorithm.ImportPrivateKey(sk) : algorithm.ImportPrivateSeed(sk);
        Assert.Equal(publicKey, raw.PublicKey);
        Assert.Equal(publicKey, algorithm.ImportPublicKey(test.GetProperty("pk").GetBytesFromBase64()));
    }

    private static SignatureAlgorithm? Find(string name) =>
        Algorithms.FirstOrDefault(algorithm => name == $"id-{algorithm.Name}");

    private static IEnumerable<JsonElement> Tests() => SharedVectors.ReadJson(File).GetProperty("tests").EnumerateArray();
}
