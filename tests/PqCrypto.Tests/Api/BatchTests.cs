using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Tests.SelfTests;

namespace PqCrypto.Tests.Api;

/// <summary>The batch operations: order, partial failure, cancellation, and the same answers as one by one.</summary>
public sealed class BatchTests
{
    public static TheoryData<string> Kems =>
        ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "Kyber768-Round3", "X-Wing", "DHKEM-P256-HKDF-SHA256"];

    [Theory, MemberData(nameof(Kems))]
    public void GenerateKeys_AnyCount_GivesKeysThatWorkAndDiffer(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        foreach (int count in (int[])[0, 1, 7, 8, 9, 40])
        {
            KemPrivateKey[] keys = algorithm.GenerateKeys(count);
            Assert.Equal(count, keys.Length);
            Assert.Equal(count, keys.Select(key => Convert.ToHexString(key.PublicKey.ExportPublicKey())).Distinct().Count());
            foreach (KemPrivateKey key in keys)
            {
                using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
                using SharedSecret received = key.Decapsulate(ciphertext);
                Assert.True(sent.FixedTimeEquals(received));
                key.Dispose();
            }
        }
    }

    [Theory, InlineData("ML-KEM-512"), InlineData("ML-KEM-768"), InlineData("ML-KEM-1024"), InlineData("Kyber768-Round3")]
    public void GenerateKeys_OfOwnAlgorithm_AreThoseOfTheirSeeds(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        foreach (KemPrivateKey key in algorithm.GenerateKeys(11))
        {
            using KemPrivateKey again = algorithm.ImportPrivateSeed(key.ExportPrivateSeed());
            Assert.Equal(again.ExportPrivateKey(), key.ExportPrivateKey());
            Assert.Equal(again.PublicKey, key.PublicKey);
            key.Dispose();
        }
    }

    [Fact]
    public void GenerateKeys_NegativeCountOrCancelledToken_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => KemAlgorithm.MLKem768.GenerateKeys(-1));
        Assert.ThrowsAny<OperationCanceledException>(() => KemAlgorithm.MLKem768.GenerateKeys(1, new CancellationToken(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => KemAlgorithm.MLKem768.GenerateKeys(100, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void GenerateKeys_FailingGenerator_Throws()
    {
        using IDisposable failing = Entropy.Replace(_ => throw new CryptographicException("none"));
        Assert.Throws<CryptographicException>(() => KemAlgorithm.MLKem768.GenerateKeys(3));
    }

    [Fact]
    public void Encapsulate_ManyKeys_GivesResultsInOrderAndErrorsOfTheirOwn()
    {
        KemAlgorithm[] algorithms = [KemAlgorithm.MLKem512, KemAlgorithm.XWing, KemAlgorithm.MLKem1024, KemAlgorithm.EcdhP256];
        KemPrivateKey[] keys = [.. Enumerable.Range(0, 30).Select(i => algorithms[i % algorithms.Length].GenerateKey())];
        KemPublicKey[] publicKeys = [.. keys.Select(key => key.PublicKey)];
        publicKeys[13] = null!;
        EncapsulationResult[] results = KemBatch.Encapsulate(publicKeys);
        for (int i = 0; i < keys.Length; i++)
        {
            using EncapsulationResult result = results[i];
            if (i == 13)
            {
                Assert.IsType<ArgumentNullException>(result.Error);
                Assert.Null(result.Ciphertext);
                Assert.Null(result.SharedSecret);
                continue;
            }

            Assert.Null(result.Error);
            using SharedSecret received = keys[i].Decapsulate(result.Ciphertext!.Value.Span);
            Assert.True(received.FixedTimeEquals(result.SharedSecret!));
        }
    }

    [Theory, InlineData("ML-KEM-512"), InlineData("ML-KEM-768"), InlineData("ML-KEM-1024"), InlineData("Kyber768-Round3"), InlineData("X-Wing")]
    public void Encapsulate_ManyKeysOfOneAlgorithm_GivesSecretsThatTheirHoldersRecover(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        KemPrivateKey[] keys = algorithm.GenerateKeys(21);
        EncapsulationResult[] results = KemBatch.Encapsulate([.. keys.Select(key => key.PublicKey)]);
        for (int i = 0; i < keys.Length; i++)
        {
            using SharedSecret received = keys[i].Decapsulate(results[i].Ciphertext!.Value.Span);
            Assert.True(received.FixedTimeEquals(results[i].SharedSecret!));
            results[i].Dispose();
        }

        DecapsulationResult[] rejected = KemBatch.Decapsulate(keys[0], [.. results.Select(result => result.Ciphertext!.Value)]);
        for (int i = 0; i < keys.Length; i++)
        {
            using SharedSecret alone = keys[0].Decapsulate(results[i].Ciphertext!.Value.Span);
            Assert.True(alone.FixedTimeEquals(rejected[i].SharedSecret!));
            rejected[i].Dispose();
        }

        foreach (KemPrivateKey key in keys)
            key.Dispose();
    }

    [Fact]
    public void Encapsulate_FailingGenerator_IsAnErrorOfEachItem()
    {
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        using IDisposable failing = Entropy.Replace(_ => throw new CryptographicException("none"));
        Assert.All(KemBatch.Encapsulate([key.PublicKey, key.PublicKey, key.PublicKey]), result => Assert.IsType<CryptographicException>(result.Error));
    }

    [Fact]
    public void Decapsulate_ManyCiphertexts_GivesResultsInOrderAndErrorsOfTheirOwn()
    {
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        List<SharedSecret> sent = [];
        List<ReadOnlyMemory<byte>> ciphertexts = [];
        for (int i = 0; i < 25; i++)
        {
            sent.Add(key.PublicKey.Encapsulate(out byte[] ciphertext));
            ciphertexts.Add(i == 20 ? ciphertext.AsMemory(1) : ciphertext);
        }

        DecapsulationResult[] results = KemBatch.Decapsulate(key, ciphertexts);
        for (int i = 0; i < results.Length; i++)
        {
            using DecapsulationResult result = results[i];
            if (i == 20)
                Assert.IsType<ArgumentException>(result.Error);
            else
                Assert.True(sent[i].FixedTimeEquals(result.SharedSecret!));
        }

        key.Dispose();
        Assert.All(KemBatch.Decapsulate(key, ciphertexts[..20]), result => Assert.IsType<ObjectDisposedException>(result.Error));
        Assert.ThrowsAny<OperationCanceledException>(() => KemBatch.Decapsulate(key, ciphertexts, new CancellationToken(canceled: true)));
    }

    [Theory, InlineData("ML-DSA-44"), InlineData("ML-DSA-65"), InlineData("ML-DSA-87"), InlineData("Dilithium3-Round3")]
    public void Verify_SignaturesOfOneAlgorithm_GivesWhatEachGivesAlone(string name)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey first = algorithm.GenerateKey();
        using SignaturePrivateKey second = algorithm.GenerateKey();
        SignaturePublicKey[] keys = [first.PublicKey, second.PublicKey, algorithm.ImportPublicKey(first.PublicKey.ExportPublicKey())];
        foreach (SignaturePublicKey known in keys[..2])
        {
            known.Verify([], first.Sign([]));               // the second use keeps what verifying needs
            known.Verify([], first.Sign([]));
        }

        bool isStandard = algorithm.SupportsPreHash;
        List<SignatureBatchItem> items = [];
        for (int i = 0; i < 45; i++)
        {
            SignatureOptions? options = isStandard && i % 5 == 1 ? new() { PreHash = PreHash.Sha512, Context = new byte[i] } : null;
            byte[] data = new byte[i % 7 == 3 ? 5000 : 10 * i];
            byte[] signature = first.Sign(data, options);
            if (i % 4 == 1)
                signature[i * 40] ^= 1;
            if (i % 11 == 5)
                signature = signature[1..];
            if (i % 13 == 6)
                signature.AsSpan(64).Fill(0xFF);            // a response that is too long
            if (isStandard && i % 17 == 7)
                options = new() { Context = new byte[256] };
            items.Add(new SignatureBatchItem(keys[i % 9 == 2 ? 1 : i % 2 * 2], data, signature, options));
        }

        bool[] expected = [.. items.Select(item => item.Key.Verify(item.Data.Span, item.Signature.Span, item.Options))];
        Assert.Contains(true, expected);
        Assert.Contains(false, expected);
        Assert.Equal(expected, SignatureBatch.Verify(items));
        Assert.Equal(expected, SignatureBatch.Verify(items));
    }

    [Fact]
    public void Verify_ContextThatIsTooLong_IsNotValidWhateverTheScheme()
    {
        SignatureAlgorithm acceptsAll = SignatureAlgorithm.Create(new BrokenSignatureScheme(SignatureAlgorithm.MLDsa44.Scheme, Fault.AcceptsAll));
        using SignaturePrivateKey key = acceptsAll.GenerateKey();
        SignatureOptions tooLong = new() { Context = new byte[SignatureOptions.MaxContextSizeInBytes + 1] };
        Assert.True(key.PublicKey.Verify([], []));
        Assert.False(key.PublicKey.Verify([], [], tooLong));
        Assert.Equal([true, false], SignatureBatch.Verify([new(key.PublicKey, default, default), new(key.PublicKey, default, default, tooLong)]));
    }

    [Fact]
    public void Verify_ManySignatures_TellsEachApart()
    {
        using SignaturePrivateKey post = SignatureAlgorithm.MLDsa44.GenerateKey();
        using SignaturePrivateKey classical = SignatureAlgorithm.EcdsaP256Sha256.GenerateKey();
        SignatureOptions options = new() { Context = "batch"u8.ToArray() };
        List<SignatureBatchItem> items = [];
        List<bool> expected = [];
        for (int i = 0; i < 40; i++)
        {
            SignaturePrivateKey key = i % 2 == 0 ? post : classical;
            SignatureOptions? own = i % 4 == 0 ? options : null;
            byte[] data = [(byte)i];
            byte[] signature = key.Sign(data, own);
            bool right = i % 3 != 0;
            if (!right)
                data[0] ^= 1;
            items.Add(new SignatureBatchItem(key.PublicKey, data, signature, own));
            expected.Add(right);
        }

        Assert.Equal(expected, SignatureBatch.Verify(items));
        items.Add(default);
        Assert.Throws<ArgumentException>(() => SignatureBatch.Verify(items));
        Assert.ThrowsAny<OperationCanceledException>(() => SignatureBatch.Verify([], new CancellationToken(canceled: true)));
    }
}
