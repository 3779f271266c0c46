using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace PqCrypto.Pki.Parts;

/// <summary>DHKEM over X448 with HKDF-SHA512, the curve by BouncyCastle: a KEM of HPKE.</summary>
/// <remarks>RFC 9180, sections 4.1 and 7.1; RFC 7748, section 5. Every string of 56 bytes is a scalar and a public key.</remarks>
internal sealed class DhkemX448() : KemScheme(new KemDescription
{
    Name = "DHKEM-X448-HKDF-SHA512",
    Family = AlgorithmFamily.Classical,
    PublicKeySizeInBytes = X448.PointSize,
    PrivateKeySizeInBytes = X448.ScalarSize,
    KeyGenerationRandomnessSizeInBytes = X448.ScalarSize,
    CiphertextSizeInBytes = X448.PointSize,
    SharedSecretSizeInBytes = SHA512.HashSizeInBytes,
    EncapsulationRandomnessSizeInBytes = X448.ScalarSize,
})
{
    private static readonly byte[] SuiteId = [.. "KEM"u8, 0x00, 0x21];      // RFC 9180, section 7.1

    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateKey(randomness);

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(privateKey);

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(publicKey.ToArray());

    private static byte[] PublicPoint(byte[] scalar)
    {
        byte[] point = new byte[X448.PointSize];
        X448.ScalarMultBase(scalar, 0, point, 0);
        return point;
    }

    /// <remarks>RFC 9180, section 4.1 (ExtractAndExpand), with the check of section 7.1.4.</remarks>
    private static void Agree(byte[] scalar, byte[] point, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, Span<byte> sharedSecret)
    {
        using Lent dh = new(X448.PointSize);
        if (!X448.CalculateAgreement(scalar, 0, point, 0, dh.Bytes, 0))      // public: only a peer's own bad point gives zero
            throw Malformed.Ciphertext("DHKEM-X448-HKDF-SHA512", "the agreed secret is zero (RFC 9180, section 7.1.4)");
        using Lent prk = new(SHA512.HashSizeInBytes);
        Extract("eae_prk"u8, dh.Bytes, prk.Bytes);
        Expand(prk.Bytes, "shared_secret"u8, [.. enc, .. recipient], sharedSecret);
    }

    /// <remarks>RFC 9180, section 7.1.3 (DeriveKeyPair).</remarks>
    private static void DeriveScalar(ReadOnlySpan<byte> ikm, byte[] scalar)
    {
        using Lent prk = new(SHA512.HashSizeInBytes);
        Extract("dkp_prk"u8, ikm, prk.Bytes);
        Expand(prk.Bytes, "sk"u8, [], scalar);
    }

    /// <remarks>RFC 9180, section 4 (LabeledExtract), without salt.</remarks>
    private static void Extract(ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        ReadOnlySpan<byte> version = "HPKE-v1"u8;
        using Lent labeled = new(version.Length + SuiteId.Length + label.Length + ikm.Length);
        Span<byte> rest = labeled.Bytes;
        version.CopyTo(rest);
        SuiteId.CopyTo(rest[version.Length..]);
        label.CopyTo(rest[(version.Length + SuiteId.Length)..]);
        ikm.CopyTo(rest[(version.Length + SuiteId.Length + label.Length)..]);
        HKDF.Extract(HashAlgorithmName.SHA512, labeled.Bytes, salt: [], prk);
    }

    /// <remarks>RFC 9180, section 4 (LabeledExpand).</remarks>
    private static void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)output.Length);
        HKDF.Expand(HashAlgorithmName.SHA512, prk, output, [.. length, .. "HPKE-v1"u8, .. SuiteId, .. label, .. info]);
    }

    private sealed class PublicKey(byte[] point) : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => point.CopyTo(destination);

        /// <remarks>RFC 9180, section 4.1 (Encap), with the ephemeral key derived from the randomness.</remarks>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            using Lent ephemeral = new(X448.ScalarSize);
            DeriveScalar(randomness, ephemeral.Bytes);
            byte[] enc = PublicPoint(ephemeral.Bytes);
            Agree(ephemeral.Bytes, point, enc, point, sharedSecret);
            enc.CopyTo(ciphertext);
        }
    }

    private sealed class PrivateKey : KemPrivateKeyState
    {
        private readonly HeldKey key;
        private readonly byte[] point;

        internal PrivateKey(ReadOnlySpan<byte> privateKey)
        {
            key = new HeldKey(privateKey);
            using Lent scalar = new(privateKey);
            point = PublicPoint(scalar.Bytes);
            PublicKey = new PublicKey(point);
        }

        public override KemPublicKeyState PublicKey { get; }

        public override void ExportPrivateKey(Span<byte> destination) => key.Bytes.CopyTo(destination);

        /// <remarks>RFC 9180, section 4.1 (Decap).</remarks>
        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            using Lent scalar = new(key.Bytes);
            Agree(scalar.Bytes, ciphertext.ToArray(), ciphertext, point, sharedSecret);
        }

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}
