using System.ComponentModel;
using System.Text.RegularExpressions;

namespace PqCrypto.Interop.Tests.OpenSsl;

/// <summary>An openssl program of version 3.5 or later: the machine's own, or the one that eng/openssl35.sh brings.</summary>
internal static partial class OpenSslProgram
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly Lazy<(string[]? Command, string Reason)> Found = new(Find);

    /// <summary>Why there is no such program; null where there is one.</summary>
    internal static string? Missing => Found.Value.Command is null ? Found.Value.Reason : null;

    /// <summary>Runs it in a folder and expects success.</summary>
    internal static string Run(string folder, params string[] arguments)
    {
        (int exitCode, string output) = TryRun(folder, arguments);
        Assert.True(exitCode == 0, $"openssl {string.Join(' ', arguments)} ended with {exitCode}: {output}");
        return output;
    }

    /// <summary>Runs it in a folder.</summary>
    internal static (int ExitCode, string Output) TryRun(string folder, params string[] arguments)
    {
        string[] command = Found.Value.Command ?? throw new InvalidOperationException(Found.Value.Reason);
        return Repository.Run(command[0], [.. command[1..], .. arguments], Deadline, folder);
    }

    private static (string[]? Command, string Reason) Find()
    {
        if (IsRecent(["openssl"], out string own))
            return (["openssl"], own);
        string script = Path.Combine(Repository.Root ?? string.Empty, "eng", "openssl35.sh");
        if (!OperatingSystem.IsLinux() || !File.Exists(script))
            return (null, $"no OpenSSL 3.5 or later ({own}), and eng/openssl35.sh is for Linux only");
        string[] command = ["bash", script, "openssl"];
        return IsRecent(command, out string brought) ? (command, brought) : (null, $"no OpenSSL 3.5 or later ({own}), and eng/openssl35.sh says: {brought}");
    }

    private static bool IsRecent(string[] command, out string answer)
    {
        try
        {
            (_, answer) = Repository.Run(command[0], [.. command[1..], "version"], Deadline);
        }
        catch (Exception failure) when (failure is Win32Exception or TimeoutException)
        {
            answer = failure.Message;
            return false;
        }

        answer = answer.Trim();
        Match match = Version().Match(answer);
        return match.Success && (int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value)).CompareTo((3, 5)) >= 0;
    }

    [GeneratedRegex(@"^OpenSSL (\d+)\.(\d+)\.")]
    private static partial Regex Version();
}

/// <summary>A test that needs OpenSSL 3.5, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute() => Skip = OpenSslProgram.Missing;
}

/// <summary>A theory that needs OpenSSL 3.5, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    public OpenSslTheoryAttribute() => Skip = OpenSslProgram.Missing;
}
