using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using PqCrypto.Hpke;

namespace PqCrypto.Tests.Hpke;

public class HpkeSuiteTests
{
    private static readonly byte[] Info = "info"u8.ToArray();
    private static readonly byte[] Message = "message"u8.ToArray();
    private static readonly byte[] Data = "associated"u8.ToArray();
    private static readonly byte[] Psk = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static TheoryData<string, HpkeKdf, HpkeAead> Suites
    {
        get
        {
            TheoryData<string, HpkeKdf, HpkeAead> suites = [];
            foreach (string kem in new[] { "ML-KEM-768", "X-Wing", "MLKEM768-P256", "DHKEM-X25519-HKDF-SHA256", "DHKEM-P384-HKDF-SHA384" })
            {
                foreach (HpkeKdf kdf in Enum.GetValues<HpkeKdf>())
                    suites.Add(kem, kdf, HpkeAead.Aes128Gcm);
                suites.Add(kem, HpkeKdf.HkdfSha256, HpkeAead.Aes256Gcm);
                suites.Add(kem, HpkeKdf.Shake256, HpkeAead.ChaCha20Poly1305);
            }

            return suites;
        }
    }

    [Theory, MemberData(nameof(Suites))]
    public void Messages_InOrder_AreOpened_AndNothingElseIs(string kem, HpkeKdf kdf, HpkeAead aead)
    {
        HpkeSuite suite = new(Find(kem), kdf, aead);
        using KemPrivateKey key = suite.Kem.GenerateKey();
        using HpkeSender sender = suite.CreateSender(key.PublicKey, Info, out byte[] encapsulated);
        using HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, Info);
        byte[] first = sender.Seal(Message, Data), second = sender.Seal([]), third = sender.Seal(Message);
        Assert.Equal(Message.Length + suite.TagSizeInBytes, first.Length);
        Assert.ThrowsAny<CryptographicException>(() => receiver.Open(second));
        Assert.ThrowsAny<CryptographicException>(() => receiver.Open(first));
        Assert.ThrowsAny<CryptographicException>(() => receiver.Open([], Data));
        byte[] changed = [.. first];
        changed[0] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => receiver.Open(changed, Data));
        Assert.Equal(Message, receiver.Open(first, Data));
        Assert.ThrowsAny<CryptographicException>(() => receiver.Open(first, Data));
        Assert.Empty(receiver.Open(second));
        Assert.Equal(Message, receiver.Open(third));

        byte[] one = new byte[77], other = new byte[77], elsewhere = new byte[77];
        sender.Export("context"u8, one);
        receiver.Export("context"u8, other);
        receiver.Export("elsewhere"u8, elsewhere);
        Assert.Equal(one, other);
        Assert.NotEqual(one, elsewhere);
    }

    [Theory]
    [InlineData(HpkeKdf.HkdfSha256)]
    [InlineData(HpkeKdf.TurboShake128)]
    public void PreSharedKey_IsNeededByBothSides(HpkeKdf kdf)
    {
        HpkeSuite suite = new(KemAlgorithm.MLKem768, kdf, HpkeAead.Aes256Gcm);
        using KemPrivateKey key = suite.Kem.GenerateKey();
        using HpkeSender sender = suite.CreateSender(key.PublicKey, Info, out byte[] encapsulated, Psk, "name"u8);
        byte[] sealedMessage = sender.Seal(Message);
        using (HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, Info, Psk, "name"u8))
            Assert.Equal(Message, receiver.Open(sealedMessage));
        byte[] otherPsk = [.. Psk[..^1], 0];
        using HpkeReceiver withoutKey = suite.CreateReceiver(key, encapsulated, Info);
        using HpkeReceiver withOtherKey = suite.CreateReceiver(key, encapsulated, Info, otherPsk, "name"u8);
        using HpkeReceiver withOtherName = suite.CreateReceiver(key, encapsulated, Info, Psk, "eman"u8);
        using HpkeReceiver withOtherInfo = suite.CreateReceiver(key, encapsulated, Data, Psk, "name"u8);
        foreach (HpkeReceiver receiver in new[] { withoutKey, withOtherKey, withOtherName, withOtherInfo })
            Assert.ThrowsAny<CryptographicException>(() => receiver.Open(sealedMessage));
        Assert.Throws<ArgumentException>(() => suite.CreateSender(key.PublicKey, Info, out _, Psk));
        Assert.Throws<ArgumentException>(() => suite.CreateSender(key.PublicKey, Info, out _, pskId: "name"u8));
        Assert.Throws<ArgumentException>(() => suite.CreateSender(key.PublicKey, Info, out _, Psk.AsSpan(1), "name"u8));
    }

    [Theory]
    [InlineData(HpkeKdf.HkdfSha256)]
    [InlineData(HpkeKdf.Shake128)]
    public void LongInputs_UpToTheLimit_AreTaken_AndLongerOnesThrow(HpkeKdf kdf)
    {
        HpkeSuite suite = new(KemAlgorithm.MLKem512, kdf, HpkeAead.Aes128Gcm);
        using KemPrivateKey key = suite.Kem.GenerateKey();
        byte[] longest = new byte[65535], longer = new byte[700_000];
        using HpkeSender sender = suite.CreateSender(key.PublicKey, longest, out byte[] encapsulated, longest, longest);
        using HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, longest, longest, longest);
        Assert.Equal(Message, receiver.Open(sender.Seal(Message)));
        sender.Export(longest, new byte[32]);
        sender.Export(longest, []);
        Assert.Throws<ArgumentException>(() => suite.CreateSender(key.PublicKey, longer, out _));
        Assert.Throws<ArgumentException>(() => suite.CreateSender(key.PublicKey, Info, out _, longer, "name"u8));
        Assert.Throws<ArgumentException>(() => suite.CreateSender(key.PublicKey, Info, out _, Psk, longer));
        Assert.Throws<ArgumentException>(() => sender.Export(longer, new byte[32]));
    }

    [Theory]
    [InlineData(HpkeAead.Aes256Gcm)]
    [InlineData(HpkeAead.ChaCha20Poly1305)]
    public void SealAndOpen_OverOneBuffer_WorkInPlaceAndRefuseToBeShifted(HpkeAead aead)
    {
        HpkeSuite suite = new(KemAlgorithm.MLKem512, HpkeKdf.HkdfSha256, aead);
        using KemPrivateKey key = suite.Kem.GenerateKey();
        using HpkeSender sender = suite.CreateSender(key.PublicKey, Info, out byte[] encapsulated);
        using HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, Info);
        byte[] message = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        byte[] buffer = new byte[400];
        foreach (int shift in new[] { -40, -1, 1, 8, 16, 40 })
        {
            message.CopyTo(buffer, 100);
            byte[] before = [.. buffer];
            Assert.Throws<ArgumentException>("ciphertext", () => sender.Seal(buffer.AsSpan(100, 200), default, buffer.AsSpan(100 + shift, 216)));
            Assert.Throws<ArgumentException>("plaintext", () => receiver.Open(buffer.AsSpan(100, 216), default, buffer.AsSpan(100 + shift, 200)));
            Assert.Equal(before, buffer);
        }

        sender.Seal(buffer.AsSpan(100, 200), default, buffer.AsSpan(100, 216));
        receiver.Open(buffer.AsSpan(100, 216), default, buffer.AsSpan(100, 200));
        Assert.Equal(message, buffer.AsSpan(100, 200).ToArray());
    }

    [Fact]
    public void Open_ShorterThanATag_ZeroesTheMessage()
    {
        HpkeSuite suite = new(KemAlgorithm.MLKem512, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm);
        using KemPrivateKey key = suite.Kem.GenerateKey();
        using HpkeSender sender = suite.CreateSender(key.PublicKey, Info, out byte[] encapsulated);
        using HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, Info);
        byte[] message = [1, 2, 3];
        Assert.ThrowsAny<CryptographicException>(() => receiver.Open(new byte[15], default, message));
        Assert.Equal(new byte[3], message);
    }

    /// <summary>Both sides could make the same mistake: two of the published key schedules in one stage (draft-ietf-hpke-pq, test vectors).</summary>
    [Theory]
    [InlineData(
        "DHKEM-P256-HKDF-SHA256", HpkeKdf.Shake128, HpkeAead.Aes128Gcm, "2c3139230d3c69f7f653149b4b036355920bcfd5805705a7640be64fd9b11ec9",
        "104d43e2b37b5d843fdf137d36c765e9", "b320e8cab81d613258b5686e", "a30bc8dac89fd0211eebb68d1e765672d41039ef10df93a56ca9d15755c65b2a")]
    [InlineData(
        "DHKEM-X25519-HKDF-SHA256", HpkeKdf.TurboShake128, HpkeAead.ChaCha20Poly1305, "fcce4708329c0abad769b20a916009149486bc62798ab52210820b3353d86182",
        "e12d5464fb07e0b41b917fbb8a28d02026c6233660e94046d64e9a9ab1d9f137", "01de599541be16789d9431b5",
        "737ce6aebdc271c9c348894ab8e6ba401c273a2822349e7b18cb60de5f601df4")]
    public void KeySchedule_InOneStage_IsThePublishedOne(
        string kem, HpkeKdf kdf, HpkeAead aead, string sharedSecret, string key, string baseNonce, string exporterSecret)
    {
        byte[] info = Convert.FromHexString("34663634363532303666366532303631323034373732363536333639363136653230353537323665");
        byte[] gotKey = new byte[key.Length / 2], gotNonce = new byte[12], gotExporter = new byte[32];
        KeySchedule.Run(new HpkeSuite(Find(kem), kdf, aead), Convert.FromHexString(sharedSecret), info, [], [], gotKey, gotNonce, gotExporter);
        Assert.Equal(key, Convert.ToHexStringLower(gotKey));
        Assert.Equal(baseNonce, Convert.ToHexStringLower(gotNonce));
        Assert.Equal(exporterSecret, Convert.ToHexStringLower(gotExporter));
    }

    [Fact]
    public void SealAndOpen_InOneCall_GiveTheMessage()
    {
        HpkeSuite suite = new(KemAlgorithm.XWing, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm);
        using KemPrivateKey key = suite.Kem.GenerateKey();
        byte[] ciphertext = suite.Seal(key.PublicKey, Info, Message, Data, out byte[] encapsulated);
        Assert.Equal(suite.EncapsulatedKeySizeInBytes, encapsulated.Length);
        Assert.Equal(Message, suite.Open(key, encapsulated, Info, ciphertext, Data));
        Assert.ThrowsAny<CryptographicException>(() => suite.Open(key, encapsulated, Data, ciphertext, Data));
        encapsulated[0] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => suite.Open(key, encapsulated, Info, ciphertext, Data));
    }

    [Fact]
    public void ExportOnly_Exports_AndEncryptsNothing()
    {
        HpkeSuite suite = new(KemAlgorithm.MLKem512, HpkeKdf.HkdfSha384, HpkeAead.ExportOnly);
        Assert.Equal(0, suite.TagSizeInBytes);
        using KemPrivateKey key = suite.Kem.GenerateKey();
        using HpkeSender sender = suite.CreateSender(key.PublicKey, Info, out byte[] encapsulated);
        using HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, Info);
        byte[] one = new byte[32], other = new byte[32];
        sender.Export(default, one);
        receiver.Export(default, other);
        Assert.Equal(one, other);
        Assert.Throws<NotSupportedException>(() => sender.Seal(Message));
        Assert.Throws<NotSupportedException>(() => receiver.Open(new byte[40]));
    }

    [Fact]
    public void DeriveKeyPair_SameMaterial_GivesTheSameKey_AndShortMaterialThrows()
    {
        foreach (string kem in new[] { "ML-KEM-512", "X-Wing", "MLKEM1024-P384", "DHKEM-P256-HKDF-SHA256", "DHKEM-P384-HKDF-SHA384" })
        {
            HpkeSuite suite = new(Find(kem), HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm);
            byte[] ikm = RandomNumberGenerator.GetBytes(48);
            using KemPrivateKey one = suite.DeriveKeyPair(ikm);
            using KemPrivateKey same = suite.DeriveKeyPair(ikm);
            ikm[0] ^= 1;
            using KemPrivateKey other = suite.DeriveKeyPair(ikm);
            Assert.Equal(one.PublicKey, same.PublicKey);
            Assert.NotEqual(one.PublicKey, other.PublicKey);
            Assert.Throws<ArgumentException>(() => suite.DeriveKeyPair(ikm.AsSpan(..31)));
            suite.DeriveKeyPair(new byte[65535]).Dispose();
            Assert.Throws<ArgumentException>(() => suite.DeriveKeyPair(new byte[65536]));
        }
    }

    /// <summary>The collector may finalize an object while its last method runs; without care one in two thousand secrets came out wrong.</summary>
    [Fact]
    public void Export_ContextThatNobodyHolds_IsRightWhileCollectionsRun()
    {
        HpkeSuite suite = new(KemAlgorithm.MLKem512, HpkeKdf.HkdfSha256, HpkeAead.ExportOnly);
        using KemPrivateKey key = KemAlgorithm.MLKem512.GenerateKey();
        byte[] use = new byte[16384];
        byte[] expected = new byte[32], secret = new byte[32];
        using HpkeSender sender = suite.CreateSender(key.PublicKey, default, out byte[] encapsulated);
        sender.Export(use, expected);
        using CancellationTokenSource end = new();
        Thread collecting = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collecting.Start();
        int wrong = 0;
        try
        {
            for (int i = 0; i < 20_000; i++)
            {
                Export(suite, key, encapsulated, use, secret);
                wrong += secret.AsSpan().SequenceEqual(expected) ? 0 : 1;
            }
        }
        finally
        {
            end.Cancel();
            collecting.Join();
        }

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        HpkeSuite suite = new(KemAlgorithm.MLKem768, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm);
        using KemPrivateKey other = KemAlgorithm.MLKem512.GenerateKey();
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        Assert.Throws<NotSupportedException>(() => new HpkeSuite(KemAlgorithm.RsaOaep2048, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm));
        Assert.Throws<ArgumentNullException>(() => new HpkeSuite(null!, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HpkeSuite(KemAlgorithm.MLKem768, (HpkeKdf)4, HpkeAead.Aes128Gcm));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HpkeSuite(KemAlgorithm.MLKem768, HpkeKdf.HkdfSha256, (HpkeAead)4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HpkeSuite(KemAlgorithm.MLKem768, 0, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm));
        Assert.Throws<ArgumentException>(() => suite.CreateSender(other.PublicKey, Info, out _));
        Assert.Throws<ArgumentNullException>(() => suite.CreateSender(null!, Info, out _));
        Assert.Throws<ArgumentException>(() => suite.CreateReceiver(other, new byte[1088], Info));
        Assert.Throws<ArgumentNullException>(() => suite.CreateReceiver(null!, new byte[1088], Info));
        Assert.Throws<ArgumentException>(() => suite.CreateReceiver(key, new byte[1087], Info));
        HpkeSender sender = suite.CreateSender(key.PublicKey, Info, out byte[] encapsulated);
        Assert.Throws<ArgumentException>(() => sender.Seal(Message, Data, new byte[Message.Length + 15]));
        Assert.Throws<ArgumentException>(() => sender.Export(Data, new byte[(255 * 32) + 1]));
        using HpkeReceiver receiver = suite.CreateReceiver(key, encapsulated, Info);
        Assert.Throws<ArgumentException>(() => receiver.Open(sender.Seal(Message), default, new byte[Message.Length + 1]));
        sender.Dispose();
        sender.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sender.Seal(Message));
        Assert.Throws<ObjectDisposedException>(() => sender.Export(default, new byte[1]));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Export(HpkeSuite suite, KemPrivateKey key, byte[] encapsulated, byte[] use, byte[] secret) =>
        suite.CreateReceiver(key, encapsulated, default).Export(use, secret);

    private static KemAlgorithm Find(string name) =>
        KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm) ? algorithm : throw new InvalidOperationException(name);
}
