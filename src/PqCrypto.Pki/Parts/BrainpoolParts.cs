using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities;

namespace PqCrypto.Pki.Parts;

/// <summary>ECDSA on a brainpool curve, by BouncyCastle: the classical part of composite signatures. Signatures in DER.</summary>
internal sealed class BrainpoolSignaturePart(BrainpoolCurve curve, string hash) : SignatureScheme(new SignatureDescription
{
    Name = $"ECDSA-{curve.Name}-{hash}",
    Family = AlgorithmFamily.Classical,
    PublicKeySizeInBytes = curve.PointSize,
    PrivateKeySizeInBytes = curve.PrivateKeySize,
    MaxSignatureSizeInBytes = 2 + (2 * (3 + curve.ScalarSize)),      // a SEQUENCE of two INTEGERs with a zero byte in front
})
{
    private readonly BrainpoolCurve curve = curve;
    private readonly string mechanism = $"{hash}withECDSA";

    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness)
    {
        using Lent generated = new(curve.PrivateKeySize);
        curve.GeneratePrivateKey(generated.Bytes);
        return ImportPrivateKey(generated.Bytes);
    }

    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(this, privateKey);

    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(
        this,
        curve.ReadPoint(publicKey) ?? throw Malformed.Key(Description.Name, $"it is no uncompressed point of {curve.Name}"),
        publicKey.ToArray());

    private sealed class PublicKey(BrainpoolSignaturePart scheme, ECPublicKeyParameters key, byte[] point) : SignaturePublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => point.CopyTo(destination);

        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options)
        {
            var verifier = SignerUtilities.GetSigner(scheme.mechanism);
            verifier.Init(forSigning: false, key);
            verifier.BlockUpdate(data);
            return verifier.VerifySignature(signature.ToArray());
        }
    }

    private sealed class PrivateKey : SignaturePrivateKeyState
    {
        private readonly BrainpoolSignaturePart scheme;
        private readonly HeldKey key;

        internal PrivateKey(BrainpoolSignaturePart scheme, ReadOnlySpan<byte> privateKey)
        {
            this.scheme = scheme;
            byte[] point = scheme.curve.WritePublicKey(scheme.curve.ReadPrivateKey(scheme.Description.Name, privateKey));
            PublicKey = new PublicKey(scheme, scheme.curve.ReadPoint(point)!, point);
            key = new HeldKey(privateKey);
        }

        public override SignaturePublicKeyState PublicKey { get; }

        public override void ExportPrivateKey(Span<byte> destination) => key.Bytes.CopyTo(destination);

        public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            var signer = SignerUtilities.GetSigner(scheme.mechanism);
            signer.Init(forSigning: true, scheme.curve.ReadPrivateKey(scheme.Description.Name, key.Bytes));
            signer.BlockUpdate(data);
            byte[] made = signer.GenerateSignature();
            made.CopyTo(signature);
            return made.Length;
        }

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}

/// <summary>An ephemeral agreement on a brainpool curve without key derivation, by BouncyCastle: the classical part of composite KEMs.</summary>
internal sealed class BrainpoolAgreementPart(BrainpoolCurve curve) : KemScheme(new KemDescription
{
    Name = $"ECDH-{curve.Name}",
    Family = AlgorithmFamily.Classical,
    PublicKeySizeInBytes = curve.PointSize,
    PrivateKeySizeInBytes = curve.PrivateKeySize,
    CiphertextSizeInBytes = curve.PointSize,
    SharedSecretSizeInBytes = curve.ScalarSize,
})
{
    private readonly BrainpoolCurve curve = curve;

    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness)
    {
        using Lent generated = new(curve.PrivateKeySize);
        curve.GeneratePrivateKey(generated.Bytes);
        return ImportPrivateKey(generated.Bytes);
    }

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(this, privateKey);

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(
        this,
        curve.ReadPoint(publicKey) ?? throw Malformed.Key(Description.Name, $"it is no uncompressed point of {curve.Name}"),
        publicKey.ToArray());

    /// <summary>The x-coordinate of the agreed point, at full length.</summary>
    private void Agree(ECPrivateKeyParameters own, ECPublicKeyParameters peer, Span<byte> secret)
    {
        ECDHBasicAgreement agreement = new();
        agreement.Init(own);
        using Lent agreed = Lent.Of(BigIntegers.AsUnsignedByteArray(curve.ScalarSize, agreement.CalculateAgreement(peer)));
        agreed.Bytes.CopyTo(secret);
    }

    private sealed class PublicKey(BrainpoolAgreementPart scheme, ECPublicKeyParameters key, byte[] point) : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => point.CopyTo(destination);

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            using Lent ephemeral = new(scheme.curve.PrivateKeySize);
            scheme.curve.GeneratePrivateKey(ephemeral.Bytes);
            ECPrivateKeyParameters own = scheme.curve.ReadPrivateKey(scheme.Description.Name, ephemeral.Bytes);
            scheme.curve.WritePublicKey(own).CopyTo(ciphertext);
            scheme.Agree(own, key, sharedSecret);
        }
    }

    private sealed class PrivateKey : KemPrivateKeyState
    {
        private readonly BrainpoolAgreementPart scheme;
        private readonly HeldKey key;

        internal PrivateKey(BrainpoolAgreementPart scheme, ReadOnlySpan<byte> privateKey)
        {
            this.scheme = scheme;
            byte[] point = scheme.curve.WritePublicKey(scheme.curve.ReadPrivateKey(scheme.Description.Name, privateKey));
            PublicKey = new PublicKey(scheme, scheme.curve.ReadPoint(point)!, point);
            key = new HeldKey(privateKey);
        }

        public override KemPublicKeyState PublicKey { get; }

        public override void ExportPrivateKey(Span<byte> destination) => key.Bytes.CopyTo(destination);

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            ECPublicKeyParameters peer = scheme.curve.ReadPoint(ciphertext)
                ?? throw Malformed.Ciphertext(scheme.Description.Name, $"it is no uncompressed point of {scheme.curve.Name}");
            scheme.Agree(scheme.curve.ReadPrivateKey(scheme.Description.Name, key.Bytes), peer, sharedSecret);
        }

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}
