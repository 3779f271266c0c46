namespace PqCrypto.Soak;

/// <summary>Keys that nobody disposes, and what is called on them.</summary>
internal sealed class LastingKeys
{
    private static readonly KemAlgorithm[] Kems = [KemAlgorithm.MLKem768, KemAlgorithm.X25519MLKem768, KemAlgorithm.XWing];
    private static readonly SignatureAlgorithm[] Signatures = [SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65];

    /// <summary>The name of what is timed beside the keys.</summary>
    internal const string Control = "arithmetic";

    private readonly KemPrivateKey[] kems = [.. Kems.Select(algorithm => algorithm.GenerateKey())];
    private readonly SignaturePrivateKey[] signers = [.. Signatures.Select(algorithm => algorithm.GenerateKey())];

    /// <summary>The calls of one thread, which has its own buffers.</summary>
    internal IEnumerable<(string Name, Action Call)> Calls() => [(Control, Count), .. kems.SelectMany(Of), .. signers.SelectMany(Of)];

    /// <summary>As long as the shortest calls, without memory and without the library: what its times differ by is the system's doing.</summary>
    private static void Count()
    {
        const int Turns = 4000;
        ulong state = 1;
        for (int i = 0; i < Turns; i++)
            state = (state << 7) ^ (state >> 9) ^ (uint)i;
        if (state == 0)
            throw new InvalidDataException("a shift register stopped");
    }

    private static IEnumerable<(string Name, Action Call)> Of(KemPrivateKey key)
    {
        KemAlgorithm algorithm = key.Algorithm;
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] sent = new byte[algorithm.SharedSecretSizeInBytes];
        byte[] received = new byte[algorithm.SharedSecretSizeInBytes];
        key.PublicKey.Encapsulate(ciphertext, sent);
        yield return ($"{algorithm.Name} generate", () => algorithm.GenerateKey().Dispose());
        yield return ($"{algorithm.Name} encapsulate", () => key.PublicKey.Encapsulate(ciphertext, sent));
        yield return ($"{algorithm.Name} decapsulate", () =>
        {
            key.Decapsulate(ciphertext, received);
            if (!received.AsSpan().SequenceEqual(sent))
                throw new InvalidDataException($"{algorithm.Name}: sender and receiver have different secrets");
        }
        );
    }

    private static IEnumerable<(string Name, Action Call)> Of(SignaturePrivateKey key)
    {
        SignatureOptions options = new() { Deterministic = true };
        byte[] data = new byte[100];
        byte[] right = key.Sign(data, options);
        byte[] signature = new byte[right.Length];
        yield return ($"{key.Algorithm.Name} sign", () =>
        {
            key.Sign(data, signature, options);
            if (!signature.AsSpan().SequenceEqual(right))
                throw new InvalidDataException($"{key.Algorithm.Name}: a deterministic signature is another one");
        }
        );
        yield return ($"{key.Algorithm.Name} verify", () =>
        {
            if (!key.PublicKey.Verify(data, right, options))
                throw new InvalidDataException($"{key.Algorithm.Name}: a signature is not valid");
        }
        );
    }
}
