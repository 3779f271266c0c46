using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Storage;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Reports;

/// <summary>Lists every key and document of a store with its algorithms, and what a quantum computer would break.</summary>
public static class InventoryReport
{
    /// <summary>Shows the inventory.</summary>
    /// <param name="console">Where.</param>
    /// <param name="store">The store.</param>
    /// <param name="maxDocuments">How many documents are listed one by one.</param>
    public static void Show(IAnsiConsole console, MigrationStore store, int maxDocuments)
    {
        string stage = store.Target is null ? $"stage {store.Stage}" : $"between {store.Stage} and {store.Target}";
        console.Write(Keys(store, stage));
        console.Write(Documents(store, stage, maxDocuments));
    }

    private static Table Keys(MigrationStore store, string stage)
    {
        Table table = Figures.Table($"Keys ({stage})", "Algorithm", "Use", "Family", "Category", "Quantum-vulnerable", "State", "Key");
        foreach (ManifestKey key in store.Manifest.Keys)
        {
            (string use, AlgorithmFamily family, int category) = Describe(key.Algorithm);
            table.Row(
                key.Algorithm,
                use,
                family.ToString(),
                category == 0 ? "none" : $"{category}",
                family == AlgorithmFamily.Classical ? "YES" : "no",
                key.IsRetired ? "retired, in the archive" : "in use",
                key.KeyId[..12]);
        }
        return table;
    }

    private static Table Documents(MigrationStore store, string stage, int maxDocuments)
    {
        Table table = Figures.Table(
            $"Documents ({stage})", "Document", ">Bytes", ">Header", "Recipients", "Secrecy vulnerable", "Signatures", "Forgeable");
        int shown = 0;
        int vulnerable = 0;
        long bytes = 0;
        foreach (ManifestDocument document in store.Manifest.Documents)
        {
            bytes += document.Length;
            DocumentHeader header;
            try
            {
                header = store.ReadHeader(document);
            }
            catch (InvalidDataException exception)
            {
                table.Row(document.Name, Figures.Count(document.Length), "", exception.Message, "?", "", "?");
                continue;
            }
            bool isReadable = header.Recipients.Any(wrap => IsClassical(wrap.Algorithm));
            bool isForgeable = header.Signatures.All(entry => IsClassical(entry.Algorithm));
            vulnerable += isReadable || isForgeable ? 1 : 0;
            if (shown++ < maxDocuments)
            {
                table.Row(
                    document.Name,
                    Figures.Count(document.Length),
                    Figures.Count(new FileInfo(store.Paths.Header(document.Document)).Length),
                    string.Join(", ", header.Recipients.Select(wrap => wrap.Algorithm)),
                    isReadable ? "YES" : "no",
                    string.Join(", ", header.Signatures.Select(entry => entry.Algorithm)),
                    isForgeable ? "YES" : "no");
            }
        }
        if (shown > maxDocuments)
            table.Row($"and {shown - maxDocuments} more ('inventory' lists all)", "", "", "", "", "", "");
        table.Caption = new TableTitle($"{store.Manifest.Documents.Count} documents, {bytes:N0} bytes; {vulnerable} quantum-vulnerable: "
            + "one classical wrap is enough to read, all signatures must be classical to forge");
        return table;
    }

    private static (string Use, AlgorithmFamily Family, int Category) Describe(string algorithm)
    {
        if (KemAlgorithm.TryFind(algorithm, out KemAlgorithm? kem))
            return ("wraps", kem.Family, kem.SecurityCategory);
        return SignatureAlgorithm.TryFind(algorithm, out SignatureAlgorithm? signature)
            ? ("signs", signature.Family, signature.SecurityCategory)
            : throw new InvalidDataException($"There is no algorithm '{algorithm}'.");
    }

    private static bool IsClassical(string algorithm) => Describe(algorithm).Family == AlgorithmFamily.Classical;
}
