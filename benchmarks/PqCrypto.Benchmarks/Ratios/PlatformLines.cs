using System.Security.Cryptography;
using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>The new algorithms beside the platform's old ones that they replace, both with keys in hand.</summary>
internal static class PlatformLines
{
    public static IEnumerable<Line> All()
    {
        yield return Signature();
        yield return Encryption();
    }

    private static Line Signature()
    {
        byte[][] messages = SigningMessages.Own("ML-DSA-65");
        SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.ImportPrivateSeed(new byte[32]);
        byte[] signature = new byte[SignatureAlgorithm.MLDsa65.MaxSignatureSizeInBytes];
        SignatureOptions deterministic = new() { Deterministic = true };
        ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] theirSignature = new byte[64];

        void SignAndVerify(int i)
        {
            key.Sign(messages[i], signature, deterministic);
            key.PublicKey.Verify(messages[i], signature);
        }

        void TheirSignAndVerify(int i)
        {
            ecdsa.SignData(messages[i], theirSignature, HashAlgorithmName.SHA256);
            ecdsa.VerifyData(messages[i], theirSignature, HashAlgorithmName.SHA256);
        }

        Work ours = new(SignAndVerify) { Cases = messages.Length };
        return new Line("ML-DSA-65 sign + verify", ours, new Work(TheirSignAndVerify) { Cases = messages.Length })
        { Peer = "ECDSA P-256 sign + verify", Required = Required.Always(1) };
    }

    private static Line Encryption()
    {
        KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        byte[] ciphertext = new byte[KemAlgorithm.MLKem768.CiphertextSizeInBytes];
        byte[] secret = new byte[KemAlgorithm.MLKem768.SharedSecretSizeInBytes];
        RSA rsa = RSA.Create(2048);
        byte[] encrypted = new byte[256];

        void EncapsulateAndDecapsulate(int i)
        {
            key.PublicKey.Encapsulate(ciphertext, secret);
            key.Decapsulate(ciphertext, secret);
        }

        void EncryptAndDecrypt(int i)
        {
            rsa.Encrypt(secret, encrypted, RSAEncryptionPadding.OaepSHA256);
            rsa.Decrypt(encrypted, secret, RSAEncryptionPadding.OaepSHA256);
        }

        return new Line("ML-KEM-768 encaps + decaps", new Work(EncapsulateAndDecapsulate), new Work(EncryptAndDecrypt))
        { Peer = "RSA-2048 OAEP encrypt + decrypt", Required = Required.Always(0.05) };
    }
}
