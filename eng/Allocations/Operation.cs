namespace PqCrypto.Allocations;

/// <summary>A span call of one algorithm.</summary>
/// <param name="Name">Algorithm and call.</param>
/// <param name="Call">The call; its argument counts up from 0.</param>
/// <param name="Check">Throws where the calls did not do what they are for.</param>
/// <param name="IsSigning">Whether it signs, which takes longest.</param>
internal sealed record Operation(string Name, Action<int> Call, Action Check, bool IsSigning = false)
{
    private const int DataSize = 100;

    /// <summary>The operations of the algorithms that use nothing of the platform but random bytes and hashes.</summary>
    internal static IEnumerable<Operation> OfOwnAlgorithms() =>
        KemAlgorithm.All.Where(IsOwn).SelectMany(Of).Concat(SignatureAlgorithm.All.Where(IsOwn).SelectMany(Of));

    /// <summary>The operations of the others.</summary>
    internal static IEnumerable<Operation> OfPlatform() =>
        KemAlgorithm.All.Where(algorithm => !IsOwn(algorithm)).SelectMany(Of)
            .Concat(SignatureAlgorithm.All.Where(algorithm => !IsOwn(algorithm)).SelectMany(Of));

    private static bool IsOwn(KemAlgorithm algorithm) =>
        algorithm.Family == AlgorithmFamily.PostQuantum
        || algorithm == KemAlgorithm.X25519 || algorithm == KemAlgorithm.X25519MLKem768 || algorithm == KemAlgorithm.XWing;

    private static bool IsOwn(SignatureAlgorithm algorithm) => algorithm.Family == AlgorithmFamily.PostQuantum;

    /// <summary>Decapsulation meets the right ciphertext and, where it is rejected without an exception, a changed one in turn.</summary>
    private static IEnumerable<Operation> Of(KemAlgorithm algorithm)
    {
        KemPrivateKey key = algorithm.GenerateKey();
        KemPublicKey publicKey = key.PublicKey;
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] sent = new byte[algorithm.SharedSecretSizeInBytes];
        byte[] received = new byte[algorithm.SharedSecretSizeInBytes];
        publicKey.Encapsulate(ciphertext, sent);
        yield return new($"{algorithm.Name} encapsulate", _ => publicKey.Encapsulate(ciphertext, sent), CheckSecret);

        byte[][] ciphertexts = [[.. ciphertext], [.. ciphertext]];
        if (IsOwn(algorithm) && algorithm.Family != AlgorithmFamily.Classical)
            ciphertexts[0][0] ^= 1;     // in the part of ML-KEM
        yield return new($"{algorithm.Name} decapsulate", i => key.Decapsulate(ciphertexts[i & 1], received), CheckSecret);

        void CheckSecret()
        {
            key.Decapsulate(ciphertext, received);
            if (!sent.AsSpan().SequenceEqual(received))
                throw new InvalidOperationException($"{algorithm.Name}: the secrets differ.");
        }
    }

    /// <summary>Verification meets the right signature and a changed one in turn.</summary>
    private static IEnumerable<Operation> Of(SignatureAlgorithm algorithm)
    {
        SignaturePrivateKey key = algorithm.GenerateKey();
        SignaturePublicKey publicKey = key.PublicKey;
        byte[] data = new byte[DataSize];
        byte[] signature = new byte[algorithm.MaxSignatureSizeInBytes];
        int written = 0;
        yield return new($"{algorithm.Name} sign", _ => written = key.Sign(data, signature), CheckSignature, IsSigning: true);

        byte[] right = key.Sign(data);
        byte[][] signatures = [[.. right], right];
        signatures[0][10] ^= 1;
        int valid = 0;
        yield return new(
            $"{algorithm.Name} verify",
            i => valid |= (publicKey.Verify(data, signatures[i & 1]) ? 1 : 2) << (2 * (i & 1)),
            () =>
            {
                if (valid != 0b0110)        // changed: never valid, right: always valid
                    throw new InvalidOperationException($"{algorithm.Name}: a wrong verdict.");
            });

        void CheckSignature()
        {
            if (!publicKey.Verify(data, signature.AsSpan(..written)))
                throw new InvalidOperationException($"{algorithm.Name}: the signature is not valid.");
        }
    }
}
