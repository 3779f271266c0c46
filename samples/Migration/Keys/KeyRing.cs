using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Keys;

/// <summary>The private keys of a store, one for each algorithm, read when they are first needed.</summary>
/// <remarks>A key counts as the store's own because its file opens with the passphrase: who cannot write such a file cannot slip in a key.</remarks>
public sealed class KeyRing : IDisposable
{
    private const int KeyIdLength = 32;     // hexadecimal digits: 128 bits of SHA-256

    private readonly StorePaths paths;
    private readonly string passphrase;
    private readonly int iterations;
    private readonly DurableSteps steps;
    private readonly Dictionary<string, KemKey> kems = [];
    private readonly Dictionary<string, SigningKey> signers = [];

    /// <summary>Works on the key files of a store.</summary>
    /// <param name="paths">Where they are.</param>
    /// <param name="passphrase">What protects them. Secret.</param>
    /// <param name="iterations">The PBKDF2 iterations for new files; old ones name their own.</param>
    /// <param name="steps">Counts what reaches the disk.</param>
    public KeyRing(StorePaths paths, string passphrase, int iterations, DurableSteps steps)
    {
        this.paths = paths;
        this.passphrase = passphrase;
        this.iterations = iterations;
        this.steps = steps;
    }

    /// <summary>What protects the key files; for a reader that is not ours. Secret.</summary>
    internal string Passphrase => passphrase;

    /// <summary>The key that documents are wrapped for under an algorithm.</summary>
    /// <exception cref="CryptographicException">There is no such key, or the passphrase is wrong.</exception>
    public KemKey Kem(string algorithm)
    {
        if (!kems.TryGetValue(algorithm, out KemKey? key))
        {
            KemPrivateKey privateKey = Import(algorithm, (pem, password) => KemPrivateKey.ImportFromEncryptedPem(pem, password));
            CheckAlgorithm(algorithm, privateKey.Algorithm.Name);
            kems[algorithm] = key = new KemKey(IdOf(privateKey.PublicKey.ExportSubjectPublicKeyInfo()), privateKey);
        }
        return key;
    }

    /// <summary>The key that signs under an algorithm.</summary>
    /// <exception cref="CryptographicException">There is no such key, or the passphrase is wrong.</exception>
    public SigningKey Signer(string algorithm)
    {
        if (!signers.TryGetValue(algorithm, out SigningKey? key))
        {
            SignaturePrivateKey privateKey = Import(algorithm, (pem, password) => SignaturePrivateKey.ImportFromEncryptedPem(pem, password));
            CheckAlgorithm(algorithm, privateKey.Algorithm.Name);
            signers[algorithm] = key = new SigningKey(IdOf(privateKey.PublicKey.ExportSubjectPublicKeyInfo()), privateKey);
        }
        return key;
    }

    /// <summary>The identifier of the key of an algorithm of either kind.</summary>
    public string IdOf(string algorithm) => KemAlgorithm.TryFind(algorithm, out _) ? Kem(algorithm).Id : Signer(algorithm).Id;

    /// <summary>The signers of a stage, as a header names them.</summary>
    public IReadOnlyList<KeyReference> Signers(Stage stage) => [.. stage.Signers.Select(algorithm => Signer(algorithm.Name).Reference)];

    /// <summary>Signs a statement with every signer of a stage.</summary>
    public IReadOnlyList<SignatureEntry> Sign(Stage stage, byte[] statement) =>
        [.. stage.Signers
            .Select(algorithm => Signer(algorithm.Name))
            .Select(key => new SignatureEntry(key.Name, key.Id, key.Private.Sign(statement)))];

    /// <summary>Checks that the signatures of a stage are all there, no others, and that all verify.</summary>
    public IEnumerable<string> SignatureProblems(
        Stage stage, byte[] statement, IEnumerable<KeyReference> claimed, IReadOnlyList<SignatureEntry> signatures)
    {
        IReadOnlyList<KeyReference> wanted = Signers(stage);
        if (!wanted.SequenceEqual(claimed))
            yield return $"its signers are not those of the policy '{stage.Name}'";
        if (!wanted.SequenceEqual(signatures.Select(entry => new KeyReference(entry.Algorithm, entry.KeyId))))
        {
            string found = string.Join(", ", signatures.Select(entry => entry.Algorithm));
            yield return $"its signatures are not those of the policy '{stage.Name}' ({found})";
            yield break;
        }
        foreach (SignatureEntry entry in signatures)
        {
            if (!Signer(entry.Algorithm).Private.PublicKey.Verify(statement, entry.Signature))
                yield return $"its {entry.Algorithm} signature does not verify";
        }
    }

    /// <summary>Makes the key of an algorithm unless it is there; one that was retired is taken back.</summary>
    public void Ensure(string algorithm)
    {
        Restore(algorithm);
        if (!File.Exists(paths.PrivateKey(algorithm)))
            KeyFile.Make(algorithm, paths.PrivateKey(algorithm), paths.PublicKey(algorithm), passphrase, iterations, steps);
        else if (!File.Exists(paths.PublicKey(algorithm)))
            AtomicFile.Write(paths.PublicKey(algorithm), System.Text.Encoding.ASCII.GetBytes(PublicPem(algorithm) + "\n"), steps);
    }

    /// <summary>Moves a private key to the archive.</summary>
    public void Retire(string algorithm) => AtomicFile.Move(paths.PrivateKey(algorithm), paths.RetiredPrivateKey(algorithm), steps);

    /// <summary>Moves a private key back from the archive.</summary>
    public void Restore(string algorithm) => AtomicFile.Move(paths.RetiredPrivateKey(algorithm), paths.PrivateKey(algorithm), steps);

    /// <summary>Zeroes all keys.</summary>
    public void Dispose()
    {
        foreach (KemKey key in kems.Values)
            key.Private.Dispose();
        foreach (SigningKey key in signers.Values)
            key.Private.Dispose();
    }

    private static string IdOf(byte[] subjectPublicKeyInfo) => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo))[..KeyIdLength];

    private static void CheckAlgorithm(string wanted, string found)
    {
        if (wanted != found)
            throw new CryptographicException($"The key file of {wanted} holds a key of {found}.");
    }

    private string PublicPem(string algorithm) => KemAlgorithm.TryFind(algorithm, out _)
        ? Kem(algorithm).Private.PublicKey.ExportSubjectPublicKeyInfoPem()
        : Signer(algorithm).Private.PublicKey.ExportSubjectPublicKeyInfoPem();

    private TKey Import<TKey>(string algorithm, Func<string, string, TKey> import)
    {
        string path = paths.PrivateKey(algorithm);
        if (!File.Exists(path))
            throw new CryptographicException($"The private key of {algorithm} is not among the store's keys in use.");
        try
        {
            return import(File.ReadAllText(path), passphrase);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new CryptographicException(
                $"The private key of {algorithm} does not open: the passphrase is wrong, or the file is damaged.", exception);
        }
    }
}
