using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace PqCrypto.Tests.Extension;

/// <summary>DHKEM over BouncyCastle's X448 (RFC 9180, section 4.1; containers of RFC 8410), plugged in through the public contract alone.</summary>
public sealed class X448Scheme() : KemScheme(new KemDescription
{
    Name = "X448-HKDF-SHA512",
    Family = AlgorithmFamily.Classical,
    Oid = "1.3.101.111",
    PublicKeySizeInBytes = X448.PointSize,
    PrivateKeySizeInBytes = X448.ScalarSize,
    Pkcs8Content = Pkcs8Content.OctetString,
    KeyGenerationRandomnessSizeInBytes = X448.ScalarSize,
    CiphertextSizeInBytes = X448.PointSize,
    SharedSecretSizeInBytes = SecretSize,
    EncapsulationRandomnessSizeInBytes = X448.ScalarSize,
})
{
    private const int SecretSize = 64;

    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateKey(randomness);

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(new X448PrivateKeyParameters(privateKey));

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(new X448PublicKeyParameters(publicKey));

    /// <summary>The shared secret of an agreement.</summary>
    private static void Derive(
        X448PrivateKeyParameters own, X448PublicKeyParameters peer, X448PublicKeyParameters ephemeral, X448PublicKeyParameters recipient, Span<byte> sharedSecret)
    {
        byte[] agreed = new byte[X448.PointSize];
        try
        {
            own.GenerateSecret(peer, agreed, 0);
        }
        catch (InvalidOperationException failure)
        {
            throw new CryptographicException("The peer's X448 share gives a zero secret (RFC 7748, section 6.2).", failure);
        }

        byte[] suite = [.. "HPKE-v1"u8, .. "KEM"u8, 0x00, 0x21];
        byte[] prk = HKDF.Extract(HashAlgorithmName.SHA512, [.. suite, .. "eae_prk"u8, .. agreed]);
        byte[] info = [0, SecretSize, .. suite, .. "shared_secret"u8, .. ephemeral.GetEncoded(), .. recipient.GetEncoded()];
        HKDF.Expand(HashAlgorithmName.SHA512, prk, sharedSecret, info);
        CryptographicOperations.ZeroMemory(agreed);
        CryptographicOperations.ZeroMemory(prk);
    }

    private sealed class PublicKey(X448PublicKeyParameters key) : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => key.Encode(destination);

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            X448PrivateKeyParameters scalar = new(randomness);
            X448PublicKeyParameters ephemeral = scalar.GeneratePublicKey();
            Derive(scalar, key, ephemeral, key, sharedSecret);
            ephemeral.Encode(ciphertext);
        }
    }

    private sealed class PrivateKey(X448PrivateKeyParameters key) : KemPrivateKeyState
    {
        private readonly X448PublicKeyParameters publicKey = key.GeneratePublicKey();

        public override KemPublicKeyState PublicKey => new PublicKey(publicKey);

        public override void ExportPrivateKey(Span<byte> destination) => key.Encode(destination);

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            X448PublicKeyParameters ephemeral = new(ciphertext);
            Derive(key, ephemeral, ephemeral, publicKey, sharedSecret);
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
