using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PqCrypto.Benchmarks.Operations;

namespace PqCrypto.Benchmarks.Report;

/// <summary>A round of a report: its operations once through, in a process of its own. What differs from process to process, such as where code and memory lie, differs
/// between rounds, so that comparisons know it.</summary>
internal static class OperationRound
{
    public const string Command = "operation-round";

    /// <summary>Which operations: all, those of the short report, or those that narrower kernels are shown by.</summary>
    public enum Selection
    {
        All,
        Quick,
        Widths,
    }

    /// <summary>The side of the process: a line for each subject that begins, then one with the kernels, then one with what was measured.</summary>
    public static int Run(Selection selection, double seconds, int passes)
    {
        IReadOnlyList<Operation> operations = selection switch
        {
            Selection.Quick => OperationCatalog.Quick,
            Selection.Widths => OperationCatalog.Widths,
            _ => OperationCatalog.All,
        };
        IReadOnlyList<Measurement> measurements = OperationMeasuring.Run(operations, seconds, passes, (subject, count) => Console.WriteLine($"{count}\t{subject}"));
        Console.WriteLine(PqCryptoRuntime.Kernels);
        Console.WriteLine(JsonSerializer.Serialize(measurements, ReportFile.Options));
        return 0;
    }

    /// <summary>The side of the report.</summary>
    /// <param name="kernelSwitch">The runtime's switch that leaves narrower kernels; null for the best ones.</param>
    /// <param name="selection">Which operations.</param>
    /// <param name="seconds">For how long each one is measured.</param>
    /// <param name="passes">After how many passes it ends earlier.</param>
    /// <param name="progress">Told of each subject that begins, and how many there are.</param>
    public static async Task<KernelMeasurements> MeasureAsync(string? kernelSwitch, Selection selection, double seconds, int passes, Action<string, int> progress)
    {
        using Process process = SelfProcess.Start(kernelSwitch, Command, $"{selection}", seconds.ToString(CultureInfo.InvariantCulture), $"{passes}");
        string? line = await process.StandardOutput.ReadLineAsync();
        for (; line is not null && line.Split('\t') is [string count, string subject]; line = await process.StandardOutput.ReadLineAsync())
            progress(subject, int.Parse(count, CultureInfo.InvariantCulture));
        string? data = await process.StandardOutput.ReadLineAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || line is null || data is null)
            throw new InvalidOperationException($"A process that measures operations has ended with {process.ExitCode}.");
        return new KernelMeasurements(line, JsonSerializer.Deserialize<IReadOnlyList<Measurement>>(data, ReportFile.Options)!);
    }
}
