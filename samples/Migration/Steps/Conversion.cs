using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Steps;

/// <summary>Takes all documents of a store from one stage to a neighbouring one, forwards or back.</summary>
/// <remarks>
/// Doing it again after a kill goes on where it was.
/// Order: the intention (journal), the keys, the manifest that allows both stages, the documents one by one, the manifest that allows the new
/// stage only, the old private keys to the archive, the end (journal). Each of these is found done or not done by looking at the disk.
/// </remarks>
public static class Conversion
{
    /// <summary>Converts all documents.</summary>
    /// <param name="store">The store, open for writing.</param>
    /// <param name="goal">A neighbour of the store's stage, or either stage of a step that was cut off.</param>
    /// <param name="progress">Sees every document.</param>
    /// <exception cref="InvalidDataException">A document is damaged; it and those after it were not changed.</exception>
    public static ConversionResult Run(MigrationStore store, Stage goal, IProgressView progress)
    {
        Stage from = goal == store.Stage ? store.Target ?? OtherStageOfOpenStep(store) : store.Stage;
        if (goal != from.Next && goal != from.Previous)
            throw new InvalidOperationException($"There is no step from '{from}' to '{goal}'.");

        bool isResumed = store.Journal.OpenStep is JournalRecord open && open.From == from.Name && open.To == goal.Name;
        if (!isResumed)
            store.Journal.Append(JournalEvent.StepBegin, from.Name, goal.Name);

        int converted = 0;
        if (store.Target is not null || store.Stage != goal)
        {
            PrepareKeys(store, goal);
            if (store.Target is null)
                store.Save(store.Manifest with { Target = goal.Name, Keys = store.KeyList(from, goal) });
            progress.Run($"{from} -> {goal}", store.Manifest.Documents.Count, advance =>
            {
                foreach (ManifestDocument document in store.Manifest.Documents)
                {
                    converted += Convert(store, document, from, goal) ? 1 : 0;
                    store.Journal.AppendOnce(JournalEvent.DocumentDone, JournalEvent.StepBegin, document.Document);
                    advance();
                }
            });
            store.Save(store.Manifest with { Stage = goal.Name, Target = null, Keys = store.KeyList(goal) });
        }
        RetireKeys(store);
        store.Journal.Append(JournalEvent.StepEnd, from.Name, goal.Name);
        return new ConversionResult(from, goal, converted, store.Manifest.Documents.Count - converted, isResumed);
    }

    /// <summary>Takes back a step that was cut off before the manifest spoke of it: at most keys were made or restored by then.</summary>
    public static ConversionResult Cancel(MigrationStore store, JournalRecord open)
    {
        RetireKeys(store);
        store.Journal.Append(JournalEvent.StepEnd, open.To, store.Stage.Name);
        return new ConversionResult(Stage.Find(open.To!), store.Stage, 0, store.Manifest.Documents.Count, IsResumed: true);
    }

    private static Stage OtherStageOfOpenStep(MigrationStore store)
    {
        JournalRecord? open = store.Journal.OpenStep;
        if (open is null || open.To != store.Stage.Name)
            throw new InvalidOperationException($"The store is at '{store.Stage}' already.");
        return Stage.Find(open.From!);
    }

    /// <summary>Makes keys that the store never had, takes retired ones back, and refuses to put a new key in place of one that is missing.</summary>
    private static void PrepareKeys(MigrationStore store, Stage goal)
    {
        foreach (string algorithm in goal.KeyNames)
        {
            ManifestKey? known = store.Manifest.Keys.FirstOrDefault(key => key.Algorithm == algorithm);
            if (known is not null && !File.Exists(store.Paths.PrivateKey(algorithm)) && !File.Exists(store.Paths.RetiredPrivateKey(algorithm)))
                throw new CryptographicException($"The private key of {algorithm} is missing, in use and in the archive.");
            store.Keys.Ensure(algorithm);
            if (known is null)
                store.Journal.AppendOnce(JournalEvent.KeyMade, JournalEvent.StepBegin, algorithm);
            else if (known.KeyId != store.Keys.IdOf(algorithm))
                throw new CryptographicException($"The private key of {algorithm} is not the one that the manifest lists.");
            else if (known.IsRetired)
                store.Journal.AppendOnce(JournalEvent.KeyRestored, JournalEvent.StepBegin, algorithm);
        }
    }

    /// <summary>Converts one document unless it is converted; the header it had goes to the archive first.</summary>
    /// <returns>Whether there was something to do.</returns>
    private static bool Convert(MigrationStore store, ManifestDocument document, Stage from, Stage goal)
    {
        DocumentHeader header = store.ReadHeader(document);
        bool isDone = header.Policy == goal.Name;
        RequireGood(store, header, isDone ? goal : from);
        if (isDone)
            return false;

        DocumentHeader converted = Archived(store, document, goal) ?? DocumentSealer.Convert(header, goal, store.Keys);
        RequireGood(store, converted, goal);
        AtomicFile.Write(store.Paths.ArchivedHeader(document.Document, from), CanonicalJson.Write(header), store.Steps);
        AtomicFile.Write(store.Paths.Header(document.Document), CanonicalJson.Write(converted), store.Steps);
        return true;
    }

    /// <summary>Never signs what does not verify, and never writes what does not open.</summary>
    private static void RequireGood(MigrationStore store, DocumentHeader header, Stage stage)
    {
        IReadOnlyList<string> problems = DocumentCheck.Problems(header, store.Paths.Content(header.Document), stage, store.Keys);
        if (problems.Count > 0)
            throw new InvalidDataException($"'{header.Name}' is damaged: {string.Join("; ", problems)}. It was not changed.");
    }

    /// <summary>The header that the document had when it was at the goal before, if it is still good: the way back gives the same bytes.</summary>
    private static DocumentHeader? Archived(MigrationStore store, ManifestDocument document, Stage goal)
    {
        try
        {
            DocumentHeader header = store.ReadHeader(document, store.Paths.ArchivedHeader(document.Document, goal));
            return DocumentCheck.Problems(header, store.Paths.Content(document.Document), goal, store.Keys).Count == 0 ? header : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void RetireKeys(MigrationStore store)
    {
        foreach (string algorithm in Stage.All.SelectMany(stage => stage.KeyNames).Distinct().Except(store.Stage.KeyNames))
        {
            if (!File.Exists(store.Paths.PrivateKey(algorithm)))
                continue;
            store.Journal.AppendOnce(JournalEvent.KeyRetired, JournalEvent.StepBegin, algorithm);
            store.Keys.Retire(algorithm);
        }
    }
}

/// <summary>What a step has done.</summary>
/// <param name="From">Where it began.</param>
/// <param name="To">Where it ended.</param>
/// <param name="Converted">How many documents it changed.</param>
/// <param name="DoneBefore">How many an earlier run had changed already.</param>
/// <param name="IsResumed">Whether it went on with a step that was cut off.</param>
public sealed record ConversionResult(Stage From, Stage To, int Converted, int DoneBefore, bool IsResumed);
