using NSec.Cryptography;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.DifferentialRounds;

namespace PqCrypto.Benchmarks.Operations;

/// <summary>libsodium's ML-KEM-768 and X-Wing, called directly, and X25519 and Ed25519 through NSec, which wraps it.</summary>
internal static class SodiumOperations
{
    public static IEnumerable<Operation> All() => Sodium.Missing is null ? [.. Kems(), .. Curves()] : [];

    private static IEnumerable<Operation> Kems()
    {
        byte[] seed = new byte[64], randomness = new byte[32], randomnessOfXWing = new byte[64], seedOfXWing = new byte[32];
        yield return new Operation("ML-KEM-768", Operation.GenerateKey, Operation.Libsodium, () => new Work(_ => Sodium.GenerateMLKem768(seed)));
        yield return new Operation("ML-KEM-768", Operation.EncapsulateToBytes, Operation.Libsodium, () =>
        {
            byte[] publicKey = Sodium.GenerateMLKem768(seed).PublicKey;
            return new Work(_ => Sodium.EncapsulateMLKem768(publicKey, randomness));
        });
        yield return new Operation("ML-KEM-768", Operation.Decapsulate, Operation.Libsodium, () =>
        {
            (byte[] publicKey, byte[] privateKey) = Sodium.GenerateMLKem768(seed);
            byte[] ciphertext = Sodium.EncapsulateMLKem768(publicKey, randomness)![..1088];
            return new Work(_ => Sodium.DecapsulateMLKem768(privateKey, ciphertext));
        });
        yield return new Operation("X-Wing", Operation.GenerateKey, Operation.Libsodium, () => new Work(_ => Sodium.GenerateXWing(seedOfXWing)));
        yield return new Operation("X-Wing", Operation.EncapsulateToBytes, Operation.Libsodium, () =>
        {
            byte[] publicKey = Sodium.GenerateXWing(seedOfXWing).PublicKey;
            return new Work(_ => Sodium.EncapsulateXWing(publicKey, randomnessOfXWing));
        });
        yield return new Operation("X-Wing", Operation.Decapsulate, Operation.Libsodium, () =>
        {
            (byte[] publicKey, byte[] privateKey) = Sodium.GenerateXWing(seedOfXWing);
            byte[] ciphertext = Sodium.EncapsulateXWing(publicKey, randomnessOfXWing)![..1120];
            return new Work(_ => Sodium.DecapsulateXWing(privateKey, ciphertext));
        });
    }

    private static IEnumerable<Operation> Curves()
    {
        byte[] message = SigningMessages.Own("ML-DSA-65")[0];
        X25519 agreement = KeyAgreementAlgorithm.X25519;
        Ed25519 signatures = NSec.Cryptography.SignatureAlgorithm.Ed25519;
        yield return new Operation("X25519", Operation.GenerateKey, Operation.NSec, () => new Work(_ => Key.Create(agreement).Dispose()));
        yield return new Operation("X25519", Operation.Agree, Operation.NSec, () =>
        {
            Key key = Key.Create(agreement);
            PublicKey peer = Key.Create(agreement).PublicKey;
            return new Work(_ => agreement.Agree(key, peer)?.Dispose());
        });
        yield return new Operation("Ed25519", Operation.GenerateKey, Operation.NSec, () => new Work(_ => Key.Create(signatures).Dispose()));
        yield return new Operation("Ed25519", Operation.Sign, Operation.NSec, () =>
        {
            Key key = Key.Create(signatures);
            return new Work(_ => signatures.Sign(key, message));
        });
        yield return new Operation("Ed25519", Operation.Verify, Operation.NSec, () =>
        {
            Key key = Key.Create(signatures);
            byte[] signature = signatures.Sign(key, message);
            return new Work(_ => signatures.Verify(key.PublicKey, message, signature));
        });
    }
}
