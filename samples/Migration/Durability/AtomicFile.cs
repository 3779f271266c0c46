namespace PqCrypto.Samples.Migration.Durability;

/// <summary>Replaces a file as a whole: a reader, and a program that starts after a kill, sees the old content or the new, never a mixture.</summary>
public static class AtomicFile
{
    /// <summary>The ending of a file that is not finished yet; whoever finds one after a kill may delete it.</summary>
    public const string UnfinishedEnding = ".unfinished";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes bytes.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, DurableSteps steps)
    {
        using (FileStream stream = Create(path + UnfinishedEnding))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        Publish(path, steps);
    }

    /// <summary>Writes what the caller puts into a stream; nothing appears under the name if the caller throws.</summary>
    public static void Write(string path, Action<Stream> write, DurableSteps steps)
    {
        string unfinished = path + UnfinishedEnding;
        try
        {
            using FileStream stream = Create(unfinished);
            write(stream);
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
        Publish(path, steps);
    }

    /// <summary>Moves a file within one file system; doing it again after a kill is harmless.</summary>
    public static void Move(string from, string to, DurableSteps steps)
    {
        if (!File.Exists(from))
            return;
        File.Move(from, to, overwrite: true);
        FolderFlush.Flush(Path.GetDirectoryName(to)!);
        FolderFlush.Flush(Path.GetDirectoryName(from)!);
        steps.Taken();
    }

    /// <summary>Deletes a file if it is there.</summary>
    public static void Delete(string path, DurableSteps steps)
    {
        if (!File.Exists(path))
            return;
        File.Delete(path);
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
        steps.Taken();
    }

    private static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static void Publish(string path, DurableSteps steps)
    {
        steps.Taken();      // written and flushed, but under the unfinished name
        File.Move(path + UnfinishedEnding, path, overwrite: true);
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
        steps.Taken();
    }
}
