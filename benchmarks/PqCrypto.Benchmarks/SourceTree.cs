namespace PqCrypto.Benchmarks;

/// <summary>The source tree that the program was built from.</summary>
internal static class SourceTree
{
    /// <summary>Its folder; null where the program was moved away from it.</summary>
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "PqCrypto.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder;
    }
}
