using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>RSA-PSS with a salt as long as the hash, from the platform.</summary>
/// <remarks>RFC 8017, section 8.1. Keys have no raw form. The code points of TLS name the hash but not the modulus, so none is this
/// algorithm's alone.</remarks>
internal sealed class RsaPssScheme : SignatureScheme
{
    private readonly int modulusSize;
    private readonly SignatureHash hash;
    private readonly string hashOid;

    private RsaPssScheme(string name, int modulusSize, SignatureHash hash, string hashOid)
        : base(Describe(name, modulusSize))
    {
        this.modulusSize = modulusSize;
        this.hash = hash;
        this.hashOid = hashOid;
    }

    /// <summary>2048 bits with SHA-256.</summary>
    internal static RsaPssScheme Pss2048Sha256 { get; } = new("RSA-PSS-2048-SHA256", 2048, SignatureHash.Sha256, Oids.Sha256);

    /// <summary>3072 bits with SHA-256.</summary>
    internal static RsaPssScheme Pss3072Sha256 { get; } = new("RSA-PSS-3072-SHA256", 3072, SignatureHash.Sha256, Oids.Sha256);

    /// <summary>4096 bits with SHA-384.</summary>
    internal static RsaPssScheme Pss4096Sha384 { get; } = new("RSA-PSS-4096-SHA384", 4096, SignatureHash.Sha384, Oids.Sha384);

    /// <inheritdoc/>
    internal override bool HasContainers => true;

    /// <inheritdoc/>
    internal override AlgorithmIdentifier WrittenIdentifier => RsaEncoding.WrittenIdentifier;

    /// <inheritdoc/>
    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) =>
        new PrivateKey(hash, modulusSize, RsaKey.Generate(modulusSize));

    /// <inheritdoc/>
    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        throw Errors.NotSupported(Description.Name, "raw private key", nameof(AlgorithmDescription.PrivateKeySizeInBytes));

    /// <inheritdoc/>
    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) =>
        throw Errors.NotSupported(Description.Name, "raw public key", nameof(AlgorithmDescription.PublicKeySizeInBytes));

    /// <inheritdoc/>
    internal override bool ReadsSubjectPublicKey(AlgorithmIdentifier identifier, ReadOnlySpan<byte> subjectPublicKey) =>
        RsaEncoding.ReadsPss(identifier, hashOid, hash.SizeInBytes)
        && RsaEncoding.ModulusSizeOfPublicKey(subjectPublicKey) == modulusSize;

    /// <inheritdoc/>
    internal override bool ReadsPkcs8(AlgorithmIdentifier identifier, ReadOnlySpan<byte> privateKey) =>
        RsaEncoding.ReadsPss(identifier, hashOid, hash.SizeInBytes)
        && RsaEncoding.ModulusSizeOfPrivateKey(privateKey, out _) == modulusSize;

    /// <inheritdoc/>
    internal override SignaturePublicKeyState? ImportOwnSubjectPublicKey(ReadOnlySpan<byte> subjectPublicKey) =>
        new PublicKey(hash, modulusSize, RsaKey.ImportPublic(Description.Name, modulusSize, subjectPublicKey));

    /// <inheritdoc/>
    internal override SignaturePrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) =>
        new PrivateKey(hash, modulusSize, RsaKey.ImportPrivate(Description.Name, modulusSize, privateKey));

    private static SignatureDescription Describe(string name, int modulusSize) => new()
    {
        Name = name,
        Family = AlgorithmFamily.Classical,
        MaxSignatureSizeInBytes = modulusSize >> 3,
    };

    private sealed class PublicKey(SignatureHash hash, int modulusSize, RsaKey key) : DigestPublicKeyState(hash)
    {
        private readonly SignatureHash hash = hash;
        private readonly RsaKey key = key;

        public override void ExportPublicKey(Span<byte> destination) => throw new NotSupportedException("RSA keys have no raw form.");

        /// <inheritdoc/>
        /// <remarks>RFC 8017, section 8.1.2, step 1: the platform alone would take a signature without its leading zeros.</remarks>
        public override bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) =>
            signature.Length == modulusSize >> 3 && key.Verify(digest, signature, hash.Name);

        internal override byte[] ExportSubjectPublicKey(int rawSizeInBytes) => key.ExportPublic();
    }

    private sealed class PrivateKey(SignatureHash hash, int modulusSize, RsaKey key) : DigestPrivateKeyState(hash)
    {
        private readonly SignatureHash hash = hash;
        private readonly RsaKey key = key;

        public override SignaturePublicKeyState PublicKey { get; } = new PublicKey(hash, modulusSize, key.PublicHalf());

        public override void ExportPrivateKey(Span<byte> destination) => throw new NotSupportedException("RSA keys have no raw form.");

        public override int SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness, Span<byte> signature) =>
            key.Sign(digest, signature, hash.Name);

        internal override SecretBuffer? ExportOwnPkcs8Content() => key.ExportPrivate();

        protected override void Dispose(bool disposing) => key.Release();
    }
}
