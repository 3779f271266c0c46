using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>RSA-PSS with a salt as long as the hash, and for composites RSASSA-PKCS1-v1_5, from the platform.</summary>
/// <remarks>RFC 8017, sections 8.1 and 8.2. Keys have no raw form. The code points of TLS name the hash but not the modulus, so none is this
/// algorithm's alone.</remarks>
internal sealed class RsaSignatureScheme : SignatureScheme
{
    private readonly int modulusSize;
    private readonly SignatureHash hash;
    private readonly string hashOid;
    private readonly RSASignaturePadding padding;

    private RsaSignatureScheme(string name, int modulusSize, SignatureHash hash, string hashOid, RSASignaturePadding? padding = null)
        : base(Describe(name, modulusSize))
    {
        this.modulusSize = modulusSize;
        this.hash = hash;
        this.hashOid = hashOid;
        this.padding = padding ?? RSASignaturePadding.Pss;
    }

    /// <summary>2048 bits with SHA-256.</summary>
    internal static RsaSignatureScheme Pss2048Sha256 { get; } = new("RSA-PSS-2048-SHA256", 2048, SignatureHash.Sha256, Oids.Sha256);

    /// <summary>3072 bits with SHA-256.</summary>
    internal static RsaSignatureScheme Pss3072Sha256 { get; } = new("RSA-PSS-3072-SHA256", 3072, SignatureHash.Sha256, Oids.Sha256);

    /// <summary>4096 bits with SHA-384.</summary>
    internal static RsaSignatureScheme Pss4096Sha384 { get; } = new("RSA-PSS-4096-SHA384", 4096, SignatureHash.Sha384, Oids.Sha384);

    /// <summary>2048 bits with SHA-256, PKCS #1 v1.5; a part of composites.</summary>
    internal static RsaSignatureScheme Pkcs1With2048Sha256 { get; } = Pkcs1(2048, SignatureHash.Sha256, Oids.Sha256);

    /// <summary>3072 bits with SHA-256, PKCS #1 v1.5; a part of composites.</summary>
    internal static RsaSignatureScheme Pkcs1With3072Sha256 { get; } = Pkcs1(3072, SignatureHash.Sha256, Oids.Sha256);

    /// <summary>4096 bits with SHA-384, PKCS #1 v1.5; a part of composites.</summary>
    internal static RsaSignatureScheme Pkcs1With4096Sha384 { get; } = Pkcs1(4096, SignatureHash.Sha384, Oids.Sha384);

    /// <inheritdoc/>
    internal override bool HasContainers => true;

    /// <inheritdoc/>
    internal override AlgorithmIdentifier WrittenIdentifier => RsaEncoding.WrittenIdentifier;

    /// <inheritdoc/>
    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) =>
        new PrivateKey(this, RsaKey.Generate(modulusSize));

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
        new PublicKey(this, RsaKey.ImportPublic(Description.Name, modulusSize, subjectPublicKey));

    /// <inheritdoc/>
    internal override SignaturePrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) =>
        new PrivateKey(this, RsaKey.ImportPrivate(Description.Name, modulusSize, privateKey));

    private static RsaSignatureScheme Pkcs1(int modulusSize, SignatureHash hash, string hashOid) =>
        new($"RSA-PKCS1-{modulusSize}-{hash.Name}", modulusSize, hash, hashOid, RSASignaturePadding.Pkcs1);

    private static SignatureDescription Describe(string name, int modulusSize) => new()
    {
        Name = name,
        Family = AlgorithmFamily.Classical,
        MaxSignatureSizeInBytes = modulusSize >> 3,
    };

    private sealed class PublicKey(RsaSignatureScheme scheme, RsaKey key) : DigestPublicKeyState(scheme.hash)
    {
        private readonly RsaSignatureScheme scheme = scheme;
        private readonly RsaKey key = key;

        public override void ExportPublicKey(Span<byte> destination) => throw new NotSupportedException("RSA keys have no raw form.");

        /// <inheritdoc/>
        /// <remarks>RFC 8017, sections 8.1.2 and 8.2.2, step 1: the platform alone would take a signature without its leading zeros.</remarks>
        public override bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) =>
            signature.Length == scheme.modulusSize >> 3 && key.Verify(digest, signature, scheme.hash.Name, scheme.padding);

        internal override byte[] ExportSubjectPublicKey(int rawSizeInBytes) => key.ExportPublic();
    }

    private sealed class PrivateKey(RsaSignatureScheme scheme, RsaKey key) : DigestPrivateKeyState(scheme.hash)
    {
        private readonly RsaSignatureScheme scheme = scheme;
        private readonly RsaKey key = key;

        public override SignaturePublicKeyState PublicKey { get; } = new PublicKey(scheme, key.PublicHalf());

        public override void ExportPrivateKey(Span<byte> destination) => throw new NotSupportedException("RSA keys have no raw form.");

        public override int SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness, Span<byte> signature) =>
            key.Sign(digest, signature, scheme.hash.Name, scheme.padding);

        internal override SecretBuffer? ExportOwnPkcs8Content() => key.ExportPrivate();

        protected override void Dispose(bool disposing) => key.Release();
    }
}
