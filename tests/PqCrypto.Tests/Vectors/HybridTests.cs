using System.Security.Cryptography;
using System.Text.Json;
using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>Published vectors of X-Wing, of the CFRG's concrete hybrids and of the KEMs of HPKE: seed to key pair, given randomness to ciphertext and secret, and back.</summary>
/// <remarks>DHKEM over X448 (0x0021) and the key schedules are in <see cref="HpkeTests"/>.</remarks>
public class HybridTests
{
    private const string XWingFile = "hybrid/xwing/test-vectors.json";
    private const string CfrgFile = "hybrid/cfrg-concrete/test-vectors-MLKEM768X25519.json";
    private const string HpkeFile = "hybrid/hpke-pq/test-vectors.json";

    /// <summary>HPKE's KEM identifiers that we have algorithms for.</summary>
    private static readonly Dictionary<int, KemAlgorithm> HpkeKems = new()
    {
        [0x0010] = KemAlgorithm.EcdhP256,
        [0x0011] = KemAlgorithm.EcdhP384,
        [0x0020] = KemAlgorithm.X25519,
        [0x0040] = KemAlgorithm.MLKem512,
        [0x0041] = KemAlgorithm.MLKem768,
        [0x0042] = KemAlgorithm.MLKem1024,
        [0x0050] = Find("MLKEM768-P256"),
        [0x0051] = Find("MLKEM1024-P384"),
        [0x647A] = KemAlgorithm.XWing,
    };

    public static TheoryData<int> XWing => Indexes(XWingFile, _ => true);

    public static TheoryData<int> Cfrg => Indexes(CfrgFile, _ => true);

    public static TheoryData<int> Hpke => Indexes(HpkeFile, vector => HpkeKems.ContainsKey(vector.GetProperty("kem_id").GetInt32()));

    public static TheoryData<int> Kept => [.. Enumerable.Range(0, 15)];   // = 2 + 7 + 6, the vectors below

    [Theory, MemberData(nameof(Kept))]
    public void Encapsulate_KeptVector_GivesPublishedDigests(int index)
    {
        JsonElement vectors = OwnVectors.ReadJson("hybrid-digests.json").GetProperty("vectors");
        Assert.Equal(15, vectors.GetArrayLength());
        JsonElement v = vectors[index];
        Assert.True(KemAlgorithm.TryFind(v.Text("algorithm"), out KemAlgorithm? algorithm));
        using KemPrivateKey key = Import(algorithm!, v.Bytes("privateKey"));
        Assert.Equal(v.Text("publicKeySha256"), Sha256(key.PublicKey.ExportPublicKey()));
        byte[] ciphertext = new byte[algorithm!.CiphertextSizeInBytes];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        Derandomized.Encapsulate(key.PublicKey, v.Bytes("randomness"), ciphertext, secret);
        Assert.Equal(v.Text("ciphertextSha256"), Sha256(ciphertext));
        Assert.Equal(v.Text("sharedSecret"), Convert.ToHexStringLower(secret));
        using SharedSecret received = key.Decapsulate(ciphertext);
        Assert.Equal(secret, received.ToArray());
    }

    [SharedTheory, MemberData(nameof(XWing))]
    public void XWing_DraftVector_GivesPublishedValues(int index)
    {
        JsonElement v = SharedVectors.ReadJson(XWingFile)[index];
        Match(KemAlgorithm.XWing, v.Bytes("sk"), v.Bytes("pk"), v.Bytes("eseed"), v.Bytes("ct"), v.Bytes("ss"));
        Assert.Equal(v.Text("seed"), v.Text("sk"));
    }

    [SharedTheory, MemberData(nameof(Cfrg))]
    public void XWing_CfrgConcreteVector_GivesPublishedValues(int index)
    {
        JsonElement v = SharedVectors.ReadJson(CfrgFile)[index];
        Match(KemAlgorithm.XWing, v.Bytes("seed"), v.Bytes("pk"), v.Bytes("randomness"), v.Bytes("ct"), v.Bytes("ss"));
    }

    [SharedTheory, MemberData(nameof(Hpke))]
    public void Encapsulate_HpkeVector_GivesPublishedValues(int index)
    {
        JsonElement v = SharedVectors.ReadJson(HpkeFile)[index];
        KemAlgorithm algorithm = HpkeKems[v.GetProperty("kem_id").GetInt32()];
        byte[] ikmE = v.Bytes("ikmE");
        if (algorithm.Name == "MLKEM768-P256")
            Array.Resize(ref ikmE, 160);      // these vectors give three scalars to choose from; of ours, the first that is valid counts too
        Match(algorithm, v.Bytes("skRm"), v.Bytes("pkRm"), ikmE, v.Bytes("enc"), v.Bytes("shared_secret"));
    }

    [SharedTheory]
    [InlineData("MLKEM768-P256", "hybrid/cfrg-concrete/test-vectors-MLKEM768P256.json")]
    [InlineData("MLKEM1024-P384", "hybrid/cfrg-concrete/test-vectors-MLKEM1024P384.json")]
    public void ConcreteHybrid_CfrgVectors_GivePublishedValues(string name, string file)
    {
        JsonElement vectors = SharedVectors.ReadJson(file);
        Assert.Equal(7, vectors.GetArrayLength());
        foreach (JsonElement v in vectors.EnumerateArray())
            Match(Find(name), v.Bytes("seed"), v.Bytes("pk"), v.Bytes("randomness"), v.Bytes("ct"), v.Bytes("ss"));
    }

    [SharedFact]
    public void Theories_PublishedFiles_RunAllButTheKemsWeLack()
    {
        Assert.Equal(2, XWing.Count);
        Assert.Equal(7, Cfrg.Count);
        Assert.Equal(8, Hpke.Count);   // = 9 - 0x0021
    }

    [SharedFact]
    public void ImportFromPem_XWingExampleKeys_AreReadAndWrittenUnchanged()
    {
        string privatePem = SharedVectors.ReadText("hybrid/xwing/xwing.priv.pem").Trim();
        string publicPem = SharedVectors.ReadText("hybrid/xwing/xwing.pub.pem").Trim();
        using KemPrivateKey key = KemPrivateKey.ImportFromPem(privatePem);
        Assert.Equal(KemAlgorithm.XWing, key.Algorithm);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), key.ExportPrivateSeed());
        Assert.Equal(privatePem, key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(publicPem, key.PublicKey.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(key.PublicKey, KemPublicKey.ImportFromPem(publicPem));
    }

    private static KemAlgorithm Find(string name) =>
        KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm) ? algorithm : throw new InvalidOperationException(name);

    private static void Match(KemAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] randomness, byte[] ciphertext, byte[] secret)
    {
        using KemPrivateKey key = Import(algorithm, privateKey);
        Assert.Equal(Convert.ToHexString(publicKey), Convert.ToHexString(key.PublicKey.ExportPublicKey()));

        byte[] sentCiphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] sentSecret = new byte[algorithm.SharedSecretSizeInBytes];
        Derandomized.Encapsulate(algorithm.ImportPublicKey(publicKey), randomness, sentCiphertext, sentSecret);
        Assert.Equal(Convert.ToHexString(ciphertext), Convert.ToHexString(sentCiphertext));
        Assert.Equal(Convert.ToHexString(secret), Convert.ToHexString(sentSecret));

        using SharedSecret received = key.Decapsulate(ciphertext);
        Assert.Equal(Convert.ToHexString(secret), Convert.ToHexString(received.ToArray()));
    }

    /// <summary>Where there is a seed, it is what the vectors call the private key.</summary>
    private static KemPrivateKey Import(KemAlgorithm algorithm, byte[] privateKey) =>
        algorithm.PrivateSeedSizeInBytes > 0 ? algorithm.ImportPrivateSeed(privateKey) : algorithm.ImportPrivateKey(privateKey);

    private static string Sha256(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value));

    private static TheoryData<int> Indexes(string file, Func<JsonElement, bool> where)
    {
        TheoryData<int> indexes = [];
        JsonElement vectors = SharedVectors.ReadJson(file);
        for (int i = 0; i < vectors.GetArrayLength(); i++)
        {
            if (where(vectors[i]))
                indexes.Add(i);
        }

        return indexes;
    }
}
