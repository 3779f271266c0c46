using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Commands;

/// <summary>Gives back the plain content of one document, after everything about it has been checked.</summary>
internal static class OpenCommand
{
    /// <summary>Opens a document.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The document's relative path or identifier.</param>
    /// <param name="output">A new file, or null for the standard output.</param>
    public static void Run(MigrationStore store, string name, string? output)
    {
        ManifestDocument document = store.Manifest.Documents.FirstOrDefault(candidate => candidate.Name == name || candidate.Document == name)
            ?? throw new FileNotFoundException($"There is no document '{name}' in the store; 'inventory' lists them.");
        DocumentHeader header = store.ReadHeader(document);
        Stage stage = store.Target is Stage target && header.Policy == target.Name ? target : store.Stage;
        IReadOnlyList<string> problems = DocumentCheck.Problems(header, store.Paths.Content(document.Document), stage, store.Keys);
        if (problems.Count > 0)
            throw new InvalidDataException($"'{document.Name}' is not to be trusted: {string.Join("; ", problems)}.");
        if (output is null)
        {
            using Stream standardOutput = Console.OpenStandardOutput();
            Write(standardOutput);
            return;
        }
        if (Path.Exists(output))
            throw new IOException($"{output} exists and is not replaced.");
        AtomicFile.Write(Path.GetFullPath(output), Write, store.Steps);

        void Write(Stream plain)
        {
            using ContentKey contentKey = DocumentSealer.Unwrap(header, store.Keys);
            using FileStream content = File.OpenRead(store.Paths.Content(document.Document));
            if (SealedContent.Open(content, plain, contentKey, document.Document) != document.Length)
                throw new InvalidDataException($"'{document.Name}' has another length than was signed.");
        }
    }
}
