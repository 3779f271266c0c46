using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Tests.Extension;

namespace PqCrypto.Tests.Hybrid;

public class CompositeSignatureTests
{
    private const int MLDsa65Signature = 3309;
    private const int MLDsa65PublicKey = 1952;

    private static readonly byte[] Message = "message"u8.ToArray();

    private static readonly SignatureAlgorithm P256 = Find("MLDSA65-ECDSA-P256-SHA512");

    public static TheoryData<string> Names => [.. CompositeAlgorithms.Signatures.Select(algorithm => algorithm.Name)];

    [Fact]
    public void Signatures_AreTheThirteenWhosePartsAreHere()
    {
        Assert.Equal(13, CompositeAlgorithms.Signatures.Count);      // = 8 of RSA + 5 of the NIST curves
        Assert.Equal(CompositeAlgorithms.Signatures.Select(algorithm => algorithm.Name), CompositeAlgorithms.All.Take(13));
        Assert.All(CompositeAlgorithms.Signatures, algorithm =>
        {
            Assert.Equal(AlgorithmFamily.Hybrid, algorithm.Family);
            Assert.Equal(AlgorithmStatus.Draft, algorithm.Status);
            Assert.True(algorithm.SupportsContext);
            foreach (string name in new[] { algorithm.Name, $"id-{algorithm.Name}", algorithm.Name.ToUpperInvariant(), algorithm.Oid! })
                Assert.Same(algorithm, Find(name));
        });
        Assert.False(SignatureAlgorithm.TryFind("id-ML-DSA-65", out _));
        Assert.False(SignatureAlgorithm.TryFind("MLDSA44-Ed25519-SHA512", out _));
    }

    [Theory, MemberData(nameof(Names))]
    public void GeneratedKey_SignsAndGoesThroughTheContainers(string name)
    {
        SignatureAlgorithm algorithm = Find(name);
        using SignaturePrivateKey key = algorithm.GenerateKey();
        byte[] signature = key.Sign(Message);
        Assert.InRange(signature.Length, algorithm.MaxSignatureSizeInBytes - 10, algorithm.MaxSignatureSizeInBytes);
        Assert.True(SignaturePublicKey.ImportSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo()).Verify(Message, signature));
        using SignaturePrivateKey back = SignaturePrivateKey.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey());
        Assert.Equal(algorithm, back.Algorithm);
        Assert.Equal(key.PublicKey, back.PublicKey);
        Assert.True(key.PublicKey.Verify(Message, back.Sign(Message)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Verify_WithEitherPartWrong_IsFalse(string name)
    {
        using SignaturePrivateKey key = Find(name).GenerateKey();
        byte[] signature = key.Sign(Message);
        byte[] other = key.Sign("another"u8);
        int split = key.Algorithm.MaxSignatureSizeInBytes switch { < 3000 => 2420, < 4000 => MLDsa65Signature, _ => 4627 };
        Assert.True(key.PublicKey.Verify(Message, signature));
        Assert.False(key.PublicKey.Verify(Message, [.. signature[..split], .. other[split..]]));
        Assert.False(key.PublicKey.Verify(Message, [.. other[..split], .. signature[split..]]));
        Assert.False(key.PublicKey.Verify(Message, signature.AsSpan(..split)));
        Assert.False(key.PublicKey.Verify(Message, signature.AsSpan(split..)));
        Assert.False(key.PublicKey.Verify(Message, [.. signature[split..], .. signature[..split]]));
        Assert.False(key.PublicKey.Verify(Message, [.. signature, 0]));
        Assert.False(key.PublicKey.Verify(Message, []));
    }

    [Fact]
    public void Keys_EmptyOneComponentSwappedOrForeign_AreRefused()
    {
        using SignaturePrivateKey key = P256.GenerateKey();
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] privateKey = key.ExportPrivateKey();
        byte[] swapped = [.. publicKey[MLDsa65PublicKey..], .. publicKey[..MLDsa65PublicKey]];
        byte[] swappedPrivate = [.. privateKey[32..], .. privateKey[..32]];
        Assert.Throws<ArgumentException>(() => P256.ImportPublicKey([]));
        Assert.Throws<ArgumentException>(() => P256.ImportPublicKey(publicKey.AsSpan(..MLDsa65PublicKey)));
        Assert.Throws<ArgumentException>(() => P256.ImportPublicKey(publicKey.AsSpan(MLDsa65PublicKey..)));
        Assert.ThrowsAny<CryptographicException>(() => P256.ImportPublicKey(swapped));
        Assert.ThrowsAny<CryptographicException>(() => P256.ImportPrivateKey(swappedPrivate));
        Assert.Throws<ArgumentException>(() => P256.ImportPrivateKey(privateKey.AsSpan(..32)));
        foreach (byte[] content in new byte[][] { [], publicKey[..MLDsa65PublicKey], publicKey[MLDsa65PublicKey..], swapped })
            Assert.ThrowsAny<CryptographicException>(() => P256.ImportSubjectPublicKeyInfo(Spki(P256.Oid!, content)));
        AssertHasNoClassicalPart(() => P256.Scheme.ImportPublicKey(publicKey.AsSpan(..MLDsa65PublicKey)));
        AssertHasNoClassicalPart(() => P256.Scheme.ImportPrivateKey(privateKey.AsSpan(..32)));

        // P-384's key under P-256's identifier, and the other way round
        using SignaturePrivateKey foreign = Find("MLDSA65-ECDSA-P384-SHA512").GenerateKey();
        Assert.ThrowsAny<CryptographicException>(() => P256.ImportSubjectPublicKeyInfo(foreign.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.ThrowsAny<CryptographicException>(() => P256.ImportSubjectPublicKeyInfo(Spki(P256.Oid!, foreign.PublicKey.ExportPublicKey())));
        Assert.ThrowsAny<CryptographicException>(() => P256.ImportPkcs8PrivateKey(foreign.ExportPkcs8PrivateKey()));
    }

    [Fact]
    public void RsaKeys_EmptyOneComponentSwappedOrForeign_AreRefused()
    {
        SignatureAlgorithm algorithm = Find("MLDSA44-RSA2048-PSS-SHA256");
        using SignaturePrivateKey key = algorithm.GenerateKey();
        using SignaturePrivateKey larger = SignatureAlgorithm.RsaPss3072Sha256.GenerateKey();
        byte[] content = Content(key.PublicKey.ExportSubjectPublicKeyInfo());
        byte[] foreign = [.. content[..1312], .. Content(larger.PublicKey.ExportSubjectPublicKeyInfo())];
        byte[][] wrong = [[], content[..1312], content[1312..], [.. content[1312..], .. content[..1312]], [.. content, 0], foreign];
        foreach (byte[] bad in wrong)
            Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportSubjectPublicKeyInfo(Spki(algorithm.Oid!, bad)));
        Assert.Equal(key.PublicKey, algorithm.ImportSubjectPublicKeyInfo(Spki(algorithm.Oid!, content)));
        Assert.Throws<NotSupportedException>(() => algorithm.ImportPublicKey(content));
        Assert.Throws<NotSupportedException>(() => key.ExportPrivateKey());
    }

    [Fact]
    public void Parts_DoNotVerifyAlone()
    {
        // each part signs M', not the message: a stripped signature is none of the part's algorithm
        using SignaturePrivateKey key = P256.GenerateKey();
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] signature = key.Sign(Message);
        SignaturePublicKey mlDsa = SignatureAlgorithm.MLDsa65.ImportPublicKey(publicKey.AsSpan(..MLDsa65PublicKey));
        SignaturePublicKey ecdsa = SignatureAlgorithm.EcdsaP256Sha256.ImportPublicKey(publicKey.AsSpan(MLDsa65PublicKey..));
        Assert.False(mlDsa.Verify(Message, signature.AsSpan(..MLDsa65Signature)));
        Assert.False(ecdsa.Verify(Message, signature.AsSpan(MLDsa65Signature..)));

        byte[] label = "COMPSIG-MLDSA65-ECDSA-P256-SHA512"u8.ToArray();
        byte[] representative = [.. "CompositeAlgorithmSignatures2025"u8, .. label, 0, .. SHA512.HashData(Message)];
        Assert.True(mlDsa.Verify(representative, signature.AsSpan(..MLDsa65Signature), new SignatureOptions { Context = label }));
        Assert.True(ecdsa.Verify(representative, signature.AsSpan(MLDsa65Signature..)));
    }

    [Fact]
    public void PrivateKey_StatesTheCurveAndNoPublicKey()
    {
        using SignaturePrivateKey key = P256.GenerateKey();
        AsnReader ecPrivateKey = new AsnReader(key.ExportPrivateKey().AsMemory(32), AsnEncodingRules.DER).ReadSequence();
        Assert.Equal(1, ecPrivateKey.ReadInteger());
        Assert.Equal(32, ecPrivateKey.ReadOctetString().Length);
        Assert.Equal("1.2.840.10045.3.1.7", ecPrivateKey.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadObjectIdentifier());
        Assert.False(ecPrivateKey.HasData);
    }

    [Fact]
    public void Create_WithAnotherPartOrName_Throws()
    {
        SignatureAlgorithm own = CompositeAlgorithms.Create("id-MLDSA44-Ed25519-SHA512", new Ed25519Scheme());
        Assert.Equal("MLDSA44-Ed25519-SHA512", own.Name);
        Assert.Throws<ArgumentException>(() => CompositeAlgorithms.Create("MLDSA87-Ed448-SHAKE256", new Ed25519Scheme()));
        Assert.Throws<ArgumentException>(() => CompositeAlgorithms.Create("ML-DSA-65", new Ed25519Scheme()));
        Assert.Throws<ArgumentNullException>(() => CompositeAlgorithms.Create(null!, new Ed25519Scheme()));
        Assert.Throws<ArgumentNullException>(() => CompositeAlgorithms.Create("MLDSA44-Ed25519-SHA512", (SignatureScheme)null!));
    }

    /// <summary>A part whose key may have any length could take an empty one: the composite refuses it before.</summary>
    private static void AssertHasNoClassicalPart(Func<object> import) =>
        Assert.Contains("has no classical part", Assert.Throws<CryptographicException>(import).Message, StringComparison.Ordinal);

    private static SignatureAlgorithm Find(string name) =>
        SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm) ? algorithm : throw new InvalidOperationException(name);

    private static byte[] Spki(string oid, byte[] content)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(oid);
            writer.WriteBitString(content);
        }

        return writer.Encode();
    }

    private static byte[] Content(byte[] spki)
    {
        AsnReader fields = new AsnReader(spki, AsnEncodingRules.DER).ReadSequence();
        fields.ReadSequence();
        return fields.ReadBitString(out _);
    }
}
