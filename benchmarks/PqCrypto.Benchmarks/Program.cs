using System.CommandLine;
using BenchmarkDotNet.Running;
using PqCrypto.Benchmarks;
using PqCrypto.Benchmarks.Compare;
using PqCrypto.Benchmarks.Handshakes;
using PqCrypto.Benchmarks.PerKernel;
using PqCrypto.Benchmarks.Ratios;
using PqCrypto.Benchmarks.Report;

// What is no command of ours is BenchmarkDotNet's.
string[] commands = ["report", "compare", "ratios", "kernels", HandshakeServerProcess.Command, OperationRound.Command, "--help", "-h", "-?"];
if (args.Length == 0 || !commands.Contains(args[0]))
{
    BenchmarkSwitcher.FromTypes([typeof(CatalogBenchmarks)]).Run(args);
    return 0;
}

RootCommand root = new("Measures PqCrypto beside its peers. Arguments that are none of these commands go to BenchmarkDotNet, such as --filter '*'.");

Option<bool> quick = new("--quick") { Description = "Only the algorithms that a migration is about, in less than three minutes." };
Option<bool> pagesOnly = new("--pages-only") { Description = "Makes pages and charts of docs/benchmarks/report.json again, without measuring." };
Option<int> rounds = new("--rounds") { Description = "Processes, one after the other, that measure the operations.", DefaultValueFactory = _ => ReportCommand.UsualRounds };
rounds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
        result.AddError("There is at least one round.");
});
Option<string?> data = new("--output") { Description = "Writes the data into this file, and no pages." };
Option<string?> append = new("--append") { Description = "Measures the operations only, and adds the rounds to this file: for versions that take turns." };
Command report = new("report", "Measures and writes docs/benchmarks.md, its charts and data, and the README's figures.") { quick, rounds, pagesOnly, data, append };
report.SetAction((result, _) => ReportCommand.RunAsync(
    result.GetValue(quick), result.GetValue(rounds), result.GetValue(pagesOnly), result.GetValue(data), result.GetValue(append)));
root.Add(report);

Argument<FileInfo> before = new Argument<FileInfo>("OLD.json") { Description = "The report before." }.AcceptExistingOnly();
Argument<FileInfo> after = new Argument<FileInfo>("NEW.json") { Description = "The report after." }.AcceptExistingOnly();
Option<double> threshold = new("--threshold") { Description = "Per cent by which an operation may become slower.", DefaultValueFactory = _ => 5 };
Command compare = new("compare", "Tells what has become slower from what is noise; exits with 1 where something has, with 2 where there are too few rounds.") { before, after, threshold };
compare.SetAction(result => CompareCommand.Run(
    ReportFile.Read(result.GetRequiredValue(before).FullName), ReportFile.Read(result.GetRequiredValue(after).FullName), result.GetValue(threshold), Console.Out));
root.Add(compare);

Option<string> only = new("--only") { Description = "Only lines that contain this text.", DefaultValueFactory = _ => "" };
Option<double> seconds = new("--seconds") { Description = "For how long each line is measured.", DefaultValueFactory = _ => 1 };
Option<string?> json = new("--json") { Description = "Writes the results into this file too." };
Command ratios = new("ratios", "Every operation beside BouncyCastle or the platform, with the ratios to reach.") { only, seconds, json };
ratios.SetAction(result => RatiosCommand.Run(result.GetRequiredValue(only), result.GetValue(seconds), result.GetValue(json)));
root.Add(ratios);

Argument<string[]> kernelArguments = new("TEXT") { Description = "Only kernels that contain this text.", Arity = ArgumentArity.ZeroOrMore };
Command kernels = new("kernels", "Each kernel in each kernel set, in one process.") { kernelArguments };
kernels.SetAction(result => KernelsCommand.Run(result.GetRequiredValue(kernelArguments)));
root.Add(kernels);

Argument<int> kind = new("KIND"), warmUp = new("WARM-UP"), count = new("COUNT");
Command server = new(HandshakeServerProcess.Command, "The server's side of the report's handshakes.") { kind, warmUp, count };
server.Hidden = true;
server.SetAction((result, cancellationToken) =>
    HandshakeServerProcess.RunAsync(result.GetValue(kind), result.GetValue(warmUp), result.GetValue(count), cancellationToken));
root.Add(server);

Argument<OperationRound.Selection> selection = new("OPERATIONS");
Argument<double> roundSeconds = new("SECONDS");
Argument<int> passes = new("PASSES");
Command operationRound = new(OperationRound.Command, "One round of the report's operations.") { selection, roundSeconds, passes };
operationRound.Hidden = true;
operationRound.SetAction(result => OperationRound.Run(result.GetValue(selection), result.GetValue(roundSeconds), result.GetValue(passes)));
root.Add(operationRound);

return await root.Parse(args).InvokeAsync();
