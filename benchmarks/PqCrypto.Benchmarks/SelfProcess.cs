using System.Diagnostics;

namespace PqCrypto.Benchmarks;

/// <summary>This program again, in a process of its own.</summary>
internal static class SelfProcess
{
    /// <summary>Starts it with a command of its own; what it writes is read by the caller.</summary>
    /// <param name="environment">A variable that it has set to 0; null for none.</param>
    /// <param name="arguments">The command and its arguments.</param>
    public static Process Start(string? environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(SelfProcess).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        if (environment is not null)
            start.Environment[environment] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException($"A process for {arguments[0]} cannot be started.");
    }
}
