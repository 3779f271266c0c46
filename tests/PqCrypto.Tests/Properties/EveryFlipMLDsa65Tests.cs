using System.Security.Cryptography;
using PqCrypto.Tests.Fips202;

namespace PqCrypto.Tests.Properties;

/// <summary>Every single-bit flip and every length of what ML-DSA-65 reads.</summary>
public sealed class EveryFlipMLDsa65Tests : IDisposable
{
    private const int SignatureSize = 3309;
    private const int PublicKeySize = 1952;
    private const int ExpandedSize = 4032;
    private const int SigningSeedStart = 32;                    // after rho: K
    private const int SigningSeedEnd = 64;

    private static readonly SignatureAlgorithm Algorithm = SignatureAlgorithm.MLDsa65;
    private static readonly byte[] Message = [.. "every bit counts"u8];
    private static readonly SignatureOptions Deterministic = new() { Deterministic = true };

    private readonly byte[] seed = Oracle.Bytes(202, 32);
    private readonly SignaturePrivateKey key;
    private readonly byte[] signature;

    public EveryFlipMLDsa65Tests()
    {
        key = Algorithm.ImportPrivateSeed(seed);
        signature = key.Sign(Message, Deterministic);
    }

    public void Dispose() => key.Dispose();

    [Fact]
    public void Verify_EveryFlippedSignatureBit_IsFalse() =>
        Flips.ForEach(signature, (flipped, _) => Assert.False(key.PublicKey.Verify(Message, flipped)));

    [Fact]
    public void Verify_EveryFlippedMessageBit_IsFalse() =>
        Flips.ForEach(Message, (flipped, _) => Assert.False(key.PublicKey.Verify(flipped, signature)));

    [Fact]
    public void Verify_EveryFlippedPublicKeyBit_IsFalse() => Flips.ForEach(key.PublicKey.ExportPublicKey(), (flipped, _) =>
    {
        SignaturePublicKey imported = Algorithm.ImportPublicKey(flipped);
        Assert.False(imported.Equals(key.PublicKey));
        Assert.False(imported.Verify(Message, signature));
    });

    /// <remarks>rho, tr, s1, s2 and t0 depend on each other, and the import computes them anew. No check can see K, which only seeds the signing:
    /// such a key signs validly, but not as the original does.</remarks>
    [Fact]
    public void ImportPrivateKey_EveryFlippedBit_IsRefusedExceptInTheSigningSeed() => Flips.ForEach(key.ExportPrivateKey(), (flipped, position) =>
    {
        if (position is < SigningSeedStart or >= SigningSeedEnd)
        {
            Assert.Throws<CryptographicException>(() => Algorithm.ImportPrivateKey(flipped));
            return;
        }

        using SignaturePrivateKey imported = Algorithm.ImportPrivateKey(flipped);
        byte[] own = imported.Sign(Message, Deterministic);
        Assert.True(imported.PublicKey.Equals(key.PublicKey));
        Assert.True(key.PublicKey.Verify(Message, own));
        Assert.NotEqual(signature, own);
    });

    [Fact]
    public void ImportPrivateSeed_EveryFlippedBit_IsAnotherKey() => Flips.ForEach(seed, (flipped, _) =>
    {
        using SignaturePrivateKey imported = Algorithm.ImportPrivateSeed(flipped);
        Assert.False(imported.PublicKey.Equals(key.PublicKey));
        Assert.False(imported.PublicKey.Verify(Message, signature));
    });

    [Fact]
    public void EveryLength_OfEverythingThatIsRead_IsRefusedButTheRightOne()
    {
        for (int length = 0; length <= SignatureSize + 100; length++)
            Assert.Equal(length == SignatureSize, key.PublicKey.Verify(Message, Resize(signature, length)));
        Flips.EveryLength(32, length => Algorithm.ImportPrivateSeed(new byte[length]).Dispose());
        Flips.EveryLength(PublicKeySize, length => Algorithm.ImportPublicKey(new byte[length]));
        Flips.EveryLength(ExpandedSize, length => Algorithm.ImportPrivateKey(Resize(key.ExportPrivateKey(), length)).Dispose());
        for (int length = 0; length < SignatureSize; length++)
            Assert.ThrowsAny<ArgumentException>(() => key.Sign(Message, new byte[length]));
    }

    private static byte[] Resize(byte[] bytes, int length)
    {
        byte[] resized = [.. bytes];
        Array.Resize(ref resized, length);
        return resized;
    }
}
