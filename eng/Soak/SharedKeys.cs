using System.Security.Cryptography;

namespace PqCrypto.Soak;

/// <summary>A key that several threads use while one of them may dispose it.</summary>
internal abstract class SharedKey : IDisposable
{
    /// <summary>Whether <see cref="Dispose"/> was called, or is about to be: only then may an operation find the key disposed.</summary>
    internal bool IsRetired => Volatile.Read(ref isRetired);

    private bool isRetired;

    /// <summary>Uses the key in one of its ways; throws <see cref="InvalidDataException"/> where an answer is wrong.</summary>
    internal abstract void Use(int choice);

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Write(ref isRetired, true);
        DisposeKey();
    }

    protected abstract void DisposeKey();

    protected static void Expect(bool condition, string what)
    {
        if (!condition)
            throw new InvalidDataException(what);
    }
}

/// <summary>A key of a KEM, with a ciphertext whose secret is known.</summary>
internal sealed class SharedKemKey(KemAlgorithm algorithm) : SharedKey
{
    private readonly KemPrivateKey key = algorithm.GenerateKey();
    private byte[]? ciphertext;
    private byte[] secret = [];

    internal override void Use(int choice)
    {
        if (Volatile.Read(ref ciphertext) is not { } known)
        {
            using SharedSecret made = key.PublicKey.Encapsulate(out byte[] first);
            lock (key)
            {
                if (ciphertext is null)
                {
                    secret = made.ToArray();
                    Volatile.Write(ref ciphertext, first);
                }
            }

            return;
        }

        switch (choice & 3)
        {
            case 0:
                byte[] received = new byte[algorithm.SharedSecretSizeInBytes];
                key.Decapsulate(known, received);
                Expect(received.AsSpan().SequenceEqual(secret), $"{algorithm.Name}: a known ciphertext gives another secret");
                break;
            case 1:
                KemPublicKey imported = algorithm.ImportPublicKey(key.PublicKey.ExportPublicKey());
                using (SharedSecret sent = imported.Encapsulate(out byte[] fresh))
                using (SharedSecret other = key.Decapsulate(fresh))
                    Expect(sent.FixedTimeEquals(other), $"{algorithm.Name}: sender and receiver have different secrets");
                break;
            case 2:
                byte[] changed = [.. known];
                changed[choice % (changed.Length - 64)] ^= 1;       // not in X25519's part, whose highest bit is ignored
                byte[] rejected = new byte[algorithm.SharedSecretSizeInBytes];
                if (algorithm.Family != AlgorithmFamily.Classical)
                    key.Decapsulate(changed, rejected);
                Expect(!rejected.AsSpan().SequenceEqual(secret), $"{algorithm.Name}: a changed ciphertext gives the same secret");
                break;
            default:
                using (KemPrivateKey copy = algorithm.ImportPrivateKey(key.ExportPrivateKey()))
                using (SharedSecret again = copy.Decapsulate(known))
                    Expect(again.ToArray().AsSpan().SequenceEqual(secret), $"{algorithm.Name}: an imported key gives another secret");
                break;
        }
    }

    protected override void DisposeKey() => key.Dispose();
}

/// <summary>A key of a signature algorithm.</summary>
internal sealed class SharedSignatureKey(SignatureAlgorithm algorithm) : SharedKey
{
    private readonly SignaturePrivateKey key = algorithm.GenerateKey();

    internal override void Use(int choice)
    {
        byte[] data = RandomNumberGenerator.GetBytes((choice & 0xFF) + 1);
        SignaturePublicKey publicKey = (choice & 0x100) == 0 ? key.PublicKey : algorithm.ImportPublicKey(key.PublicKey.ExportPublicKey());
        byte[] signature = key.Sign(data);
        Expect(publicKey.Verify(data, signature), $"{algorithm.Name}: a signature is not valid");
        data[choice % data.Length] ^= 1;
        Expect(!publicKey.Verify(data, signature), $"{algorithm.Name}: a signature is valid for other data");
    }

    protected override void DisposeKey() => key.Dispose();
}
