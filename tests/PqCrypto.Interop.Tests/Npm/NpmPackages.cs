using System.ComponentModel;

namespace PqCrypto.Interop.Tests.Npm;

/// <summary>The packages of package.json, installed into a folder of their own once for all tests, and Node.js to run them.</summary>
internal static class NpmPackages
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private static readonly Lazy<(string? Folder, string Reason)> Installed = new(Install);

    /// <summary>Why there are none; null where there are.</summary>
    internal static string? Missing => Installed.Value.Folder is null ? Installed.Value.Reason : null;

    /// <summary>Runs a script on its input.</summary>
    /// <returns>What it wrote.</returns>
    internal static string Run(string script, string input)
    {
        string folder = Installed.Value.Folder ?? throw new InvalidOperationException(Installed.Value.Reason);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Npm", script), Path.Combine(folder, script), overwrite: true);
        (int exitCode, string output) = Repository.Run("node", [script], Deadline, folder, input: input);
        Assert.True(exitCode == 0, $"node {script} ended with {exitCode}: {output}");
        return output;
    }

    private static (string? Folder, string Reason) Install()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "node");
        Directory.CreateDirectory(folder);
        foreach (string file in new[] { "package.json", "package-lock.json" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Npm", file), Path.Combine(folder, file), overwrite: true);
        try
        {
            (int exitCode, string output) = Repository.Run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], Deadline, folder);
            return exitCode == 0 ? (folder, "installed") : (null, $"npm could not install the packages: {output}");
        }
        catch (Exception failure) when (failure is Win32Exception or TimeoutException)
        {
            return (null, $"no npm: {failure.Message}");
        }
    }
}

/// <summary>A test that needs packages from npm, and says so where they cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = NpmPackages.Missing;
}
