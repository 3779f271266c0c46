using System.Security.Cryptography;
using PqCrypto.Tests.Fips202;

namespace PqCrypto.Tests.Properties;

/// <summary>Every single-bit flip and every length of what ML-KEM-768 reads.</summary>
public sealed class EveryFlipMLKem768Tests : IDisposable
{
    private const int PrivateVectorSize = 1152;                 // = 3 * 384, s-hat
    private const int PublicKeySize = 1184;
    private const int ExpandedSize = 2400;
    private const int RejectionSeedStart = 2368;                // = 2400 - 32, z

    private static readonly KemAlgorithm Algorithm = KemAlgorithm.MLKem768;

    private readonly byte[] seed = Oracle.Bytes(101, 64);
    private readonly KemPrivateKey key;
    private readonly byte[] ciphertext;
    private readonly byte[] secret;

    public EveryFlipMLKem768Tests()
    {
        key = Algorithm.ImportPrivateSeed(seed);
        using SharedSecret sent = key.PublicKey.Encapsulate(out ciphertext);
        secret = sent.ToArray();
    }

    public void Dispose() => key.Dispose();

    [Fact]
    public void Decapsulate_EveryFlippedCiphertextBit_GivesTheRejectionSecret() => Flips.ForEach(ciphertext, (flipped, _) =>
    {
        byte[] received = new byte[32];
        key.Decapsulate(flipped, received);
        Assert.Equal(RejectionSecret(seed[32..], flipped), received);
        Assert.NotEqual(secret, received);
    });

    /// <remarks>The only check on a public key is that every coefficient is below q (FIPS 203, section 7.2). A flipped key that passes it is another
    /// key: what is sent to it does not arrive.</remarks>
    [Fact]
    public void ImportPublicKey_EveryFlippedBit_IsRefusedOrIsAnotherKey()
    {
        int refused = 0;
        byte[] ek = key.PublicKey.ExportPublicKey();
        Flips.ForEach(ek, (flipped, _) =>
        {
            KemPublicKey? imported = TryImport(flipped);
            if (imported is null)
            {
                Interlocked.Increment(ref refused);
                return;
            }

            Assert.False(imported.Equals(key.PublicKey));
            Assert.Equal(flipped, imported.ExportPublicKey());
            using SharedSecret sent = imported.Encapsulate(out byte[] sentCiphertext);
            using SharedSecret received = key.Decapsulate(sentCiphertext);
            Assert.False(sent.FixedTimeEquals(received));
        });

        Assert.Equal(CountOfUnreducedFlips(ek.AsSpan(0, PrivateVectorSize)), refused);
    }

    /// <remarks>FIPS 203, section 7.3 checks the hash of the embedded key, and this library more: every coefficient of the private vector, the
    /// embedded key, and one trial encapsulation. No check can see z, the seed of rejection: such a key decapsulates right and
    /// rejects with another secret.</remarks>
    [Fact]
    public void ImportPrivateKey_EveryFlippedBit_IsRefusedExceptInTheRejectionSeed()
    {
        byte[] dk = key.ExportPrivateKey();
        byte[] tampered = [.. ciphertext];
        tampered[0] ^= 1;
        Assert.Equal(ExpandedSize, dk.Length);
        Flips.ForEach(dk, (flipped, position) =>
        {
            if (position < RejectionSeedStart)
            {
                Assert.Throws<CryptographicException>(() => Algorithm.ImportPrivateKey(flipped));
                return;
            }

            using KemPrivateKey imported = Algorithm.ImportPrivateKey(flipped);
            byte[] received = new byte[32];
            imported.Decapsulate(ciphertext, received);
            Assert.Equal(secret, received);
            imported.Decapsulate(tampered, received);
            Assert.Equal(RejectionSecret(flipped[RejectionSeedStart..], tampered), received);
            Assert.NotEqual(RejectionSecret(seed[32..], tampered), received);
        });
    }

    [Fact]
    public void ImportPrivateSeed_EveryFlippedBit_IsAnotherKey() => Flips.ForEach(seed, (flipped, position) =>
    {
        using KemPrivateKey imported = Algorithm.ImportPrivateSeed(flipped);
        Assert.Equal(position >= 32, imported.PublicKey.Equals(key.PublicKey));         // d makes the key pair, z only the rejection secret
    });

    [Fact]
    public void EveryLength_OfEverythingThatIsRead_IsRefusedButTheRightOne()
    {
        Flips.EveryLength(1088, length => key.Decapsulate(new byte[length], new byte[32]));
        Flips.EveryLength(32, length => key.Decapsulate(ciphertext, new byte[length]));
        Flips.EveryLength(64, length => Algorithm.ImportPrivateSeed(new byte[length]).Dispose());
        Flips.EveryLength(PublicKeySize, length => Algorithm.ImportPublicKey(Resize(key.PublicKey.ExportPublicKey(), length)));
        Flips.EveryLength(ExpandedSize, length => Algorithm.ImportPrivateKey(Resize(key.ExportPrivateKey(), length)).Dispose());
    }

    private static byte[] Resize(byte[] bytes, int length)
    {
        Array.Resize(ref bytes, length);
        return bytes;
    }

    /// <summary>J(z || c) (FIPS 203, section 4.1), computed without this library.</summary>
    private static byte[] RejectionSecret(byte[] z, byte[] ciphertext) => Oracle.Digest("SHAKE256", [.. z, .. ciphertext], 32);

    private static KemPublicKey? TryImport(byte[] publicKey)
    {
        try
        {
            return Algorithm.ImportPublicKey(publicKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>How many single-bit flips bring a packed 12-bit coefficient to q = 3329 or above.</summary>
    private static int CountOfUnreducedFlips(ReadOnlySpan<byte> packed)
    {
        int count = 0;
        for (int i = 0; i < packed.Length; i += 3)
        {
            int pair = packed[i] | (packed[i + 1] << 8) | (packed[i + 2] << 16);
            for (int bit = 0; bit < 24; bit++)
            {
                int flipped = pair ^ (1 << bit);
                if ((flipped & 0xFFF) >= 3329 || (flipped >> 12) >= 3329)
                    count++;
            }
        }

        return count;
    }
}
