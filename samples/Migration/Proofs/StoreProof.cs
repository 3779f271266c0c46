using System.Security.Cryptography;
using OldReader;
using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Steps;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Proofs;

/// <summary>Proves that every document of a store verifies and opens, and that old readers can open what the policy still means for them.</summary>
public static class StoreProof
{
    /// <summary>Checks everything there is. Changes nothing.</summary>
    public static ProofResult Run(MigrationStore store, IProgressView progress)
    {
        ProofResult result = new();
        using ClassicalReader? oldReader = OpenOldReader(store);
        progress.Run($"proving ({store.Stage})", store.Manifest.Documents.Count, advance =>
        {
            foreach (ManifestDocument document in store.Manifest.Documents)
            {
                try
                {
                    Prove(store, document, oldReader, result);
                }
                catch (Exception exception)
                    when (exception is InvalidDataException or CryptographicException or IOException or UnauthorizedAccessException)
                {
                    result.Problems.Add($"'{document.Name}': {exception.Message}");
                }
                advance();
            }
        });
        AddStrangers(store, result);
        return result;
    }

    private static void Prove(MigrationStore store, ManifestDocument document, ClassicalReader? oldReader, ProofResult result)
    {
        DocumentHeader header = store.ReadHeader(document);
        Stage stage = store.Target is Stage target && header.Policy == target.Name ? target : store.Stage;
        string contentPath = store.Paths.Content(document.Document);
        IReadOnlyList<string> problems = DocumentCheck.Problems(header, contentPath, stage, store.Keys);
        if (problems.Count > 0)
        {
            result.Problems.Add($"'{document.Name}': {string.Join("; ", problems)}");
            return;
        }
        result.Verified++;

        byte[] digest = Digest(plain =>
        {
            using ContentKey contentKey = DocumentSealer.Unwrap(header, store.Keys);
            using FileStream content = File.OpenRead(contentPath);
            if (SealedContent.Open(content, plain, contentKey, header.Document) != header.Length)
                throw new InvalidDataException("the content has another length than was signed");
        });
        result.Opened++;
        CompareWithOriginal(store, document, digest, result);
        TryOldReader(store.Paths.Header(document.Document), contentPath, document.Name, stage, oldReader, digest, result);
    }

    private static void CompareWithOriginal(MigrationStore store, ManifestDocument document, byte[] digest, ProofResult result)
    {
        if (store.Paths.PlainFolder is null)
            return;
        FileInfo original = new(Path.Combine(store.Paths.PlainFolder, document.Name));
        if (!original.Exists || original.LinkTarget is not null)
        {
            result.Notes.Add($"'{document.Name}': the plain file is gone; the store has it");
            return;
        }
        byte[] originalDigest;
        try
        {
            originalDigest = Digest(plain =>
            {
                using FileStream stream = PlainFile.Open(original.FullName);
                stream.CopyTo(plain);
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            result.Notes.Add($"'{document.Name}': the plain file cannot be read ({exception.Message}); the store has it");
            return;
        }
        if (originalDigest.AsSpan().SequenceEqual(digest))
            result.EqualToOriginal++;
        else
            result.Notes.Add($"'{document.Name}': the plain file has changed since it was sealed");
    }

    private static void TryOldReader(
        string headerPath, string contentPath, string name, Stage stage, ClassicalReader? oldReader, byte[] digest, ProofResult result)
    {
        bool isAllowed = stage.Recipients.Contains(KemAlgorithm.RsaOaep2048) && stage.Signers.Contains(SignatureAlgorithm.EcdsaP256Sha256);
        if (oldReader is null)
            return;
        try
        {
            byte[] oldDigest = Digest(plain => oldReader.Open(headerPath, contentPath, plain));
            if (!isAllowed)
                result.Problems.Add($"'{name}': an old reader opens it, which the policy '{stage}' does not allow");
            else if (oldDigest.AsSpan().SequenceEqual(digest))
                result.OpenedByOldReader++;
            else
                result.Problems.Add($"'{name}': an old reader sees another content");
        }
        catch (NotForThisReaderException) when (!isAllowed)
        {
            result.ClosedToOldReader++;
        }
        catch (Exception exception) when (exception is NotForThisReaderException or CryptographicException)
        {
            result.Problems.Add($"'{name}': an old reader cannot open it: {exception.Message}");
        }
    }

    /// <summary>The old program with the old keys, in use or retired; null when a commit has deleted them.</summary>
    private static ClassicalReader? OpenOldReader(MigrationStore store)
    {
        string rsa = KemAlgorithm.RsaOaep2048.Name;
        string path = File.Exists(store.Paths.PrivateKey(rsa)) ? store.Paths.PrivateKey(rsa) : store.Paths.RetiredPrivateKey(rsa);
        string signer = store.Paths.PublicKey(SignatureAlgorithm.EcdsaP256Sha256.Name);
        return File.Exists(path) ? new ClassicalReader(File.ReadAllText(path), store.Keys.Passphrase, File.ReadAllText(signer)) : null;
    }

    private static void AddStrangers(MigrationStore store, ProofResult result)
    {
        HashSet<string> known = [.. store.Manifest.Documents.Select(document => document.Document)];
        int strangers = Directory.EnumerateFiles(store.Paths.Documents).Count(file =>
            !known.Contains(Path.GetFileNameWithoutExtension(file)) && !file.EndsWith(AtomicFile.UnfinishedEnding, StringComparison.Ordinal));
        if (strangers == 0)
            return;
        JournalRecord? run = Journal.Read(store.Paths.Journal).LastOrDefault(entry => entry.Event is JournalEvent.RunBegin or JournalEvent.RunEnd);
        bool isCutOff = run?.Event == JournalEvent.RunBegin;
        string what = $"{strangers} files in the documents folder are not in the manifest";
        if (isCutOff)
            result.Notes.Add(what + ": an intake was cut off; run again");
        else
            result.Problems.Add(what);
    }

    private static byte[] Digest(Action<Stream> write)
    {
        using SHA256 hash = SHA256.Create();
        using CryptoStream hashing = new(Stream.Null, hash, CryptoStreamMode.Write);
        write(hashing);
        hashing.FlushFinalBlock();
        return hash.Hash!;
    }
}
