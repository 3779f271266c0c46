using System.Security.Cryptography;
using PqCrypto.Classical;

namespace PqCrypto.Tests.Classical;

/// <summary>ECDSA: against the platform's own call, and what Verify makes of wrong signatures.</summary>
public sealed class EcdsaTests
{
    private static readonly byte[] Message = "a message"u8.ToArray();

    public static TheoryData<string> Names => ["ECDSA-P256-SHA256", "ECDSA-P384-SHA384"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sign_FreshKey_IsVerifiedByThePlatform(string name)
    {
        (EcdsaScheme scheme, HashAlgorithmName hash, ECCurve curve) = Find(name);
        using SignaturePrivateKeyState key = scheme.GenerateKey([]);
        byte[] point = new byte[scheme.Description.PublicKeySizeInBytes], buffer = new byte[scheme.Description.MaxSignatureSizeInBytes];
        key.PublicKey.ExportPublicKey(point);
        int half = point.Length >> 1;
        using ECDsa platform = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = point[1..(half + 1)], Y = point[(half + 1)..] } });
        for (int i = 0; i < 20; i++)
        {
            int length = key.Sign(Message, SignatureOptions.Default, [], buffer);
            Assert.True(platform.VerifyData(Message, buffer[..length], hash, DSASignatureFormat.Rfc3279DerSequence));
            Assert.True(key.PublicKey.Verify(Message, buffer.AsSpan(0, length), SignatureOptions.Default));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SignDigest_PiecewiseMessage_VerifiesAsWhole(string name)
    {
        EcdsaScheme scheme = Find(name).Scheme;
        using SignaturePrivateKeyState key = scheme.GenerateKey([]);
        using MessageDigest digest = key.PublicKey.CreateDigest(SignatureOptions.Default)!;
        byte[] hash = new byte[digest.SizeInBytes], signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
        for (int i = 0; i < 2; i++)
        {
            digest.Append(Message.AsSpan(0, 3));
            digest.Append([]);
            digest.Append(Message.AsSpan(3));
            digest.Finish(hash);
            int length = key.SignDigest(hash, [], signature);
            Assert.True(key.PublicKey.Verify(Message, signature.AsSpan(0, length), SignatureOptions.Default));
            Assert.True(key.PublicKey.VerifyDigest(hash, signature.AsSpan(0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Verify_WrongSignatures_AreFalse(string name)
    {
        EcdsaScheme scheme = Find(name).Scheme;
        using SignaturePrivateKeyState key = scheme.GenerateKey([]);
        using SignaturePrivateKeyState other = scheme.GenerateKey([]);
        byte[] buffer = new byte[scheme.Description.MaxSignatureSizeInBytes];
        byte[] signature = buffer[..key.Sign(Message, SignatureOptions.Default, [], buffer)];
        Assert.False(key.PublicKey.Verify("another"u8, signature, SignatureOptions.Default));
        Assert.False(other.PublicKey.Verify(Message, signature, SignatureOptions.Default));
        for (int length = 0; length < signature.Length; length++)
            Assert.False(key.PublicKey.Verify(Message, signature.AsSpan(0, length), SignatureOptions.Default));
        for (int bit = 0; bit < 8 * signature.Length; bit++)
        {
            byte[] flipped = [.. signature];
            flipped[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.False(key.PublicKey.Verify(Message, flipped, SignatureOptions.Default));
        }

        Assert.False(key.PublicKey.Verify(Message, [.. signature, 0], SignatureOptions.Default));
        Assert.False(key.PublicKey.Verify(Message, new byte[1000], SignatureOptions.Default));
        Assert.False(key.PublicKey.Verify(Message, [0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00], SignatureOptions.Default));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Import_RawKeys_RoundTripAndBadOnesAreRefused(string name)
    {
        EcdsaScheme scheme = Find(name).Scheme;
        string curve = name.Contains("256", StringComparison.Ordinal) ? "P-256" : "P-384";
        using SignaturePrivateKeyState key = scheme.GenerateKey([]);
        byte[] scalar = new byte[scheme.Description.PrivateKeySizeInBytes], point = new byte[scheme.Description.PublicKeySizeInBytes];
        key.ExportPrivateKey(scalar);
        key.PublicKey.ExportPublicKey(point);
        Assert.Equal(Outside.EcPublicKey(curve, scalar), point);
        using SignaturePrivateKeyState again = scheme.ImportPrivateKey(scalar);
        byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
        int length = again.Sign(Message, SignatureOptions.Default, [], signature);
        Assert.True(scheme.ImportPublicKey(point).Verify(Message, signature.AsSpan(0, length), SignatureOptions.Default));

        Assert.Throws<CryptographicException>(() => scheme.ImportPrivateKey(new byte[scalar.Length]));
        Assert.Throws<CryptographicException>(() => scheme.ImportPrivateKey(Outside.Order(curve)));
        foreach (byte[] bad in NistGroupTests.BadPoints(curve, point))
            Assert.Throws<CryptographicException>(() => scheme.ImportPublicKey(bad));
    }

    [Fact]
    public void Description_MaxSignatureSize_IsTheLongestDer()
    {
        Assert.Equal(72, EcdsaScheme.P256Sha256.Description.MaxSignatureSizeInBytes);
        Assert.Equal(104, EcdsaScheme.P384Sha384.Description.MaxSignatureSizeInBytes);
    }

    private static (EcdsaScheme Scheme, HashAlgorithmName Hash, ECCurve Curve) Find(string name) => name == "ECDSA-P256-SHA256"
        ? (EcdsaScheme.P256Sha256, HashAlgorithmName.SHA256, ECCurve.NamedCurves.nistP256)
        : (EcdsaScheme.P384Sha384, HashAlgorithmName.SHA384, ECCurve.NamedCurves.nistP384);
}
