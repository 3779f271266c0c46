using System.Text.Json;
using PqCrypto.Tests.House;

namespace PqCrypto.Tests.Vectors;

/// <summary>The folder vectors/ of the repository: what the project keeps itself, so that a bare clone can be tested.</summary>
internal static class OwnVectors
{
    public static string PathOf(string name) => Repository.PathOf(Path.Combine("vectors", name));

    public static JsonElement ReadJson(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    /// <summary>The vectors of every algorithm in vectors/own, by its name.</summary>
    public static IReadOnlyDictionary<string, JsonElement> ByAlgorithm { get; } = Directory.EnumerateFiles(PathOf("own"), "*.json")
        .SelectMany(file => ReadJson(Path.Combine("own", Path.GetFileName(file))).GetProperty("algorithms").EnumerateArray())
        .ToDictionary(algorithm => algorithm.Text("algorithm"));
}
