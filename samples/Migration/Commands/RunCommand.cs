using PqCrypto.Samples.Migration.Proofs;
using PqCrypto.Samples.Migration.Reports;
using PqCrypto.Samples.Migration.Steps;
using PqCrypto.Samples.Migration.Storage;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Commands;

/// <summary>The main job: from wherever the store is to post-quantum, with a proof at every stage and the costs at the end.</summary>
internal static class RunCommand
{
    private const int MaxDocumentsAtFirst = 60;
    private const int MaxDocumentsLater = 4;

    private static readonly TimeSpan MeasuringBudget = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs.</summary>
    public static async Task<int> RunAsync(IAnsiConsole console, string? folder, StoreOptions options, bool skipMeasurements)
    {
        StorePaths paths = Locate(console, folder);
        bool isGood = true;
        using (MigrationStore store = MigrationStore.OpenOrCreate(paths, options))
        {
            if (File.Exists(paths.Passphrase))
            {
                console.MarkupLineInterpolated($"[yellow]The passphrase of the private keys was generated[/] and lies beside them: fit for a trial.");
                console.MarkupLineInterpolated($"It is in {paths.Passphrase}; give your own with --passphrase or PQSTORE_PASSPHRASE.");
            }
            ConsoleProgress progress = new(console);
            IntakeResult intake = MigrationRun.Forward(store, progress, step =>
            {
                if (step is not null)
                    Show(console, step);
                InventoryReport.Show(console, store, step is null ? MaxDocumentsAtFirst : MaxDocumentsLater);
                isGood &= Prove(console, store, progress);
                if (!isGood)
                    throw new InvalidDataException("The proof has found problems; the run goes no further, and nothing has been deleted.");
            });
            Show(console, intake);
            console.MarkupLineInterpolated($"[green]Done.[/] The store is at '{store.Stage}'. Store: {paths.Root}");
            console.MarkupLineInterpolated($"'rollback' goes back one stage at a time, 'commit' deletes what that needs.");
        }
        if (!skipMeasurements)
            await CostReport.ShowAsync(console, MeasuringBudget);
        return 0;
    }

    /// <summary>Proves the documents and runs the handshakes of the store's stage.</summary>
    public static bool Prove(IAnsiConsole console, MigrationStore store, ConsoleProgress progress)
    {
        ProofResult proof = StoreProof.Run(store, progress);
        ProofReport.Show(console, store.Stage, proof, store.Paths.PlainFolder is not null);
        IReadOnlyList<HandshakeOutcome> handshakes = HandshakeProof.RunAsync(store.Stage, store.Keys).GetAwaiter().GetResult();
        ProofReport.Show(console, store.Stage, handshakes);
        return proof.IsGood && handshakes.All(outcome => outcome.IsGood);
    }

    private static StorePaths Locate(IAnsiConsole console, string? folder)
    {
        if (folder is not null)
        {
            if (!Directory.Exists(folder))
                throw new DirectoryNotFoundException($"There is no folder {folder}.");
            StorePaths given = StorePaths.Of(folder);
            console.MarkupLineInterpolated($"Store: {given.Root}");
            console.MarkupLineInterpolated($"Plain files: {given.PlainFolder ?? "none"} (only read, never changed)");
            return given;
        }
        (string demo, bool isResumed) = DemoFolder.FindOrMake(Directory.GetCurrentDirectory());
        string what = isResumed ? "Going on with the demonstration that was cut off" : "A demonstration with copies of documents";
        console.MarkupLineInterpolated($"{what}: {demo}");
        return StorePaths.Of(demo);
    }

    private static void Show(IAnsiConsole console, ConversionResult step)
    {
        string resumed = step.IsResumed ? " (resumed)" : "";
        console.MarkupLineInterpolated(
            $"Step [bold]{step.From} -> {step.To}[/]{resumed}: {step.Converted} documents changed, {step.DoneBefore} were done before.");
    }

    private static void Show(IAnsiConsole console, IntakeResult intake)
    {
        if (intake.Sealed > 0)
            console.MarkupLineInterpolated($"{intake.Sealed} files were sealed by this run; the plain files stay where they are.");
        foreach (LeftOut file in intake.LeftOut)
            console.MarkupLineInterpolated($"  [yellow]left out[/] {file.Name}: {file.Reason}");
        foreach (string name in intake.Changed)
            console.MarkupLineInterpolated($"  [yellow]changed[/] {name}: the store keeps the content that it has");
    }
}
