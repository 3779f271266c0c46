using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Cms;

public class SignedMessageTests
{
    private static readonly byte[] Content = "The content of a message."u8.ToArray();

    private static readonly CmsSigningKey PostQuantum = TestCertificates.NewSigner(SignatureAlgorithm.MLDsa65, "post-quantum");
    private static readonly CmsSigningKey Classical = TestCertificates.NewSigner(SignatureAlgorithm.EcdsaP256Sha256, "classical");

    public static TheoryData<string> Algorithms { get; } =
    [
        "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "ECDSA-P256-SHA256", "ECDSA-P384-SHA384", "RSA-PSS-2048-SHA256",
        "MLDSA44-RSA2048-PSS-SHA256", "MLDSA44-Ed25519-SHA512", "MLDSA65-ECDSA-P256-SHA512", "MLDSA65-ECDSA-brainpoolP256r1-SHA512", "MLDSA87-Ed448-SHAKE256",
    ];

    [Theory, MemberData(nameof(Algorithms))]
    public void Sign_EveryKindOfKey_IsVerifiedInEveryForm(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm));
        CmsSigningKey key = TestCertificates.NewSigner(algorithm);
        CmsSignedMessage attached = CmsSignedMessage.Read(CmsSignedMessage.Sign(Content, [key]));
        AssertValid(attached, algorithm, key);
        Assert.Equal(Content, attached.Content.ToArray());

        byte[] signature = CmsSignedMessage.Sign(Content, [key], new CmsSigningOptions { Detached = true });
        AssertValid(CmsSignedMessage.ReadDetached(signature, Content), algorithm, key);
        CmsSignedMessage other = CmsSignedMessage.ReadDetached(signature, [.. Content, 0]);
        Assert.Equal(CmsSignatureStatus.Invalid, Assert.Single(other.Signatures).Status);
        Assert.Throws<CryptographicException>(() => other.Require(_ => true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 16) - 1)]
    [InlineData(1 << 16)]
    [InlineData(200_000)]
    public void SignStream_AnyLength_IsVerifiedAsStreamAndAsArray(int size)
    {
        byte[] content = RandomNumberGenerator.GetBytes(size);
        using MemoryStream message = new();
        CmsSignedMessage.Sign(new MemoryStream(content), message, [PostQuantum, Classical]);
        message.Position = 0;
        using MemoryStream read = new();
        CmsSignedMessage fromStream = CmsSignedMessage.Read(message, read);
        Assert.Equal([CmsSignatureStatus.Valid, CmsSignatureStatus.Valid], fromStream.Signatures.Select(signature => signature.Status));
        Assert.Equal(content, read.ToArray());
        Assert.Equal(content, CmsSignedMessage.Read(message.ToArray()).Content.ToArray());

        using MemoryStream detached = new();
        CmsSignedMessage.Sign(new MemoryStream(content), detached, [PostQuantum], new CmsSigningOptions { Detached = true });
        detached.Position = 0;
        CmsSignedMessage.ReadDetached(detached, new MemoryStream(content)).Require(signature => signature.IsPostQuantum);
        CmsSignedMessage.ReadDetached(detached.ToArray(), content).Require(signature => signature.IsPostQuantum);
    }

    [Fact]
    public void Require_PostQuantumSigner_IsNotMetByAClassicalOneOrByAStranger()
    {
        CmsSignedMessage both = CmsSignedMessage.Read(CmsSignedMessage.Sign(Content, [Classical, PostQuantum]));
        Assert.Equal(2, both.Signatures.Count);
        Assert.Equal(PostQuantum.Certificate.RawData, both.Require(signature => signature.IsPostQuantum).Certificate!.RawData);
        Assert.Equal(Classical.Certificate.RawData, both.Require(signature => !signature.IsPostQuantum).Certificate!.RawData);

        CmsSignedMessage stripped = CmsSignedMessage.Read(CmsSignedMessage.Sign(Content, [Classical]));
        CryptographicException exception = Assert.Throws<CryptographicException>(() => stripped.Require(signature => signature.IsPostQuantum));
        Assert.Contains("CN=classical: valid", exception.Message, StringComparison.Ordinal);

        CmsSigningKey stranger = TestCertificates.NewSigner(SignatureAlgorithm.MLDsa65, "post-quantum");
        CmsSignedMessage forged = CmsSignedMessage.Read(CmsSignedMessage.Sign(Content, [Classical, stranger]));
        Assert.Throws<CryptographicException>(() => forged.Require(signature => signature.IsPostQuantum && signature.Certificate!.Thumbprint == PostQuantum.Certificate.Thumbprint));
    }

    [Fact]
    public void Sign_Options_AreInTheMessage()
    {
        DateTimeOffset time = new(2026, 11, 30, 1, 2, 3, TimeSpan.Zero);
        CmsSigningOptions options = new() { SigningTime = time, Certificates = [Classical.Certificate, PostQuantum.Certificate], ContentType = "1.2.3.4" };
        CmsSignedMessage message = CmsSignedMessage.Read(CmsSignedMessage.Sign(Content, [PostQuantum], options));
        Assert.Equal("1.2.3.4", message.ContentType);
        Assert.Equal(time, message.Require(_ => true).SigningTime);
        Assert.Equal(2, message.Certificates.Count);
        DateTimeOffset late = new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(late, CmsSignedMessage.Read(CmsSignedMessage.Sign(Content, [PostQuantum], new CmsSigningOptions { SigningTime = late })).Require(_ => true).SigningTime);
    }

    [Fact]
    public void Read_AttachedAsDetachedAndTheOtherWayRound_IsRefused()
    {
        byte[] attached = CmsSignedMessage.Sign(Content, [PostQuantum]);
        byte[] detached = CmsSignedMessage.Sign(Content, [PostQuantum], new CmsSigningOptions { Detached = true });
        Assert.Throws<CryptographicException>(() => CmsSignedMessage.ReadDetached(attached, "Another content."u8));
        Assert.Throws<CryptographicException>(() => CmsSignedMessage.Read(detached));
    }

    [Fact]
    public void Read_EveryBitOfTheMessageChanged_GivesNoOtherContentAsSigned()
    {
        byte[] message = CmsSignedMessage.Sign(Content, [Classical]);
        int refused = 0, invalid = 0, same = 0;
        for (int bit = 0; bit < message.Length * 8; bit++)
        {
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                CmsSignedMessage read = CmsSignedMessage.Read(message);
                if (read.Signatures.Any(signature => signature.Status == CmsSignatureStatus.Valid))
                {
                    Assert.Equal(Content, read.Content.ToArray());
                    same++;
                }
                else
                {
                    invalid++;
                }
            }
            catch (CryptographicException)
            {
                refused++;
            }

            message[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(refused > 500 && invalid > 1000, $"{refused} refused, {invalid} invalid, {same} valid");     // valid where the certificate's own signature or the version changed
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        using MemoryStream indefinite = new();
        CmsSignedMessage.Sign(new MemoryStream(Content), indefinite, [Classical]);
        foreach (byte[] message in new[] { CmsSignedMessage.Sign(Content, [Classical]), indefinite.ToArray() })
        {
            for (int size = 0; size < message.Length; size++)
                Assert.Throws<CryptographicException>(() => CmsSignedMessage.Read(message.AsSpan(0, size)));
            Assert.Throws<CryptographicException>(() => CmsSignedMessage.Read([.. message, 0]));
        }
    }

    [Fact]
    public void Read_CertificateElsewhere_IsFoundAmongTheGivenOnes()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        X509Certificate2 certificate = TestCertificates.For(key);
        byte[] message = new CraftedSignedData(key, certificate) { LeavesOutCertificate = true }.Write(Content);
        Assert.Equal(CmsSignatureStatus.CertificateMissing, Assert.Single(CmsSignedMessage.Read(message).Signatures).Status);
        CmsSignedMessage.Read(message, [Classical.Certificate, certificate]).Require(_ => true);
    }

    [Fact]
    public void SigningKey_ForeignCertificateOrUsage_IsRefused()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        Assert.Throws<CryptographicException>(() => new CmsSigningKey(PostQuantum.Certificate, key));
        Assert.Throws<CryptographicException>(() => new CmsSigningKey(TestCertificates.For(key, usage: X509KeyUsageFlags.KeyCertSign), key));
        using SignaturePrivateKey round3 = SignatureAlgorithm.Dilithium2Round3.GenerateKey();
        Assert.Throws<NotSupportedException>(() => new CmsSigningKey(PostQuantum.Certificate, round3));
        Assert.Throws<ArgumentException>(() => CmsSignedMessage.Sign(Content, []));
    }

    private static void AssertValid(CmsSignedMessage message, SignatureAlgorithm algorithm, CmsSigningKey key)
    {
        CmsSignature signature = Assert.Single(message.Signatures);
        Assert.True(signature.Status == CmsSignatureStatus.Valid, signature.Reason);
        Assert.Null(signature.Reason);
        Assert.Same(signature, message.Require(_ => true));
        Assert.Equal(key.Certificate.RawData, signature.Certificate!.RawData);
        Assert.Equal(algorithm.Family != AlgorithmFamily.Classical, signature.IsPostQuantum);
        Assert.Equal(algorithm.Family != AlgorithmFamily.Classical ? algorithm : null, signature.Algorithm);
    }
}
