using System.Text;

namespace PqCrypto.Samples.Migration.Storage;

/// <summary>The user's folder of plain files. It is read, and nothing in it is ever changed.</summary>
public static class PlainFolder
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Lists all files below a folder. Links are not followed, neither to files nor to folders.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="leftOut">Receives what cannot be sealed, and why.</param>
    /// <returns>The files by their relative path with slashes, in ordinal order.</returns>
    public static SortedDictionary<string, FileInfo> List(string folder, ICollection<LeftOut> leftOut)
    {
        SortedDictionary<string, FileInfo> files = new(StringComparer.Ordinal);
        Stack<DirectoryInfo> pending = new([new DirectoryInfo(folder)]);
        while (pending.TryPop(out DirectoryInfo? current))
        {
            try
            {
                foreach (FileSystemInfo entry in current.EnumerateFileSystemInfos())
                    Take(folder, entry, files, pending, leftOut);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                leftOut.Add(new LeftOut(Relative(folder, current), $"the folder cannot be read: {exception.Message}"));
            }
        }
        return files;
    }

    private static void Take(
        string folder, FileSystemInfo entry, SortedDictionary<string, FileInfo> files, Stack<DirectoryInfo> pending, ICollection<LeftOut> leftOut)
    {
        string name = Relative(folder, entry);
        if (!IsSpelledInUnicode(name))      // first: whatever is asked of such an entry is asked of a name that does not exist
            leftOut.Add(new LeftOut(name, "its name is not valid Unicode"));
        else if (entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            leftOut.Add(new LeftOut(name, "is a link, and links are not followed"));
        else if (entry is DirectoryInfo subfolder && name != StorePaths.FolderName)
            pending.Push(subfolder);
        else if (entry is FileInfo regular)
            files.Add(name, regular);
    }

    private static string Relative(string folder, FileSystemInfo entry) =>
        Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>A name with a lone surrogate, or with the character that stands for undecodable bytes, would not lead back to its file.</summary>
    private static bool IsSpelledInUnicode(string name)
    {
        try
        {
            _ = StrictUtf8.GetByteCount(name);
            return !name.Contains('\uFFFD', StringComparison.Ordinal);
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}

/// <summary>Something in the user's folder that is not in the store.</summary>
/// <param name="Name">Its relative path.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftOut(string Name, string Reason);
