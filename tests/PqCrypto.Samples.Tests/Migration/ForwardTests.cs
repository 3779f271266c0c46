using System.Diagnostics;
using System.Security.Cryptography;
using PqCrypto.Samples.Migration;
using PqCrypto.Samples.Migration.Proofs;
using PqCrypto.Samples.Migration.Steps;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Tests.Migration;

public class ForwardTests
{
    [Fact]
    public void Forward_SmallStore_ProvesEveryStage()
    {
        using TemporaryStore folder = TemporaryStore.WithFiles();
        List<(Stage Stage, ProofResult Proof)> proofs = [];
        using MigrationStore store = folder.Write();
        SilentProgress silent = new();
        IntakeResult intake = MigrationRun.Forward(store, silent, _ => proofs.Add((store.Stage, StoreProof.Run(store, silent))));

        Assert.Equal(3, intake.Sealed);
        Assert.Equal(Stage.All, proofs.Select(entry => entry.Stage));
        Assert.All(proofs, entry => Assert.Empty(entry.Proof.Problems));
        Assert.All(proofs, entry => Assert.Equal((3, 3, 3), (entry.Proof.Verified, entry.Proof.Opened, entry.Proof.EqualToOriginal)));
        Assert.Equal([3, 3, 0], proofs.Select(entry => entry.Proof.OpenedByOldReader));
        Assert.Equal([0, 0, 3], proofs.Select(entry => entry.Proof.ClosedToOldReader));
    }

    [Fact]
    public void Forward_FolderWithOddFiles_SealsAllAndLeavesOriginalsAlone()
    {
        using TemporaryStore folder = new();
        byte[] large = RandomNumberGenerator.GetBytes(5 * 1024 * 1024 + 1);
        folder.Add("empty", []);
        folder.Add("large.bin", large);
        folder.Add("Größe – 漢字 🔑/naïve file.txt", "unicode"u8);
        folder.Add("a/b/c/d/.hidden", "deep"u8);
        folder.Add("store.json", "{ \"format\": \"not a store\" }"u8);
        folder.Add("-- --store", "looks like an option"u8);
        Dictionary<string, string> before = Digests(folder.Folder);

        folder.RunForward();

        Assert.Equal(before, Digests(folder.Folder));
        ProofResult proof = folder.Prove();
        Assert.Empty(proof.Problems);
        Assert.Equal(before.Count, proof.EqualToOriginal);
        Assert.Equal(6, proof.EqualToOriginal);
    }

    [Fact]
    public void Forward_LinksAndPipes_AreLeftOutAndReported()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryStore folder = TemporaryStore.WithFiles();
        using TemporaryStore outside = TemporaryStore.WithFiles();
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "link.txt"), Path.Combine(outside.Folder, "one.txt"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "linked-folder"), outside.Folder);
        File.CreateSymbolicLink(Path.Combine(folder.Folder, "dangling"), "/nowhere/at/all");
        using (Process pipe = Process.Start("mkfifo", [Path.Combine(folder.Folder, "pipe")]))
            pipe.WaitForExit();

        using MigrationStore store = folder.Write();
        IntakeResult intake = MigrationRun.Forward(store, new SilentProgress(), _ => { });

        Assert.Equal(3, intake.Sealed);
        Assert.Equal(["dangling", "link.txt", "linked-folder", "pipe"], intake.LeftOut.Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Forward_NamesThatAreNotUnicode_AreLeftOutForThatReason()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using TemporaryStore folder = TemporaryStore.WithFiles();
        Shell("""cd "$1" && name=$(printf 'bad\377') && touch "$name" && mkdir "$name-folder" """);

        using MigrationStore store = folder.Write();
        IntakeResult intake = MigrationRun.Forward(store, new SilentProgress(), _ => { });
        Shell("""cd "$1" && rm -r bad* """);                    // .NET cannot name them, so it cannot delete them either

        Assert.Equal(3, intake.Sealed);
        Assert.Equal(2, intake.LeftOut.Count);
        Assert.All(intake.LeftOut, file => Assert.Equal("its name is not valid Unicode", file.Reason));

        void Shell(string script)
        {
            using Process shell = Process.Start("sh", ["-c", script, "sh", folder.Folder]);
            shell.WaitForExit();
        }
    }

    [Fact]
    public void Forward_UnreadableFile_IsReportedAndNotFatal()
    {
        using TemporaryStore folder = TemporaryStore.WithFiles();
        string locked = Path.Combine(folder.Folder, "locked.txt");
        folder.Add("locked.txt", "nobody may read this"u8);
        using FileStream? holder = OperatingSystem.IsWindows() ? new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(locked, UnixFileMode.None);
        bool isReadable = CanRead(locked);      // the superuser reads everything

        using MigrationStore store = folder.Write();
        IntakeResult intake = MigrationRun.Forward(store, new SilentProgress(), _ => { });

        Assert.Equal(isReadable ? 4 : 3, intake.Sealed);
        Assert.Equal(isReadable ? [] : ["locked.txt"], intake.LeftOut.Select(file => file.Name));
    }

    [Fact]
    public void Forward_FileAddedLater_IsSealedUnderTheCurrentStage()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        folder.Add("late.txt", "came after the migration"u8);
        folder.RunForward();
        ProofResult proof = folder.Prove();
        Assert.Empty(proof.Problems);
        Assert.Equal(4, proof.EqualToOriginal);

        folder.RollBack();
        proof = folder.Prove();
        Assert.Empty(proof.Problems);
        Assert.Equal(4, proof.OpenedByOldReader);
    }

    [Fact]
    public void Forward_FileChangedOrDeletedLater_StoreKeepsWhatItHas()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        folder.Add("one.txt", "changed"u8);
        File.Delete(Path.Combine(folder.Folder, "two.txt"));
        using (MigrationStore store = folder.Write())
            Assert.Equal(["one.txt"], MigrationRun.Forward(store, new SilentProgress(), _ => { }).Changed);
        ProofResult proof = folder.Prove();
        Assert.Empty(proof.Problems);
        Assert.Equal((3, 1, 2), (proof.Opened, proof.EqualToOriginal, proof.Notes.Count));
    }

    [Fact]
    public void Of_FolderThatIsAStore_IsMigratedWithoutPlainFiles()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        string moved = Path.Combine(folder.Folder, "moved");
        Directory.Move(folder.Paths.Root, moved);
        StorePaths paths = StorePaths.Of(moved);
        Assert.Equal((moved, null), (paths.Root, paths.PlainFolder));
        using MigrationStore store = MigrationStore.OpenForWriting(paths, TemporaryStore.Options);
        MigrationRun.Forward(store, new SilentProgress(), _ => { });
        Assert.Equal(Stage.PostQuantum, store.Stage);
        Assert.Equal(3, StoreProof.Run(store, new SilentProgress()).Opened);
    }

    [Fact]
    public async Task RunAsync_EveryStage_HandshakesEndAsThePoliciesSay()
    {
        foreach (Stage stage in Stage.All)
        {
            using TemporaryStore folder = TemporaryStore.At(stage);
            using MigrationStore store = folder.Read();
            IReadOnlyList<HandshakeOutcome> outcomes = await HandshakeProof.RunAsync(stage, store.Keys);
            Assert.Equal(4, outcomes.Count);
            Assert.All(outcomes, outcome => Assert.True(outcome.IsGood, $"{stage}, {outcome.ClientPolicy}: {outcome.Result}"));
            Assert.Contains(outcomes, outcome => outcome.IsConnected);
            Assert.Contains(outcomes, outcome => !outcome.IsConnected);
        }
    }

    [Fact]
    public void ClassicalReader_Assembly_KnowsThePlatformOnly() =>
        Assert.DoesNotContain(
            typeof(OldReader.ClassicalReader).Assembly.GetReferencedAssemblies(),
            name => name.Name!.StartsWith("PqCrypto", StringComparison.Ordinal));

    private static bool CanRead(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Digests(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains(StorePaths.FolderName, StringComparison.Ordinal))
            .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
