// The snippets of README.md, compiled and run. A test checks that every snippet there stands here to the letter.
using System.Security.Cryptography;
using PqCrypto;

namespace PqCrypto.Samples.Quickstart;

/// <summary>Runs each snippet once.</summary>
internal static class Program
{
    private static void Main()
    {
        AgreeOnASecret();
        SignAndVerify();
        SealForStorage();
        UseOneShapeForAll();
        KeepKeys();
        ReadKeys();
        HandleErrors();
    }

    private static void AgreeOnASecret()
    {
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);     // who has the public key
        using SharedSecret received = key.Decapsulate(ciphertext);                      // who has the private key
        byte[] sessionKey = new byte[32];
        received.DeriveKey(salt: [], info: "my protocol v1"u8, sessionKey);

        Console.WriteLine($"ML-KEM-768: {ciphertext.Length} bytes, same secret: {sent.FixedTimeEquals(received)}");
    }

    private static void SignAndVerify()
    {
        byte[] invoice = "pay 100 to Alice"u8.ToArray();

        using SignaturePrivateKey signer = SignatureAlgorithm.MLDsa65.GenerateKey();
        SignatureOptions options = new() { Context = "invoice-v1"u8.ToArray() };
        byte[] signature = signer.Sign(invoice, options);
        bool valid = signer.PublicKey.Verify(invoice, signature, options);

        Console.WriteLine($"ML-DSA-65: {signature.Length} bytes, valid: {valid}");
    }

    private static void SealForStorage()
    {
        byte[] document = "keep this for thirty years"u8.ToArray();

        using KemPrivateKey archive = KemAlgorithm.XWing.GenerateKey();                 // X25519 and ML-KEM-768: holds while either does
        using SharedSecret secret = archive.PublicKey.Encapsulate(out byte[] ciphertext);
        byte[] key = new byte[32];
        secret.DeriveKey(salt: [], info: "archive v1, AES-256-GCM"u8, key);
        using AesGcm aes = new(key, tagSizeInBytes: 16);
        byte[] nonce = new byte[12];                                                    // the key is used once
        byte[] sealedDocument = new byte[document.Length];
        byte[] tag = new byte[16];
        aes.Encrypt(nonce, document, sealedDocument, tag);

        CryptographicOperations.ZeroMemory(key);
        Console.WriteLine($"X-Wing: {ciphertext.Length} + {sealedDocument.Length} + {tag.Length} bytes stored");
    }

    private static void UseOneShapeForAll()
    {
        foreach (KemAlgorithm algorithm in new[] { KemAlgorithm.RsaOaep2048, KemAlgorithm.EcdhP256, KemAlgorithm.MLKem768, KemAlgorithm.XWing })
        {
            using KemPrivateKey key = algorithm.GenerateKey();
            using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
            using SharedSecret got = key.Decapsulate(ciphertext);
            Console.WriteLine($"{algorithm.Name}: {ciphertext.Length} bytes, equal: {sent.FixedTimeEquals(got)}");
        }
    }

    private static void KeepKeys()
    {
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        string publicPem = key.PublicKey.ExportSubjectPublicKeyInfoPem();
        string privatePem = key.ExportEncryptedPkcs8PrivateKeyPem(
            "correct horse battery staple",
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000));

        using KemPrivateKey again = KemPrivateKey.ImportFromEncryptedPem(privatePem, "correct horse battery staple");
        Console.WriteLine($"{again.Algorithm.Name}: the same key: {again.PublicKey.Equals(KemPublicKey.ImportFromPem(publicPem))}");
    }

    private static void ReadKeys()
    {
        using RSA platformKey = RSA.Create(2048);
        using KemPrivateKey key = KemPrivateKey.ImportPkcs8PrivateKey(platformKey.ExportPkcs8PrivateKey());
        Console.WriteLine($"the platform's RSA key is read as {key.Algorithm.Name}");
    }

    private static void HandleErrors()
    {
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        byte[] tampered = new byte[KemAlgorithm.MLKem768.CiphertextSizeInBytes];
        using SharedSecret rejected = key.Decapsulate(tampered);        // no exception: a pseudorandom secret that nobody else has

        try
        {
            key.Decapsulate(new byte[1087]);
        }
        catch (ArgumentException error)
        {
            Console.WriteLine(error.Message);       // ML-KEM-768 ciphertext is 1088 bytes; got 1087. (Parameter 'ciphertext')
        }
    }
}
