using System.CommandLine;
using System.Diagnostics;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Proofs;
using PqCrypto.Samples.Migration.Reports;
using PqCrypto.Samples.Migration.Steps;
using PqCrypto.Samples.Migration.Storage;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Commands;

/// <summary>The commands and options of the program.</summary>
internal sealed class CommandLine
{
    private const int Failed = 1;

    private readonly IAnsiConsole console;
    private readonly Option<string?> store = new("--store")
    {
        Description = "The folder of plain files, or the store itself. Without it, 'run' makes a demonstration.",
        Recursive = true,
    };

    private readonly Option<string?> passphrase = new("--passphrase")
    {
        Description = "Protects the private keys. Others on the machine may see it here; PQSTORE_PASSPHRASE is safer.",
        Recursive = true,
    };

    private readonly Option<int?> stopAfter = new("--stop-after")
    {
        Description = "Kills the program after so many durable steps, to try that it resumes.",
        Recursive = true,
    };

    private readonly Option<bool> skipMeasurements = new("--skip-measurements") { Description = "Leaves the table of costs out." };
    private readonly Option<string?> output = new("--output") { Description = "A new file for the content; without it, the standard output." };
    private readonly Argument<string> document = new("FILE") { Description = "The document's path as 'inventory' shows it, or its identifier." };

    /// <summary>Writes to a console.</summary>
    public CommandLine(IAnsiConsole console) => this.console = console;

    /// <summary>Parses and runs.</summary>
    public Task<int> RunAsync(string[] arguments)
    {
        RootCommand root = new("Takes a store of sealed documents from RSA and ECC over hybrid to post-quantum algorithms, without losing anything.")
        {
            store, passphrase, stopAfter, skipMeasurements,
        };
        root.SetAction(RunMigrationAsync);
        Command run = new("run", "Migrates (the default).") { skipMeasurements };
        run.SetAction(RunMigrationAsync);
        root.Add(run);
        root.Add(Make("inventory", "Lists every key and document, and what is quantum-vulnerable.", result => Read(result, opened =>
        {
            InventoryReport.Show(console, opened, int.MaxValue);
            return 0;
        })));
        root.Add(Make("verify", "Proves that every document verifies and opens.", result => Read(result, Verify)));
        root.Add(Make("rollback", "Goes back one stage.", result => Write(result, RollBack)));
        root.Add(Make("commit", "Makes the stage final: deletes the archive that a rollback needs.", result => Write(result, Commit)));
        Command open = Make("open", "Checks a document and gives its content.", result => Read(result, opened =>
        {
            OpenCommand.Run(opened, result.GetValue(document)!, result.GetValue(output));
            return 0;
        }));
        open.Add(document);
        open.Add(output);
        root.Add(open);
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,       // a signal ends the program at once: it may be killed at any moment
        });
    }

    private static Command Make(string name, string description, Func<ParseResult, int> action)
    {
        Command command = new(name, description);
        command.SetAction(action);
        return command;
    }

    private Task<int> RunMigrationAsync(ParseResult result, CancellationToken cancellationToken) =>
        RunCommand.RunAsync(console, result.GetValue(store), Options(result), result.GetValue(skipMeasurements));

    private int Verify(MigrationStore opened) => RunCommand.Prove(console, opened, new ConsoleProgress(console)) ? 0 : Failed;

    private int RollBack(MigrationStore opened)
    {
        ConversionResult step = MigrationRun.Back(opened, new ConsoleProgress(console));
        console.MarkupLineInterpolated(
            $"Rolled back [bold]{step.From} -> {step.To}[/]: {step.Converted} documents changed, {step.DoneBefore} were at '{step.To}' before.");
        return Verify(opened);
    }

    private int Commit(MigrationStore opened)
    {
        ProofResult proof = StoreProof.Run(opened, new ConsoleProgress(console));
        ProofReport.Show(console, opened.Stage, proof, opened.Paths.PlainFolder is not null);
        if (!proof.IsGood)
            return Failed;
        console.MarkupLineInterpolated($"{MigrationRun.Commit(opened)} archived files were deleted; '{opened.Stage}' is final.");
        return 0;
    }

    private int Read(ParseResult result, Func<MigrationStore, int> action)
    {
        using MigrationStore opened = MigrationStore.OpenForReading(Paths(result), Options(result));
        return action(opened);
    }

    private int Write(ParseResult result, Func<MigrationStore, int> action)
    {
        using MigrationStore opened = MigrationStore.OpenForWriting(Paths(result), Options(result));
        return action(opened);
    }

    private StorePaths Paths(ParseResult result) =>
        StorePaths.Of(result.GetValue(store) ?? throw new ArgumentException("This command needs --store DIR."));

    private StoreOptions Options(ParseResult result) => new()
    {
        Passphrase = result.GetValue(passphrase),
        Steps = result.GetValue(stopAfter) is int count ? new DurableSteps(count, KillThisProgram) : new DurableSteps(),
    };

    private static void KillThisProgram()
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
