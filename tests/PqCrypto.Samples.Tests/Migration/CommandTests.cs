using System.Diagnostics;
using PqCrypto.Samples.Migration.Steps;

namespace PqCrypto.Samples.Tests.Migration;

/// <summary>The program as its user meets it: in a process of its own that can really be killed.</summary>
public class CommandTests
{
    private static readonly string Program = typeof(MigrationRun).Assembly.Location;

    [Fact]
    public void Run_KilledThenRunAgain_ArrivesAndEveryCommandWorks()
    {
        using TemporaryStore folder = TemporaryStore.WithFiles();
        Assert.NotEqual(0, Run(folder, "run", "--stop-after", "35").ExitCode);
        Assert.NotEqual(0, Run(folder, "run", "--stop-after", "30").ExitCode);
        (int exitCode, string text, string errors) = Run(folder, "run", "--skip-measurements");
        Assert.True(exitCode == 0, text + errors);
        Assert.Contains("The store is at 'post-quantum'", text, StringComparison.Ordinal);

        Assert.Equal((0, "third", ""), Run(folder, "open", "sub/three.txt"));
        string output = Path.Combine(folder.Folder, "opened");
        Assert.Equal(0, Run(folder, "open", "two.txt", "--output", output).ExitCode);
        Assert.Equal("second, a little longer", File.ReadAllText(output));
        Assert.Equal(1, Run(folder, "open", "one.txt", "--output", output).ExitCode);
        Assert.Equal("second, a little longer", File.ReadAllText(output));
        Assert.Equal(1, Run(folder, "open", "../one.txt").ExitCode);

        Assert.Contains("ML-KEM-768", Run(folder, "inventory").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run(folder, "verify").ExitCode);
        Assert.Contains("post-quantum -> hybrid", Run(folder, "rollback").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run(folder, "commit").ExitCode);
        Assert.Equal(0, Run(folder, "verify").ExitCode);
    }

    [Fact]
    public void Verify_DamageOrWrongPassphrase_ExitsWithOne()
    {
        using TemporaryStore folder = TemporaryStore.At(PqCrypto.Samples.Migration.Stage.Hybrid);
        Assert.Equal(1, Run(folder, "verify").ExitCode);
        File.WriteAllText(folder.Paths.Passphrase, TemporaryStore.Passphrase + "\n");
        Assert.Equal(0, Run(folder, "verify").ExitCode);
        (int exitCode, _, string errors) = RunProgram("verify", "--store", folder.Folder, "--passphrase", "wrong");
        Assert.Equal(1, exitCode);
        Assert.Contains("passphrase", errors, StringComparison.Ordinal);
        File.Delete(folder.Paths.Content(folder.DocumentOf("one.txt")));
        Assert.Equal(1, Run(folder, "verify").ExitCode);
    }

    [Fact]
    public void Verify_NoStore_SaysSo()
    {
        using TemporaryStore folder = TemporaryStore.WithFiles();
        (int exitCode, _, string errors) = Run(folder, "verify");
        Assert.Equal(1, exitCode);
        Assert.Contains("There is no store", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Paths.Root));
    }

    private static (int ExitCode, string Output, string Errors) Run(TemporaryStore folder, params string[] arguments) =>
        RunProgram([.. arguments, "--store", folder.Folder]);

    private static (int ExitCode, string Output, string Errors) RunProgram(params string[] arguments)
    {
        string host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        ProcessStartInfo start = new(host, [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove(PqCrypto.Samples.Migration.Keys.Passphrase.EnvironmentVariable);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
