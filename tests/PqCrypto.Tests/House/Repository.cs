namespace PqCrypto.Tests.House;

/// <summary>The source tree that this test assembly was built from.</summary>
internal static class Repository
{
    private static readonly string[] Built = ["bin", "obj", "artifacts", ".git", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>Full path of the folder that holds PqCrypto.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>Whether generated files are to be written instead of compared.</summary>
    public static bool Update { get; } = Environment.GetEnvironmentVariable("PQCRYPTO_UPDATE") == "1";

    /// <summary>The path of a file or folder below the root.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The files below a folder whose path ends in a certain way, relative to the root and with forward slashes, in order; without what
    /// a build makes.</summary>
    public static IReadOnlyList<string> Files(string folder, string ending)
    {
        string start = PathOf(folder);
        if (!Directory.Exists(start))
            return [];
        return [.. Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => file.EndsWith(ending, StringComparison.Ordinal) && !file.Split('/').Any(Built.Contains))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The lines of a file given by its relative path.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    /// <summary>Compares a generated text with its file, or writes the file when that was asked for.</summary>
    public static void AssertGenerated(string file, string expected)
    {
        string path = PathOf(file);
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        string actual = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(
            expected == actual,
            $"{file} is not what it should be ({FirstDifference(expected, actual)}); review the change, then run the house tests with PQCRYPTO_UPDATE=1.");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] wanted = expected.Split('\n');
        string[] found = actual.Split('\n');
        int line = wanted.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}: expected '{wanted.ElementAtOrDefault(line)}', found '{found.ElementAtOrDefault(line)}'";
    }

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PqCrypto.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The house tests run from a build inside the source tree.");
    }
}
