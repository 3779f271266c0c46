namespace PqCrypto.Samples.Migration.Durability;

/// <summary>Keeps two programs from changing one store at once. The operating system lets go of it when the program ends, however it ends.</summary>
public sealed class StoreLock : IDisposable
{
    private readonly FileStream stream;

    private StoreLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock alone, for changing the store.</summary>
    /// <exception cref="StoreInUseException">Another program reads or changes the store.</exception>
    public static StoreLock ForWriting(string path) => Take(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Takes the lock together with other readers.</summary>
    /// <exception cref="StoreInUseException">Another program changes the store.</exception>
    public static StoreLock ForReading(string path) => Take(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>Lets go.</summary>
    public void Dispose() => stream.Dispose();

    private static StoreLock Take(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new StoreLock(new FileStream(path, mode, access, share));
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StoreInUseException($"Another run is at work on this store ({path} is locked): {exception.Message}", exception);
        }
    }
}

/// <summary>Another program is at work on the store.</summary>
public sealed class StoreInUseException : IOException
{
    /// <summary>Says which.</summary>
    public StoreInUseException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Says which.</summary>
    public StoreInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Says nothing more.</summary>
    public StoreInUseException()
    {
    }
}
