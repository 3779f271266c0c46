using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using PqCrypto.Benchmarks.Handshakes;
using PqCrypto.Benchmarks.Ratios;
using PqCrypto.DifferentialRounds;
using PqCrypto.KernelCode;
using Spectre.Console;

namespace PqCrypto.Benchmarks.Report;

/// <summary>Measures everything and writes docs/benchmarks.md, its charts, its data and the README's main figures.</summary>
internal static class ReportCommand
{
    /// <summary>Rounds unless told otherwise.</summary>
    public const int UsualRounds = 3;

    private const string Data = "docs/benchmarks/report.json";

    /// <summary>The narrower kernels, widest first; what this machine has not gives the same kernels again and is not shown.</summary>
    private static readonly KernelPath[] Narrower = [.. KernelPath.All.Where(path => path.Name is "AVX2" or "128-bit"), KernelPath.Scalar];

    /// <summary>How much is measured.</summary>
    /// <param name="Operations">Which operations.</param>
    /// <param name="Seconds">For how long each one in each round.</param>
    /// <param name="Passes">After how many passes it ends earlier.</param>
    /// <param name="Handshakes">Handshakes of each kind.</param>
    private sealed record Effort(OperationRound.Selection Operations, double Seconds, int Passes, int Handshakes);

    private static readonly Effort QuickEffort = new(OperationRound.Selection.Quick, 0.05, 20, 150);
    private static readonly Effort FullEffort = new(OperationRound.Selection.All, 0.25, 40, 500);

    /// <summary>Measures, or takes the data of an earlier run.</summary>
    /// <param name="quick">Only the algorithms that a migration is about, in less than three minutes.</param>
    /// <param name="rounds">Processes, one after the other, that measure the operations.</param>
    /// <param name="pagesOnly">Makes pages and charts of the data that is there.</param>
    /// <param name="output">Writes the data there, and no pages.</param>
    /// <param name="append">Measures the operations only, and adds the rounds to the data there, if there is any.</param>
    public static async Task<int> RunAsync(bool quick, int rounds, bool pagesOnly, string? output, string? append)
    {
        Effort effort = quick ? QuickEffort : FullEffort;
        if (append is not null)
        {
            ReportFile before = File.Exists(append) ? ReportFile.Read(append) : Empty(effort, rounds);
            await ShowProgressAsync(async context => before.Append(await OperationsAsync(context, effort, rounds)).Write(append));
            return 0;
        }

        if (output is not null)
        {
            await ShowProgressAsync(async context => (await MeasureAsync(context, effort, rounds)).Write(output));
            return 0;
        }

        string root = SourceTree.Root ?? throw new InvalidOperationException("The report is written into the source tree that the program was built from.");
        string data = Path.Combine(root, Data);
        if (!pagesOnly)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(data)!);
            await ShowProgressAsync(async context => (await MeasureAsync(context, effort, rounds)).Write(data));
        }

        ReportFile report = ReportFile.Read(data);
        new Charts(report).Write(Path.GetDirectoryName(data)!);
        ReportPage page = new(report, ColdStart.Read(Path.Combine(root, ColdStart.Data)));
        ReportPage.Replace(Path.Combine(root, "docs", "benchmarks.md"), page.Write());
        ReportPage.Replace(Path.Combine(root, "README.md"), page.WriteSummary());
        AnsiConsole.WriteLine("Written: docs/benchmarks.md, docs/benchmarks/, README.md");
        return 0;
    }

    private static Task ShowProgressAsync(Func<ProgressContext, Task> action) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(action);

    private static async Task<ReportFile> MeasureAsync(ProgressContext context, Effort effort, int rounds)
    {
        ReportFile report = Empty(effort, rounds);
        IReadOnlyList<Measurement> measurements = await OperationsAsync(context, effort, rounds);
        List<KernelMeasurements> narrower = [];
        foreach (KernelPath path in Narrower)
            narrower.Add(await InRoundAsync(context, path.Name, path.Switch, effort with { Operations = OperationRound.Selection.Widths }));
        ProgressTask task = context.AddTask("handshakes");
        IReadOnlyList<HandshakeMeasurement> handshakes = await HandshakeMeasuring.RunAsync(effort.Handshakes, Step(task, ""));
        task.Value = task.MaxValue;
        return report with
        {
            KemSizes = KemSizes.Measure(),
            SignatureSizes = SignatureSizes.Measure(),
            Threads = [.. TwoThreads.All("")],
            Measurements = measurements,
            Narrower = [.. narrower.Where(set => set.Kernels != PqCryptoRuntime.Kernels).DistinctBy(set => set.Kernels)],
            Handshakes = handshakes,
        };
    }

    /// <summary>The report of this machine, with nothing measured yet.</summary>
    private static ReportFile Empty(Effort effort, int rounds)
    {
        string command = $"dotnet run -c Release --project benchmarks/PqCrypto.Benchmarks -- report{(effort == QuickEffort ? " --quick" : "")}{(rounds == UsualRounds ? "" : $" --rounds {rounds}")}";
        return new ReportFile(ReportFile.CurrentFormat, DateTimeOffset.UtcNow, command, Describe(), [], [], [], [], [], []);
    }

    private static async Task<IReadOnlyList<Measurement>> OperationsAsync(ProgressContext context, Effort effort, int rounds)
    {
        List<IReadOnlyList<Measurement>> all = [];
        for (int round = 1; round <= rounds; round++)
            all.Add((await InRoundAsync(context, $"round {round} of {rounds}", null, effort)).Measurements);
        return Measurement.Join(all);
    }

    private static async Task<KernelMeasurements> InRoundAsync(ProgressContext context, string name, string? kernelSwitch, Effort effort)
    {
        ProgressTask task = context.AddTask($"{name}: warming up");
        KernelMeasurements measured = await OperationRound.MeasureAsync(kernelSwitch, effort.Operations, effort.Seconds, effort.Passes, Step(task, $"{name}: "));
        task.Value = task.MaxValue;
        return measured;
    }

    private static Action<string, int> Step(ProgressTask task, string prefix)
    {
        task.IsIndeterminate = false;
        bool first = true;
        return (name, count) =>
        {
            task.MaxValue = count;
            task.Description = Markup.Escape(prefix + name);
            if (!first)
                task.Increment(1);
            first = false;
        };
    }

    private static Dictionary<string, string> Describe() => new()
    {
        ["processor"] = Machine.Processor,
        ["processors"] = $"{Environment.ProcessorCount}",
        ["system"] = $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.ProcessArchitecture}",
        ["runtime"] = $"{RuntimeInformation.FrameworkDescription}, {(OperatingSystem.IsLinux() ? OpenSslVersion() : "the system's cryptography")}",
        ["PqCrypto"] = $"{typeof(KemAlgorithm).Assembly.GetName().Version}, kernels {PqCryptoRuntime.Kernels}",
        ["BouncyCastle"] = VersionOf(typeof(Org.BouncyCastle.Security.SecureRandom)),
        ["libsodium"] = Sodium.Missing ?? Sodium.Version,
        ["NSec"] = VersionOf(typeof(NSec.Cryptography.Key)),
        ["platform's ML-KEM, ML-DSA"] = MLKem.IsSupported ? "measured" : "not supported by this system",
        ["load of the machine before"] = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown",
    };

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? $"{type.Assembly.GetName().Version}";

    /// <summary>From its number, 0xMNN00PP0 (major, minor, patch).</summary>
    [SupportedOSPlatform("linux")]
    private static string OpenSslVersion()
    {
        long version = SafeEvpPKeyHandle.OpenSslVersion;
        return $"OpenSSL {(version >> 28) & 0xF}.{(version >> 20) & 0xFF}.{(version >> 4) & 0xFF}";
    }
}
