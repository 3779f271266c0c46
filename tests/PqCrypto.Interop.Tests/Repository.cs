using System.Diagnostics;

namespace PqCrypto.Interop.Tests;

/// <summary>Where the sources lie, and programs run on them.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, or null where the tests were copied away from it.</summary>
    internal static string? Root { get; } = FindRoot();

    /// <summary>A new folder that the caller deletes.</summary>
    internal static string CreateTemporaryFolder() => Directory.CreateTempSubdirectory("pqcrypto-").FullName;

    /// <summary>Runs a program to its end, or stops it at the deadline.</summary>
    internal static (int ExitCode, string Output) Run(
        string program, IEnumerable<string> arguments, TimeSpan deadline, string? folder = null, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(deadline))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {deadline}.");
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result + errors.Result);
    }

    private static string? FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PqCrypto.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
