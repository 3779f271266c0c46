using System.Text.Json;
using PqCrypto.Hpke;
using PqCrypto.Testing;
using PqCrypto.Tests.Extension;

namespace PqCrypto.Tests.Vectors;

/// <summary>The published vectors of HPKE with post-quantum KEMs and one-stage key derivation: key pairs, key schedules, messages and exported secrets.</summary>
public class HpkeTests
{
    private const string File = "hybrid/hpke-pq/test-vectors.json";
    private const int DhkemX448 = 0x0021;

    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, SharedVectors.ReadJson(File).GetArrayLength())];

    [SharedTheory, MemberData(nameof(Indexes))]
    public void PublishedVector_BothSides_GiveItsValues(int index)
    {
        JsonElement v = SharedVectors.ReadJson(File)[index];
        Assert.Equal(0, v.GetProperty("mode").GetInt32());
        HpkeSuite suite = Suite(v);
        using KemPrivateKey key = Import(suite.Kem, v.Bytes("skRm"));
        Assert.Equal(v.Text("pkRm"), Convert.ToHexStringLower(key.PublicKey.ExportPublicKey()));
        if (suite.KemIdentifier != DhkemX448)
        {
            using KemPrivateKey derived = suite.DeriveKeyPair(v.Bytes("ikmR"));
            Assert.Equal(key.PublicKey, derived.PublicKey);
        }

        using HpkeReceiver receiver = suite.CreateReceiver(key, v.Bytes("enc"), v.Bytes("info"));
        foreach (JsonElement encryption in v.GetProperty("encryptions").EnumerateArray())
            Assert.Equal(encryption.Text("pt"), Convert.ToHexStringLower(receiver.Open(encryption.Bytes("ct"), encryption.Bytes("aad"))));
        AssertExports(v, receiver);
        if (suite.KemIdentifier == DhkemX448)
            return;      // the plugged-in scheme is not derandomised by ikmE

        byte[] ikmE = v.Bytes("ikmE");
        if (suite.Kem.Name == "MLKEM768-P256")
            Array.Resize(ref ikmE, 160);      // as in HybridTests
        using HpkeSender sender = Derandomized.CreateHpkeSender(suite, key.PublicKey, ikmE, v.Bytes("info"), out byte[] encapsulated);
        Assert.Equal(v.Text("enc"), Convert.ToHexStringLower(encapsulated));
        foreach (JsonElement encryption in v.GetProperty("encryptions").EnumerateArray())
            Assert.Equal(encryption.Text("ct"), Convert.ToHexStringLower(sender.Seal(encryption.Bytes("pt"), encryption.Bytes("aad"))));
        AssertExports(v, sender);
    }

    [SharedFact]
    public void Theory_RunsNineSuites() => Assert.Equal(9, Indexes.Count);

    private static HpkeSuite Suite(JsonElement v)
    {
        HpkeKdf kdf = (HpkeKdf)v.GetProperty("kdf_id").GetInt32();
        HpkeAead aead = (HpkeAead)v.GetProperty("aead_id").GetInt32();
        int kem = v.GetProperty("kem_id").GetInt32();
        if (kem == DhkemX448)
            return new HpkeSuite(KemAlgorithm.Create(new X448Scheme()), DhkemX448, kdf, aead);
        string name = kem switch
        {
            0x0010 => "DHKEM-P256-HKDF-SHA256",
            0x0011 => "DHKEM-P384-HKDF-SHA384",
            0x0020 => "DHKEM-X25519-HKDF-SHA256",
            0x0040 => "ML-KEM-512",
            0x0041 => "ML-KEM-768",
            0x0042 => "ML-KEM-1024",
            0x0050 => "MLKEM768-P256",
            0x0051 => "MLKEM1024-P384",
            _ => "X-Wing",
        };
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        HpkeSuite suite = new(algorithm, kdf, aead);
        Assert.Equal(kem, suite.KemIdentifier);
        return suite;
    }

    private static KemPrivateKey Import(KemAlgorithm kem, byte[] key) =>
        kem.PrivateSeedSizeInBytes > 0 ? kem.ImportPrivateSeed(key) : kem.ImportPrivateKey(key);

    private static void AssertExports(JsonElement v, HpkeContext context)
    {
        foreach (JsonElement export in v.GetProperty("exports").EnumerateArray())
        {
            byte[] secret = new byte[export.GetProperty("L").GetInt32()];
            context.Export(export.Bytes("exporter_context"), secret);
            Assert.Equal(export.Text("exported_value"), Convert.ToHexStringLower(secret));
        }
    }
}
