using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Security;
using PqCrypto.Fips204;

namespace PqCrypto.Tests.Fips204;

public sealed class MessageEncodingTests
{
    public static TheoryData<PreHash> AllPreHashes => [.. Enum.GetValues<PreHash>()];

    public static TheoryData<PreHash> PreHashes => [.. Enum.GetValues<PreHash>().Where(function => function != PreHash.None)];

    [Theory, MemberData(nameof(PreHashes))]
    public void WritePrefix_EachPreHash_HoldsItsObjectIdentifier(PreHash function)
    {
        byte[] prefix = new byte[300];
        int length = MessageEncoding<MLDsa, Kernels.Reference.ReferenceKernels>.WritePrefix(
            new SignatureOptions { PreHash = function, Context = new byte[] { 5, 6 } }, prefix);
        Assert.Equal([1, 2, 5, 6, .. Identifier(function).GetDerEncoded()], prefix.Take(length));
    }

    /// <summary>With its prefix a message of nearly 2 GB is longer than a span; a sum in 32 bits was negative, and verifying threw.</summary>
    [Fact]
    public void Length_LongestMessage_IsNotNegative()
    {
        byte first = 0;
        ReadOnlySpan<byte> longest = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, int.MaxValue);       // never read
        Assert.Equal(int.MaxValue + 257L, new FormattedMessage(new byte[257], longest).Length);
    }

    [Theory, MemberData(nameof(PreHashes))]
    public void HashData_EachPreHash_MatchesBouncyCastle(PreHash function)
    {
        foreach (int length in new[] { 0, 1, 111, 112, 136, 1000 })
        {
            byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
            byte[] digest = new byte[PreHashFunction.SizeInBytes(function)];
            PreHashFunction.HashData<Kernels.Reference.ReferenceKernels>(function, data, digest);
            Assert.Equal(DigestUtilities.CalculateDigest(Identifier(function), data), digest);
        }
    }

    [Theory, MemberData(nameof(AllPreHashes))]
    public void Sign_EachPreHash_VerifiesOnlyUnderTheSameOptions(PreHash function)
    {
        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-44");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(1));
        byte[] data = [1, 2, 3];
        SignatureOptions options = new() { PreHash = function, Context = "a"u8.ToArray() };
        byte[] signature = DsaSchemes.Sign(scheme, key, data, options);
        foreach (PreHash other in Enum.GetValues<PreHash>())
            Assert.Equal(other == function, key.PublicKey.Verify(data, signature, options with { PreHash = other }));
        Assert.False(key.PublicKey.Verify(data, signature, options with { Context = "b"u8.ToArray() }));
        Assert.False(key.PublicKey.Verify(data, signature, options with { Context = default }));
        Assert.False(key.PublicKey.Verify([1, 2, 4], signature, options));
    }

    [Theory, MemberData(nameof(AllPreHashes))]
    public void CreateDigest_AnyPieces_EqualsOneShotAndStartsOver(PreHash function)
    {
        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-44");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(2));
        byte[] data = [.. Enumerable.Range(0, 700).Select(i => (byte)(i * 3))];
        SignatureOptions options = new() { PreHash = function, Context = "stream"u8.ToArray() };
        byte[] expected = DsaSchemes.Sign(scheme, key, data, options);
        using MessageDigest digest = Assert.IsAssignableFrom<MessageDigest>(key.PublicKey.CreateDigest(options));
        foreach (int piece in new[] { 1, 71, 72, 136, 700 })
        {
            foreach (byte[] part in data.Chunk(piece))
                digest.Append(part);
            byte[] mu = new byte[digest.SizeInBytes];
            digest.Finish(mu);
            byte[] signature = new byte[expected.Length];
            key.SignDigest(mu, default, signature);
            Assert.Equal(expected, signature);
            Assert.True(key.PublicKey.VerifyDigest(mu, signature));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void CreateDigest_EveryScheme_EqualsOneShot(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
        byte[] data = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        using MessageDigest digest = Assert.IsAssignableFrom<MessageDigest>(key.PublicKey.CreateDigest(SignatureOptions.Default));
        digest.Append(data);
        byte[] mu = new byte[64];
        digest.Finish(mu);
        byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
        key.SignDigest(mu, default, signature);
        Assert.Equal(DsaSchemes.Sign(scheme, key, data), signature);
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Sign_ContextOfEveryEdgeLength_IsBoundByItsLength(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(4));
        foreach (int length in new[] { 0, 1, 254, 255 })
        {
            SignatureOptions options = new() { Context = new byte[length] };
            byte[] signature = DsaSchemes.Sign(scheme, key, [9], options);
            Assert.True(key.PublicKey.Verify([9], signature, options));
            Assert.False(key.PublicKey.Verify([9], signature, new SignatureOptions { Context = new byte[length + 1] }));
            Assert.False(key.PublicKey.Verify([0, 9], signature, new SignatureOptions { Context = new byte[int.Max(length - 1, 0)] }));
        }

        SignatureOptions tooLong = new() { Context = new byte[256] };
        Assert.Throws<ArgumentException>(() => DsaSchemes.Sign(scheme, key, [9], tooLong));
        Assert.Throws<ArgumentException>(() => key.PublicKey.CreateDigest(tooLong));
    }

    [Fact]
    public void Sign_UnknownPreHash_IsRefused()
    {
        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-44");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(5));
        SignatureOptions options = new() { PreHash = (PreHash)13 };
        Assert.Throws<ArgumentException>(() => DsaSchemes.Sign(scheme, key, [], options));
    }

    private static DerObjectIdentifier Identifier(PreHash function) => function switch
    {
        PreHash.Sha224 => NistObjectIdentifiers.IdSha224,
        PreHash.Sha256 => NistObjectIdentifiers.IdSha256,
        PreHash.Sha384 => NistObjectIdentifiers.IdSha384,
        PreHash.Sha512 => NistObjectIdentifiers.IdSha512,
        PreHash.Sha512_224 => NistObjectIdentifiers.IdSha512_224,
        PreHash.Sha512_256 => NistObjectIdentifiers.IdSha512_256,
        PreHash.Sha3_224 => NistObjectIdentifiers.IdSha3_224,
        PreHash.Sha3_256 => NistObjectIdentifiers.IdSha3_256,
        PreHash.Sha3_384 => NistObjectIdentifiers.IdSha3_384,
        PreHash.Sha3_512 => NistObjectIdentifiers.IdSha3_512,
        PreHash.Shake128 => NistObjectIdentifiers.IdShake128,
        PreHash.Shake256 => NistObjectIdentifiers.IdShake256,
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };
}
