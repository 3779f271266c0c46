using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Steps;

/// <summary>The ways through the stages: forwards to post-quantum, one stage back, and the commit that ends the way back.</summary>
public static class MigrationRun
{
    /// <summary>Finishes what was cut off, seals what is new, and goes on to the last stage.</summary>
    /// <param name="store">The store, open for writing.</param>
    /// <param name="progress">Sees every document.</param>
    /// <param name="reached">Is called at the stage where the run starts and at every stage that it reaches, with what led there.</param>
    public static IntakeResult Forward(MigrationStore store, IProgressView progress, Action<ConversionResult?> reached)
    {
        Stage goal = Stage.All[^1];
        if (store.Journal.OpenRun is null)
            store.Journal.Append(JournalEvent.RunBegin, to: goal.Name);
        if (BarelyBegun(store) is JournalRecord barely && store.Stage.IsAfter(Stage.Find(barely.To!)))
            Conversion.Cancel(store, barely);
        ConversionResult? last = FinishOpenStep(store, progress);
        IntakeResult intake = Intake.Run(store, progress);
        reached(last);
        while (store.Stage.Next is Stage next)
            reached(Conversion.Run(store, next, progress));
        store.Journal.Append(JournalEvent.RunEnd, to: goal.Name);
        return intake;
    }

    /// <summary>Goes back one stage; of a step that was cut off, back to where it began.</summary>
    /// <exception cref="InvalidOperationException">There is no stage before this one, or it was given up by a commit.</exception>
    public static ConversionResult Back(MigrationStore store, IProgressView progress)
    {
        CloseRun(store);
        if (BarelyBegun(store) is JournalRecord barely && Stage.Find(barely.To!).IsAfter(store.Stage))
            return Conversion.Cancel(store, barely);
        if (store.Target is Stage target)
            return Conversion.Run(store, target.IsAfter(store.Stage) ? store.Stage : target, progress);
        if (FinishOpenStep(store, progress) is ConversionResult finished && finished.From.IsAfter(finished.To))
            return finished;
        Stage goal = store.Stage.Previous
            ?? throw new InvalidOperationException($"The store is at '{store.Stage}', the first stage: there is nothing to roll back.");
        if (!goal.KeyNames.All(name => store.Manifest.Keys.Any(key => key.Algorithm == name)))
            throw new InvalidOperationException($"The stage '{goal}' was given up by a commit: its private keys are gone.");
        return Conversion.Run(store, goal, progress);
    }

    /// <summary>Makes the stage final: deletes the archived private keys and headers. The caller has proved the store.</summary>
    /// <returns>How many files were deleted.</returns>
    /// <exception cref="InvalidOperationException">A step is under way.</exception>
    public static int Commit(MigrationStore store)
    {
        if (store.Target is not null || store.Journal.OpenStep is not null)
            throw new InvalidOperationException("A step was cut off: finish it with 'run' or take it back with 'rollback' first.");
        store.Journal.Append(JournalEvent.Committed, to: store.Stage.Name);
        if (store.Manifest.Keys.Any(key => key.IsRetired))
            store.Save(store.Manifest with { Keys = [.. store.Manifest.Keys.Where(key => !key.IsRetired)] });
        string[] archived = [.. store.Paths.FilesBelow(store.Paths.Archive, "*")];
        foreach (string file in archived)
            AtomicFile.Delete(file, store.Steps);
        return archived.Length;
    }

    /// <summary>A step that is in the journal and not in the manifest, in either direction.</summary>
    private static JournalRecord? BarelyBegun(MigrationStore store) =>
        store.Target is null && store.Journal.OpenStep is JournalRecord open && open.From == store.Stage.Name ? open : null;

    /// <summary>Ends a step that a killed run has begun, in the direction in which it was going.</summary>
    private static ConversionResult? FinishOpenStep(MigrationStore store, IProgressView progress)
    {
        Stage? goal = store.Target;
        if (store.Journal.OpenStep is JournalRecord open && open.To == store.Stage.Name && (goal is null || goal.Name == open.From))
            goal = store.Stage;     // all but the last entries is done, or a step forward was being taken back
        return goal is null ? null : Conversion.Run(store, goal, progress);
    }

    /// <summary>Who rolls back does not want the killed run to go on.</summary>
    private static void CloseRun(MigrationStore store)
    {
        if (store.Journal.OpenRun is JournalRecord open)
            store.Journal.Append(JournalEvent.RunEnd, to: open.To);
    }
}
