using PqCrypto.Samples.Migration;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Proofs;
using PqCrypto.Samples.Migration.Steps;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Tests.Migration;

public class RollbackTests
{
    [Fact]
    public void Back_FromTheEnd_RestoresEveryStageByteForByte()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        SortedDictionary<string, string> classical = folder.Headers();
        SortedDictionary<string, string> hybrid = [];
        using (MigrationStore store = folder.Write())
        {
            Conversion.Run(store, Stage.Hybrid, new SilentProgress());
            hybrid = folder.Headers();
            Conversion.Run(store, Stage.PostQuantum, new SilentProgress());
        }
        Assert.NotEqual(hybrid, folder.Headers());

        Assert.Equal(3, folder.RollBack().Converted);
        Assert.Equal(hybrid, folder.Headers());
        Assert.Equal((3, 3), (folder.Prove().EqualToOriginal, folder.Prove().OpenedByOldReader));

        Assert.Equal(3, folder.RollBack().Converted);
        Assert.Equal(classical, folder.Headers());
        Assert.Equal((3, 3), (folder.Prove().EqualToOriginal, folder.Prove().OpenedByOldReader));

        Assert.Throws<InvalidOperationException>(() => folder.RollBack());
        Assert.Equal(classical, folder.Headers());
    }

    [Fact]
    public void Back_ThenForward_UsesTheSameKeysAgain()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        Dictionary<string, string> keys = KeyIds(folder);
        folder.RollBack();
        folder.RollBack();
        folder.RunForward();
        Assert.Equal(keys, KeyIds(folder));
        Assert.Equal(3, folder.Prove().EqualToOriginal);
    }

    [Fact]
    public void Back_OfAStepCutOff_GoesBackToWhereItBegan()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        SortedDictionary<string, string> classical = folder.Headers();
        for (int steps = 5; steps <= 26; steps += 3)
        {
            Assert.Throws<KilledException>(() => folder.RunForward(KilledException.After(steps)));
            ConversionResult back = folder.RollBack();
            Assert.Equal((Stage.Hybrid, Stage.Classical), (back.From, back.To));
            Assert.Equal(classical, folder.Headers());
            Assert.Empty(folder.Prove().Problems);
        }
    }

    [Fact]
    public void Back_AfterCommit_IsRefusedAndNothingChanges()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        using (MigrationStore store = folder.Write())
            MigrationRun.Commit(store);
        Assert.Empty(Directory.GetFiles(folder.Paths.Archive, "*", SearchOption.AllDirectories));
        SortedDictionary<string, string> headers = folder.Headers();
        Assert.Contains("commit", Assert.Throws<InvalidOperationException>(() => folder.RollBack()).Message, StringComparison.Ordinal);
        Assert.Equal(headers, folder.Headers());
        ProofResult proof = folder.Prove();
        Assert.Empty(proof.Problems);
        Assert.Equal((3, 0, 0), (proof.EqualToOriginal, proof.OpenedByOldReader, proof.ClosedToOldReader));
    }

    [Fact]
    public void Commit_StepCutOff_IsRefused()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        Assert.Throws<KilledException>(() => folder.RunForward(KilledException.After(20)));
        using MigrationStore store = folder.Write();
        Assert.Throws<InvalidOperationException>(() => MigrationRun.Commit(store));
    }

    [Fact]
    public void Back_RetiredKeyIsMissing_MakesNoNewOne()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        File.Delete(folder.Paths.RetiredPrivateKey("RSA-OAEP-2048"));
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => folder.RollBack());
        Assert.False(File.Exists(folder.Paths.PrivateKey("RSA-OAEP-2048")));
        Assert.Empty(folder.Prove().Problems);
    }

    [Fact]
    public void ForWriting_SecondRun_IsRefusedWhileTheFirstIsAtWork()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        using (MigrationStore first = folder.Write())
        {
            Assert.Throws<StoreInUseException>(() => folder.RunForward());
            Assert.Throws<StoreInUseException>(() => folder.Prove());
        }
        using (MigrationStore reader = folder.Read())
        {
            Assert.Empty(folder.Prove().Problems);
            Assert.Throws<StoreInUseException>(() => folder.RunForward());
        }
        folder.RunForward();
    }

    private static Dictionary<string, string> KeyIds(TemporaryStore folder)
    {
        using MigrationStore store = folder.Read();
        return store.Manifest.Keys.ToDictionary(key => key.Algorithm, key => key.KeyId);
    }
}
