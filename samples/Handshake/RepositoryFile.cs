namespace PqCrypto.Samples.Handshake.Program;

/// <summary>The file that travels when nobody names one: the repository's README, or this program itself where there is no repository.</summary>
internal static class RepositoryFile
{
    internal static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string readme = Path.Combine(folder.FullName, "README.md");
            if (File.Exists(Path.Combine(folder.FullName, "PqCrypto.sln")) && File.Exists(readme))
                return readme;
        }

        return typeof(KemAlgorithm).Assembly.Location;
    }
}
