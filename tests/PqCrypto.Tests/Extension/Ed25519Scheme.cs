using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace PqCrypto.Tests.Extension;

/// <summary>BouncyCastle's Ed25519 (RFC 8032, containers of RFC 8410), plugged in through the public contract alone.</summary>
public sealed class Ed25519Scheme() : SignatureScheme(new SignatureDescription
{
    Name = "Ed25519",
    Family = AlgorithmFamily.Classical,
    Oid = "1.3.101.112",
    PublicKeySizeInBytes = Ed25519.PublicKeySize,
    PrivateKeySizeInBytes = Ed25519.SecretKeySize,
    Pkcs8Content = Pkcs8Content.OctetString,
    KeyGenerationRandomnessSizeInBytes = Ed25519.SecretKeySize,
    MaxSignatureSizeInBytes = Ed25519.SignatureSize,
})
{
    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateKey(randomness);

    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        new PrivateKey(new Ed25519PrivateKeyParameters(privateKey));

    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(new Ed25519PublicKeyParameters(publicKey));

    private sealed class PublicKey(Ed25519PublicKeyParameters key) : SignaturePublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => key.Encode(destination);

        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options)
        {
            byte[] message = data.ToArray();
            return signature.Length == Ed25519.SignatureSize
                && key.Verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.Length, signature.ToArray(), 0);
        }
    }

    private sealed class PrivateKey(Ed25519PrivateKeyParameters key) : SignaturePrivateKeyState
    {
        public override SignaturePublicKeyState PublicKey { get; } = new PublicKey(key.GeneratePublicKey());

        public override void ExportPrivateKey(Span<byte> destination) => key.Encode(destination);

        public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            byte[] message = data.ToArray();
            byte[] result = new byte[Ed25519.SignatureSize];
            key.Sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.Length, result, 0);
            result.CopyTo(signature);
            return result.Length;
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
