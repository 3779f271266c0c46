using System.Security.Cryptography;

namespace PqCrypto.EveryOperation;

/// <summary>All operations of one algorithm, with right and changed inputs.</summary>
internal static class Operations
{
    private const string Password = "password";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000);

    internal static bool IsOwn(KemAlgorithm algorithm) =>
        algorithm.Family == AlgorithmFamily.PostQuantum
        || algorithm == KemAlgorithm.X25519 || algorithm == KemAlgorithm.X25519MLKem768 || algorithm == KemAlgorithm.XWing;

    internal static bool IsOwn(SignatureAlgorithm algorithm) => algorithm.Family == AlgorithmFamily.PostQuantum;

    internal static void Use(KemAlgorithm algorithm)
    {
        using KemPrivateKey generated = algorithm.GenerateKey();
        Use(generated, generated.PublicKey);
        foreach (KemPrivateKey key in algorithm.GenerateKeys(9))
        {
            Use(key, algorithm.ImportPublicKey(key.PublicKey.ExportPublicKey()));
            key.Dispose();
        }

        if (algorithm.PrivateSeedSizeInBytes > 0)
            Use(algorithm.ImportPrivateSeed(generated.ExportPrivateSeed()), generated.PublicKey);
        Use(algorithm.ImportPrivateKey(generated.ExportPrivateKey()), generated.PublicKey);
        if (algorithm.Oid is null)
            return;
        Use(algorithm.ImportPkcs8PrivateKey(generated.ExportPkcs8PrivateKey()), generated.PublicKey);
        Use(KemPrivateKey.ImportFromEncryptedPem(generated.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption), Password), generated.PublicKey);
    }

    internal static void Use(SignatureAlgorithm algorithm)
    {
        using SignaturePrivateKey generated = algorithm.GenerateKey();
        Use(generated, generated.PublicKey);
        Use(algorithm.ImportPrivateSeed(generated.ExportPrivateSeed()), generated.PublicKey);
        Use(algorithm.ImportPrivateKey(generated.ExportPrivateKey()), algorithm.ImportPublicKey(generated.PublicKey.ExportPublicKey()));
        if (algorithm.Oid is null)
            return;
        Use(algorithm.ImportPkcs8PrivateKey(generated.ExportPkcs8PrivateKey()), generated.PublicKey);
        Use(
            SignaturePrivateKey.ImportFromEncryptedPem(generated.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption), Password),
            generated.PublicKey);
    }

    private static void Use(KemPrivateKey key, KemPublicKey publicKey)
    {
        for (int use = 0; use < 3; use++)
        {
            using SharedSecret sent = publicKey.Encapsulate(out byte[] ciphertext);
            using SharedSecret received = key.Decapsulate(ciphertext);
            Expect(sent.FixedTimeEquals(received), key.Algorithm.Name);
            ciphertext[use] ^= 1;
            using SharedSecret other = key.Decapsulate(ciphertext);
            Expect(!sent.FixedTimeEquals(other), key.Algorithm.Name);
        }
    }

    private static void Use(SignaturePrivateKey key, SignaturePublicKey publicKey)
    {
        SignatureAlgorithm algorithm = key.Algorithm;
        byte[] data = RandomNumberGenerator.GetBytes(1000);
        List<SignatureOptions> options = [new(), new() { Deterministic = true }];
        if (algorithm.SupportsContext)
            options.Add(new() { Context = data.AsMemory(..200) });
        if (algorithm.SupportsPreHash)
            options.AddRange(Enum.GetValues<PreHash>().Select(hash => new SignatureOptions { PreHash = hash }));
        foreach (SignatureOptions option in options)
        {
            byte[] signature = key.Sign(data, option);
            Expect(publicKey.Verify(data, signature, option), algorithm.Name);
            signature[5] ^= 1;
            Expect(!publicKey.Verify(data, signature, option), algorithm.Name);
        }

        if (algorithm.SupportsExternalMu)
            Expect(publicKey.VerifyMu(data.AsSpan(..64), key.SignMu(data.AsSpan(..64))), algorithm.Name);
    }

    private static void Expect(bool condition, string name)
    {
        if (!condition)
            throw new InvalidOperationException($"{name} gave a wrong answer.");
    }
}
