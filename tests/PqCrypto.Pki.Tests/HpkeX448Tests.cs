using System.Security.Cryptography;
using System.Text.Json;
using PqCrypto.Hpke;
using PqCrypto.Testing;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Pki.Tests;

/// <summary>HPKE over X448: the vector of the post-quantum draft, both sides.</summary>
public class HpkeX448Tests
{
    private const int KemId = 0x0021;

    [SharedFact]
    public void PublishedVector_BothSides_GiveItsValues()
    {
        JsonElement v = SharedVectors.ReadJson("hybrid/hpke-pq/test-vectors.json").EnumerateArray().Single(vector => vector.GetProperty("kem_id").GetInt32() == KemId);
        HpkeSuite suite = new(PkiAlgorithms.X448, KemId, (HpkeKdf)v.GetProperty("kdf_id").GetInt32(), (HpkeAead)v.GetProperty("aead_id").GetInt32());
        using KemPrivateKey key = suite.Kem.ImportPrivateKey(Bytes(v, "skRm"));
        Assert.Equal(Bytes(v, "pkRm"), key.PublicKey.ExportPublicKey());
        using HpkeReceiver receiver = suite.CreateReceiver(key, Bytes(v, "enc"), Bytes(v, "info"));
        using HpkeSender sender = Derandomized.CreateHpkeSender(suite, key.PublicKey, Bytes(v, "ikmE"), Bytes(v, "info"), out byte[] encapsulated);
        Assert.Equal(Bytes(v, "enc"), encapsulated);
        int count = 0;
        foreach (JsonElement encryption in v.GetProperty("encryptions").EnumerateArray())
        {
            Assert.Equal(Bytes(encryption, "ct"), sender.Seal(Bytes(encryption, "pt"), Bytes(encryption, "aad")));
            Assert.Equal(Bytes(encryption, "pt"), receiver.Open(Bytes(encryption, "ct"), Bytes(encryption, "aad")));
            count++;
        }

        Assert.NotEqual(0, count);
    }

    [Fact]
    public void Suite_WithAFreshKey_SendsAndReceives()
    {
        HpkeSuite suite = new(PkiAlgorithms.X448, KemId, HpkeKdf.HkdfSha512, HpkeAead.Aes256Gcm);
        using KemPrivateKey key = PkiAlgorithms.X448.GenerateKey();
        using HpkeSender sender = suite.CreateSender(key.PublicKey, [], out byte[] encapsulated);
        using HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, []);
        Assert.Equal("hello"u8, receiver.Open(sender.Seal("hello"u8, []), []));
    }

    [Fact]
    public void Decapsulate_PointThatGivesZero_IsRefused()
    {
        using KemPrivateKey key = PkiAlgorithms.X448.GenerateKey();
        byte[] secret = new byte[64];
        Assert.Throws<CryptographicException>(() => key.Decapsulate(new byte[56], secret));
        Assert.Equal(new byte[64], secret);
    }

    private static byte[] Bytes(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
