using System.Formats.Cbor;
using System.Security.Cryptography;
using PqCrypto.Cose;
using PqCrypto.Pki;

namespace PqCrypto.Tokens.Tests.Cose;

/// <summary>COSE keys: round trips of all algorithms, and what is refused.</summary>
public class CoseKeyTests
{
    [Theory]
    [MemberData(nameof(TokenAlgorithms.All), MemberType = typeof(TokenAlgorithms))]
    public void Key_WrittenAndRead_IsTheSame(string name, string joseName, int coseNumber, int privateSize)
    {
        Assert.StartsWith("ML-DSA-", joseName, StringComparison.Ordinal);
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        PqCoseKey key = new(privateKey, "key 1"u8);

        PqCoseKey publicAgain = PqCoseKey.Import(key.Export(), PkiAlgorithms.Signatures);
        using PqCoseKey privateAgain = PqCoseKey.Import(key.ExportPrivate(), PkiAlgorithms.Signatures);

        Assert.All([publicAgain, privateAgain], again => Assert.Equal((privateKey.PublicKey, coseNumber), (again.PublicKey, again.Algorithm)));
        Assert.All([publicAgain, privateAgain], again => Assert.Equal("key 1"u8, again.KeyId.Span));
        Assert.Null(publicAgain.PrivateKey);
        Assert.Throws<InvalidOperationException>(publicAgain.ExportPrivate);
        Assert.Equal(key.ExportPrivate(), privateAgain.ExportPrivate());
        Assert.Equal(key.Export().Length + 1 + Header(privateSize) + privateSize, key.ExportPrivate().Length);
        Assert.Equal(key.ComputeThumbprint(), new PqCoseKey(privateKey.PublicKey).KeyId.ToArray());
    }

    /// <summary>The bytes of the deterministic encoding, from the table of RFC 8949.</summary>
    [Fact]
    public void Export_OfMLDsa44_IsTheDeterministicEncoding()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa44.ImportPrivateSeed(seed);
        byte[] publicKey = privateKey.PublicKey.ExportPublicKey();

        byte[] encoded = new PqCoseKey(privateKey, [9]).ExportPrivate();

        Assert.Equal([0xa5, 0x01, 0x07, 0x02, 0x41, 0x09, 0x03, 0x38, 0x2f, 0x20, 0x59, 0x05, 0x20, .. publicKey, 0x21, 0x58, 0x20, .. seed], encoded);
        Assert.Equal(SHA256.HashData([0xa3, 0x01, 0x07, 0x03, 0x38, 0x2f, 0x20, 0x59, 0x05, 0x20, .. publicKey]), new PqCoseKey(privateKey).KeyId.ToArray());
    }

    [Fact]
    public void Import_OfOtherLabelsAndOrders_IsRead()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa44.GenerateKey();
        byte[] publicKey = privateKey.PublicKey.ExportPublicKey();
        byte[] encoded = Write(
            writer => Pair(writer, -1, publicKey),
            writer =>
            {
                writer.WriteTextString("note");
                writer.WriteTextString("any");
            },
            writer =>
            {
                writer.WriteInt32(4);
                writer.WriteStartArray(1);
                writer.WriteInt32(2);
                writer.WriteEndArray();
            },
            writer => Pair(writer, 3, -48),
            writer => Pair(writer, 1, 7));

        PqCoseKey key = PqCoseKey.Import(encoded);

        Assert.Equal(privateKey.PublicKey, key.PublicKey);
        Assert.Equal(key.ComputeThumbprint(), key.KeyId.ToArray());
    }

    [Fact]
    public void Import_OfMalformedKeys_ThrowsWithTheReason()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa44.GenerateKey();
        byte[] publicKey = privateKey.PublicKey.ExportPublicKey();
        byte[] seed = privateKey.ExportPrivateSeed();
        byte[] otherSeed = [.. seed];
        otherSeed[0] ^= 1;
        byte[] good = new PqCoseKey(privateKey).ExportPrivate();
        Action<CborWriter> type = writer => Pair(writer, 1, 7), algorithm = writer => Pair(writer, 3, -48), pub = writer => Pair(writer, -1, publicKey);
        (byte[] Encoded, string Reason)[] wrong =
        [
            ([], "no COSE_Key"),
            ([0x80], "no COSE_Key"),
            (good[..^1], "no COSE_Key"),
            ([.. good, 0], "bytes follow it"),
            (Write(algorithm, pub), "kty is not 7"),
            (Write(writer => Pair(writer, 1, 2), algorithm, pub), "kty is not 7"),
            (Write(writer => Pair(writer, 1, "AKP"u8.ToArray()), algorithm, pub), "kty is not 7"),
            (Write(type, pub), "lacks alg or pub"),
            (Write(type, algorithm), "lacks alg or pub"),
            (Write(type, algorithm, writer => Pair(writer, -2, seed)), "lacks alg or pub"),
            (Write(type, writer => Pair(writer, 3, -8), pub), "called -8"),
            (Write(type, writer => Pair(writer, 3, -57), pub), "algorithm is given"),
            (Write(type, writer => Pair(writer, 3, -49), pub), "is 1952 bytes; got 1312"),
            (Write(type, algorithm, writer => Pair(writer, -1, [])), "is 1312 bytes; got 0"),
            (Write(type, algorithm, writer => Pair(writer, -1, 7)), "no COSE_Key"),
            (Write(type, algorithm, pub, writer => Pair(writer, -2, publicKey)), "is 32 bytes; got 1312"),
            (Write(type, algorithm, pub, writer => Pair(writer, -2, otherSeed)), "not the public key of"),
            (Write(type, algorithm, pub, writer => Pair(writer, 2, 7)), "no COSE_Key"),
            (Write(type, algorithm, pub, pub), "no COSE_Key"),
        ];
        foreach ((byte[] encoded, string reason) in wrong)
        {
            CryptographicException thrown = Assert.Throws<CryptographicException>(() => PqCoseKey.Import(encoded));
            Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Whatever becomes of an encoding, it is refused as documented, or read as a key that is written and read again as it was read.</summary>
    [Fact]
    public void Import_OfEveryFlippedBitAndEveryLength_RefusesOrReads()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa44.GenerateKey();
        byte[] good = new PqCoseKey(privateKey, "key 1"u8).Export();
        int refused = 0;
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] changed = [.. good];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += IsRefused(changed) ? 1 : 0;
        }

        for (int length = 0; length < good.Length; length++)
            Assert.True(IsRefused(good.AsMemory(0, length)), $"{length}");
        // what is refused is in the heads: a public key of other bytes is a public key
        Assert.InRange(refused, 8 * 6, 8 * 32);
    }

    [Fact]
    public void Key_AfterDispose_SignsNoMore()
    {
        using SignaturePrivateKey lent = SignatureAlgorithm.MLDsa44.GenerateKey();
        PqCoseKey borrowing = new(lent);
        PqCoseKey owning = PqCoseKey.Import(borrowing.ExportPrivate());
        borrowing.Dispose();
        owning.Dispose();

        Assert.NotEmpty(PqCoseSign1.SignEmbedded(borrowing, [1]));
        Assert.Throws<ObjectDisposedException>(() => PqCoseSign1.SignEmbedded(owning, [1]));
        Assert.Throws<ObjectDisposedException>(owning.ExportPrivate);
    }

    [Fact]
    public void Constructor_OfAnAlgorithmWithoutNumber_Throws()
    {
        using SignaturePrivateKey ecdsa = SignatureAlgorithm.EcdsaP256Sha256.GenerateKey();
        Assert.Throws<NotSupportedException>(() => new PqCoseKey(ecdsa));
        Assert.Throws<NotSupportedException>(() => new PqCoseKey(ecdsa.PublicKey));
        Assert.Throws<ArgumentNullException>(() => new PqCoseKey((SignaturePrivateKey)null!));
        Assert.Throws<ArgumentNullException>(() => new PqCoseKey((SignaturePublicKey)null!));
    }

    private static bool IsRefused(ReadOnlyMemory<byte> encoded)
    {
        PqCoseKey key;
        try
        {
            key = PqCoseKey.Import(encoded);
        }
        catch (CryptographicException)
        {
            return true;
        }

        Assert.Equal(key.PublicKey, PqCoseKey.Import(key.Export()).PublicKey);
        return false;
    }

    /// <summary>Writes a map without the order of deterministic encoding, and with labels twice.</summary>
    private static byte[] Write(params Action<CborWriter>[] pairs)
    {
        CborWriter writer = new(CborConformanceMode.Lax);
        writer.WriteStartMap(pairs.Length);
        foreach (Action<CborWriter> pair in pairs)
            pair(writer);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void Pair(CborWriter writer, int label, int value)
    {
        writer.WriteInt32(label);
        writer.WriteInt32(value);
    }

    private static void Pair(CborWriter writer, int label, byte[] value)
    {
        writer.WriteInt32(label);
        writer.WriteByteString(value);
    }

    /// <summary>How many bytes the head of a byte string takes.</summary>
    private static int Header(int size) => size < 24 ? 1 : 2;
}
