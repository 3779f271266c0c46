using System.IO.Compression;
using System.Text.Json;
using PqCrypto.Tests.House;

namespace PqCrypto.Tests.Vectors;

/// <summary>The folder of published vector files that lies beside the repository: too large to keep in it, and not needed to run the tests.</summary>
/// <remarks>The environment variable PQCRYPTO_VECTORS names the folder, or says "none"; without it, shared/vectors beside the repository is taken
/// where it exists. A folder that was named is not questioned: a missing file in it fails the test.</remarks>
internal static class SharedVectors
{
    private const string Variable = "PQCRYPTO_VECTORS";

    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why tests over the folder do not run; null where they do.</summary>
    public static string? LeftOut => Folder is null
        ? $"left out: there is no folder of published vectors (name one in {Variable}, or put it at ../shared/vectors beside the repository)"
        : null;

    public static string PathOf(string name) =>
        Path.Combine(Folder ?? throw new InvalidOperationException(LeftOut), name);

    /// <summary>Opens a file; one that ends in .gz is unpacked on the way.</summary>
    public static Stream OpenRead(string name)
    {
        FileStream file = File.OpenRead(PathOf(name));
        return name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public static string ReadText(string name)
    {
        using StreamReader reader = new(OpenRead(name));
        return reader.ReadToEnd();
    }

    public static JsonElement ReadJson(string name)
    {
        using Stream stream = OpenRead(name);
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
            return named.Equals("none", StringComparison.OrdinalIgnoreCase) ? null : Path.GetFullPath(named);
        string beside = Repository.PathOf(Path.Combine("..", "shared", "vectors"));
        return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
    }
}
