using System.Diagnostics;

namespace PqCrypto.Mutants;

/// <summary>Runs a gate in a copy of the source tree in which a bug has been made, for bugs that give right answers.</summary>
internal static class Gate
{
    private static readonly Lock One = new();

    /// <summary>Runs it; it must end with 1.</summary>
    internal static Outcome Run(Place place, BugClass bug, string gate)
    {
        lock (One)
        {
            long start = Stopwatch.GetTimestamp();
            Copy(place);
            string file = Path.Combine(place.Tree, "src", "PqCrypto", bug.File);
            string context = bug.Context.Replace(bug.Original, bug.Replacement, StringComparison.Ordinal);
            File.WriteAllText(file, File.ReadAllText(file).Replace(bug.Context, context, StringComparison.Ordinal));
            using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", $"{gate} >gate.log 2>&1"]) { WorkingDirectory = place.Tree })!;
            process.WaitForExit();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            string[] lines = [.. File.ReadLines(Path.Combine(place.Tree, "gate.log")).Where(line => line.Length > 0)];
            string? said = lines.LastOrDefault(line => line.Contains(bug.GateSays, StringComparison.Ordinal));
            return process.ExitCode == 1 && said is not null
                ? new Outcome("killed", gate, $"{gate}: {said.Trim()}", seconds)
                : new Outcome(Outcome.Survived, string.Empty, $"{gate} ends with {process.ExitCode}: {lines.LastOrDefault()}", seconds);
        }
    }

    /// <summary>Makes the copy, of what the repository tracks; what was built there before stays, so that it is built once.</summary>
    private static void Copy(Place place)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z"])
        {
            WorkingDirectory = place.Root,
            RedirectStandardOutput = true,
        })!;
        string[] files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        foreach (string file in files.Where(
            file => !file.StartsWith("vectors/", StringComparison.Ordinal) && File.Exists(Path.Combine(place.Root, file))))
        {
            string source = Path.Combine(place.Root, file);
            string target = Path.Combine(place.Tree, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!File.Exists(target) || !File.ReadAllBytes(source).AsSpan().SequenceEqual(File.ReadAllBytes(target)))
                File.Copy(source, target, overwrite: true);
        }
    }
}
