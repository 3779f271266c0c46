using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using PqCrypto.Testing;

namespace PqCrypto.Tests.Hybrid;

public class CompositeKemTests
{
    private const int MLKem768Ciphertext = 1088;
    private const int MLKem768PublicKey = 1184;

    public static TheoryData<string> Names => [.. CompositeAlgorithms.Kems.Select(algorithm => algorithm.Name)];

    [Fact]
    public void Kems_AreTheNineWhosePartsAreHere()
    {
        Assert.Equal(9, CompositeAlgorithms.Kems.Count);      // = 4 of RSA + 4 of the NIST curves + 1 of X25519
        Assert.Equal(CompositeAlgorithms.Kems.Select(algorithm => algorithm.Name), CompositeAlgorithms.All.Skip(13));
        Assert.All(CompositeAlgorithms.Kems, algorithm =>
        {
            Assert.Equal(AlgorithmFamily.Hybrid, algorithm.Family);
            Assert.Equal(32, algorithm.SharedSecretSizeInBytes);
            foreach (string name in new[] { algorithm.Name, $"id-{algorithm.Name}", algorithm.Oid! })
                Assert.Same(algorithm, Find(name));
        });
        Assert.False(KemAlgorithm.TryFind("MLKEM1024-X448-SHA3-256", out _));
        Assert.False(KemAlgorithm.TryFind("id-MLKEM768-P256", out _));
    }

    [Theory, MemberData(nameof(Names))]
    public void GeneratedKey_ReceivesSecretsAndGoesThroughTheContainers(string name)
    {
        KemAlgorithm algorithm = Find(name);
        using KemPrivateKey key = algorithm.GenerateKey();
        KemPublicKey publicKey = KemPublicKey.ImportSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(key.PublicKey, publicKey);
        using SharedSecret sent = publicKey.Encapsulate(out byte[] ciphertext);
        using KemPrivateKey back = KemPrivateKey.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey());
        Assert.Equal(algorithm, back.Algorithm);
        using SharedSecret received = back.Decapsulate(ciphertext);
        Assert.True(sent.FixedTimeEquals(received));

        // the ML-KEM part rejects implicitly
        ciphertext[0] ^= 1;
        using SharedSecret rejected = back.Decapsulate(ciphertext);
        Assert.False(sent.FixedTimeEquals(rejected));
    }

    [Fact]
    public void RsaPart_ThatDoesNotDecrypt_IsAnErrorAndTheOutputIsZero()
    {
        KemAlgorithm algorithm = Find("MLKEM768-RSA2048-SHA3-256");
        using KemPrivateKey key = algorithm.GenerateKey();
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        ciphertext[^1] ^= 1;
        byte[] secret = [.. Enumerable.Repeat((byte)0xA5, 32)];
        Assert.ThrowsAny<CryptographicException>(() => key.Decapsulate(ciphertext, secret));
        Assert.All(secret, value => Assert.True(value is 0 or 0xA5));
    }

    [Fact]
    public void CurvePart_ThatIsNoPoint_IsAnError()
    {
        KemAlgorithm algorithm = Find("MLKEM768-ECDH-P256-SHA3-256");
        using KemPrivateKey key = algorithm.GenerateKey();
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        ciphertext[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Decapsulate(ciphertext));
    }

    [Fact]
    public void Keys_EmptyOneComponentSwappedOrForeign_AreRefused()
    {
        KemAlgorithm algorithm = Find("MLKEM768-ECDH-P256-SHA3-256");
        using KemPrivateKey key = algorithm.GenerateKey();
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] privateKey = key.ExportPrivateKey();
        byte[] swapped = [.. publicKey[MLKem768PublicKey..], .. publicKey[..MLKem768PublicKey]];
        byte[] swappedPrivate = [.. privateKey[64..], .. privateKey[..64]];
        Assert.Throws<ArgumentException>(() => algorithm.ImportPublicKey([]));
        Assert.Throws<ArgumentException>(() => algorithm.ImportPublicKey(publicKey.AsSpan(..MLKem768PublicKey)));
        Assert.Throws<ArgumentException>(() => algorithm.ImportPublicKey(publicKey.AsSpan(MLKem768PublicKey..)));
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPublicKey(swapped));
        Assert.Throws<ArgumentException>(() => algorithm.ImportPrivateKey(privateKey.AsSpan(..64)));
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPrivateKey(swappedPrivate));
        foreach (byte[] content in new byte[][] { [], publicKey[..MLKem768PublicKey], publicKey[MLKem768PublicKey..], swapped })
            Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportSubjectPublicKeyInfo(Spki(algorithm.Oid!, content)));
        AssertHasNoClassicalPart(() => algorithm.Scheme.ImportPublicKey(publicKey.AsSpan(..MLKem768PublicKey)));
        AssertHasNoClassicalPart(() => algorithm.Scheme.ImportPrivateKey(privateKey.AsSpan(..64)));
        using KemPrivateKey foreign = Find("MLKEM768-ECDH-P384-SHA3-256").GenerateKey();
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportSubjectPublicKeyInfo(foreign.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportSubjectPublicKeyInfo(Spki(algorithm.Oid!, foreign.PublicKey.ExportPublicKey())));
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPkcs8PrivateKey(foreign.ExportPkcs8PrivateKey()));
    }

    [Fact]
    public void Keys_ClassicalPartOfAnotherLength_AreRefusedBeforeThePartSeesThem()
    {
        KemAlgorithm algorithm = Find("MLKEM768-X25519-SHA3-256");
        using KemPrivateKey key = algorithm.GenerateKey();
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] privateKey = key.ExportPrivateKey();
        Func<object>[] imports =
        [
            () => algorithm.Scheme.ImportPublicKey(publicKey.AsSpan(..^1)),
            () => algorithm.Scheme.ImportPublicKey([.. publicKey, 0]),
            () => algorithm.Scheme.ImportPrivateKey(privateKey.AsSpan(..^1)),
            () => algorithm.Scheme.ImportPrivateKey([.. privateKey, 0]),
        ];
        foreach (Func<object> import in imports)
            Assert.Contains("the classical part of its", Assert.Throws<CryptographicException>(import).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void X25519_GivesTheBytesOfXWing_AndDerivesASecretOfZeroToo()
    {
        // the key of an X-Wing seed, put down as the composite has it
        byte[] seed = RandomNumberGenerator.GetBytes(32);
        byte[] expanded = new byte[96];
        ShakeDigest shake = new(256);
        shake.BlockUpdate(seed);
        shake.OutputFinal(expanded);
        using KemPrivateKey xWing = KemAlgorithm.XWing.ImportPrivateSeed(seed);
        using KemPrivateKey composite = Find("MLKEM768-X25519-SHA3-256").ImportPrivateKey(expanded);
        Assert.Equal(xWing.PublicKey.ExportPublicKey(), composite.PublicKey.ExportPublicKey());

        byte[] randomness = RandomNumberGenerator.GetBytes(64), one = new byte[1120], other = new byte[1120], secret = new byte[32], otherSecret = new byte[32];
        Derandomized.Encapsulate(xWing.PublicKey, randomness, one, secret);
        Derandomized.Encapsulate(composite.PublicKey, randomness, other, otherSecret);
        Assert.Equal(one, other);
        Assert.Equal(secret, otherSecret);
        one.AsSpan(MLKem768Ciphertext).Clear();
        using SharedSecret ofXWing = xWing.Decapsulate(one);
        using SharedSecret ofComposite = composite.Decapsulate(one);
        Assert.True(ofXWing.FixedTimeEquals(ofComposite));
    }

    [Theory]
    [InlineData("MLKEM768-P256", "MLKEM768-ECDH-P256-SHA3-256")]
    [InlineData("MLKEM1024-P384", "MLKEM1024-ECDH-P384-SHA3-256")]
    public void ConcreteHybrids_UnderstandTheCiphertextsOfTheComposites(string concrete, string composite)
    {
        using KemPrivateKey key = Find(concrete).GenerateKey();
        Assert.True(key.HasPrivateSeed);
        KemPublicKey publicKey = Find(composite).ImportPublicKey(key.PublicKey.ExportPublicKey());
        using SharedSecret sent = publicKey.Encapsulate(out byte[] ciphertext);
        using SharedSecret received = key.Decapsulate(ciphertext);
        Assert.True(sent.FixedTimeEquals(received));
    }

    [Fact]
    public void Create_WithAnotherPartOrName_Throws()
    {
        Assert.Throws<ArgumentException>(() => CompositeAlgorithms.Create("MLKEM1024-X448-SHA3-256", KemAlgorithm.X25519.Scheme));
        Assert.Throws<ArgumentException>(() => CompositeAlgorithms.Create("MLDSA44-Ed25519-SHA512", KemAlgorithm.X25519.Scheme));
        Assert.Throws<ArgumentNullException>(() => CompositeAlgorithms.Create(null!, KemAlgorithm.X25519.Scheme));
        Assert.Throws<ArgumentNullException>(() => CompositeAlgorithms.Create("MLKEM1024-X448-SHA3-256", (KemScheme)null!));
    }

    /// <summary>A part whose key may have any length could take an empty one: the composite refuses it before.</summary>
    private static void AssertHasNoClassicalPart(Func<object> import) =>
        Assert.Contains("has no classical part", Assert.Throws<CryptographicException>(import).Message, StringComparison.Ordinal);

    private static KemAlgorithm Find(string name) =>
        KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm) ? algorithm : throw new InvalidOperationException(name);

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
}
