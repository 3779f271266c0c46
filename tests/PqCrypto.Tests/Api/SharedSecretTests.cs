using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace PqCrypto.Tests.Api;

public sealed class SharedSecretTests
{
    [Theory]
    [InlineData( // RFC 5869, A.1
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")]
    [InlineData( // RFC 5869, A.2
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
        "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
        "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87")]
    [InlineData( // RFC 5869, A.3
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")]
    public void DeriveKey_TestCasesOfTheRfc_AreMet(string keyingMaterial, string salt, string info, string expected)
    {
        using SharedSecret secret = Create(Convert.FromHexString(keyingMaterial));
        byte[] key = new byte[expected.Length / 2];

        secret.DeriveKey(Convert.FromHexString(salt), Convert.FromHexString(info), key);

        Assert.Equal(expected, Convert.ToHexStringLower(key));
    }

    [Fact]
    public void DeriveKey_LengthsFrom1To8160_ArePrefixesOfEachOther()
    {
        using SharedSecret secret = Create(new byte[32]);
        byte[] longest = new byte[8160];
        secret.DeriveKey("salt"u8, "info"u8, longest);
        foreach (int length in new[] { 1, 31, 32, 33, 64, 8159 })
        {
            byte[] key = new byte[length];
            secret.DeriveKey("salt"u8, "info"u8, key);
            Assert.Equal(longest[..length], key);
        }
    }

    [Fact]
    public void DeriveKey_LengthOutside1To8160_IsRefusedAndUntouched()
    {
        using SharedSecret secret = Create(new byte[32]);
        byte[] tooLong = Failure.Marked(8161);

        Assert.Equal("key", Assert.ThrowsAny<ArgumentException>(() => secret.DeriveKey([], [], [])).ParamName);
        Failure.IsWrongLength(() => secret.DeriveKey([], [], tooLong), "key", 8160, 8161);
        Failure.IsUntouched(tooLong);
    }

    /// <summary>The platform's HKDF stops at 32 KB.</summary>
    [Fact]
    public void DeriveKey_LongInfo_IsThatOfBouncyCastle_UpTo65535Bytes()
    {
        byte[] keyingMaterial = [1, 2, 3];
        using SharedSecret secret = Create(keyingMaterial);
        byte[] info = new byte[65535], key = new byte[100], expected = new byte[100];
        info[^1] = 1;
        secret.DeriveKey("salt"u8, info, key);
        HkdfBytesGenerator generator = new(new Sha256Digest());
        generator.Init(new HkdfParameters(keyingMaterial, "salt"u8.ToArray(), info));
        generator.GenerateBytes(expected, 0, expected.Length);
        Assert.Equal(expected, key);
        Assert.Throws<ArgumentException>("info", () => secret.DeriveKey([], new byte[65536], key));
        Assert.Equal(expected, key);
    }

    [Fact]
    public void FixedTimeEquals_GoesByContentAndSize()
    {
        using SharedSecret one = Create([1, 2, 3, 4]);
        using SharedSecret same = Create([1, 2, 3, 4]);
        using SharedSecret lastDiffers = Create([1, 2, 3, 5]);
        using SharedSecret shorter = Create([1, 2, 3]);

        Assert.True(one.FixedTimeEquals(one));
        Assert.True(one.FixedTimeEquals(same));
        Assert.False(one.FixedTimeEquals(lastDiffers));
        Assert.False(one.FixedTimeEquals(shorter));
        Assert.False(shorter.FixedTimeEquals(one));
        Assert.Throws<ArgumentNullException>("other", () => one.FixedTimeEquals(null!));
    }

    [Fact]
    public void CopyTo_OtherThanTheExactSize_IsRefusedAndUntouched()
    {
        byte[] content = [9, 8, 7, 6, 5];
        using SharedSecret secret = Create(content);
        foreach (int length in Failure.WrongLengths(content.Length))
        {
            byte[] destination = Failure.Marked(length);
            Failure.IsWrongLength(() => secret.CopyTo(destination), "destination", content.Length, length);
            Failure.IsUntouched(destination);
        }

        byte[] exact = new byte[content.Length];
        secret.CopyTo(exact);
        Assert.Equal(content, exact);
        Assert.Equal(content, secret.ToArray());
        Assert.NotSame(secret.ToArray(), secret.ToArray());
    }

    [Fact]
    public void EveryUse_AfterDispose_ThrowsButTheSizeStays()
    {
        using SharedSecret other = Create([1, 2, 3]);
        SharedSecret secret = Create([1, 2, 3]);
        byte[] destination = Failure.Marked(3);
        secret.Dispose();
        secret.Dispose();

        Assert.Equal(3, secret.SizeInBytes);
        Assert.Throws<ObjectDisposedException>(secret.ToArray);
        Assert.Throws<ObjectDisposedException>(() => secret.CopyTo(destination));
        Assert.Throws<ObjectDisposedException>(() => secret.DeriveKey([], [], destination));
        Assert.Throws<ObjectDisposedException>(() => secret.FixedTimeEquals(other));
        Assert.Throws<ObjectDisposedException>(() => other.FixedTimeEquals(secret));
        Failure.IsUntouched(destination);
    }

    [Fact]
    public async Task Dispose_WhileAnotherThreadReads_GivesTheSecretOrObjectDisposed()
    {
        byte[] content = [.. Enumerable.Repeat((byte)0xC3, 32)];
        for (int round = 0; round < 300; round++)
        {
            SharedSecret secret = Create(content);
            using Barrier start = new(2);
            Task user = OnOwnThread(() =>
            {
                start.SignalAndWait();
                while (true)
                {
                    try
                    {
                        Assert.Equal(content, secret.ToArray());
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }
                }
            });
            start.SignalAndWait();
            Thread.SpinWait(round * 5);
            secret.Dispose();
            await user.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private static Task OnOwnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static SharedSecret Create(ReadOnlySpan<byte> content)
    {
        SharedSecret secret = new(content.Length, out Span<byte> bytes);
        content.CopyTo(bytes);
        return secret;
    }
}
