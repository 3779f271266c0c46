using System.Security.Cryptography;
using PqCrypto.Tests.Api;

namespace PqCrypto.Tests.Extension;

/// <summary>What is particular to created algorithms; what they share with built-in ones is in the suites of the Api folder.</summary>
public sealed class ExtensionTests
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10);

    [Fact]
    public void UniformSuite_RunsWithThePluggedInAlgorithms()
    {
        Assert.Single(Subjects.Kems, subject => !subject.IsBuiltIn && subject.Name == "X448-HKDF-SHA512");
        Assert.Single(Subjects.Signatures, subject => !subject.IsBuiltIn && subject.Name == "Ed25519");
        Assert.Equal(16 + 1 + 4, Subjects.Kems.Count);      // three composites and one of the CFRG's hybrids
        Assert.Single(Subjects.Signatures, subject => !subject.IsBuiltIn && subject.Name == "MLDSA44-Ed25519-SHA512");
        Assert.Equal(11 + 1 + 3, Subjects.Signatures.Count);      // three composites
    }

    [Fact]
    public void Create_Ed25519_GivesTheSignatureOfTheRfc()
    {
        SignatureAlgorithm algorithm = SignatureAlgorithm.Create(new Ed25519Scheme());
        using SignaturePrivateKey key = algorithm.ImportPrivateKey(
            Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));          // RFC 8032, section 7.1, TEST 1

        Assert.Equal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", Convert.ToHexStringLower(key.PublicKey.ExportPublicKey()));
        Assert.Equal(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            Convert.ToHexStringLower(key.Sign(ReadOnlySpan<byte>.Empty)));
    }

    [Fact]
    public void Create_Ed25519_ReadsAndWritesTheContainersOfTheRfc()
    {
        SignatureAlgorithm algorithm = SignatureAlgorithm.Create(new Ed25519Scheme());
        const string PrivatePem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----";
        const string PublicPem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
        using SignaturePrivateKey key = algorithm.ImportPrivateKeyFromPem(PrivatePem);                           // RFC 8410, section 10

        Assert.Equal(PrivatePem, key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(PublicPem, key.PublicKey.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(key.PublicKey, algorithm.ImportPublicKeyFromPem(PublicPem));
    }

    [Fact]
    public void Create_TwiceFromOneScheme_GivesEqualAlgorithms()
    {
        X448Scheme scheme = new();

        Assert.Equal(KemAlgorithm.Create(scheme), KemAlgorithm.Create(scheme));
        Assert.NotEqual(KemAlgorithm.Create(scheme), KemAlgorithm.Create(new X448Scheme()));
        Assert.DoesNotContain(KemAlgorithm.Create(scheme), KemAlgorithm.All);
    }

    [Fact]
    public void Create_ImpossibleDescription_IsRefused()
    {
        KemDescription good = new X448Scheme().Description;
        SignatureDescription goodSignature = new Ed25519Scheme().Description;
        KemDescription[] bad =
        [
            good with { Name = " " }, good with { PublicKeySizeInBytes = -1 }, good with { CiphertextSizeInBytes = 0 },
            good with { SharedSecretSizeInBytes = -5 }, good with { EncapsulationRandomnessSizeInBytes = -1 }, good with { PublicKeySizeInBytes = 0 },
            good with { Pkcs8Content = Pkcs8Content.SeedOrExpanded },       // without a seed
        ];

        foreach (KemDescription description in bad)
            Assert.Equal("scheme", Assert.ThrowsAny<ArgumentException>(() => KemAlgorithm.Create(new DescribedKem(description))).ParamName);
        Assert.Equal("scheme", Assert.ThrowsAny<ArgumentException>(
            () => SignatureAlgorithm.Create(new DescribedSignature(goodSignature with { MaxSignatureSizeInBytes = 0 }))).ParamName);
        Assert.Throws<ArgumentNullException>("scheme", () => KemAlgorithm.Create(null!));
        Assert.Throws<ArgumentNullException>("scheme", () => SignatureAlgorithm.Create(null!));
        Assert.Throws<ArgumentNullException>(() => new DescribedKem(null!));
    }

    [Fact]
    public void Pkcs8_SeedThatIsNotTheStoredKey_IsNoForm()
    {
        KemAlgorithm algorithm = KemAlgorithm.Create(new SeededKemScheme());
        using KemPrivateKey key = algorithm.GenerateKey();

        Assert.Throws<NotSupportedException>(() => key.ExportPkcs8PrivateKey(PrivateKeyForm.Seed));
        Assert.Throws<NotSupportedException>(() => key.ExportPkcs8PrivateKey(PrivateKeyForm.SeedAndExpanded));
        using KemPrivateKey read = algorithm.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey());
        Assert.Equal(key.ExportPrivateKey(), read.ExportPrivateKey());
    }

    [Fact]
    public void DeviceKey_CanBeUsedButNotExported()
    {
        DeviceKemScheme device = new();
        KemPrivateKey key = KemAlgorithm.Create(device).GenerateKey();
        byte[] destination = Failure.Marked(16);
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        using SharedSecret received = key.Decapsulate(ciphertext);

        Assert.True(sent.FixedTimeEquals(received));
        Assert.Throws<NotSupportedException>(key.ExportPrivateKey);
        Assert.Throws<NotSupportedException>(() => key.ExportPrivateKey(destination));
        Assert.Throws<NotSupportedException>(() => key.ExportPkcs8PrivateKey());
        Assert.Throws<NotSupportedException>(() => key.ExportPkcs8PrivateKeyPem());
        Assert.Throws<NotSupportedException>(() => key.ExportEncryptedPkcs8PrivateKey("p", Encryption));
        Assert.Throws<NotSupportedException>(() => key.ExportPrivateSeed());
        Assert.Throws<NotSupportedException>(() => key.Algorithm.ImportPrivateKey(new byte[16]));
        Assert.Equal(key.PublicKey, key.Algorithm.ImportSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo()));
        Failure.IsUntouchedOrZero(destination);
    }

    [Fact]
    public void DeviceKey_DisposedTwice_IsReleasedOnce()
    {
        DeviceKemScheme device = new();
        KemPrivateKey key = KemAlgorithm.Create(device).GenerateKey();
        key.Dispose();
        key.Dispose();

        Assert.Equal([1], device.Released);
        Assert.Throws<ObjectDisposedException>(() => key.Decapsulate(new byte[16]));
    }

    [Fact]
    public void Kem_SchemeFailsInTheMiddle_OutputsAreZeroed()
    {
        using KemPrivateKey key = KemAlgorithm.Create(new FailingKemScheme()).GenerateKey();
        byte[] ciphertext = Failure.Marked(16);
        byte[] secret = Failure.Marked(32);

        Assert.Throws<InvalidOperationException>(() => key.PublicKey.Encapsulate(ciphertext, secret));
        Assert.Equal(new byte[16], ciphertext);
        Assert.Equal(new byte[32], secret);
        secret.AsSpan().Fill(0xA5);
        Assert.Throws<InvalidOperationException>(() => key.Decapsulate(new byte[16], secret));
        Assert.Equal(new byte[32], secret);
        Assert.Throws<InvalidOperationException>(() => key.PublicKey.Encapsulate(out _));
        Assert.Throws<InvalidOperationException>(() => key.Decapsulate(new byte[16]));
    }

    [Fact]
    public void Signature_SchemeFailsInTheMiddle_OutputIsZeroed()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.Create(new FailingSignatureScheme()).GenerateKey();
        byte[] signature = Failure.Marked(64);

        Assert.Throws<InvalidOperationException>(() => key.Sign("data"u8, signature));
        Assert.Equal(new byte[64], signature);
        using SignatureSigner signer = key.CreateSigner();
        signer.Append("data"u8);
        Assert.Throws<InvalidOperationException>(signer.GetSignature);
    }

    [Fact]
    public void Signer_SchemeFails_StartsOver()
    {
        FailingSignatureScheme scheme = new();
        using SignaturePrivateKey key = SignatureAlgorithm.Create(scheme).GenerateKey();
        using SignatureSigner signer = key.CreateSigner();
        signer.Append("one"u8);
        Assert.Throws<InvalidOperationException>(signer.GetSignature);
        signer.Append("two"u8);
        Assert.Throws<InvalidOperationException>(signer.GetSignature);

        Assert.Equal(["one"u8.ToArray(), "two"u8.ToArray()], scheme.Messages);
    }

    [Fact]
    public void PublicKeys_WithoutBytes_AreEqualToThemselvesOnly()
    {
        SignatureAlgorithm algorithm = SignatureAlgorithm.Create(new FailingSignatureScheme());
        using SignaturePrivateKey one = algorithm.GenerateKey();
        using SignaturePrivateKey other = algorithm.GenerateKey();

        Assert.True(one.PublicKey.Equals(one.PublicKey));
        Assert.False(one.PublicKey.Equals(other.PublicKey));
        Assert.Equal(one.PublicKey.GetHashCode(), one.PublicKey.GetHashCode());
    }

    private sealed class DescribedKem(KemDescription description) : KemScheme(description)
    {
        public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => throw new NotSupportedException();

        public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => throw new NotSupportedException();

        public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => throw new NotSupportedException();
    }

    private sealed class DescribedSignature(SignatureDescription description) : SignatureScheme(description)
    {
        public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => throw new NotSupportedException();

        public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => throw new NotSupportedException();

        public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => throw new NotSupportedException();
    }
}
