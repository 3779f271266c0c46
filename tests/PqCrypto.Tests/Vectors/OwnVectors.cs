using System.Text.Json;

namespace PqCrypto.Tests.Vectors;

/// <summary>The folder vectors/ of the repository: what the project keeps itself, so that a bare clone can be tested.</summary>
internal static class OwnVectors
{
    /// <summary>The folder of PqCrypto.sln, looked for from the test assembly upwards.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    public static string PathOf(string name) => Path.Combine(RepositoryRoot, "vectors", name);

    public static JsonElement ReadJson(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    /// <summary>The vectors of every algorithm in vectors/own, by its name.</summary>
    public static IReadOnlyDictionary<string, JsonElement> ByAlgorithm { get; } = Directory.EnumerateFiles(PathOf("own"), "*.json")
        .SelectMany(file => ReadJson(Path.Combine("own", Path.GetFileName(file))).GetProperty("algorithms").EnumerateArray())
        .ToDictionary(algorithm => algorithm.Text("algorithm"));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PqCrypto.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("PqCrypto.sln is in no folder above the test assembly.");
    }
}
