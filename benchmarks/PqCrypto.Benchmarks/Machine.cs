using System.Runtime.InteropServices;

namespace PqCrypto.Benchmarks;

/// <summary>Names the machine by what it says of itself: a time without its machine means nothing.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>Processor, processors at hand, system, runtime and kernels.</summary>
    public static string Name => $"{Processor}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription.Trim()} "
        + $"{RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}, kernels {PqCryptoRuntime.Kernels}";

    /// <summary>The processor's own name.</summary>
    public static string Processor { get; } = ReadProcessor();

    private static string ReadProcessor()
    {
        if (!File.Exists(ProcessorFile))
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unnamed processor";
        ILookup<string, string> lines = File.ReadLines(ProcessorFile).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim());
        string? Value(string name) => lines[name].FirstOrDefault();
        return $"{Value("model name") ?? "unnamed processor"} (family {Value("cpu family")}, model {Value("model")})";
    }
}
