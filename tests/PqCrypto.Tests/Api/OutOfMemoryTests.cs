using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Tests.Api;

/// <summary>Memory for secrets that cannot be had, at each point of every operation: the error comes through, no secret is left waiting for the
/// finalizer, and afterwards the operation works.</summary>
public sealed class OutOfMemoryTests
{
    private const int Never = int.MaxValue;
    private const int WorkspaceSize = 512 * 1024;           // a thread's scratch memory
    private const string Password = "correct horse";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1);

    public static TheoryData<string> Kems =>
        ["ML-KEM-512", "ML-KEM-768", "Kyber768-Round3", "DHKEM-X25519-HKDF-SHA256", "DHKEM-P256-HKDF-SHA256", "X25519MLKEM768", "SecP256r1MLKEM768", "X-Wing"];

    public static TheoryData<string> Signatures => ["ML-DSA-44", "ML-DSA-65", "Dilithium3-Round3"];

    [Theory, MemberData(nameof(Kems))]
    public void Kem_NoMemoryForASecret_ThrowsAndKeepsNothing(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        using KemPrivateKey key = algorithm.GenerateKey();
        byte[] privateKey = key.ExportPrivateKey();
        FailEverywhere(() => algorithm.GenerateKey().Dispose());
        FailEverywhere(() => Array.ForEach(algorithm.GenerateKeys(3), made => made.Dispose()));
        FailEverywhere(() => algorithm.ImportPrivateKey(privateKey).Dispose());
        if (algorithm.PrivateSeedSizeInBytes > 0 && key.HasPrivateSeed)
        {
            byte[] seed = key.ExportPrivateSeed();
            FailEverywhere(() => algorithm.ImportPrivateSeed(seed).Dispose());
        }

        byte[] ciphertext = [];
        FailEverywhere(() => key.PublicKey.Encapsulate(out ciphertext).Dispose());
        FailEverywhere(() => key.Decapsulate(ciphertext).Dispose());
        if (algorithm.Oid is not null)
        {
            FailEverywhere(() => key.ExportPkcs8PrivateKey());
            FailEverywhere(() => key.ExportEncryptedPkcs8PrivateKey(Password, Encryption));
            byte[] encrypted = key.ExportEncryptedPkcs8PrivateKey(Password, Encryption);
            FailEverywhere(() => algorithm.ImportEncryptedPkcs8PrivateKey(Password, encrypted).Dispose());
        }
    }

    [Theory, MemberData(nameof(Kems))]
    public void GenerateKey_NoScratchMemory_KeepsNothing(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        algorithm.GenerateKey().Dispose();
        int failures = 0;
        for (int room = 256; room <= 16384; room *= 2)
        {
            int live = 0;
            using IDisposable watch = SecretBuffer.Watch(change => live += change);
            using Workspace workspace = Workspace.Rent();
            workspace.Bytes(WorkspaceSize - room);
            failures += Record.Exception(() => algorithm.GenerateKey().Dispose()) is null ? 0 : 1;
            Assert.True(live == 0, $"{live} buffers are left where {room} bytes are free.");
        }

        Assert.True(failures > 0 || name.StartsWith("DHKEM-P", StringComparison.Ordinal), "There was always enough.");
    }

    [Theory, MemberData(nameof(Signatures))]
    public void Signature_NoMemoryForASecret_ThrowsAndKeepsNothing(string name)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey key = algorithm.GenerateKey();
        byte[] privateKey = key.ExportPrivateKey();
        byte[] seed = key.ExportPrivateSeed();
        FailEverywhere(() => algorithm.GenerateKey().Dispose());
        FailEverywhere(() => algorithm.ImportPrivateKey(privateKey).Dispose());
        FailEverywhere(() => algorithm.ImportPrivateSeed(seed).Dispose());
        FailEverywhere(() =>
        {
            using SignaturePrivateKey fresh = algorithm.ImportPrivateSeed(seed);
            Assert.True(fresh.PublicKey.Verify([1], fresh.Sign([1])));
        });
        FailEverywhere(() =>
        {
            using SignatureSigner signer = key.CreateSigner();
            signer.Append([1]);
            Assert.True(key.PublicKey.Verify([1], signer.GetSignature()));
        });
        if (algorithm.Oid is not null)
        {
            byte[] encrypted = key.ExportEncryptedPkcs8PrivateKey(Password, Encryption);
            FailEverywhere(() => key.ExportEncryptedPkcs8PrivateKey(Password, Encryption));
            FailEverywhere(() => algorithm.ImportEncryptedPkcs8PrivateKey(Password, encrypted).Dispose());
        }
    }

    /// <summary>Lets the operation fail at its first secret buffer, then at its second, and so on, until it needs no more.</summary>
    private static void FailEverywhere(Action operation)
    {
        operation();                                        // what a thread keeps is there
        int failures = 0;
        while (Run(operation, failures))
            failures++;
        Assert.False(Run(operation, Never));
    }

    /// <summary>Runs the operation and refuses one buffer; returns whether it came to that.</summary>
    private static bool Run(Action operation, int refused)
    {
        int made = 0;
        int live = 0;
        using IDisposable watch = SecretBuffer.Watch(change =>
        {
            if (change > 0 && made++ == refused)
                throw new InsufficientMemoryException();
            live += change;
        });
        if (made <= refused && refused != Never)
        {
            Exception? thrown = Record.Exception(operation);
            Assert.True(thrown is null or OutOfMemoryException, thrown?.ToString());
            Assert.True(live == 0, $"{live} buffers are left after the failure of buffer {refused}.");
            Assert.Equal(made > refused, thrown is not null);
            return thrown is not null;
        }

        operation();
        Assert.Equal(0, live);
        return false;
    }
}
