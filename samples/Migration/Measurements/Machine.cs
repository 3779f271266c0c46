using System.Runtime.InteropServices;

namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>Names the machine, because a time without its machine means nothing.</summary>
public static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>Processor, cores, system and runtime.</summary>
    public static string Name
    {
        get
        {
            string system = $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.ProcessArchitecture}";
            return $"{Processor()}, {Environment.ProcessorCount} cores, {system}, {RuntimeInformation.FrameworkDescription}";
        }
    }

    private static string Processor()
    {
        string? line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unnamed processor";
    }
}
