using System.Text.Json;

namespace PqCrypto.Benchmarks.Report;

/// <summary>What <c>eng/cold-start --json</c> has written: milliseconds of whole processes beyond an empty one.</summary>
/// <param name="Date">When.</param>
/// <param name="Processor">Where.</param>
/// <param name="Compiler">JIT or NativeAOT.</param>
/// <param name="Kernels">The kernel set.</param>
/// <param name="Empty">An empty process.</param>
/// <param name="Random">One draw from the platform's random generator.</param>
/// <param name="Exchange">One key exchange with X25519MLKEM768, both sides.</param>
/// <param name="Verification">That, and a verification with ML-DSA-65.</param>
internal sealed record ColdStart(DateTimeOffset Date, string Processor, string Compiler, string Kernels, double Empty, double Random, double Exchange, double Verification)
{
    /// <summary>Where it is kept: a line for each way of compiling.</summary>
    public const string Data = "docs/benchmarks/cold-start.jsonl";

    public static IReadOnlyList<ColdStart> Read(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length != 0).Select(line => JsonSerializer.Deserialize<ColdStart>(line, ReportFile.Options)!)];
}
