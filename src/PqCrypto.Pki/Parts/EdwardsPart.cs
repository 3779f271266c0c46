using Org.BouncyCastle.Math.EC.Rfc8032;

namespace PqCrypto.Pki.Parts;

/// <summary>Ed25519 or Ed448 without a context, by BouncyCastle: the classical part of composite signatures.</summary>
/// <remarks>RFC 8032, sections 5.1 and 5.2.</remarks>
internal sealed class EdwardsPart : SignatureScheme
{
    private readonly IEdwardsCurve curve;

    private EdwardsPart(string name, IEdwardsCurve curve, int keySize, int signatureSize)
        : base(new SignatureDescription
        {
            Name = name,
            Family = AlgorithmFamily.Classical,
            PublicKeySizeInBytes = keySize,
            PrivateKeySizeInBytes = keySize,
            KeyGenerationRandomnessSizeInBytes = keySize,
            MaxSignatureSizeInBytes = signatureSize,
        }) => this.curve = curve;

    private interface IEdwardsCurve
    {
        void MakePublicKey(byte[] privateKey, byte[] publicKey);

        bool IsPublicKey(byte[] publicKey);

        void Sign(byte[] privateKey, byte[] message, byte[] signature);

        bool Verify(byte[] signature, byte[] publicKey, byte[] message);
    }

    internal static EdwardsPart Ed25519 { get; } =
        new("Ed25519", new Curve25519(), Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.PublicKeySize, Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.SignatureSize);

    internal static EdwardsPart Ed448 { get; } =
        new("Ed448", new Curve448(), Org.BouncyCastle.Math.EC.Rfc8032.Ed448.PublicKeySize, Org.BouncyCastle.Math.EC.Rfc8032.Ed448.SignatureSize);

    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateKey(randomness);

    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(curve, privateKey, Description.PublicKeySizeInBytes);

    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        byte[] bytes = publicKey.ToArray();
        return curve.IsPublicKey(bytes)
            ? new PublicKey(curve, bytes, Description.MaxSignatureSizeInBytes)
            : throw Malformed.Key(Description.Name, "it is no point of the curve (RFC 8032, sections 5.1.3 and 5.2.3)");
    }

    private sealed class Curve25519 : IEdwardsCurve
    {
        public void MakePublicKey(byte[] privateKey, byte[] publicKey) =>
            Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.GeneratePublicKey(privateKey, 0, publicKey, 0);

        public bool IsPublicKey(byte[] publicKey) => Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.ValidatePublicKeyPartial(publicKey, 0);

        public void Sign(byte[] privateKey, byte[] message, byte[] signature) =>
            Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Sign(privateKey, 0, message, 0, message.Length, signature, 0);

        public bool Verify(byte[] signature, byte[] publicKey, byte[] message) =>
            Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Verify(signature, 0, publicKey, 0, message, 0, message.Length);
    }

    private sealed class Curve448 : IEdwardsCurve
    {
        public void MakePublicKey(byte[] privateKey, byte[] publicKey) => Org.BouncyCastle.Math.EC.Rfc8032.Ed448.GeneratePublicKey(privateKey, 0, publicKey, 0);

        public bool IsPublicKey(byte[] publicKey) => Org.BouncyCastle.Math.EC.Rfc8032.Ed448.ValidatePublicKeyPartial(publicKey, 0);

        public void Sign(byte[] privateKey, byte[] message, byte[] signature) =>
            Org.BouncyCastle.Math.EC.Rfc8032.Ed448.Sign(privateKey, 0, [], message, 0, message.Length, signature, 0);

        public bool Verify(byte[] signature, byte[] publicKey, byte[] message) =>
            Org.BouncyCastle.Math.EC.Rfc8032.Ed448.Verify(signature, 0, publicKey, 0, [], message, 0, message.Length);
    }

    private sealed class PublicKey(IEdwardsCurve curve, byte[] publicKey, int signatureSize) : SignaturePublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => publicKey.CopyTo(destination);

        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options) =>
            signature.Length == signatureSize && curve.Verify(signature.ToArray(), publicKey, data.ToArray());
    }

    private sealed class PrivateKey : SignaturePrivateKeyState
    {
        private readonly IEdwardsCurve curve;
        private readonly HeldKey key;
        private readonly int signatureSize;

        internal PrivateKey(IEdwardsCurve curve, ReadOnlySpan<byte> privateKey, int publicKeySize)
        {
            this.curve = curve;
            key = new HeldKey(privateKey);
            signatureSize = 2 * publicKeySize;
            byte[] publicKey = new byte[publicKeySize];
            using Lent lent = new(key.Bytes);
            curve.MakePublicKey(lent.Bytes, publicKey);
            PublicKey = new PublicKey(curve, publicKey, signatureSize);
        }

        public override SignaturePublicKeyState PublicKey { get; }

        public override void ExportPrivateKey(Span<byte> destination) => key.Bytes.CopyTo(destination);

        public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            byte[] made = new byte[signatureSize];
            using Lent lent = new(key.Bytes);
            curve.Sign(lent.Bytes, data.ToArray(), made);
            made.CopyTo(signature);
            return made.Length;
        }

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}
