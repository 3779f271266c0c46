using System.Text.Json;

namespace PqCrypto.Benchmarks;

/// <summary>Messages whose signing attempts are distributed as in the long run, so that the mean time over them is the fair figure.</summary>
internal static class SigningMessages
{
    /// <summary>The project's own list.</summary>
    public static byte[][] Own(string algorithm) =>
        Read(Repository("vectors", "signing", $"{algorithm}.json"))
        ?? Outside(algorithm)
        ?? [.. Enumerable.Range(0, 128).Select(BitConverter.GetBytes)];

    /// <summary>The list of another origin, for a comparison; null where it is not at hand.</summary>
    public static byte[][]? Outside(string algorithm)
    {
        string? folder = Environment.GetEnvironmentVariable("PQCRYPTO_VECTORS");
        if (string.IsNullOrEmpty(folder))
            folder = Repository("..", "shared", "vectors");
        return Read(Path.Combine(folder, "signing-benchmark", $"{algorithm}.json"));
    }

    private static byte[][]? Read(string path) => File.Exists(path)
        ? [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(path))!.Select(System.Text.Encoding.ASCII.GetBytes)]
        : null;

    private static string Repository(params string[] path)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "PqCrypto.sln")))
            folder = Path.GetDirectoryName(folder);
        return Path.Combine([folder ?? Environment.CurrentDirectory, .. path]);
    }
}
