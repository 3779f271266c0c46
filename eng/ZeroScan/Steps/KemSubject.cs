using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.ZeroScan;

/// <summary>The steps of a key encapsulation algorithm. Each begins with a fresh key and ends with its Dispose.</summary>
internal sealed class KemSubject
{
    private const int HashesAtTheEnd = 64;                  // of a private key of ML-KEM: H(ek), z
    private const int Many = 64;                            // eight groups, which several threads share

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2);

    private readonly KemAlgorithm algorithm;
    private readonly ulong number;
    private byte[] publicKey = [];
    private byte[] ciphertext = [];
    private byte[] changed = [];

    private KemSubject(KemAlgorithm algorithm, ulong number)
    {
        this.algorithm = algorithm;
        this.number = number;
    }

    /// <summary>Makes the steps.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="number">Secrets have numbers from this one on.</param>
    internal static Subject Create(KemAlgorithm algorithm, ulong number)
    {
        KemSubject subject = new(algorithm, number);
        return new Subject(algorithm.Name, subject.WarmUp, [.. subject.Steps()], subject.Others);
    }

    private void WarmUp()
    {
        using KemPrivateKey key = algorithm.GenerateKey();
        key.PublicKey.Encapsulate(out byte[] sent).Dispose();
        key.Decapsulate(sent).Dispose();
    }

    private IEnumerable<Step> Steps()
    {
        yield return new("generation", () => WithKey(key => publicKey = Caller.Publish(key.PublicKey.ExportPublicKey())));
        yield return new("encapsulation", () => WithKey(Encapsulate));
        yield return new("encapsulation with a key used before", () => WithKey(key =>
        {
            Encapsulate(key);
            Encapsulate(key);
            Encapsulate(key);
        }));
        yield return new("decapsulation", () => WithKey(key => Decapsulate(key, ciphertext)));
        yield return new("rejecting decapsulation", () => WithKey(key => Decapsulate(key, changed)));
        yield return new("a shared secret", () => WithKey(key =>
        {
            using SharedSecret secret = key.Decapsulate(ciphertext);
            Caller.Collect();
            Caller.Receive(40, derived => secret.DeriveKey([1, 2], [3, 4, 5], derived.Bytes));
            Caller.Forget(secret.ToArray());
        }), IsInArrays: true);
        yield return new("generation of several", GenerateSeveral);
        yield return new("generation on threads of the pool", GenerateOnPool, IsRandom: true);
        yield return new("encapsulation on threads of the pool", () => WithKey(EncapsulateOnPool), IsRandom: true);
        yield return new("decapsulation on threads of the pool", () => WithKey(DecapsulateOnPool));
        yield return new("a private key out and in", () => WithKey(key =>
            Caller.Receive(algorithm.PrivateKeySizeInBytes, encoded =>
            {
                key.ExportPrivateKey(encoded.Bytes);
                using KemPrivateKey imported = algorithm.ImportPrivateKey(encoded.Bytes);
                Decapsulate(imported, ciphertext);
            })));
        if (algorithm.Name.StartsWith("ML-KEM", StringComparison.Ordinal))       // round 3 does not look at H(ek)
            yield return new("a private key that is refused", () => WithKey(Refuse), EndsByException: true);
        if (algorithm.PrivateSeedSizeInBytes > 0)
        {
            yield return new("a seed out and in", () => WithKey(key =>
                Caller.Receive(algorithm.PrivateSeedSizeInBytes, seed =>
                {
                    key.ExportPrivateSeed(seed.Bytes);
                    using KemPrivateKey imported = algorithm.ImportPrivateSeed(seed.Bytes);
                    Decapsulate(imported, ciphertext);
                })));
        }

        foreach (PrivateKeyForm form in Forms)
        {
            yield return new($"PKCS#8 ({form}) out and in", () => WithKey(key =>
            {
                byte[] encoded = key.ExportPkcs8PrivateKey(form);
                using (KemPrivateKey imported = algorithm.ImportPkcs8PrivateKey(encoded))
                    Decapsulate(imported, ciphertext);
                Caller.Forget(encoded);
            }), IsInArrays: true);
        }

        if (algorithm.Oid is not null)
        {
            yield return new("PEM out and in", () => WithKey(key =>
            {
                string pem = key.ExportPkcs8PrivateKeyPem();
                using (KemPrivateKey imported = KemPrivateKey.ImportFromPem(pem))
                    Decapsulate(imported, ciphertext);
                Caller.Forget(pem);
            }), IsInArrays: true);
            yield return new("encrypted PKCS#8 out and in", () => WithKey(key =>
                Caller.WithPassword(number + 9, password =>
                {
                    byte[] encoded = key.ExportEncryptedPkcs8PrivateKey(password.Text, Encryption);
                    using KemPrivateKey imported = algorithm.ImportEncryptedPkcs8PrivateKey(password.Text, Caller.Publish(encoded));
                    Decapsulate(imported, ciphertext);
                })));
        }

        foreach (int room in Rooms)
        {
            bool isVariant = room != Rooms[3];
            yield return new($"generation that ends for want of memory ({room} KB)", () => Caller.Starve(room, () => WithKey(_ => { })), IsVariant: isVariant, EndsByException: true);
            yield return new(
                $"encapsulation that ends for want of memory ({room} KB)", () => WithKey(key => Caller.Starve(room, () => Encapsulate(key))), IsVariant: isVariant, EndsByException: true);
            yield return new(
                $"decapsulation that ends for want of memory ({room} KB)",
                () => WithKey(key => Caller.Starve(room, () => Decapsulate(key, ciphertext))),
                IsVariant: isVariant, EndsByException: true);
        }
    }

    private static int[] Rooms => [1, 3, 6, 9, 12, 16, 20, 26];

    private IEnumerable<PrivateKeyForm> Forms =>
        algorithm.Oid is null ? [] : algorithm.Scheme.Description.Pkcs8Content == Pkcs8Content.SeedOrExpanded ? Enum.GetValues<PrivateKeyForm>() : [PrivateKeyForm.Default];

    private void WithKey(Action<KemPrivateKey> use)
    {
        using IDisposable drawing = Caller.Draw(number);
        using KemPrivateKey key = algorithm.GenerateKey();
        use(key);
        Caller.Collect();
    }

    private void Encapsulate(KemPrivateKey key)
    {
        using IDisposable drawing = Caller.Draw(number + 1);
        Caller.Receive(algorithm.SharedSecretSizeInBytes, secret =>
        {
            byte[] sent = new byte[algorithm.CiphertextSizeInBytes];
            key.PublicKey.Encapsulate(sent, secret.Bytes);
            ciphertext = Caller.Publish(sent);
            changed = [.. sent];
            changed[algorithm.CiphertextSizeInBytes / 2] ^= 1;
        });
    }

    private void Decapsulate(KemPrivateKey key, byte[] received) =>
        Caller.Receive(algorithm.SharedSecretSizeInBytes, secret => key.Decapsulate(received, secret.Bytes));

    /// <summary>Imports a private key whose H(ek) was changed: it is read before this is found out.</summary>
    private void Refuse(KemPrivateKey key) =>
        Caller.Receive(algorithm.PrivateKeySizeInBytes, encoded =>
        {
            key.ExportPrivateKey(encoded.Bytes);
            encoded.Bytes[^HashesAtTheEnd] ^= 1;
            Caller.Refused(() => algorithm.ImportPrivateKey(encoded.Bytes));
            encoded.Bytes[^HashesAtTheEnd] ^= 1;
        });

    private void GenerateSeveral()
    {
        using IDisposable drawing = Caller.Draw(number + 2);
        KemPrivateKey[] keys = algorithm.GenerateKeys(3);
        Caller.Collect();
        foreach (KemPrivateKey key in keys)
        {
            Caller.Publish(key.PublicKey.ExportPublicKey());
            key.Dispose();
        }
    }

    private void GenerateOnPool()
    {
        KemPrivateKey[] keys = algorithm.GenerateKeys(Many);
        foreach (KemPrivateKey key in keys)
        {
            using Caller.Memory encoded = new(algorithm.PrivateSeedSizeInBytes > 0 ? algorithm.PrivateSeedSizeInBytes : algorithm.PrivateKeySizeInBytes);
            if (algorithm.PrivateSeedSizeInBytes > 0)
                key.ExportPrivateSeed(encoded.Bytes);
            else
                key.ExportPrivateKey(encoded.Bytes);
            Caller.Unknown?.Invoke(encoded);
            key.Dispose();
        }
    }

    private void EncapsulateOnPool(KemPrivateKey key)
    {
        EncapsulationResult[] results = KemBatch.Encapsulate([.. Enumerable.Repeat(key.PublicKey, Many)]);
        foreach (EncapsulationResult result in results)
        {
            using Caller.Memory secret = new(algorithm.SharedSecretSizeInBytes);
            result.SharedSecret!.CopyTo(secret.Bytes);
            Caller.Unknown?.Invoke(secret);
            result.Dispose();
        }
    }

    private void DecapsulateOnPool(KemPrivateKey key)
    {
        ReadOnlyMemory<byte>[] received = [.. Enumerable.Range(0, Many).Select(i => (ReadOnlyMemory<byte>)(i % 2 == 0 ? ciphertext : changed))];
        foreach (DecapsulationResult result in KemBatch.Decapsulate(key, received))
            result.Dispose();
    }

    /// <summary>What the public key, the ciphertexts and other keys give.</summary>
    private void Others()
    {
        using KemPrivateKey other = Replaced(() => algorithm.GenerateKey());
        KemPublicKey imported = algorithm.ImportPublicKey(publicKey);
        for (int use = 0; use < 3; use++)
            Replaced(() => imported.Encapsulate(out _)).Dispose();
        other.Decapsulate(ciphertext).Dispose();
        other.Decapsulate(changed).Dispose();
        if (algorithm.Oid is not null)
            Caller.PublishForms(imported.ExportSubjectPublicKeyInfo());
    }

    private T Replaced<T>(Func<T> operation)
    {
        using IDisposable drawing = Entropy.Replace(destination => Caller.Fill(destination, number + 100));
        return operation();
    }
}
