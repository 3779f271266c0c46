using PqCrypto.Samples.Migration;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Proofs;
using PqCrypto.Samples.Migration.Steps;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Tests.Migration;

/// <summary>A folder of plain files with a store, in a temporary place that goes away with the test.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public const string Passphrase = "correct horse battery staple";

    private const int FewIterations = 1000;     // the keys of these tests guard nothing

    private static readonly Dictionary<Stage, Lazy<IReadOnlyList<KeptFile>>> Originals =
        Stage.All.ToDictionary(stage => stage, stage => new Lazy<IReadOnlyList<KeptFile>>(() => MakeAt(stage)));

    public TemporaryStore() => Folder = Directory.CreateTempSubdirectory("pqstore-test-").FullName;

    public string Folder { get; }

    public StorePaths Paths => StorePaths.Of(Folder);

    public static StoreOptions Options => new() { Passphrase = Passphrase, KeyIterations = FewIterations };

    /// <summary>A folder with three small files and no store.</summary>
    public static TemporaryStore WithFiles()
    {
        TemporaryStore store = new();
        store.Add("one.txt", "first"u8);
        store.Add("two.txt", "second, a little longer"u8);
        store.Add("sub/three.txt", "third"u8);
        return store;
    }

    /// <summary>A private copy of a store with three documents at a stage.</summary>
    public static TemporaryStore At(Stage stage)
    {
        TemporaryStore copy = new();
        foreach (KeptFile file in Originals[stage].Value)
        {
            string destination = Path.Combine(copy.Folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.WriteAllBytes(destination, file.Content);
            File.SetLastWriteTimeUtc(destination, file.LastWrite);
        }
        return copy;
    }

    public void Add(string name, ReadOnlySpan<byte> content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public MigrationStore Write() => MigrationStore.OpenOrCreate(Paths, Options);

    public MigrationStore Write(DurableSteps steps) => MigrationStore.OpenOrCreate(Paths, Options with { Steps = steps });

    public MigrationStore Read() => MigrationStore.OpenForReading(Paths, Options);

    public void RunForward(DurableSteps? steps = null)
    {
        using MigrationStore store = Write(steps ?? new DurableSteps());
        MigrationRun.Forward(store, new SilentProgress(), _ => { });
    }

    public ConversionResult RollBack(DurableSteps? steps = null)
    {
        using MigrationStore store = Write(steps ?? new DurableSteps());
        return MigrationRun.Back(store, new SilentProgress());
    }

    public ProofResult Prove()
    {
        using MigrationStore store = Read();
        return StoreProof.Run(store, new SilentProgress());
    }

    /// <summary>Whether verification, from opening the store on, finds anything wrong.</summary>
    public bool IsDamageDetected()
    {
        try
        {
            return !Prove().IsGood;
        }
        catch (Exception exception) when (exception is InvalidDataException or System.Security.Cryptography.CryptographicException)
        {
            return true;
        }
    }

    /// <summary>All headers by document, as they are on the disk.</summary>
    public SortedDictionary<string, string> Headers() =>
        new(Directory.GetFiles(Paths.Documents, "*.json")
            .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file))));

    public string DocumentOf(string name)
    {
        using MigrationStore store = Read();
        return store.Manifest.Documents.Single(document => document.Name == name).Document;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Makes a store once and keeps it in memory, so that nothing stays on the disk.</summary>
    private static List<KeptFile> MakeAt(Stage stage)
    {
        using TemporaryStore made = WithFiles();
        using (MigrationStore store = made.Write())
        {
            Intake.Run(store, new SilentProgress());
            for (Stage at = Stage.Classical; at != stage; at = at.Next!)
                Conversion.Run(store, at.Next!, new SilentProgress());
        }
        return [.. Directory.GetFiles(made.Folder, "*", SearchOption.AllDirectories)
            .Select(file => new KeptFile(Path.GetRelativePath(made.Folder, file), File.ReadAllBytes(file), File.GetLastWriteTimeUtc(file)))];
    }

    private sealed record KeptFile(string Name, byte[] Content, DateTime LastWrite);
}

/// <summary>Stands for a kill.</summary>
internal sealed class KilledException : Exception
{
    public KilledException()
    {
    }

    public KilledException(string message)
        : base(message)
    {
    }

    public KilledException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public static DurableSteps After(int steps) => new(steps, static () => throw new KilledException());
}
