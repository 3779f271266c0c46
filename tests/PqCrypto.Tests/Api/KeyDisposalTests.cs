using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Tests.Api;

/// <summary>Private keys that are disposed, once, twice, or while another thread uses them.</summary>
public sealed class KeyDisposalTests
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10);

    [Theory, Algorithms]
    public void EveryUse_AfterDispose_Throws(AlgorithmSubject algorithm)
    {
        PrivateKeySubject key = algorithm.Copy(algorithm.Key);
        Func<bool> use = key.PrepareUse();
        key.Dispose();
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => use());
        if (algorithm.SeedSize > 0)
        {
            byte[] destination = Failure.Marked(algorithm.SeedSize);
            Assert.Throws<ObjectDisposedException>(() => key.ExportPrivateSeed());
            Assert.Throws<ObjectDisposedException>(() => key.ExportPrivateSeed(destination));
            Failure.IsUntouched(destination);
        }

        if (algorithm.PrivateKeySize > 0)
        {
            byte[] destination = Failure.Marked(algorithm.PrivateKeySize);
            Assert.Throws<ObjectDisposedException>(() => key.ExportPrivateKey());
            Assert.Throws<ObjectDisposedException>(() => key.ExportPrivateKey(destination));
            Failure.IsUntouched(destination);
        }

        foreach (PrivateKeyForm form in algorithm.Forms)
        {
            Assert.Throws<ObjectDisposedException>(() => key.ExportPkcs8(form));
            Assert.Throws<ObjectDisposedException>(() => key.ExportPkcs8Pem(form));
            Assert.Throws<ObjectDisposedException>(() => key.ExportEncryptedPkcs8("p", Encryption, form));
            Assert.Throws<ObjectDisposedException>(() => key.ExportEncryptedPkcs8Pem("p", Encryption, form));
        }
    }

    [Theory, Algorithms]
    public void Properties_AfterDispose_StayUsable(AlgorithmSubject algorithm)
    {
        PrivateKeySubject key = algorithm.Copy(algorithm.Key);
        PublicKeySubject before = key.PublicKey;
        key.Dispose();

        Assert.Equal(algorithm.Name, key.AlgorithmName);
        Assert.Same(before.Value, key.PublicKey.Value);
        Assert.Equal(algorithm.Key.PublicKey.Value, key.PublicKey.Value);
        Assert.Equal(algorithm.SeedSize > 0, key.HasPrivateSeed);
        Assert.True(algorithm.Key.Fits(key.PublicKey));
    }

    /// <summary>No secret is left waiting for the finalizer: each part of a key goes with it.</summary>
    [Theory, Algorithms]
    public void Dispose_AfterUse_LeavesNoMemoryWithSecrets(AlgorithmSubject algorithm)
    {
        UseAndDispose();                    // what a thread keeps is there
        int live = 0;
        using IDisposable watch = SecretBuffer.Watch(change => live += change);
        UseAndDispose();
        Assert.Equal(0, live);

        void UseAndDispose()
        {
            PrivateKeySubject key = algorithm.Copy(algorithm.Key);
            Assert.True(key.PrepareUse()());
            key.Dispose();
        }
    }

    [Theory, Algorithms]
    public void Signer_AfterItsKeyIsDisposed_Throws(SignatureSubject algorithm)
    {
        using SignaturePrivateKey key = ((SignaturePrivateKeySubject)algorithm.Copy(algorithm.Key)).Key;
        using SignatureSigner signer = key.CreateSigner();
        signer.Append("data"u8);
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(signer.GetSignature);
        Assert.Throws<ObjectDisposedException>(() => key.CreateSigner());
        Assert.Throws<ObjectDisposedException>(() => key.Sign(new MemoryStream()));
    }

    [Theory, Algorithms]
    public async Task Dispose_WhileAnotherThreadUsesTheKey_GivesRightAnswersOrObjectDisposed(AlgorithmSubject algorithm)
    {
        int rounds = algorithm.Name.StartsWith("RSA", StringComparison.Ordinal) ? 20 : 100;
        for (int round = 0; round < rounds; round++)
        {
            PrivateKeySubject key = algorithm.Copy(algorithm.Key);
            Func<bool> use = key.PrepareUse();
            using Barrier start = new(2);
            Task<int> user = OnOwnThread(() =>
            {
                start.SignalAndWait();
                for (int uses = 0; ; uses++)
                {
                    try
                    {
                        Assert.True(use(), "A key that was being disposed gave a wrong answer.");
                    }
                    catch (ObjectDisposedException)
                    {
                        return uses;
                    }
                }
            });
            start.SignalAndWait();
            Thread.SpinWait(round * 40);
            key.Dispose();
            await user.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private static Task<int> OnOwnThread(Func<int> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
