using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>Key transport of a fresh 32-byte secret under RSA-OAEP with SHA-256.</summary>
/// <remarks>RFC 8017, section 7.1, from the platform. Keys have no raw form. Whatever is wrong with a ciphertext, the result is a secret: one
/// that only the key's holder could compute, and the same for the same ciphertext. That holds for results; the platform's failure path
/// takes its own time.</remarks>
internal sealed class RsaOaepScheme : KemScheme
{
    private const int SecretSize = 32;

    private readonly int modulusSize;
    private readonly bool isComponent;

    private RsaOaepScheme(int modulusSize, bool isComponent = false)
        : base(Describe(modulusSize))
    {
        this.modulusSize = modulusSize;
        this.isComponent = isComponent;
    }

    /// <summary>RSA-OAEP with a modulus of 2048 bits.</summary>
    internal static RsaOaepScheme Oaep2048 { get; } = new(2048);

    /// <summary>RSA-OAEP with a modulus of 3072 bits.</summary>
    internal static RsaOaepScheme Oaep3072 { get; } = new(3072);

    /// <summary>RSA-OAEP with a modulus of 4096 bits.</summary>
    internal static RsaOaepScheme Oaep4096 { get; } = new(4096);

    /// <summary>A part of composites, whose draft demands that a bad ciphertext is an error.</summary>
    /// <param name="modulusSize">2048, 3072 or 4096.</param>
    internal static RsaOaepScheme Component(int modulusSize) => new(modulusSize, isComponent: true);

    /// <inheritdoc/>
    internal override bool HasContainers => true;

    /// <inheritdoc/>
    internal override AlgorithmIdentifier WrittenIdentifier => RsaEncoding.WrittenIdentifier;

    /// <inheritdoc/>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new PrivateKey(this, RsaKey.Generate(modulusSize));

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        throw Errors.NotSupported(Description.Name, "raw private key", nameof(AlgorithmDescription.PrivateKeySizeInBytes));

    /// <inheritdoc/>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) =>
        throw Errors.NotSupported(Description.Name, "raw public key", nameof(AlgorithmDescription.PublicKeySizeInBytes));

    /// <inheritdoc/>
    internal override bool ReadsSubjectPublicKey(AlgorithmIdentifier identifier, ReadOnlySpan<byte> subjectPublicKey) =>
        RsaEncoding.ReadsOaep(identifier, Oids.Sha256) && RsaEncoding.ModulusSizeOfPublicKey(subjectPublicKey) == modulusSize;

    /// <inheritdoc/>
    internal override bool ReadsPkcs8(AlgorithmIdentifier identifier, ReadOnlySpan<byte> privateKey) =>
        RsaEncoding.ReadsOaep(identifier, Oids.Sha256) && RsaEncoding.ModulusSizeOfPrivateKey(privateKey, out _) == modulusSize;

    /// <inheritdoc/>
    internal override KemPublicKeyState? ImportOwnSubjectPublicKey(ReadOnlySpan<byte> subjectPublicKey) =>
        new PublicKey(RsaKey.ImportPublic(Description.Name, modulusSize, subjectPublicKey));

    /// <inheritdoc/>
    internal override KemPrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) =>
        new PrivateKey(this, RsaKey.ImportPrivate(Description.Name, modulusSize, privateKey));

    private static KemDescription Describe(int modulusSize) => new()
    {
        Name = $"RSA-OAEP-{modulusSize}",
        Family = AlgorithmFamily.Classical,
        CiphertextSizeInBytes = modulusSize >> 3,
        SharedSecretSizeInBytes = SecretSize,
        EncapsulationRandomnessSizeInBytes = SecretSize,
    };

    private sealed class PublicKey(RsaKey key) : KemPublicKeyState
    {
        private readonly RsaKey key = key;

        /// <summary>None: the platform draws the seed of OAEP.</summary>
        internal override int? DerandomizedSizeInBytes => 0;

        public override void ExportPublicKey(Span<byte> destination) => throw new NotSupportedException("RSA keys have no raw form.");

        /// <inheritdoc/>
        /// <remarks>The randomness is the secret that is transported.</remarks>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            key.Encrypt(randomness, ciphertext, RSAEncryptionPadding.OaepSHA256);
            randomness.CopyTo(sharedSecret);
        }

        internal override byte[] ExportSubjectPublicKey(int rawSizeInBytes) => key.ExportPublic();
    }

    private sealed class PrivateKey : KemPrivateKeyState
    {
        private readonly RsaOaepScheme scheme;
        private readonly RsaKey key;

        /// <summary>Keys the secrets that bad ciphertexts give: HMAC-SHA-256 of a label under SHA-256 of the private exponent.</summary>
        private readonly SecretBuffer rejectionKey = new(SecretSize);

        internal PrivateKey(RsaOaepScheme scheme, RsaKey key)
        {
            this.scheme = scheme;
            this.key = key;
            PublicKey = new PublicKey(key.PublicHalf());
            using Workspace workspace = Workspace.Rent();
            using SecretBuffer encoded = key.ExportPrivate();
            RsaEncoding.ModulusSizeOfPrivateKey(encoded.Bytes, out ReadOnlySpan<byte> privateExponent);
            Span<byte> hash = workspace.Bytes(SHA256.HashSizeInBytes);
            SHA256.HashData(privateExponent, hash);
            HMACSHA256.HashData(hash, "PqCrypto RSA-OAEP implicit rejection"u8, rejectionKey.Bytes);
        }

        public override KemPublicKeyState PublicKey { get; }

        public override void ExportPrivateKey(Span<byte> destination) => throw new NotSupportedException("RSA keys have no raw form.");

        /// <inheritdoc/>
        /// <remarks>Both candidates are always computed, and one is selected by a mask.</remarks>
        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            using Workspace workspace = Workspace.Rent();
            Span<byte> plaintext = workspace.Bytes(ciphertext.Length);
            Span<byte> rejection = workspace.Bytes(SecretSize);
            int length = key.Decrypt(ciphertext, plaintext, RSAEncryptionPadding.OaepSHA256);
            if (scheme.isComponent && Declassify.Value(length, DeclassifyReason.PlatformKey) != SecretSize)
                throw Errors.MalformedCiphertext(scheme.Description.Name, "it was not made for this key (RFC 8017, section 7.1.2)");
            HMACSHA256.HashData(rejectionKey.Bytes, ciphertext, rejection);
            int difference = length ^ SecretSize;
            byte mask = (byte)~((difference | -difference) >> 31);      // 0xFF where the length is 32
            ConstantTime.Select(mask, plaintext[..SecretSize], rejection, sharedSecret);
        }

        internal override SecretBuffer? ExportOwnPkcs8Content() => key.ExportPrivate();

        protected override void Dispose(bool disposing)
        {
            key.Release();
            rejectionKey.Dispose();
        }
    }
}
