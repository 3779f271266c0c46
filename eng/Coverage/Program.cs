using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using PqCrypto.Coverage;

// Runs the tests under each switch that narrows the kernels and counts which lines and branches of the library any of the runs passed. Ends with 1 where
// these are too few.
const double LeastLines = 98;
const double LeastBranches = 95;
const string Everything = "FullyQualifiedName!~.House.&FullyQualifiedName!~JitCode&FullyQualifiedName!~Allocation";
const string Narrow = "(FullyQualifiedName~Conformance|FullyQualifiedName~Kat|FullyQualifiedName~EveryKernelSet|FullyQualifiedName~25519)&FullyQualifiedName!~JitCode";
const string Planted = "FullyQualifiedName~Conformance.KemSampling";
bool isPlanted = args is ["--planted"];
(string Name, string? Switch, string Widest, string Filter)[] runs =
[
    ("all", null, "", Everything),
    ("without-vbmi2", "DOTNET_EnableAVX512v2", "AVX-512", Narrow),
    ("avx2", "DOTNET_EnableAVX512", "AVX2", Narrow),
    ("128-bit", "DOTNET_EnableAVX2", "128-bit", Narrow),
    ("reference", "DOTNET_EnableHWIntrinsic", "reference", Narrow),
];
if (isPlanted)
    runs = [("planted", null, "", Planted)];

long start = Stopwatch.GetTimestamp();
string root = FindRoot();
string folder = Path.Combine(root, "artifacts", "coverage");
string collector = typeof(Covered).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Collector").Value!;
string adapter = Path.GetDirectoryName(Directory.EnumerateFiles(collector, "coverlet.collector.dll", SearchOption.AllDirectories).First())!;
Covered covered = new();
foreach ((string name, string? narrowing, string widest, string filter) in runs)
{
    // the collector changes the library where it lies, so each run has a copy
    string tests = Path.Combine(folder, name);
    if (Directory.Exists(tests))
        Directory.Delete(tests, recursive: true);
    string built = Path.Combine(root, "tests", "PqCrypto.Tests", "bin", "Release", "net10.0");
    foreach (string file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
    {
        string target = Path.Combine(tests, Path.GetRelativePath(built, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }

    string results = Path.Combine(folder, name, "results");
    ProcessStartInfo settings = new(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [
            "test", Path.Combine(tests, "PqCrypto.Tests.dll"), "--filter", filter, "--collect", "XPlat Code Coverage", "--test-adapter-path", adapter,
            "--settings", Path.Combine(root, "eng", "Coverage", "coverage.runsettings"), "--results-directory", results,
        ])
    { RedirectStandardOutput = true };
    if (narrowing is not null)
    {
        settings.Environment[narrowing] = "0";
        settings.Environment["PQCRYPTO_WIDEST"] = widest;
    }

    using Process process = Process.Start(settings) ?? throw new InvalidOperationException("dotnet did not start.");
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    string[] reports = Directory.Exists(results) ? Directory.GetFiles(results, "coverage.json", SearchOption.AllDirectories) : [];
    if (process.ExitCode != 0 || reports.Length != 1)
    {
        Console.WriteLine(output);
        Console.WriteLine($"coverage: the run '{name}' ended with {process.ExitCode} and left {reports.Length} reports");
        return 1;
    }

    covered.Add(reports[0], root);
    Console.WriteLine($"{name}: {output.Split('\n').LastOrDefault(line => line.Contains("Passed", StringComparison.Ordinal))?.Trim()}");
}

foreach (string line in covered.Names())
    Console.WriteLine(line);
double linesShare = 100 - (100.0 * covered.Lines.Missing / covered.Lines.All);
double branchesShare = 100 - (100.0 * covered.Branches.Missing / covered.Branches.All);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"coverage: {linesShare:F2} % of {covered.Lines.All} lines (more than {LeastLines} are asked), {branchesShare:F2} % of {covered.Branches.All} branches "
    + $"(more than {LeastBranches}), over {runs.Length} runs; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
return linesShare > LeastLines && branchesShare > LeastBranches ? 0 : 1;

static string FindRoot()
{
    DirectoryInfo? folder = new(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PqCrypto.sln")))
        folder = folder.Parent;
    return folder?.FullName ?? throw new InvalidOperationException("This runs from a build inside the source tree.");
}
