using System.Text.Json;

namespace PqCrypto.Benchmarks;

/// <summary>Messages whose signing attempts are distributed as in the long run, so that the mean time over them is the fair figure.</summary>
internal static class SigningMessages
{
    /// <summary>Whether there is a list for an algorithm.</summary>
    public static bool Has(string algorithm) => File.Exists(Repository("vectors", "signing", $"{algorithm}.json"));

    /// <summary>The project's own list; vectors/README.md says how it is made.</summary>
    public static byte[][] Own(string algorithm)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Repository("vectors", "signing", $"{algorithm}.json")));
        return Messages(file.RootElement.GetProperty("messages"));
    }

    /// <summary>The list of another origin, for a comparison; null where it is not at hand.</summary>
    public static byte[][]? Outside(string algorithm)
    {
        string? folder = Environment.GetEnvironmentVariable("PQCRYPTO_VECTORS");
        if (string.IsNullOrEmpty(folder))
            folder = Repository("..", "shared", "vectors");
        string path = Path.Combine(folder, "signing-benchmark", $"{algorithm}.json");
        if (!File.Exists(path))
            return null;
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(path));
        return Messages(file.RootElement);
    }

    private static byte[][] Messages(JsonElement array) =>
        [.. array.EnumerateArray().Select(message => System.Text.Encoding.ASCII.GetBytes(message.GetString()!))];

    /// <summary>A path in the source tree.</summary>
    private static string Repository(params string[] path) => Path.Combine([SourceTree.Root ?? Environment.CurrentDirectory, .. path]);
}
