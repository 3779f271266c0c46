using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Steps;

/// <summary>Seals what is new in the user's folder. The plain files stay as and where they are.</summary>
public static class Intake
{
    private const int IdentifierLength = 32;        // hexadecimal digits

    /// <summary>Seals all files that the store does not have, under the stage that it is at.</summary>
    public static IntakeResult Run(MigrationStore store, IProgressView progress)
    {
        List<LeftOut> leftOut = [];
        List<string> changed = [];
        if (store.Paths.PlainFolder is null)
            return new IntakeResult(0, changed, leftOut);

        SortedDictionary<string, FileInfo> files = PlainFolder.List(store.Paths.PlainFolder, leftOut);
        foreach (ManifestDocument known in store.Manifest.Documents)
        {
            if (files.Remove(known.Name, out FileInfo? file) && (file.Length != known.Length || file.LastWriteTimeUtc != known.LastWrite))
                changed.Add(known.Name);
        }

        List<ManifestDocument> documents = [.. store.Manifest.Documents];
        if (files.Count > 0)
        {
            progress.Run($"sealing ({store.Stage})", files.Count, advance =>
            {
                foreach ((string name, FileInfo file) in files)
                {
                    if (Take(store, name, file, leftOut) is ManifestDocument document)
                        documents.Add(document);
                    advance();
                }
            });
        }
        int count = documents.Count - store.Manifest.Documents.Count;
        if (count > 0)
            store.Save(store.Manifest with { Documents = [.. documents.OrderBy(document => document.Name, StringComparer.Ordinal)] });
        return new IntakeResult(count, changed, leftOut);
    }

    private static ManifestDocument? Take(MigrationStore store, string name, FileInfo file, List<LeftOut> leftOut)
    {
        try
        {
            string document = IdentifierOf(store, name);
            DocumentHeader header = SealedBefore(store, document, name, file) ?? Seal(store, document, name, file);
            store.Journal.AppendOnce(JournalEvent.Sealed, JournalEvent.RunBegin, document);
            return new ManifestDocument(document, name, header.Length, file.LastWriteTimeUtc, header.ContentSha512);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            leftOut.Add(new LeftOut(name, exception.Message));
            return null;
        }
    }

    /// <summary>The same file always gets the same identifier, so that an intake that was cut off does not seal it a second time.</summary>
    private static string IdentifierOf(MigrationStore store, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(FieldList.Of("pqstore/document-id/1", store.Manifest.Store, name)))[..IdentifierLength];

    /// <summary>What a run that was cut off has left of a file, if it is complete.</summary>
    private static DocumentHeader? SealedBefore(MigrationStore store, string document, string name, FileInfo file)
    {
        if (!File.Exists(store.Paths.Header(document)))
            return null;
        try
        {
            DocumentHeader header = DocumentHeader.Parse(File.ReadAllBytes(store.Paths.Header(document)), name);
            bool isGood = header.Document == document && header.Name == name && header.Length == file.Length
                && DocumentCheck.Problems(header, store.Paths.Content(document), store.Stage, store.Keys).Count == 0;
            return isGood ? header : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static DocumentHeader Seal(MigrationStore store, string document, string name, FileInfo file)
    {
        DocumentHeader? header = null;
        using FileStream plain = PlainFile.Open(file.FullName);
        long length = plain.Length;
        DateTime lastWrite = File.GetLastWriteTimeUtc(plain.SafeFileHandle);
        AtomicFile.Write(
            store.Paths.Content(document),
            destination =>
            {
                header = DocumentSealer.Seal(plain, length, destination, document, name, store.Stage, store.Keys);
                if (lastWrite != File.GetLastWriteTimeUtc(plain.SafeFileHandle) || lastWrite != file.LastWriteTimeUtc)
                    throw new IOException("changed while it was read");
            },
            store.Steps);
        AtomicFile.Write(store.Paths.Header(document), CanonicalJson.Write(header!), store.Steps);
        return header!;
    }
}

/// <summary>What an intake has done.</summary>
/// <param name="Sealed">How many files are new in the store.</param>
/// <param name="Changed">Files whose plain content has changed since it was sealed; the store keeps what it has.</param>
/// <param name="LeftOut">What could not be sealed.</param>
public sealed record IntakeResult(int Sealed, IReadOnlyList<string> Changed, IReadOnlyList<LeftOut> LeftOut);
