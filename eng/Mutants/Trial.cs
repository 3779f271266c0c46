using System.Diagnostics;
using System.Globalization;

namespace PqCrypto.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Verdict">killed, crashed, hung, survived.</param>
/// <param name="TestClass">The class of the test that noticed it.</param>
/// <param name="What">That test, and what it said.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Outcome(string Verdict, string TestClass, string What, double Seconds)
{
    internal const string Survived = "survived";

    internal bool IsKilled => Verdict != Survived;
}

/// <summary>Runs test classes against one mutant, in a process of its own, until a test fails.</summary>
internal static class Trial
{
    /// <summary>Runs the classes in their order.</summary>
    /// <param name="program">This program, beside the library with mutants.</param>
    /// <param name="mutant">The number of the mutant.</param>
    /// <param name="classes">The test classes.</param>
    /// <param name="limit">How long each may take.</param>
    internal static Outcome Run(string program, int mutant, IReadOnlyList<string> classes, Func<string, TimeSpan> limit)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start(program, ["try", .. classes], MutatedLibrary.NumberVariable, mutant.ToString(CultureInfo.InvariantCulture));
        string current = string.Empty;
        string failed = string.Empty;
        Task reader = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is string line)
            {
                if (line.StartsWith("class ", StringComparison.Ordinal))
                {
                    current = line[6..];
                }
                else if (line.StartsWith("failed ", StringComparison.Ordinal))
                {
                    failed = line[7..];
                }
            }
        });
        Task<string> errors = process.StandardError.ReadToEndAsync();
        bool isHung = false;
        string seen = string.Empty;
        TimeSpan waited = TimeSpan.Zero;        // not by the clock, which goes on where somebody stops this process and its children
        while (!process.WaitForExit(100))
        {
            string running = current;
            waited = running == seen ? waited + TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
            seen = running;
            if (waited > (seen.Length == 0 ? TimeSpan.FromSeconds(60) : limit(seen)))
            {
                isHung = true;
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }

        reader.Wait();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string error = errors.Result.Split('\n').FirstOrDefault(line => line.Length > 0) ?? string.Empty;
        if (current.Length == 0 && process.ExitCode != 0)
            throw new InvalidOperationException($"A trial ended before its first test: {error}");      // which says nothing of the mutant
        return isHung ? new Outcome("hung", current, "it did not end", seconds)
            : process.ExitCode == 0 ? new Outcome(Outcome.Survived, string.Empty, string.Empty, seconds)
            : failed.Length > 0 ? new Outcome("killed", current, failed, seconds)
            : new Outcome("crashed", current, error, seconds);
    }

    /// <summary>Finds out which mutants each test class reaches.</summary>
    internal static void Record(string program, string file)
    {
        using Process process = Start(program, ["record", file + ".part"], MutatedLibrary.RecordVariable, "1");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Recording ended with {process.ExitCode}: {output.Result}{errors.Result}");
        File.Move(file + ".part", file, overwrite: true);
    }

    private static Process Start(string program, string[] arguments, string variable, string value)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [variable] = value, ["DOTNET_TieredPGO"] = "0", ["DOTNET_DbgEnableMiniDump"] = "0", ["PQCRYPTO_VECTORS"] = "none" },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }
}
