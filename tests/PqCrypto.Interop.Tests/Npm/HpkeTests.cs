using System.Text.Json;
using PqCrypto.Hpke;

namespace PqCrypto.Interop.Tests.Npm;

/// <summary>HPKE against @hpke/core 1.9.0 with its modules for X25519, ChaCha20-Poly1305, ML-KEM and X-Wing: RFC 9180's own suites and the post-quantum KEMs, base and PSK
/// mode, both directions.</summary>
public sealed class HpkeTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly string[] Kems =
    [
        "DHKEM-P256-HKDF-SHA256", "DHKEM-P384-HKDF-SHA384", "DHKEM-X25519-HKDF-SHA256", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "X-Wing",
    ];

    [NpmFact]
    public void Contexts_OfEitherSide_AreUnderstoodByTheOther()
    {
        List<Exchange> exchanges = [.. MakeExchanges()];
        string answered = NpmPackages.Run("hpke.mjs", JsonSerializer.Serialize(exchanges.Select(exchange => exchange.Question), Json));
        using JsonDocument document = JsonDocument.Parse(answered);
        JsonElement[] answers = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(exchanges.Count, answers.Length);
        Assert.Equal(7 * 3 * 3 * 2, answers.Length);
        for (int i = 0; i < answers.Length; i++)
            exchanges[i].Check(answers[i]);
    }

    private static IEnumerable<Exchange> MakeExchanges()
    {
        int number = 0;
        foreach (string kem in Kems)
        {
            foreach (HpkeKdf kdf in new[] { HpkeKdf.HkdfSha256, HpkeKdf.HkdfSha384, HpkeKdf.HkdfSha512 })
            {
                foreach (HpkeAead aead in new[] { HpkeAead.Aes128Gcm, HpkeAead.Aes256Gcm, HpkeAead.ChaCha20Poly1305 })
                {
                    foreach (bool hasPsk in new[] { false, true })
                    {
                        KemAlgorithm algorithm = KemAlgorithm.All.Single(candidate => candidate.Name == kem);
                        yield return new Exchange(new HpkeSuite(algorithm, kdf, aead), hasPsk, number++);
                    }
                }
            }
        }
    }

    private sealed record Question(
        int Kem,
        int Kdf,
        int Aead,
        string PrivateKey,
        string PublicKey,
        string Info,
        string Psk,
        string PskId,
        string Data,
        string Encapsulated,
        string[] Messages,
        string[] Sealed,
        string ExporterContext,
        int ExportSize);

    /// <summary>One suite: what we seal for the other side, and what becomes of its answer.</summary>
    private sealed class Exchange
    {
        private readonly HpkeSuite suite;
        private readonly byte[] privateKey;
        private readonly byte[] info, psk, pskId, data, exporterContext;
        private readonly byte[][] messages;
        private readonly byte[] exported;

        internal Exchange(HpkeSuite suite, bool hasPsk, int number)
        {
            this.suite = suite;
            info = Deterministic.Bytes("info", number, number);
            psk = hasPsk ? Deterministic.Bytes("psk", number, 32 + number) : [];
            pskId = hasPsk ? Deterministic.Bytes("psk id", number, 1 + number) : [];
            data = Deterministic.Bytes("data", number, number % 40);
            exporterContext = Deterministic.Bytes("exporter", number, number % 20);
            messages = [.. Enumerable.Range(0, 3).Select(index => Deterministic.Bytes("message", number, 100 * index))];
            exported = new byte[1 + number];
            using KemPrivateKey key = suite.Kem.GenerateKey();
            privateKey = key.HasPrivateSeed ? key.ExportPrivateSeed() : key.ExportPrivateKey();
            using HpkeSender sender = suite.CreateSender(key.PublicKey, info, out byte[] encapsulated, psk, pskId);
            string[] sealedMessages = [.. messages.Select(message => Hex(sender.Seal(message, data)))];
            sender.Export(exporterContext, exported);
            Question = new Question(
                suite.KemIdentifier,
                (int)suite.Kdf,
                (int)suite.Aead,
                Hex(privateKey),
                Hex(key.PublicKey.ExportPublicKey()),
                Hex(info),
                Hex(psk),
                Hex(pskId),
                Hex(data),
                Hex(encapsulated),
                [.. messages.Select(Hex)],
                sealedMessages,
                Hex(exporterContext),
                exported.Length);
        }

        internal Question Question { get; }

        internal void Check(JsonElement answer)
        {
            Assert.Equal(messages.Select(Hex), Texts(answer, "opened"));
            Assert.Equal(Hex(exported), Text(answer, "exported"));
            using KemPrivateKey key = suite.Kem.PrivateSeedSizeInBytes > 0 ? suite.Kem.ImportPrivateSeed(privateKey) : suite.Kem.ImportPrivateKey(privateKey);
            using HpkeReceiver receiver = suite.CreateReceiver(key, Convert.FromHexString(Text(answer, "encapsulated")), info, psk, pskId);
            Assert.Equal(messages, Texts(answer, "sealed").Select(message => receiver.Open(Convert.FromHexString(message), data)));
            byte[] secret = new byte[exported.Length];
            receiver.Export(exporterContext, secret);
            Assert.Equal(Text(answer, "senderExported"), Hex(secret));
        }

        private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString()!;

        private static IEnumerable<string> Texts(JsonElement answer, string name) => answer.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

        private static string Hex(byte[] value) => Convert.ToHexStringLower(value);
    }
}
