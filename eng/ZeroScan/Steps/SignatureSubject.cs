using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.ZeroScan;

/// <summary>The steps of a signature algorithm. Each begins with a fresh key and ends with its Dispose.</summary>
internal sealed class SignatureSubject
{
    private const int PlaceOfTr = 64;                       // in a private key of ML-DSA: rho, K, tr

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA512, 2);
    private static readonly byte[] Message = [.. Enumerable.Range(0, 100).Select(static i => (byte)(i * i))];

    private readonly List<(byte[] Signature, SignatureOptions Options)> signatures = [];
    private readonly SignatureAlgorithm algorithm;
    private readonly ulong number;
    private byte[] publicKey = [];

    private SignatureSubject(SignatureAlgorithm algorithm, ulong number)
    {
        this.algorithm = algorithm;
        this.number = number;
    }

    /// <summary>Makes the steps.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="number">Secrets have numbers from this one on.</param>
    internal static Subject Create(SignatureAlgorithm algorithm, ulong number)
    {
        SignatureSubject subject = new(algorithm, number);
        return new Subject(algorithm.Name, subject.WarmUp, [.. subject.Steps()], subject.Others);
    }

    private void WarmUp()
    {
        using SignaturePrivateKey key = algorithm.GenerateKey();
        key.Sign(Message);
    }

    private IEnumerable<Step> Steps()
    {
        yield return new("generation", () => WithKey(key => publicKey = Caller.Publish(key.PublicKey.ExportPublicKey())));
        yield return new("signing", () => WithKey(key => Sign(key, new SignatureOptions())));
        yield return new("signing deterministically", () => WithKey(key => Sign(key, new SignatureOptions { Deterministic = true })));
        yield return new("signing with a key used before", () => WithKey(key =>
        {
            for (int i = 0; i < 3; i++)
                Sign(key, new SignatureOptions());
        }));
        if (algorithm.SupportsContext)
            yield return new("signing with a context", () => WithKey(key => Sign(key, new SignatureOptions { Context = new byte[] { 1, 2, 3 } })));
        if (algorithm.SupportsPreHash)
            yield return new("signing a hash", () => WithKey(key => Sign(key, new SignatureOptions { PreHash = PreHash.Sha512 })));
        if (algorithm.SupportsExternalMu)
        {
            yield return new("signing mu", () => WithKey(key =>
            {
                using IDisposable drawing = Caller.Draw(number + 1);
                Caller.Publish(key.SignMu(Message.AsSpan(..64)));
            }));
        }

        yield return new("a private key out and in", () => WithKey(key =>
            Caller.Receive(algorithm.PrivateKeySizeInBytes, encoded =>
            {
                key.ExportPrivateKey(encoded.Bytes);
                using SignaturePrivateKey imported = algorithm.ImportPrivateKey(encoded.Bytes);
                Sign(imported, new SignatureOptions());
            })));
        yield return new("a private key that is refused", () => WithKey(Refuse), EndsByException: true);
        yield return new("a seed out and in", () => WithKey(key =>
            Caller.Receive(algorithm.PrivateSeedSizeInBytes, seed =>
            {
                key.ExportPrivateSeed(seed.Bytes);
                using SignaturePrivateKey imported = algorithm.ImportPrivateSeed(seed.Bytes);
                Sign(imported, new SignatureOptions());
            })));
        foreach (PrivateKeyForm form in algorithm.Oid is null ? [] : Enum.GetValues<PrivateKeyForm>())
        {
            yield return new($"PKCS#8 ({form}) out and in", () => WithKey(key =>
            {
                byte[] encoded = key.ExportPkcs8PrivateKey(form);
                using (SignaturePrivateKey imported = algorithm.ImportPkcs8PrivateKey(encoded))
                    Sign(imported, new SignatureOptions());
                Caller.Forget(encoded);
            }), IsInArrays: true);
        }

        if (algorithm.Oid is not null)
        {
            yield return new("PEM out and in", () => WithKey(key =>
            {
                string pem = key.ExportPkcs8PrivateKeyPem();
                using (SignaturePrivateKey imported = SignaturePrivateKey.ImportFromPem(pem))
                    Sign(imported, new SignatureOptions());
                Caller.Forget(pem);
            }), IsInArrays: true);
            yield return new("encrypted PKCS#8 out and in", () => WithKey(key => Caller.WithPassword(number + 9, password =>
            {
                byte[] encoded = key.ExportEncryptedPkcs8PrivateKey(password.Text, Encryption);
                using SignaturePrivateKey imported = algorithm.ImportEncryptedPkcs8PrivateKey(password.Text, Caller.Publish(encoded));
                Sign(imported, new SignatureOptions());
            })));
        }

        foreach (int room in Rooms)
        {
            bool isVariant = room != Rooms[3];
            yield return new($"generation that ends for want of memory ({room} KB)", () => Caller.Starve(room, () => WithKey(_ => { })), IsVariant: isVariant, EndsByException: true);
            yield return new(
                $"signing that ends for want of memory ({room} KB)",
                () => WithKey(key => Caller.Starve(room, () => Sign(key, new SignatureOptions()))),
                IsVariant: isVariant, EndsByException: true);
        }
    }

    private static int[] Rooms => [2, 8, 16, 32, 48, 64, 80, 96];

    private void WithKey(Action<SignaturePrivateKey> use)
    {
        using IDisposable drawing = Caller.Draw(number);
        using SignaturePrivateKey key = algorithm.GenerateKey();
        use(key);
        Caller.Collect();
    }

    /// <summary>Imports a private key whose tr was changed: it is read before this is found out.</summary>
    private void Refuse(SignaturePrivateKey key) =>
        Caller.Receive(algorithm.PrivateKeySizeInBytes, encoded =>
        {
            key.ExportPrivateKey(encoded.Bytes);
            encoded.Bytes[PlaceOfTr] ^= 1;
            Caller.Refused(() => algorithm.ImportPrivateKey(encoded.Bytes));
            encoded.Bytes[PlaceOfTr] ^= 1;
        });

    private void Sign(SignaturePrivateKey key, SignatureOptions options)
    {
        using IDisposable drawing = Caller.Draw(number + 1);
        byte[] signature = new byte[algorithm.MaxSignatureSizeInBytes];
        int size = key.Sign(Message, signature, options);
        signatures.Add((Caller.Publish(signature[..size]), options));
    }

    /// <summary>What the public key and the signatures give.</summary>
    private void Others()
    {
        SignaturePublicKey imported = algorithm.ImportPublicKey(publicKey);
        foreach ((byte[] signature, SignatureOptions options) in signatures)
        {
            if (!imported.Verify(Message, signature, options))
                throw new InvalidOperationException($"{algorithm.Name}: a signature is wrong.");
        }

        if (algorithm.Oid is not null)
            Caller.PublishForms(imported.ExportSubjectPublicKeyInfo());
    }
}
