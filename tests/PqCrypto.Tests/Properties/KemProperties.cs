using FsCheck;
using FsCheck.Xunit;

namespace PqCrypto.Tests.Properties;

/// <summary>Properties of ML-KEM and X-Wing for any seed, any damage and any place of the buffers in memory.</summary>
public sealed class KemProperties
{
    private static readonly KemAlgorithm[] Algorithms = [KemAlgorithm.MLKem512, KemAlgorithm.MLKem768, KemAlgorithm.MLKem1024, KemAlgorithm.XWing];

    [Property(MaxTest = 200)]
    public void RoundTrip_AnySeed_SecretArrivesThroughEveryForm(DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        KemAlgorithm algorithm = Pick(random);
        using KemPrivateKey key = algorithm.ImportPrivateSeed(Bytes(random, algorithm.PrivateSeedSizeInBytes));
        using KemPrivateKey fromPkcs8 = KemPrivateKey.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey());
        using KemPrivateKey fromRaw = algorithm.ImportPrivateKey(key.ExportPrivateKey());
        KemPublicKey publicKey = KemPublicKey.ImportSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo());
        using SharedSecret sent = publicKey.Encapsulate(out byte[] ciphertext);

        foreach (KemPrivateKey form in new[] { key, fromPkcs8, fromRaw })
        {
            using SharedSecret received = form.Decapsulate(ciphertext);
            Assert.True(sent.FixedTimeEquals(received));
            Assert.Equal(publicKey, form.PublicKey);
        }
    }

    [Property(MaxTest = 300)]
    public void Decapsulate_AnyDamage_GivesAStableSecretThatIsNotTheSentOne(DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        KemAlgorithm algorithm = Pick(random);
        using KemPrivateKey key = algorithm.ImportPrivateSeed(Bytes(random, algorithm.PrivateSeedSizeInBytes));
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        int first = random.Next(ciphertext.Length);
        int count = 1 + random.Next(ciphertext.Length - first);
        byte[] damaged = [.. ciphertext];
        for (int i = 0; i < count; i++)
            damaged[first + i] ^= (byte)(1 + random.Next(255));
        using SharedSecret received = key.Decapsulate(damaged);
        using SharedSecret again = key.Decapsulate(damaged);

        Assert.False(sent.FixedTimeEquals(received));
        Assert.True(received.FixedTimeEquals(again));
    }

    [Property(MaxTest = 300)]
    public void AnyOtherLength_OfAnyBuffer_IsAnArgumentErrorThatTouchesNothing(DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        KemAlgorithm algorithm = Pick(random);
        using KemPrivateKey key = algorithm.ImportPrivateSeed(Bytes(random, algorithm.PrivateSeedSizeInBytes));
        byte[] ciphertext = new byte[OtherThan(random, algorithm.CiphertextSizeInBytes)];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];

        Assert.ThrowsAny<ArgumentException>(() => key.PublicKey.Encapsulate(ciphertext, secret));
        Assert.ThrowsAny<ArgumentException>(() => key.Decapsulate(ciphertext, secret));
        Assert.ThrowsAny<ArgumentException>(() => key.Decapsulate(new byte[algorithm.CiphertextSizeInBytes], new byte[OtherThan(random, secret.Length)]));
        Assert.ThrowsAny<ArgumentException>(() => algorithm.ImportPublicKey(new byte[OtherThan(random, algorithm.PublicKeySizeInBytes)]));
        Assert.ThrowsAny<ArgumentException>(() => algorithm.ImportPrivateKey(new byte[OtherThan(random, algorithm.PrivateKeySizeInBytes)]));
        Assert.ThrowsAny<ArgumentException>(() => algorithm.ImportPrivateSeed(new byte[OtherThan(random, algorithm.PrivateSeedSizeInBytes)]));
        Assert.True(ciphertext.All(value => value == 0) && secret.All(value => value == 0));
    }

    [Property(MaxTest = 300)]
    public void Aliasing_BuffersAnywhereInOneArray_WorkOrAreRefusedUntouched(DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        KemAlgorithm algorithm = Pick(random);
        using KemPrivateKey key = algorithm.ImportPrivateSeed(Bytes(random, algorithm.PrivateSeedSizeInBytes));
        int ciphertextSize = algorithm.CiphertextSizeInBytes;
        int secretSize = algorithm.SharedSecretSizeInBytes;
        byte[] memory = Bytes(random, ciphertextSize + (3 * secretSize));
        byte[] before = [.. memory];
        int ciphertext = random.Next(memory.Length - ciphertextSize + 1);
        int secret = random.Next(memory.Length - secretSize + 1);
        bool overlap = ciphertext < secret + secretSize && secret < ciphertext + ciphertextSize;

        if (overlap)
        {
            Assert.ThrowsAny<ArgumentException>(
                () => key.PublicKey.Encapsulate(memory.AsSpan(ciphertext, ciphertextSize), memory.AsSpan(secret, secretSize)));
            Assert.ThrowsAny<ArgumentException>(() => key.Decapsulate(memory.AsSpan(ciphertext, ciphertextSize), memory.AsSpan(secret, secretSize)));
            Assert.Equal(before, memory);
            return;
        }

        key.PublicKey.Encapsulate(memory.AsSpan(ciphertext, ciphertextSize), memory.AsSpan(secret, secretSize));
        byte[] sent = memory.AsSpan(secret, secretSize).ToArray();
        byte[] sentCiphertext = memory.AsSpan(ciphertext, ciphertextSize).ToArray();
        memory.AsSpan(secret, secretSize).Clear();
        key.Decapsulate(memory.AsSpan(ciphertext, ciphertextSize), memory.AsSpan(secret, secretSize));

        sent.CopyTo(before, secret);
        sentCiphertext.CopyTo(before, ciphertext);
        Assert.Equal(before, memory);
    }

    private static KemAlgorithm Pick(Random random) => Algorithms[random.Next(Algorithms.Length)];

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static int OtherThan(Random random, int right)
    {
        int length = random.Next((2 * right) + 1);
        return length == right ? right + 1 : length;
    }
}
