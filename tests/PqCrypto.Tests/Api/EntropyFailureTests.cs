using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Tests.Api;

/// <summary>A random generator that throws, gives zeros or gives half: an exception every time, and no trace of it afterwards.</summary>
/// <remarks>Only where the library draws: the platform's RSA and elliptic curves use the platform's own generator.</remarks>
public sealed class EntropyFailureTests
{
    /// <summary>The broken generators by name.</summary>
    public static TheoryData<string> Generators => ["throws", "throws half-way", "zeros", "first half only", "second half only"];

    [Theory, MemberData(nameof(Generators))]
    public void GenerateKey_BrokenGenerator_Throws(string generator)
    {
        foreach (AlgorithmSubject algorithm in Subjects.All.Where(algorithm => algorithm.KeyGenerationRandomnessSize > 0))
        {
            using (Break(generator))
                Assert.Throws<CryptographicException>(algorithm.GenerateKey);
            using PrivateKeySubject key = algorithm.GenerateKey();
            Assert.True(key.Fits(key.PublicKey));
        }
    }

    [Theory, MemberData(nameof(Generators))]
    public void Encapsulate_BrokenGenerator_ThrowsAndNothingIsKept(string generator)
    {
        foreach (KemSubject algorithm in Subjects.Kems.Where(subject => subject.Algorithm.Scheme.Description.EncapsulationRandomnessSizeInBytes > 0))
        {
            KemPublicKey key = ((KemPrivateKeySubject)algorithm.Copy(algorithm.Key)).Key.PublicKey;
            byte[] ciphertext = Failure.Marked(algorithm.Algorithm.CiphertextSizeInBytes);
            byte[] secret = Failure.Marked(algorithm.Algorithm.SharedSecretSizeInBytes);
            using (Break(generator))
            {
                Assert.Throws<CryptographicException>(() => key.Encapsulate(ciphertext, secret));
                Assert.Throws<CryptographicException>(() => key.Encapsulate(out _));
            }

            Failure.IsUntouchedOrZero(ciphertext);
            Failure.IsUntouchedOrZero(secret);
            Assert.True(algorithm.Key.Fits(new KemPublicKeySubject(key)));
        }
    }

    [Theory, MemberData(nameof(Generators))]
    public void Sign_BrokenGenerator_ThrowsAndNothingIsKept(string generator)
    {
        foreach (SignatureSubject algorithm in Subjects.Signatures.Where(subject => subject.Algorithm.Scheme.Description.SigningRandomnessSizeInBytes > 0))
        {
            using SignaturePrivateKey key = ((SignaturePrivateKeySubject)algorithm.Copy(algorithm.Key)).Key;
            SignatureOptions deterministic = new() { Deterministic = true };
            byte[] signature = Failure.Marked(algorithm.Algorithm.MaxSignatureSizeInBytes);
            using SignatureSigner signer = key.CreateSigner();
            signer.Append("data"u8);
            using (Break(generator))
            {
                Assert.Throws<CryptographicException>(() => key.Sign("data"u8, signature));
                Assert.Throws<CryptographicException>(() => key.Sign("data"u8));
                Assert.Throws<CryptographicException>(() => key.Sign(new MemoryStream()));
                Assert.Throws<CryptographicException>(signer.GetSignature);
                if (algorithm.Algorithm.SupportsExternalMu)
                    Assert.Throws<CryptographicException>(() => key.SignMu(new byte[64]));
                byte[] drawsNothing = key.Sign("data"u8, deterministic);
                Assert.True(key.PublicKey.Verify("data"u8, drawsNothing));
                if (algorithm.RepeatsItself)
                    Assert.Equal(algorithm.PrivateKey.Sign("data"u8, deterministic), drawsNothing);
            }

            Failure.IsUntouchedOrZero(signature);
            Assert.True(key.PublicKey.Verify("data"u8, key.Sign("data"u8)));
        }
    }

    [Theory, MemberData(nameof(Generators))]
    public void ExportEncryptedPkcs8_BrokenGenerator_Throws(string generator)
    {
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10);
        foreach (AlgorithmSubject algorithm in Subjects.All.Where(algorithm => algorithm.HasContainers))
        {
            PrivateKeySubject key = algorithm.Key;                     // made while the generator still works
            using IDisposable broken = Break(generator);
            Assert.Throws<CryptographicException>(() => key.ExportEncryptedPkcs8("p", parameters, PrivateKeyForm.Default));
            Assert.Throws<CryptographicException>(() => key.ExportEncryptedPkcs8Pem("p", parameters, PrivateKeyForm.Default));
        }
    }

    [Fact]
    public void GenerateKey_GeneratorFailsWithAnyException_IsWrapped()
    {
        using IDisposable broken = Entropy.Replace(_ => throw new IOException("no /dev/urandom"));

        CryptographicException exception = Assert.Throws<CryptographicException>(KemAlgorithm.MLKem768.GenerateKey);

        Assert.IsType<IOException>(exception.InnerException);
    }

    /// <summary>A thread's first draw makes room for its block.</summary>
    [Fact]
    public void GenerateKey_NoMemoryForAThreadsBlock_IsNoFailureOfTheGenerator()
    {
        KemAlgorithm.MLKem768.GenerateKey().Dispose();      // tested before
        Exception? thrown = null;
        Exception? thrownAfterwards = null;
        Thread thread = new(() =>
        {
            int made = 0;
            using (Workspace.Rent())
            {
                using IDisposable watch = SecretBuffer.Watch(change =>
                {
                    if (change > 0 && made++ == 0)
                        throw new InsufficientMemoryException();
                });
                thrown = Record.Exception(KemAlgorithm.MLKem768.GenerateKey);
            }

            thrownAfterwards = Record.Exception(() => KemAlgorithm.MLKem768.GenerateKey().Dispose());
        });
        thread.Start();
        thread.Join();

        Assert.IsType<InsufficientMemoryException>(thrown);
        Assert.Null(thrownAfterwards);
    }

    private static IDisposable Break(string generator) => Entropy.Replace(destination =>
    {
        int half = destination.Length / 2;
        switch (generator)
        {
            case "throws":
                throw new CryptographicException("broken");
            case "throws half-way":
                destination[..half].Fill(0x77);
                throw new InvalidOperationException("broken");
            case "first half only":
                destination[..half].Fill(0x77);
                break;
            case "second half only":
                destination[half..].Fill(0x77);
                break;
            default:
                destination.Clear();
                break;
        }
    });
}
