namespace PqCrypto.Pki.Cms;

/// <summary>Holds a ciphertext until its tag is there: in memory while it is short, then in a temporary file, which goes when this is disposed.</summary>
internal sealed class CiphertextSpool : IDisposable
{
    private const int MaxSizeInMemory = 1 << 20;

    private Stream held = new MemoryStream();

    internal void Append(ReadOnlySpan<byte> part)
    {
        if (held is MemoryStream memory && memory.Length + part.Length > MaxSizeInMemory)
        {
            held = CreateFile();
            memory.WriteTo(held);
            memory.Dispose();
        }

        held.Write(part);
    }

    /// <summary>Goes through the ciphertext from its beginning.</summary>
    internal void ForEachSegment(ContentReceiver receiver)
    {
        held.Position = 0;
        BerWriter.ForEachSegment(held, receiver);
    }

    public void Dispose() => held.Dispose();

    private static FileStream CreateFile()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
    }
}
