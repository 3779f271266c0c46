using Org.BouncyCastle.Math.EC.Rfc7748;

namespace PqCrypto.Pki.Parts;

/// <summary>An ephemeral X448 agreement without key derivation, by BouncyCastle: the classical part of a composite KEM.</summary>
/// <remarks>RFC 7748, section 6.2. As with X25519 in the core, a secret of zero is no error: the composite's combiner covers it.</remarks>
internal sealed class X448Part() : KemScheme(new KemDescription
{
    Name = "X448",
    Family = AlgorithmFamily.Classical,
    PublicKeySizeInBytes = X448.PointSize,
    PrivateKeySizeInBytes = X448.ScalarSize,
    KeyGenerationRandomnessSizeInBytes = X448.ScalarSize,
    CiphertextSizeInBytes = X448.PointSize,
    SharedSecretSizeInBytes = X448.PointSize,
    EncapsulationRandomnessSizeInBytes = X448.ScalarSize,
})
{
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateKey(randomness);

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(privateKey);

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(publicKey.ToArray());

    private static byte[] MultiplyBase(ReadOnlySpan<byte> scalar)
    {
        byte[] point = new byte[X448.PointSize];
        using Lent lent = new(scalar);
        X448.ScalarMultBase(lent.Bytes, 0, point, 0);
        return point;
    }

    private static void Multiply(ReadOnlySpan<byte> scalar, byte[] point, Span<byte> secret)
    {
        using Lent lent = new(scalar);
        using Lent result = new(X448.PointSize);
        X448.ScalarMult(lent.Bytes, 0, point, 0, result.Bytes, 0);
        result.Bytes.CopyTo(secret);
    }

    private sealed class PublicKey(byte[] point) : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => point.CopyTo(destination);

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            MultiplyBase(randomness).CopyTo(ciphertext);
            Multiply(randomness, point, sharedSecret);
        }
    }

    private sealed class PrivateKey : KemPrivateKeyState
    {
        private readonly HeldKey key;

        internal PrivateKey(ReadOnlySpan<byte> privateKey)
        {
            key = new HeldKey(privateKey);
            PublicKey = new PublicKey(MultiplyBase(privateKey));
        }

        public override KemPublicKeyState PublicKey { get; }

        public override void ExportPrivateKey(Span<byte> destination) => key.Bytes.CopyTo(destination);

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret) => Multiply(key.Bytes, ciphertext.ToArray(), sharedSecret);

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}
