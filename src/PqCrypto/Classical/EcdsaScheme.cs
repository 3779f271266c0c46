using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>ECDSA on a NIST curve, from the platform; signatures in DER.</summary>
/// <remarks>FIPS 186-5, section 6; Ecdsa-Sig-Value of RFC 3279, section 2.2.3. The platform's objects make no promise about threads, so each
/// key uses its own under a lock.</remarks>
internal sealed class EcdsaScheme : SignatureScheme
{
    private readonly NistCurve curve;
    private readonly SignatureHash hash;
    private readonly bool isComponent;

    private EcdsaScheme(string name, NistCurve curve, SignatureHash hash, ushort? tlsScheme, bool isComponent = false)
        : base(Describe(name, curve, tlsScheme))
    {
        this.curve = curve;
        this.hash = hash;
        this.isComponent = isComponent;
    }

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    internal static EcdsaScheme P256Sha256 { get; } = new("ECDSA-P256-SHA256", NistCurve.P256, SignatureHash.Sha256, tlsScheme: 0x0403);

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    internal static EcdsaScheme P384Sha384 { get; } = new("ECDSA-P384-SHA384", NistCurve.P384, SignatureHash.Sha384, tlsScheme: 0x0503);

    /// <summary>A part of a composite: its private keys name their curve and leave out their public key.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="hash">The hash.</param>
    internal static EcdsaScheme Component(NistCurve curve, SignatureHash hash) =>
        new($"ECDSA-{curve.Name}-{hash.Name}", curve, hash, tlsScheme: null, isComponent: true);

    /// <inheritdoc/>
    internal override bool HasContainers => true;

    /// <inheritdoc/>
    internal override AlgorithmIdentifier WrittenIdentifier => curve.Identifier;

    /// <inheritdoc/>
    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> scalar = workspace.Bytes(curve.ScalarSize);
        byte[] point = new byte[curve.PointSize];
        return new PrivateKey(this, curve.Generate(ECDsa.Create, scalar, point), scalar, point);
    }

    /// <inheritdoc/>
    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => ImportScalar(privateKey);

    /// <inheritdoc/>
    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(this, publicKey);

    /// <inheritdoc/>
    internal override bool ReadsSubjectPublicKey(AlgorithmIdentifier identifier, ReadOnlySpan<byte> subjectPublicKey) =>
        curve.Reads(identifier);

    /// <inheritdoc/>
    internal override bool ReadsPkcs8(AlgorithmIdentifier identifier, ReadOnlySpan<byte> privateKey) => curve.Reads(identifier);

    /// <inheritdoc/>
    internal override SignaturePrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) =>
        curve.DecodePrivateKey(Description.Name, privateKey, ImportScalar, static key => key.Point);

    private static SignatureDescription Describe(string name, NistCurve curve, ushort? tlsScheme) => new()
    {
        Name = name,
        Family = AlgorithmFamily.Classical,
        TlsSignatureScheme = tlsScheme,
        PublicKeySizeInBytes = curve.PointSize,
        PrivateKeySizeInBytes = curve.ScalarSize,
        MaxSignatureSizeInBytes = MaxSignatureSize((curve.OrderSizeInBits >> 3) + 1),
    };

    /// <summary>The longest SEQUENCE of two INTEGERs of so many bytes, their sign bit included.</summary>
    private static int MaxSignatureSize(int integerSize)
    {
        const int longestShortLength = 127;
        int content = 2 * (2 + integerSize);
        return (content > longestShortLength ? 3 : 2) + content;
    }

    private PrivateKey ImportScalar(ReadOnlySpan<byte> scalar)
    {
        curve.CheckScalar(Description.Name, scalar);
        byte[] point = new byte[curve.PointSize];
        return new PrivateKey(this, curve.Import(ECDsa.Create, scalar, point), scalar, point);
    }

    private sealed class PublicKey : DigestPublicKeyState
    {
        private readonly byte[] point;
        private readonly ECDsa platformKey;
        private readonly Lock gate = new();

        internal PublicKey(EcdsaScheme scheme, ReadOnlySpan<byte> point)
            : base(scheme.hash)
        {
            platformKey = scheme.curve.ImportPublic(ECDsa.Create, point, out string? flaw)
                ?? throw Errors.MalformedKey(scheme.Description.Name, flaw!);
            this.point = point.ToArray();
        }

        public override void ExportPublicKey(Span<byte> destination) => point.CopyTo(destination);

        public override bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
        {
            try
            {
                lock (gate)
                    return platformKey.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
            }
            catch (CryptographicException)      // what some platforms make of a signature that is not DER
            {
                return false;
            }
        }
    }

    private sealed class PrivateKey(EcdsaScheme scheme, ECDsa platformKey, ReadOnlySpan<byte> scalar, byte[] point)
        : DigestPrivateKeyState(scheme.hash)
    {
        private readonly EcdsaScheme scheme = scheme;
        private readonly ECDsa platformKey = platformKey;
        private readonly SecretBuffer scalar = new(scalar);
        private readonly Lock gate = new();

        /// <summary>The public key as an uncompressed point.</summary>
        internal byte[] Point { get; } = point;

        public override SignaturePublicKeyState PublicKey { get; } = new PublicKey(scheme, point);

        public override void ExportPrivateKey(Span<byte> destination) => scalar.Bytes.CopyTo(destination);

        public override int SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            lock (gate)
                return platformKey.SignHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
        }

        internal override SecretBuffer? ExportOwnPkcs8Content() => scheme.isComponent
            ? EcPrivateKey.Encode(scalar.Bytes, publicPoint: default, scheme.curve.Oid)
            : EcPrivateKey.Encode(scalar.Bytes, Point, curveOid: null);

        protected override void Dispose(bool disposing)
        {
            platformKey.Dispose();
            scalar.Dispose();
        }
    }
}
