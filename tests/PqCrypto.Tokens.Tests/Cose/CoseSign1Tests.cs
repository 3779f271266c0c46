using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using PqCrypto.Cose;

namespace PqCrypto.Tokens.Tests.Cose;

/// <summary>COSE_Sign1 messages: all algorithms, the platform's reader and writer as a peer, and what is refused.</summary>
public class CoseSign1Tests
{
    [Theory]
    [MemberData(nameof(TokenAlgorithms.Names), MemberType = typeof(TokenAlgorithms))]
    public void Message_OfEachAlgorithm_IsVerified(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        using SignaturePrivateKey other = TokenAlgorithms.GenerateKey(name);
        PqCoseKey signing = new(privateKey), verifying = new(privateKey.PublicKey), wrong = new(other.PublicKey);

        PqCoseSign1 embedded = PqCoseSign1.Decode(PqCoseSign1.SignEmbedded(signing, "content"u8, "data"u8));
        PqCoseSign1 detached = PqCoseSign1.Decode(PqCoseSign1.SignDetached(signing, "content"u8, "data"u8));

        Assert.Equal((signing.Algorithm, signing.Algorithm), (embedded.Algorithm, detached.Algorithm));
        Assert.Equal(verifying.KeyId.ToArray(), embedded.KeyId!.Value.ToArray());
        Assert.Equal("content"u8, embedded.Content!.Value.Span);
        Assert.Null(detached.Content);
        Assert.True(embedded.VerifyEmbedded(verifying, "data"u8));
        Assert.True(detached.VerifyDetached(verifying, "content"u8, "data"u8));
        Assert.False(embedded.VerifyEmbedded(verifying));
        Assert.False(embedded.VerifyEmbedded(wrong, "data"u8));
        Assert.False(detached.VerifyDetached(verifying, "Content"u8, "data"u8));
        Assert.Throws<InvalidOperationException>(() => detached.VerifyEmbedded(verifying));
        Assert.Throws<InvalidOperationException>(() => embedded.VerifyDetached(verifying, "content"u8));
        Assert.Throws<InvalidOperationException>(() => PqCoseSign1.SignEmbedded(verifying, "content"u8));
    }

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public void Message_OfThePlatformsClass_IsVerifiedAndOursByIt(string name)
    {
        using SignaturePrivateKey privateKey = TokenAlgorithms.GenerateKey(name);
        using MLDsa signing = privateKey.AsMLDsa();
        using MLDsa verifying = privateKey.PublicKey.AsMLDsa();
        PqCoseKey key = new(privateKey);
        CoseSigner signer = new(new CoseKey(signing));
        signer.UnprotectedHeaders.Add(CoseHeaderLabel.KeyIdentifier, CoseHeaderValue.FromBytes("kid"u8));
        signer.ProtectedHeaders.Add(new CoseHeaderLabel("text"), 7);

        PqCoseSign1 theirs = PqCoseSign1.Decode(CoseSign1Message.SignEmbedded("content"u8.ToArray(), signer, "data"u8.ToArray()));
        PqCoseSign1 theirsDetached = PqCoseSign1.Decode(CoseSign1Message.SignDetached("content"u8.ToArray(), signer));
        CoseSign1Message ours = CoseMessage.DecodeSign1(PqCoseSign1.SignEmbedded(key, "content"u8, "data"u8));
        CoseSign1Message oursDetached = CoseMessage.DecodeSign1(PqCoseSign1.SignDetached(key, "content"u8));

        Assert.True(theirs.VerifyEmbedded(key, "data"u8));
        Assert.Equal("kid"u8, theirs.KeyId!.Value.Span);
        Assert.True(theirsDetached.VerifyDetached(key, "content"u8));
        Assert.True(ours.VerifyEmbedded(new CoseKey(verifying), "data"u8));
        Assert.True(oursDetached.VerifyDetached(new CoseKey(verifying), "content"u8));
    }

    /// <summary>A message that names another algorithm than the key's verifies under no key.</summary>
    [Theory]
    [InlineData(-7)]
    [InlineData(-48)]
    [InlineData(-50)]
    [InlineData(null)]
    public void Message_OfAnotherAlgorithmInItsHeaders_IsRefused(int? number)
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        PqCoseKey key = new(privateKey);
        byte[] headers = number is null ? [] : Map(writer => Pair(writer, 1, number.Value));
        byte[] signature = privateKey.Sign(Structure(headers, "content"u8.ToArray()));

        // where it is not protected, an algorithm says nothing
        PqCoseSign1 message = PqCoseSign1.Decode(Message(headers, number is null ? Map(writer => Pair(writer, 1, -49)) : [0xa0], "content"u8.ToArray(), signature));

        Assert.Equal(number, message.Algorithm);
        Assert.Null(message.KeyId);
        Assert.False(message.VerifyEmbedded(key));
    }

    [Fact]
    public void Decode_WithAndWithoutTag_IsTheSame()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa44.GenerateKey();
        PqCoseKey key = new(privateKey);
        byte[] encoded = PqCoseSign1.SignEmbedded(key, "content"u8);
        Assert.Equal(0xd2, encoded[0]);     // = 0xc0 + 18

        Assert.True(PqCoseSign1.Decode(encoded.AsMemory(1)).VerifyEmbedded(key));
    }

    [Fact]
    public void Message_WithOneFlippedBitInEachByteOrCut_IsRefusedOrNotValid()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa44.GenerateKey();
        PqCoseKey key = new(privateKey);
        byte[] good = PqCoseSign1.SignEmbedded(key, "content"u8);
        for (int index = 0; index < good.Length; index++)
        {
            byte[] changed = [.. good];
            changed[index] ^= (byte)(1 << (index % 8));
            Assert.False(IsValid(changed, key), $"{index}");
            Assert.False(IsValid(good.AsMemory(0, index), key), $"{index}");
        }

        Assert.True(IsValid(good, key));
    }

    [Fact]
    public void Decode_OfMalformedMessages_ThrowsWithTheReason()
    {
        byte[] headers = Map(writer => Pair(writer, 1, -49)), content = "content"u8.ToArray(), signature = new byte[3309];
        byte[] critical = Map(writer => Pair(writer, 1, -49), writer =>
        {
            writer.WriteInt32(2);
            writer.WriteStartArray(1);
            writer.WriteInt32(99);
            writer.WriteEndArray();
        });
        byte[] good = Message(headers, [0xa0], content, signature);
        (byte[] Encoded, string Reason)[] wrong =
        [
            ([], "no COSE_Sign1"),
            ([0xa0], "no COSE_Sign1"),
            ([0xd3, .. good], "tag is not 18"),
            ([0x83, .. good[1..]], "four parts"),
            (good[..^1], "no COSE_Sign1"),
            ([.. good, 0], "bytes follow it"),
            (Message([.. headers, 0], [0xa0], content, signature), "bytes follow the protected headers"),
            (Message([0x80], [0xa0], content, signature), "no COSE_Sign1"),
            (Message(Map(writer => Pair(writer, 1, -49), writer => Pair(writer, 1, -48)), [0xa0], content, signature), "no COSE_Sign1"),
            (Message(headers, Map(writer => Pair(writer, 1, -49)), content, signature), "both protected and unprotected"),
            (Message(critical, [0xa0], content, signature), "critical headers"),
            (Message(headers, critical, content, signature), "critical headers"),
            (Message(headers, Map(writer => Pair(writer, 4, 7)), content, signature), "no COSE_Sign1"),
        ];
        Assert.Equal(-49, PqCoseSign1.Decode(good).Algorithm);
        foreach ((byte[] encoded, string reason) in wrong)
        {
            CryptographicException thrown = Assert.Throws<CryptographicException>(() => PqCoseSign1.Decode(encoded));
            Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        }
    }

    private static bool IsValid(ReadOnlyMemory<byte> encoded, PqCoseKey key)
    {
        try
        {
            PqCoseSign1 message = PqCoseSign1.Decode(encoded);
            return message.Content is not null && message.VerifyEmbedded(key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Sig_structure of RFC 9052, written by hand.</summary>
    private static byte[] Structure(byte[] headers, byte[] content) =>
        [0x84, 0x6a, .. "Signature1"u8, (byte)(0x40 + headers.Length), .. headers, 0x40, (byte)(0x40 + content.Length), .. content];

    private static byte[] Message(byte[] headers, byte[] unprotected, byte[] content, byte[] signature)
    {
        CborWriter writer = new(CborConformanceMode.Lax);
        writer.WriteStartArray(4);
        writer.WriteByteString(headers);
        writer.WriteEncodedValue(unprotected);
        writer.WriteByteString(content);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static byte[] Map(params Action<CborWriter>[] pairs)
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
}
