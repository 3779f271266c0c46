using System.Security.Cryptography;
using PqCrypto.Classical;

namespace PqCrypto.Tests.Classical;

/// <summary>DHKEM against RFC 9180 and against a composition of the platform's HKDF and ECDH.</summary>
public sealed class DhkemTests
{
    private static readonly Dictionary<string, (KemScheme Scheme, ushort Id, HashAlgorithmName Hash)> Suites = new()
    {
        ["X25519"] = (DhkemScheme.X25519HkdfSha256, 0x0020, HashAlgorithmName.SHA256),
        ["P-256"] = (DhkemScheme.P256HkdfSha256, 0x0010, HashAlgorithmName.SHA256),
        ["P-384"] = (DhkemScheme.P384HkdfSha384, 0x0011, HashAlgorithmName.SHA384),
    };

    public static TheoryData<string> SuiteNames => [.. Suites.Keys];

    [Theory]
    [InlineData(
        "X25519",
        "7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234",
        "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc")]
    [InlineData(
        "P-256",
        "4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e",
        "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
        "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
        "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
        "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8")]
    public void EncapsulateAndDecapsulate_Rfc9180Vector_MatchesSecret(
        string suite, string ikmE, string privateKey, string publicKey, string enc, string secret)
    {
        KemScheme scheme = Suites[suite].Scheme;
        using KemPrivateKeyState key = scheme.ImportPrivateKey(Convert.FromHexString(privateKey));
        byte[] exported = new byte[scheme.Description.PublicKeySizeInBytes];
        key.PublicKey.ExportPublicKey(exported);
        Assert.Equal(publicKey, Convert.ToHexStringLower(exported));

        byte[] ciphertext = new byte[scheme.Description.CiphertextSizeInBytes], sent = new byte[32], got = new byte[32];
        key.PublicKey.Encapsulate(Convert.FromHexString(ikmE), ciphertext, sent);
        Assert.Equal(enc, Convert.ToHexStringLower(ciphertext));
        Assert.Equal(secret, Convert.ToHexStringLower(sent));
        key.Decapsulate(ciphertext, got);
        Assert.Equal(sent, got);
    }

    [Theory]
    [MemberData(nameof(SuiteNames))]
    public void Encapsulate_RandomKeys_MatchesOutsideComposition(string suite)
    {
        (KemScheme scheme, ushort id, HashAlgorithmName hash) = Suites[suite];
        for (int i = 0; i < 5; i++)
        {
            using KemPrivateKeyState receiver = Generate(scheme);
            byte[] publicKey = PublicKeyOf(scheme, receiver), scalar = new byte[scheme.Description.PrivateKeySizeInBytes];
            receiver.ExportPrivateKey(scalar);
            byte[] ikm = RandomNumberGenerator.GetBytes(scalar.Length);
            byte[] ciphertext = new byte[scheme.Description.CiphertextSizeInBytes], sent = new byte[scheme.Description.SharedSecretSizeInBytes];
            receiver.PublicKey.Encapsulate(ikm, ciphertext, sent);

            byte[] prk = Extract(hash, id, "dkp_prk", ikm);
            byte[] ephemeral = suite == "X25519"
                ? Expand(hash, id, prk, "sk", [], scalar.Length)
                : Expand(hash, id, prk, "candidate", [0], scalar.Length);      // the first candidate fits, but once in 2^32
            Assert.Equal(OutsidePublicKey(suite, ephemeral), ciphertext);
            byte[] dh = OutsideAgreement(suite, scalar, ciphertext);
            byte[] expected = Expand(hash, id, Extract(hash, id, "eae_prk", dh), "shared_secret", [.. ciphertext, .. publicKey], sent.Length);
            Assert.Equal(expected, sent);
        }
    }

    [Theory]
    [MemberData(nameof(SuiteNames))]
    public void Encapsulate_DrawnRandomness_RoundTripsAndDiffers(string suite)
    {
        KemScheme scheme = Suites[suite].Scheme;
        KemDescription description = scheme.Description;
        using KemPrivateKeyState receiver = Generate(scheme);
        HashSet<string> seen = [];
        for (int i = 0; i < 5; i++)
        {
            byte[] ciphertext = new byte[description.CiphertextSizeInBytes], sent = new byte[description.SharedSecretSizeInBytes], got = [.. sent];
            receiver.PublicKey.Encapsulate(
                RandomNumberGenerator.GetBytes(description.EncapsulationRandomnessSizeInBytes), ciphertext, sent);
            receiver.Decapsulate(ciphertext, got);
            Assert.Equal(sent, got);
            Assert.True(seen.Add(Convert.ToHexString(sent)));
        }
    }

    [Theory]
    [MemberData(nameof(SuiteNames))]
    public void PublicKey_AfterDispose_StaysUsable(string suite)
    {
        KemScheme scheme = Suites[suite].Scheme;
        KemPrivateKeyState receiver = Generate(scheme);
        byte[] before = PublicKeyOf(scheme, receiver);
        receiver.Dispose();
        Assert.Equal(before, PublicKeyOf(scheme, receiver));
        receiver.PublicKey.Encapsulate(
            RandomNumberGenerator.GetBytes(scheme.Description.PrivateKeySizeInBytes),
            new byte[scheme.Description.CiphertextSizeInBytes],
            new byte[scheme.Description.SharedSecretSizeInBytes]);
    }

    [Fact]
    public void ImportPrivateKey_X25519_IsClampedAsRfc9180Demands()
    {
        byte[] scalar = RandomNumberGenerator.GetBytes(32), exported = new byte[32];
        using KemPrivateKeyState key = DhkemScheme.X25519HkdfSha256.ImportPrivateKey(scalar);
        key.ExportPrivateKey(exported);
        X25519.Clamp(scalar);
        Assert.Equal(scalar, exported);
    }

    [Fact]
    public void X25519_AfterWarmUp_AllocatesNothing()
    {
        using KemPrivateKeyState key = Generate(DhkemScheme.X25519HkdfSha256);
        byte[] ikm = RandomNumberGenerator.GetBytes(32), ciphertext = new byte[32], secret = new byte[32];
        key.PublicKey.Encapsulate(ikm, ciphertext, secret);
        key.Decapsulate(ciphertext, secret);
        Assert.Equal(0, Api.AllocationTests.Measure(() =>
        {
            key.PublicKey.Encapsulate(ikm, ciphertext, secret);
            key.Decapsulate(ciphertext, secret);
        }));
    }

    private static KemPrivateKeyState Generate(KemScheme scheme) =>
        scheme.GenerateKey(RandomNumberGenerator.GetBytes(scheme.Description.KeyGenerationRandomnessSizeInBytes));

    private static byte[] PublicKeyOf(KemScheme scheme, KemPrivateKeyState key)
    {
        byte[] publicKey = new byte[scheme.Description.PublicKeySizeInBytes];
        key.PublicKey.ExportPublicKey(publicKey);
        return publicKey;
    }

    private static byte[] OutsidePublicKey(string suite, byte[] scalar) => suite == "X25519"
        ? Outside.X25519PublicKey(scalar)
        : Outside.EcPublicKey(suite, scalar);

    private static byte[] OutsideAgreement(string suite, byte[] scalar, byte[] peer) => suite == "X25519"
        ? Outside.X25519Agreement(scalar, peer)
        : Outside.EcAgreement(suite, scalar, peer);

    private static byte[] Extract(HashAlgorithmName hash, ushort id, string label, byte[] ikm) =>
        HKDF.Extract(hash, [.. "HPKE-v1"u8, .. Suite(id), .. System.Text.Encoding.ASCII.GetBytes(label), .. ikm]);

    private static byte[] Expand(HashAlgorithmName hash, ushort id, byte[] prk, string label, byte[] info, int length) =>
        HKDF.Expand(hash, prk, length, [0, (byte)length, .. "HPKE-v1"u8, .. Suite(id), .. System.Text.Encoding.ASCII.GetBytes(label), .. info]);

    private static byte[] Suite(ushort id) => [.. "KEM"u8, (byte)(id >> 8), (byte)id];
}
