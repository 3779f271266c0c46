namespace PqCrypto.ZeroScan;

/// <summary>The needles of each subject in a file.</summary>
internal static class NeedleFile
{
    /// <summary>Appends those of a subject.</summary>
    internal static void Write(BinaryWriter file, string subject, IReadOnlyCollection<Window> windows)
    {
        file.Write(subject);
        file.Write(windows.Count);
        foreach (Window window in windows)
        {
            file.Write(window.First);
            file.Write(window.Hash);
            file.Write(window.Length);
        }
    }

    /// <summary>Reads those of the next subject.</summary>
    internal static IEnumerable<Window> Read(BinaryReader file, string subject, out int count)
    {
        string next = file.ReadString();
        if (next != subject)
            throw new InvalidDataException($"The needles are of {next}; those of {subject} were expected.");
        count = file.ReadInt32();
        return Windows(file, count);
    }

    private static IEnumerable<Window> Windows(BinaryReader file, int count)
    {
        for (int i = 0; i < count; i++)
            yield return new Window(file.ReadUInt64(), file.ReadUInt64(), file.ReadByte());
    }
}
