using System.Diagnostics;
using PqCrypto.Samples.Migration;
using PqCrypto.Samples.Migration.Proofs;
using PqCrypto.Samples.Migration.Steps;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Tests.Migration;

/// <summary>Stores and files in which somebody has changed what the program does not expect to change.</summary>
public class HostileStoreTests
{
    [Fact]
    public void Commit_LinkInTheArchive_LeavesWhatItLeadsTo()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        folder.Add("elsewhere/deep/kept.txt", "kept"u8);
        folder.Add("elsewhere/kept.unfinished", "kept"u8);
        Directory.CreateSymbolicLink(Path.Combine(folder.Paths.ArchivedHeaders(Stage.Hybrid), "link"), Path.Combine(folder.Folder, "elsewhere"));
        using (MigrationStore store = folder.Write())
            MigrationRun.Commit(store);
        Assert.True(File.Exists(Path.Combine(folder.Folder, "elsewhere/deep/kept.txt")));
        Assert.True(File.Exists(Path.Combine(folder.Folder, "elsewhere/kept.unfinished")));
        Assert.Empty(folder.Paths.FilesBelow(folder.Paths.Archive, "*"));
    }

    [Fact]
    public void Open_FolderOfTheStoreIsALink_IsRefused()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        string elsewhere = Path.Combine(folder.Folder, "elsewhere");
        Directory.Move(folder.Paths.Archive, elsewhere);
        Directory.CreateSymbolicLink(folder.Paths.Archive, elsewhere);
        Assert.Throws<InvalidDataException>(folder.Write);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_ManifestLost_IsNoNewStore(bool areDocumentsLeft)
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        File.Delete(folder.Paths.Manifest);
        if (!areDocumentsLeft)
        {
            foreach (string file in Directory.GetFiles(folder.Paths.Root, "*.*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".jsonl", StringComparison.Ordinal)))
                File.Delete(file);
        }

        Assert.Contains("lost its manifest", Assert.Throws<InvalidDataException>(folder.Write).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Paths.Manifest));
    }

    [Fact]
    public void Intake_FileThatIsWrittenMeanwhile_IsLeftOut()
    {
        using TemporaryStore folder = TemporaryStore.WithFiles();
        using MigrationStore store = folder.Write();
        IntakeResult result = Intake.Run(store, new Writer(Path.Combine(folder.Folder, "one.txt")));
        Assert.Equal(2, result.Sealed);
        Assert.Equal("one.txt", Assert.Single(result.LeftOut).Name);
        Assert.Equal(1, Intake.Run(store, new SilentProgress()).Sealed);
    }

    [Fact]
    public void Verify_PlainFileThatBecameAPipe_IsANote()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        string path = Path.Combine(folder.Folder, "one.txt");
        File.Delete(path);
        using (Process pipe = Process.Start("mkfifo", [path]))
            pipe.WaitForExit();
        ProofResult proof = folder.Prove();
        Assert.Empty(proof.Problems);
        Assert.Contains("one.txt", Assert.Single(proof.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipients")]
    [InlineData("signatures")]
    public void Verify_NullInAList_IsAProblem(string list)
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        string path = folder.Paths.Header(folder.DocumentOf("one.txt"));
        string header = File.ReadAllText(path);
        int start = header.IndexOf($"\"{list}\": [", StringComparison.Ordinal);
        int end = header.IndexOf("\n  ]", start, StringComparison.Ordinal);
        File.WriteAllText(path, $"{header[..start]}\"{list}\": [\n    null{header[end..]}");
        Assert.Contains("null", Assert.Single(folder.Prove().Problems), StringComparison.Ordinal);
    }

    /// <summary>Writes to a file after it was listed and before it is read; its length stays.</summary>
    private sealed class Writer(string path) : IProgressView
    {
        public void Run(string title, int total, Action<Action> task)
        {
            DateTime before = File.GetLastWriteTimeUtc(path);
            File.WriteAllText(path, "FIRST");
            File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
            task(static () => { });
        }
    }
}
