using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using PqCrypto.Benchmarks.Handshakes;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;
using PqCrypto.Benchmarks.Ratios;
using PqCrypto.DifferentialRounds;
using PqCrypto.Kernels;
using Spectre.Console;

namespace PqCrypto.Benchmarks.Report;

/// <summary>Measures everything and writes docs/benchmarks.md, its charts, its data and the README's main figures.</summary>
internal static class ReportCommand
{
    private const string Data = "docs/benchmarks/report.json";

    /// <summary>Measures, or takes the data of an earlier run.</summary>
    /// <param name="quick">Only the algorithms that a migration is about, in less than three minutes.</param>
    /// <param name="pagesOnly">Makes pages and charts of the data that is there.</param>
    /// <param name="output">Writes the data there, and no pages.</param>
    public static async Task<int> RunAsync(bool quick, bool pagesOnly, string? output)
    {
        string root = SourceTree.Root ?? throw new InvalidOperationException("The report is written into the source tree that the program was built from.");
        ReportFile report = pagesOnly ? ReportFile.Read(Path.Combine(root, Data)) : await MeasureAsync(quick);
        if (output is not null)
        {
            report.Write(output);
            return 0;
        }

        Directory.CreateDirectory(Path.Combine(root, "docs", "benchmarks"));
        if (!pagesOnly)
            report.Write(Path.Combine(root, Data));
        new Charts(report).Write(Path.Combine(root, "docs", "benchmarks"));
        ReportPage page = new(report);
        ReportPage.Replace(Path.Combine(root, "docs", "benchmarks.md"), page.Write());
        ReportPage.Replace(Path.Combine(root, "README.md"), page.WriteSummary());
        AnsiConsole.WriteLine("Written: docs/benchmarks.md, docs/benchmarks/, README.md");
        return 0;
    }

    private static async Task<ReportFile> MeasureAsync(bool quick)
    {
        (double seconds, int passes, int handshakes) = quick ? (0.25, 60, 150) : (1.0, 200, 500);
        Passes permutation = new(KernelSelector.Best.Accept(new PermutationTime())[0]);
        permutation.Warm(300);
        for (int i = 0; i < 100; i++)
            permutation.Run();
        return await AnsiConsole.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask task = context.AddTask("operations");
                IReadOnlyList<Measurement> measurements = OperationMeasuring.Run(quick ? OperationCatalog.Quick : OperationCatalog.All, seconds, passes, Step(task));
                task.Value = task.MaxValue;
                task = context.AddTask("handshakes");
                IReadOnlyList<HandshakeMeasurement> measured = await HandshakeMeasuring.RunAsync(handshakes, Step(task));
                task.Value = task.MaxValue;
                string command = $"dotnet run -c Release --project benchmarks/PqCrypto.Benchmarks -- report{(quick ? " --quick" : "")}";
                return new ReportFile(1, DateTimeOffset.UtcNow, command, Describe(), Math.Round(permutation.Times.Median * 1000, 1), KemSizes.Measure(), SignatureSizes.Measure(), [.. TwoThreads.All("")], measurements, measured);
            });
    }

    private static Action<string, int> Step(ProgressTask task)
    {
        task.IsIndeterminate = false;
        bool first = true;
        return (name, count) =>
        {
            task.MaxValue = count;
            task.Description = Markup.Escape(name);
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
