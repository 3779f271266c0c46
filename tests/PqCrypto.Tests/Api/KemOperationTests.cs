using System.Security.Cryptography;

namespace PqCrypto.Tests.Api;

/// <summary>Encapsulate and Decapsulate, the same for all algorithms.</summary>
public sealed class KemOperationTests
{
    [Theory, Algorithms]
    public void Encapsulate_IntoBuffers_GivesWhatDecapsulateRecovers(KemSubject algorithm)
    {
        byte[] ciphertext = new byte[algorithm.Algorithm.CiphertextSizeInBytes];
        byte[] sent = new byte[algorithm.Algorithm.SharedSecretSizeInBytes];
        byte[] received = new byte[sent.Length];
        for (int round = 0; round < 5; round++)
        {
            algorithm.PrivateKey.PublicKey.Encapsulate(ciphertext, sent);
            algorithm.PrivateKey.Decapsulate(ciphertext, received);
            using SharedSecret again = algorithm.PrivateKey.Decapsulate(ciphertext);

            Assert.Equal(sent, received);
            Assert.Equal(sent, again.ToArray());
            Assert.NotEqual(0, sent.AsSpan().IndexOfAnyExcept((byte)0) + 1);
        }
    }

    [Theory, Algorithms]
    public void Encapsulate_IntoObjects_GivesWhatDecapsulateRecovers(KemSubject algorithm)
    {
        using SharedSecret sent = algorithm.PrivateKey.PublicKey.Encapsulate(out byte[] ciphertext);
        using SharedSecret received = algorithm.PrivateKey.Decapsulate(ciphertext);
        byte[] buffer = new byte[algorithm.Algorithm.SharedSecretSizeInBytes];
        algorithm.PrivateKey.Decapsulate(ciphertext, buffer);

        Assert.Equal(algorithm.Algorithm.CiphertextSizeInBytes, ciphertext.Length);
        Assert.Equal(algorithm.Algorithm.SharedSecretSizeInBytes, sent.SizeInBytes);
        Assert.True(sent.FixedTimeEquals(received));
        Assert.Equal(buffer, sent.ToArray());
    }

    [Theory, Algorithms]
    public void Encapsulate_Twice_GivesDifferentSecretsAndCiphertexts(KemSubject algorithm)
    {
        using SharedSecret one = algorithm.PrivateKey.PublicKey.Encapsulate(out byte[] oneCiphertext);
        using SharedSecret other = algorithm.PrivateKey.PublicKey.Encapsulate(out byte[] otherCiphertext);

        Assert.False(one.FixedTimeEquals(other));
        Assert.NotEqual(oneCiphertext, otherCiphertext);
    }

    [Theory, Algorithms]
    public void Encapsulate_BufferOfWrongLength_IsRefusedAndBothAreUntouched(KemSubject algorithm)
    {
        KemPublicKey key = algorithm.PrivateKey.PublicKey;
        int ciphertextSize = algorithm.Algorithm.CiphertextSizeInBytes;
        int secretSize = algorithm.Algorithm.SharedSecretSizeInBytes;
        foreach (int length in Failure.WrongLengths(ciphertextSize))
            AssertRefused(length, secretSize, "ciphertext", ciphertextSize, length);
        foreach (int length in Failure.WrongLengths(secretSize))
            AssertRefused(ciphertextSize, length, "sharedSecret", secretSize, length);
        Failure.IsWrongLength(() => key.Encapsulate(null, new byte[secretSize]), "ciphertext", ciphertextSize, 0);
        Failure.IsWrongLength(() => key.Encapsulate(new byte[ciphertextSize], null), "sharedSecret", secretSize, 0);

        void AssertRefused(int ciphertextLength, int secretLength, string parameterName, int expected, int actual)
        {
            byte[] ciphertext = Failure.Marked(ciphertextLength);
            byte[] secret = Failure.Marked(secretLength);
            Failure.IsWrongLength(() => key.Encapsulate(ciphertext, secret), parameterName, expected, actual);
            Failure.IsUntouched(ciphertext);
            Failure.IsUntouched(secret);
        }
    }

    [Theory, Algorithms]
    public void Decapsulate_BufferOfWrongLength_IsRefusedAndTheSecretIsUntouched(KemSubject algorithm)
    {
        KemPrivateKey key = algorithm.PrivateKey;
        int ciphertextSize = algorithm.Algorithm.CiphertextSizeInBytes;
        int secretSize = algorithm.Algorithm.SharedSecretSizeInBytes;
        byte[] secret = Failure.Marked(secretSize);
        foreach (int length in Failure.WrongLengths(ciphertextSize))
        {
            Failure.IsWrongLength(() => key.Decapsulate(new byte[length], secret), "ciphertext", ciphertextSize, length);
            Failure.IsWrongLength(() => key.Decapsulate(new byte[length]), "ciphertext", ciphertextSize, length);
        }

        Failure.IsWrongLength(() => key.Decapsulate((byte[])null!, secret), "ciphertext", ciphertextSize, 0);
        Failure.IsUntouched(secret);
        foreach (int length in Failure.WrongLengths(secretSize))
        {
            byte[] wrong = Failure.Marked(length);
            Failure.IsWrongLength(() => key.Decapsulate(new byte[ciphertextSize], wrong), "sharedSecret", secretSize, length);
            Failure.IsUntouched(wrong);
        }
    }

    [Theory, Algorithms]
    public void Encapsulate_OverlappingBuffers_AreRefusedAndUntouched(KemSubject algorithm)
    {
        int ciphertextSize = algorithm.Algorithm.CiphertextSizeInBytes;
        int secretSize = algorithm.Algorithm.SharedSecretSizeInBytes;
        foreach (int offset in new[] { 0, 1, ciphertextSize - 1 })
        {
            byte[] memory = Failure.Marked(ciphertextSize + secretSize);
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => algorithm.PrivateKey.PublicKey.Encapsulate(
                memory.AsSpan(0, ciphertextSize), memory.AsSpan(offset, secretSize)));
            Assert.Equal("sharedSecret", exception.ParamName);
            Failure.IsUntouched(memory);
        }
    }

    [Theory, Algorithms]
    public void Decapsulate_OverlappingBuffers_AreRefusedAndUntouched(KemSubject algorithm)
    {
        int ciphertextSize = algorithm.Algorithm.CiphertextSizeInBytes;
        int secretSize = algorithm.Algorithm.SharedSecretSizeInBytes;
        foreach (int offset in new[] { 0, 1, ciphertextSize - 1 })
        {
            byte[] memory = Failure.Marked(ciphertextSize + secretSize);
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => algorithm.PrivateKey.Decapsulate(
                memory.AsSpan(0, ciphertextSize), memory.AsSpan(offset, secretSize)));
            Assert.Equal("sharedSecret", exception.ParamName);
            Failure.IsUntouched(memory);
        }
    }

    [Theory, Algorithms]
    public void Buffers_SideBySideInOneArray_AreAccepted(KemSubject algorithm)
    {
        int ciphertextSize = algorithm.Algorithm.CiphertextSizeInBytes;
        int secretSize = algorithm.Algorithm.SharedSecretSizeInBytes;
        byte[] memory = new byte[ciphertextSize + (2 * secretSize)];
        algorithm.PrivateKey.PublicKey.Encapsulate(memory.AsSpan(secretSize, ciphertextSize), memory.AsSpan(0, secretSize));
        algorithm.PrivateKey.Decapsulate(memory.AsSpan(secretSize, ciphertextSize), memory.AsSpan(secretSize + ciphertextSize));

        Assert.Equal(memory[..secretSize], memory[^secretSize..]);
    }

    [Theory, Algorithms]
    public void Decapsulate_CiphertextOfAnotherKey_GivesAnotherSecretAndTheSameEachTime(KemSubject algorithm)
    {
        KemPrivateKey other = ((KemPrivateKeySubject)algorithm.OtherKey).Key;
        using SharedSecret sent = algorithm.PrivateKey.PublicKey.Encapsulate(out byte[] ciphertext);
        if (KemPrivateKeySubject.RejectsExplicitly(algorithm.Algorithm))
        {
            Assert.ThrowsAny<CryptographicException>(() => other.Decapsulate(ciphertext));
            return;
        }

        using SharedSecret received = other.Decapsulate(ciphertext);
        using SharedSecret again = other.Decapsulate(ciphertext);

        Assert.False(sent.FixedTimeEquals(received));
        Assert.True(received.FixedTimeEquals(again));
    }

    [Theory, Algorithms]
    public void Decapsulate_TamperedCiphertext_NeverGivesTheSecret(KemSubject algorithm)
    {
        using SharedSecret sent = algorithm.PrivateKey.PublicKey.Encapsulate(out byte[] ciphertext);
        int step = int.Max(1, ciphertext.Length / 16);
        for (int position = 0; position < ciphertext.Length; position += step)
        {
            byte[] tampered = [.. ciphertext];
            tampered[position] ^= 0x10;
            AssertRejected(algorithm, tampered, sent);
        }

        byte[] random = new byte[ciphertext.Length];
        new Random(1).NextBytes(random);
        AssertRejected(algorithm, random, sent);
        AssertRejected(algorithm, new byte[ciphertext.Length], sent);
    }

    [Theory, Algorithms]
    public async Task Keys_SharedByManyThreads_GiveRightAnswers(KemSubject algorithm)
    {
        using PrivateKeySubject fresh = algorithm.Copy(algorithm.Key);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int round = 0; round < 10; round++)
                Assert.True(fresh.Fits(fresh.PublicKey));
        })));
    }

    /// <summary>Implicit rejection where the algorithm has it; an error, with the output zeroed, where an elliptic-curve part is malformed.</summary>
    private static void AssertRejected(KemSubject algorithm, byte[] ciphertext, SharedSecret secret)
    {
        byte[] received = Failure.Marked(secret.SizeInBytes);
        try
        {
            algorithm.PrivateKey.Decapsulate(ciphertext, received);
            Assert.NotEqual(secret.ToArray(), received);
        }
        catch (CryptographicException)
        {
            Assert.True(HasCurveShare(algorithm), $"{algorithm.Name} rejects implicitly and must not throw.");
            Failure.IsUntouchedOrZero(received);
        }
    }

    private static bool HasCurveShare(KemSubject algorithm) =>
        algorithm.Algorithm.Family == AlgorithmFamily.Hybrid
            ? algorithm.Algorithm != KemAlgorithm.XWing
            : algorithm.Algorithm.Family == AlgorithmFamily.Classical && !algorithm.Name.StartsWith("RSA", StringComparison.Ordinal);
}
