using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>DHKEM: a KEM made of a Diffie-Hellman group and HKDF.</summary>
/// <remarks>RFC 9180, section 4.1. Private keys are a scalar and the ciphertext is an ephemeral public key. Containers are
/// those of RFC 8410 for X25519, of RFC 5480 and RFC 5915 for P-256 and P-384.</remarks>
internal sealed class DhkemScheme : KemScheme
{
    private readonly DiffieHellmanGroup group;
    private readonly LabeledHkdf hkdf;

    /// <summary>The curve where keys are elliptic-curve keys; null for X25519, whose containers follow from the description.</summary>
    private readonly NistCurve? curve;

    /// <summary>Makes a suite.</summary>
    /// <param name="name">The algorithm's name.</param>
    /// <param name="group">The group.</param>
    /// <param name="hash">The hash of HKDF; Nsecret is its length.</param>
    /// <param name="kemId">The suite's number (RFC 9180, section 7.1).</param>
    /// <param name="oid">The identifier of keys, or null where it does not name one algorithm.</param>
    private DhkemScheme(string name, DiffieHellmanGroup group, HashAlgorithmName hash, ushort kemId, string? oid)
        : base(Describe(name, group, new LabeledHkdf(hash, kemId), oid))
    {
        this.group = group;
        curve = (group as NistGroup)?.Curve;
        hkdf = new LabeledHkdf(hash, kemId);
    }

    /// <summary>DHKEM(X25519, HKDF-SHA256).</summary>
    internal static DhkemScheme X25519HkdfSha256 { get; } =
        new("DHKEM-X25519-HKDF-SHA256", X25519Group.Instance, HashAlgorithmName.SHA256, kemId: 0x0020, oid: Oids.X25519);

    /// <summary>DHKEM(P-256, HKDF-SHA256).</summary>
    internal static DhkemScheme P256HkdfSha256 { get; } =
        new("DHKEM-P256-HKDF-SHA256", NistGroup.P256, HashAlgorithmName.SHA256, kemId: 0x0010, oid: null);

    /// <summary>DHKEM(P-384, HKDF-SHA384).</summary>
    internal static DhkemScheme P384HkdfSha384 { get; } =
        new("DHKEM-P384-HKDF-SHA384", NistGroup.P384, HashAlgorithmName.SHA384, kemId: 0x0011, oid: null);

    /// <inheritdoc/>
    internal override bool HasContainers => true;

    /// <inheritdoc/>
    internal override AlgorithmIdentifier WrittenIdentifier => curve is null ? base.WrittenIdentifier : curve.Identifier;

    /// <inheritdoc/>
    /// <remarks>RFC 9180, section 4 (GenerateKeyPair).</remarks>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> scalar = workspace.Bytes(randomness.Length);
        randomness.CopyTo(scalar);
        group.Clamp(scalar);
        return new PrivateKey(this, group.GenerateKey(scalar));
    }

    /// <inheritdoc/>
    /// <remarks>RFC 9180, section 7.1.2 (DeserializePrivateKey): scalars of X25519 are clamped when they are read and written.</remarks>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => ImportScalar(privateKey);

    /// <inheritdoc/>
    /// <remarks>RFC 9180, sections 7.1.1 (DeserializePublicKey) and 7.1.4 (validation).</remarks>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (group.FindFlaw(publicKey) is string flaw)
            throw Errors.MalformedKey(Description.Name, flaw);
        return new PublicKey(this, publicKey);
    }

    /// <inheritdoc/>
    internal override bool ReadsSubjectPublicKey(AlgorithmIdentifier identifier, ReadOnlySpan<byte> subjectPublicKey) =>
        curve?.Reads(identifier) ?? base.ReadsSubjectPublicKey(identifier, subjectPublicKey);

    /// <inheritdoc/>
    internal override bool ReadsPkcs8(AlgorithmIdentifier identifier, ReadOnlySpan<byte> privateKey) =>
        curve?.Reads(identifier) ?? base.ReadsPkcs8(identifier, privateKey);

    /// <inheritdoc/>
    internal override KemPrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) =>
        curve?.DecodePrivateKey(Description.Name, privateKey, ImportScalar, static key => key.Point);

    private static KemDescription Describe(string name, DiffieHellmanGroup group, LabeledHkdf hkdf, string? oid) => new()
    {
        Name = name,
        Family = AlgorithmFamily.Classical,
        Oid = oid,
        PublicKeySizeInBytes = group.PointSize,
        PrivateKeySizeInBytes = group.ScalarSize,
        Pkcs8Content = Pkcs8Content.OctetString,
        KeyGenerationRandomnessSizeInBytes = group.KeyRandomnessSize,
        CiphertextSizeInBytes = group.PointSize,
        SharedSecretSizeInBytes = hkdf.HashSize,
        EncapsulationRandomnessSizeInBytes = group.KeyRandomnessSize,
    };

    /// <summary>Makes the key of keying material.</summary>
    /// <param name="ikm">The keying material, as long as a private key or longer. Secret.</param>
    internal KemPrivateKeyState DeriveKey(ReadOnlySpan<byte> ikm)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> scalar = workspace.Bytes(group.ScalarSize);
        DeriveScalar(ikm, scalar);
        return ImportScalar(scalar);
    }

    private PrivateKey ImportScalar(ReadOnlySpan<byte> privateKey)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> scalar = workspace.Bytes(privateKey.Length);
        privateKey.CopyTo(scalar);
        group.Clamp(scalar);
        return new PrivateKey(this, group.ImportKey(Description.Name, scalar));
    }

    /// <summary>Derives a private key from keying material.</summary>
    /// <param name="ikm">The keying material, ScalarSize bytes or more. Secret.</param>
    /// <param name="scalar">Receives the scalar. Secret.</param>
    /// <remarks>RFC 9180, section 7.1.3 (DeriveKeyPair). Both bitmasks of P-256 and P-384 are 0xff, and change nothing.</remarks>
    private void DeriveScalar(ReadOnlySpan<byte> ikm, Span<byte> scalar)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> prk = workspace.Bytes(hkdf.HashSize);
        hkdf.Extract("dkp_prk"u8, ikm, prk);
        if (group.KeyRandomnessSize != 0)                       // X25519: every string is a scalar
        {
            hkdf.Expand(prk, "sk"u8, [], scalar);
            return;
        }

        for (int counter = 0; counter <= byte.MaxValue; counter++)
        {
            hkdf.Expand(prk, "candidate"u8, [(byte)counter], scalar);
            if (group.IsScalar(scalar))
                return;
        }

        throw Errors.SelfCheck(Description.Name, "no candidate for a private key fits (RFC 9180, section 7.1.3)");
    }

    /// <summary>Derives the shared secret from the group's and both public keys.</summary>
    /// <remarks>RFC 9180, section 4.1 (ExtractAndExpand).</remarks>
    private void ExtractAndExpand(ReadOnlySpan<byte> dh, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> publicKey, Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> context = workspace.Bytes(enc.Length + publicKey.Length);
        enc.CopyTo(context);
        publicKey.CopyTo(context[enc.Length..]);
        Span<byte> prk = workspace.Bytes(hkdf.HashSize);
        hkdf.Extract("eae_prk"u8, dh, prk);
        hkdf.Expand(prk, "shared_secret"u8, context, sharedSecret);
    }

    private sealed class PublicKey(DhkemScheme scheme, ReadOnlySpan<byte> point) : KemPublicKeyState
    {
        private readonly DhkemScheme scheme = scheme;
        private readonly byte[] point = point.ToArray();

        internal override int? DerandomizedSizeInBytes => scheme.group.ScalarSize;

        public override void ExportPublicKey(Span<byte> destination) => point.CopyTo(destination);

        /// <inheritdoc/>
        /// <remarks>RFC 9180, section 4.1 (Encap). The randomness is ikmE; where there is none the platform draws the ephemeral key.</remarks>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            using Workspace workspace = Workspace.Rent();
            Span<byte> scalar = workspace.Bytes(scheme.group.ScalarSize);
            Span<byte> dh = workspace.Bytes(scheme.group.SecretSize);
            if (randomness.IsEmpty)
                scalar = default;
            else
                scheme.DeriveScalar(randomness, scalar);
            scheme.group.AgreeOnce(scheme.Description.Name, scalar, point, ciphertext, dh);
            scheme.ExtractAndExpand(dh, ciphertext, point, sharedSecret);
        }
    }

    private sealed class PrivateKey(DhkemScheme scheme, DiffieHellmanKey key) : KemPrivateKeyState
    {
        private readonly DhkemScheme scheme = scheme;
        private readonly DiffieHellmanKey key = key;

        /// <summary>The public key as the group writes it.</summary>
        internal byte[] Point => key.Point.ToArray();

        public override KemPublicKeyState PublicKey { get; } = new PublicKey(scheme, key.Point);

        public override void ExportPrivateKey(Span<byte> destination) => key.Scalar.CopyTo(destination);

        /// <inheritdoc/>
        /// <remarks>RFC 9180, section 4.1 (Decap).</remarks>
        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            using Workspace workspace = Workspace.Rent();
            Span<byte> dh = workspace.Bytes(scheme.group.SecretSize);
            key.Agree(scheme.Description.Name, ciphertext, dh);
            scheme.ExtractAndExpand(dh, ciphertext, key.Point, sharedSecret);
        }

        internal override SecretBuffer? ExportOwnPkcs8Content() =>
            scheme.curve is null ? null : EcPrivateKey.Encode(key.Scalar, key.Point, curveOid: null);

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}
