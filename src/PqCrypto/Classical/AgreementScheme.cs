using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>An ephemeral agreement with a group as a KEM without key derivation: the ciphertext is the ephemeral public key, the secret what both agree on.
/// A part of composites, which derive their secret themselves.</summary>
/// <remarks>draft-ietf-lamps-pq-composite-kem (ECDH and X25519). Private keys name their curve and leave out their public key; those of X25519 are raw.</remarks>
internal sealed class AgreementScheme : KemScheme
{
    private readonly DiffieHellmanGroup group;

    /// <summary>The curve that private keys name; null where they are raw.</summary>
    private readonly string? curveOid;

    private AgreementScheme(string name, DiffieHellmanGroup group, string? curveOid)
        : base(Describe(name, group))
    {
        this.group = group;
        this.curveOid = curveOid;
    }

    /// <summary>X25519; a secret of zero is none of its errors.</summary>
    internal static AgreementScheme X25519 { get; } = new("X25519", X25519Group.WithZeroSecret, curveOid: null);

    /// <summary>ECDH on P-256.</summary>
    internal static AgreementScheme P256 { get; } = new("ECDH-P256", NistGroup.P256, Oids.CurveP256);

    /// <summary>ECDH on P-384.</summary>
    internal static AgreementScheme P384 { get; } = new("ECDH-P384", NistGroup.P384, Oids.CurveP384);

    /// <summary>ECDH on P-521.</summary>
    internal static AgreementScheme P521 { get; } = new("ECDH-P521", NistGroup.P521, Oids.CurveP521);

    /// <inheritdoc/>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new PrivateKey(this, group.GenerateKey(randomness));

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(this, group.ImportKey(Description.Name, privateKey));

    /// <inheritdoc/>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (group.FindFlaw(publicKey) is string flaw)
            throw Errors.MalformedKey(Description.Name, flaw);
        return new PublicKey(this, publicKey);
    }

    /// <inheritdoc/>
    internal override KemPrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey)
    {
        if (curveOid is null)
            return null;
        using Workspace workspace = Workspace.Rent();
        Span<byte> scalar = workspace.Bytes(group.ScalarSize);
        if (EcPrivateKey.Decode(privateKey, curveOid, group.ScalarSize, scalar) is not null)
            throw Errors.MalformedKey(Description.Name, "its private key states a public key, which composites leave out");
        return ImportPrivateKey(scalar);
    }

    private static KemDescription Describe(string name, DiffieHellmanGroup group) => new()
    {
        Name = name,
        Family = AlgorithmFamily.Classical,
        PublicKeySizeInBytes = group.PointSize,
        PrivateKeySizeInBytes = group.ScalarSize,
        KeyGenerationRandomnessSizeInBytes = group.KeyRandomnessSize,
        CiphertextSizeInBytes = group.PointSize,
        SharedSecretSizeInBytes = group.SecretSize,
        EncapsulationRandomnessSizeInBytes = group.KeyRandomnessSize,
    };

    private sealed class PublicKey(AgreementScheme scheme, ReadOnlySpan<byte> point) : KemPublicKeyState
    {
        private readonly AgreementScheme scheme = scheme;
        private readonly byte[] point = point.ToArray();

        /// <inheritdoc/>
        internal override int? DerandomizedSizeInBytes => scheme.group.ScalarSize;

        public override void ExportPublicKey(Span<byte> destination) => point.CopyTo(destination);

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret) =>
            scheme.group.AgreeOnce(scheme.Description.Name, randomness, point, ciphertext, sharedSecret);
    }

    private sealed class PrivateKey(AgreementScheme scheme, DiffieHellmanKey key) : KemPrivateKeyState
    {
        private readonly AgreementScheme scheme = scheme;
        private readonly DiffieHellmanKey key = key;

        public override KemPublicKeyState PublicKey { get; } = new PublicKey(scheme, key.Point);

        public override void ExportPrivateKey(Span<byte> destination) => key.Scalar.CopyTo(destination);

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret) =>
            key.Agree(scheme.Description.Name, ciphertext, sharedSecret);

        internal override SecretBuffer? ExportOwnPkcs8Content() =>
            scheme.curveOid is { } oid ? EcPrivateKey.Encode(key.Scalar, publicPoint: default, oid) : null;

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}
