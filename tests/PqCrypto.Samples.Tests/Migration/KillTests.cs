using System.Text.Json;
using PqCrypto.Samples.Migration;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Proofs;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Tests.Migration;

public class KillTests
{
    private const int Files = 3;

    [Fact]
    public void Forward_KilledAtEveryStepFromNothing_ResumesAndLosesNothing()
    {
        int steps = CountSteps(TemporaryStore.WithFiles, static (folder, steps) => folder.RunForward(steps));
        Assert.InRange(steps, 60, 200);
        int creation = steps - CountSteps(static () => TemporaryStore.At(Stage.Classical), static (folder, steps) => folder.RunForward(steps));
        for (int step = 1; step <= creation; step++)
            KillAndResume(TemporaryStore.WithFiles, step, once: true);
    }

    [Fact]
    public void Forward_KilledAtEveryStepOfTheMigration_ResumesAndLosesNothing()
    {
        int steps = CountSteps(static () => TemporaryStore.At(Stage.Classical), static (folder, steps) => folder.RunForward(steps));
        for (int step = 1; step < steps; step++)
            KillAndResume(static () => TemporaryStore.At(Stage.Classical), step, once: true);
    }

    [Fact]
    public void Forward_KilledAgainAndAgain_ArrivesInTheEnd()
    {
        using TemporaryStore folder = TemporaryStore.WithFiles();
        int kills = 0;
        while (IsKilled(() => folder.RunForward(KilledException.After(5))))
            Assert.InRange(++kills, 1, 100);
        Assert.InRange(kills, 5, 100);
        AssertArrived(folder, Stage.PostQuantum);
        AssertNothingTwice(folder);
    }

    [Fact]
    public void RollBack_KilledAtEveryStep_ResumesOrGoesForwardAgain()
    {
        int steps = CountSteps(static () => TemporaryStore.At(Stage.PostQuantum), static (folder, steps) => folder.RollBack(steps));
        for (int step = 1; step < steps; step++)
        {
            using TemporaryStore back = TemporaryStore.At(Stage.PostQuantum);
            Assert.True(IsKilled(() => back.RollBack(KilledException.After(step))));
            Assert.Empty(back.Prove().Problems);
            back.RollBack();
            AssertArrived(back, Stage.Hybrid);

            using TemporaryStore forward = TemporaryStore.At(Stage.PostQuantum);
            Assert.True(IsKilled(() => forward.RollBack(KilledException.After(step))));
            forward.RunForward();
            AssertArrived(forward, Stage.PostQuantum);
        }
    }

    [Fact]
    public void Commit_KilledAtEveryStep_IsFinishedByTheNext()
    {
        int steps = CountSteps(static () => TemporaryStore.At(Stage.PostQuantum), Commit);
        for (int step = 1; step < steps; step++)
        {
            using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
            Assert.True(IsKilled(() => Commit(folder, KilledException.After(step))));
            Commit(folder, new DurableSteps());
            Assert.Empty(Directory.GetFiles(folder.Paths.Archive, "*", SearchOption.AllDirectories));
            Assert.Empty(folder.Prove().Problems);
        }

        static void Commit(TemporaryStore folder, DurableSteps steps)
        {
            using MigrationStore store = folder.Write(steps);
            PqCrypto.Samples.Migration.Steps.MigrationRun.Commit(store);
        }
    }

    [Fact]
    public void OpenForWriting_TornLastLine_IsTakenAway()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        File.AppendAllText(folder.Paths.Journal, "{\"Event\":\"StepBe");
        int complete = Journal.Read(folder.Paths.Journal).Count;
        folder.RunForward();
        Assert.Equal(JournalEvent.RunBegin, Journal.Read(folder.Paths.Journal)[complete].Event);
        AssertArrived(folder, Stage.PostQuantum);
    }

    [Fact]
    public void OpenForWriting_DamagedLineInTheMiddle_IsRefused()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Hybrid);
        byte[] journal = File.ReadAllBytes(folder.Paths.Journal);
        journal[0] ^= 1;
        File.WriteAllBytes(folder.Paths.Journal, journal);
        Assert.Contains("Line 1", Assert.Throws<InvalidDataException>(() => folder.RunForward()).Message, StringComparison.Ordinal);
    }

    private static void KillAndResume(Func<TemporaryStore> make, int step, bool once)
    {
        using TemporaryStore folder = make();
        Assert.True(IsKilled(() => folder.RunForward(KilledException.After(step))), $"step {step} was not reached");
        if (MigrationStore.Exists(folder.Paths))
            Assert.True(folder.Prove().IsGood, $"killed at step {step}: {string.Join("; ", folder.Prove().Problems)}");
        folder.RunForward();
        AssertArrived(folder, Stage.PostQuantum);
        if (once)
            AssertNothingTwice(folder);
    }

    private static void AssertArrived(TemporaryStore folder, Stage stage)
    {
        using MigrationStore store = folder.Read();
        Assert.Equal(stage, store.Stage);
        Assert.Null(store.Target);
        Assert.Equal(["one.txt", "sub/three.txt", "two.txt"], store.Manifest.Documents.Select(document => document.Name));
        ProofResult proof = StoreProof.Run(store, new PqCrypto.Samples.Migration.Steps.SilentProgress());
        Assert.Empty(proof.Problems);
        Assert.Equal((Files, Files), (proof.Opened, proof.EqualToOriginal));
        Assert.Equal(2 * Files, Directory.GetFiles(folder.Paths.Documents).Length);
        Assert.Empty(Directory.GetFiles(folder.Paths.Root, "*" + AtomicFile.UnfinishedEnding, SearchOption.AllDirectories));
        Assert.Equal(
            stage.KeyNames.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder.Paths.Keys, "*.private.pem")
                .Select(file => Path.GetFileName(file).Replace(".private.pem", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.All(store.Manifest.Keys, key => Assert.Equal(!stage.KeyNames.Contains(key.Algorithm), key.IsRetired));
    }

    /// <summary>The journal tells of every document once for each step, and of every key once.</summary>
    private static void AssertNothingTwice(TemporaryStore folder)
    {
        IReadOnlyList<JournalRecord> journal = Journal.Read(folder.Paths.Journal);
        string text = JsonSerializer.Serialize(journal);
        Assert.True(journal.Count(entry => entry.Event == JournalEvent.StepBegin) == 2, text);
        Assert.True(journal.Count(entry => entry.Event == JournalEvent.StepEnd) == 2, text);
        Assert.Equal(Files, Counts(journal, JournalEvent.DocumentDone).Count);
        Assert.All(Counts(journal, JournalEvent.DocumentDone), pair => Assert.Equal(2, pair.Value));
        Assert.All(Counts(journal, JournalEvent.Sealed), pair => Assert.Equal(1, pair.Value));
        Assert.All(Counts(journal, JournalEvent.KeyMade), pair => Assert.Equal(1, pair.Value));
        Assert.All(Counts(journal, JournalEvent.KeyRetired), pair => Assert.Equal(1, pair.Value));
    }

    private static Dictionary<string, int> Counts(IReadOnlyList<JournalRecord> journal, JournalEvent what) =>
        journal.Where(entry => entry.Event == what).CountBy(entry => entry.Item!).ToDictionary();

    private static int CountSteps(Func<TemporaryStore> make, Action<TemporaryStore, DurableSteps> action)
    {
        using TemporaryStore folder = make();
        DurableSteps steps = new();
        action(folder, steps);
        return steps.Count;
    }

    private static bool IsKilled(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (KilledException)
        {
            return true;
        }
    }
}
