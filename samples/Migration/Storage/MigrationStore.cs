using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Keys;

namespace PqCrypto.Samples.Migration.Storage;

/// <summary>An open store: its manifest, keys and journal, under its lock.</summary>
public sealed class MigrationStore : IDisposable
{
    private const int IdentifierSizeInBytes = 16;
    private const int IterationsForPeople = 600_000;        // what a person can remember has to be slow to try
    private const int IterationsForGenerated = 10_000;      // 256 random bits cannot be tried at any speed

    private readonly StoreLock storeLock;
    private readonly Journal? journal;

    private MigrationStore(StorePaths paths, StoreOptions options, StoreLock storeLock, Journal? journal, KeyRing keys, Manifest manifest)
    {
        this.storeLock = storeLock;
        this.journal = journal;
        Paths = paths;
        Steps = options.Steps;
        Keys = keys;
        Manifest = manifest;
    }

    /// <summary>Where everything is.</summary>
    public StorePaths Paths { get; }

    /// <summary>Counts what reaches the disk.</summary>
    public DurableSteps Steps { get; }

    /// <summary>The private keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>The manifest as it is on the disk.</summary>
    public Manifest Manifest { get; private set; }

    /// <summary>The journal of a store that is open for writing.</summary>
    public Journal Journal => journal ?? throw new InvalidOperationException("The store is open for reading.");

    /// <summary>The stage that all documents have reached.</summary>
    public Stage Stage => Stage.Find(Manifest.Stage);

    /// <summary>The stage that some documents may be at already, or null.</summary>
    public Stage? Target => Manifest.Target is null ? null : Stage.Find(Manifest.Target);

    /// <summary>Whether a folder has a store.</summary>
    public static bool Exists(StorePaths paths) => File.Exists(paths.Manifest);

    /// <summary>Opens a store for changes; makes a classical one where there is none.</summary>
    /// <exception cref="StoreInUseException">Another program is at work on it.</exception>
    /// <exception cref="InvalidDataException">Its manifest or journal is damaged.</exception>
    /// <exception cref="CryptographicException">A key is missing or the passphrase is wrong.</exception>
    public static MigrationStore OpenOrCreate(StorePaths paths, StoreOptions options)
    {
        paths.CreateFolders();
        return Open(paths, options, StoreLock.ForWriting(paths.Lock), isForWriting: true);
    }

    /// <summary>Opens a store for changes.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static MigrationStore OpenForWriting(StorePaths paths, StoreOptions options)
    {
        RequireStore(paths);
        return OpenOrCreate(paths, options);
    }

    /// <summary>Opens a store for reading, beside other readers.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="StoreInUseException">Another program changes it.</exception>
    public static MigrationStore OpenForReading(StorePaths paths, StoreOptions options)
    {
        RequireStore(paths);
        return Open(paths, options, StoreLock.ForReading(paths.Lock), isForWriting: false);
    }

    /// <summary>Signs a manifest and puts it in place of the old one.</summary>
    public void Save(Manifest changed)
    {
        Manifest signed = changed.Sign(Keys);
        AtomicFile.Write(Paths.Manifest, CanonicalJson.Write(signed), Steps);
        Manifest = signed;
    }

    /// <summary>Reads the header of a document.</summary>
    /// <exception cref="InvalidDataException">It is missing, damaged, or another document's.</exception>
    public DocumentHeader ReadHeader(ManifestDocument document) => ReadHeader(document, Paths.Header(document.Document));

    /// <summary>Reads a header from a file and checks that it is the one the manifest means.</summary>
    /// <exception cref="InvalidDataException">It is missing, damaged, or another document's.</exception>
    public DocumentHeader ReadHeader(ManifestDocument document, string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"The header of '{document.Name}' is missing.");
        DocumentHeader header = DocumentHeader.Parse(File.ReadAllBytes(path), $"The header of '{document.Name}'");
        bool isTheSame = header.Document == document.Document && header.Name == document.Name && header.Length == document.Length
            && header.ContentSha512.AsSpan().SequenceEqual(document.ContentSha512);
        return isTheSame ? header : throw new InvalidDataException($"The header of '{document.Name}' is not the one that the manifest lists.");
    }

    /// <summary>The key list with the keys of some stages in use and all others retired.</summary>
    public IReadOnlyList<ManifestKey> KeyList(params ReadOnlySpan<Stage> inUse)
    {
        HashSet<string> active = [];
        foreach (Stage stage in inUse)
            active.UnionWith(stage.KeyNames);
        List<ManifestKey> list = [.. Manifest.Keys.Select(key => key with { IsRetired = !active.Contains(key.Algorithm) })];
        foreach (string algorithm in active.Where(name => list.TrueForAll(key => key.Algorithm != name)))
            list.Add(new ManifestKey(algorithm, Keys.IdOf(algorithm), IsRetired: false, DateTimeOffset.UtcNow));
        return list;
    }

    /// <summary>Closes files, zeroes keys and lets go of the lock.</summary>
    public void Dispose()
    {
        Keys.Dispose();
        journal?.Dispose();
        storeLock.Dispose();
    }

    private static void RequireStore(StorePaths paths)
    {
        if (!Exists(paths))
            throw new FileNotFoundException($"There is no store in {paths.Root}.", paths.Manifest);
    }

    private static MigrationStore Open(StorePaths paths, StoreOptions options, StoreLock storeLock, bool isForWriting)
    {
        Journal? journal = null;
        KeyRing? keys = null;
        try
        {
            if (isForWriting)
                DeleteUnfinished(paths);
            journal = isForWriting ? Journal.OpenForWriting(paths.Journal, options.Steps) : null;
            keys = OpenKeys(paths, options, mayGenerate: isForWriting && !Exists(paths));
            Manifest manifest = Exists(paths) ? Manifest.Read(paths.Manifest, keys) : Create(paths, options, keys, journal!);
            return new MigrationStore(paths, options, storeLock, journal, keys, manifest);
        }
        catch
        {
            keys?.Dispose();
            journal?.Dispose();
            storeLock.Dispose();
            throw;
        }
    }

    private static KeyRing OpenKeys(StorePaths paths, StoreOptions options, bool mayGenerate)
    {
        string? passphrase = Passphrase.Find(options.Passphrase, paths, out bool isGenerated);
        if (passphrase is null && !mayGenerate)
        {
            throw new CryptographicException(
                $"The store needs its passphrase: --passphrase, {Passphrase.EnvironmentVariable}, or the file {paths.Passphrase}.");
        }
        if (passphrase is null)
            (passphrase, isGenerated) = (Passphrase.Generate(paths, options.Steps), true);
        return new KeyRing(paths, passphrase, options.KeyIterations ?? (isGenerated ? IterationsForGenerated : IterationsForPeople), options.Steps);
    }

    /// <summary>Makes the keys of the classical stage and the first manifest; the manifest is what makes it a store, so it comes last.</summary>
    /// <exception cref="InvalidDataException">There is a store, whose manifest is missing.</exception>
    private static Manifest Create(StorePaths paths, StoreOptions options, KeyRing keys, Journal journal)
    {
        if (HasMoreThanABeginning(paths, journal))
            throw new InvalidDataException($"The store in {paths.Root} has lost its manifest, {Path.GetFileName(paths.Manifest)}: restore it from a copy. No new store is made in its place.");
        foreach (string algorithm in Stage.Classical.KeyNames)
        {
            keys.Ensure(algorithm);
            journal.AppendOnce(JournalEvent.KeyMade, JournalEvent.RunBegin, algorithm);
        }
        IEnumerable<ManifestKey> list = Stage.Classical.KeyNames.Select(algorithm =>
            new ManifestKey(algorithm, keys.IdOf(algorithm), IsRetired: false, DateTimeOffset.UtcNow));
        Manifest manifest = new Manifest(
            Manifest.CurrentFormat,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdentifierSizeInBytes)),
            Stage.Classical.Name,
            Target: null,
            [.. list],
            [],
            [],
            []).Sign(keys);
        AtomicFile.Write(paths.Manifest, CanonicalJson.Write(manifest), options.Steps);
        return manifest;
    }

    private static void DeleteUnfinished(StorePaths paths)
    {
        foreach (string file in paths.FilesBelow(paths.Root, "*" + AtomicFile.UnfinishedEnding))
            File.Delete(file);
    }

    /// <summary>Whether there is more than what the creation of a store leaves when it is cut off: the manifest was lost then.</summary>
    private static bool HasMoreThanABeginning(StorePaths paths, Journal journal) =>
        Directory.EnumerateFileSystemEntries(paths.Documents).Any()
        || paths.FilesBelow(paths.Archive, "*").Any()
        || journal.Records.Any(entry => entry.Event != JournalEvent.KeyMade);
}
