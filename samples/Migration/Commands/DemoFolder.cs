using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Commands;

/// <summary>The folder that a run without arguments works on: copies of the repository's own documents, or generated ones outside of it.</summary>
public static class DemoFolder
{
    private const int MaxFiles = 48;
    private const int GeneratedFiles = 24;
    private const string RepositoryMark = "PqCrypto.sln";

    /// <summary>Takes up the demonstration that was cut off last, or makes a fresh one.</summary>
    /// <returns>The folder, and whether an earlier run left it unfinished.</returns>
    public static (string Folder, bool IsResumed) FindOrMake(string workingDirectory)
    {
        string? repository = FindRepository(workingDirectory);
        string parent = Path.Combine(repository ?? workingDirectory, "artifacts", "migration");
        Directory.CreateDirectory(parent);
        string? unfinished = Directory.GetDirectories(parent).OrderDescending(StringComparer.Ordinal).FirstOrDefault(IsUnfinished);
        return unfinished is not null ? (unfinished, true) : (Make(parent, repository), false);
    }

    private static bool IsUnfinished(string folder)
    {
        StorePaths paths = StorePaths.Of(folder);
        if (folder.EndsWith(AtomicFile.UnfinishedEnding, StringComparison.Ordinal) || !File.Exists(paths.Lock))
            return false;
        try
        {
            using StoreLock taken = StoreLock.ForWriting(paths.Lock);
            JournalRecord? last = Journal.Read(paths.Journal).LastOrDefault(entry => entry.Event is JournalEvent.RunBegin or JournalEvent.RunEnd);
            return !MigrationStore.Exists(paths) || last?.Event == JournalEvent.RunBegin;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return false;
        }
    }

    private static string? FindRepository(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RepositoryMark)))
                return folder.FullName;
        }
        return null;
    }

    /// <summary>Fills a folder under an unfinished name and gives it its own when it is complete.</summary>
    private static string Make(string parent, string? repository)
    {
        string folder = Path.Combine(parent, $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}");
        string unfinished = folder + AtomicFile.UnfinishedEnding;
        Directory.CreateDirectory(unfinished);
        if (repository is null)
            Generate(unfinished);
        else
            CopyDocuments(repository, unfinished);
        Directory.Move(unfinished, folder);
        return folder;
    }

    private static void CopyDocuments(string repository, string destination)
    {
        IEnumerable<string> files = new[] { "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md" }
            .Select(name => Path.Combine(repository, name))
            .Where(File.Exists)
            .Concat(FilesBelow(Path.Combine(repository, "docs"), "*.md"))
            .Concat(FilesBelow(Path.Combine(repository, "src", "PqCrypto"), "*.cs"))
            .Take(MaxFiles);
        foreach (string file in files)
        {
            string copy = Path.Combine(destination, Path.GetRelativePath(repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static IEnumerable<string> FilesBelow(string folder, string pattern)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, pattern, options)
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static void Generate(string destination)
    {
        for (int number = 1; number <= GeneratedFiles; number++)
        {
            string folder = Path.Combine(destination, $"year-{2020 + number % 4}");
            Directory.CreateDirectory(folder);
            IEnumerable<string> lines = Enumerable.Range(1, number * number)
                .Select(line => $"Invoice {number}, position {line}: {line * 7 % 100} pieces");
            File.WriteAllLines(Path.Combine(folder, $"invoice-{number:00}.txt"), lines);
        }
    }
}
