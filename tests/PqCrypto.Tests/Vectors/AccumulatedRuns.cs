using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>The digests that one long ML-KEM run gives.</summary>
/// <param name="WithPrivateKey">SHAKE-128 over ek, dk, ciphertext, secret and rejection secret of every iteration.</param>
/// <param name="WithoutPrivateKey">The same without dk.</param>
/// <param name="Text">SHA-256 over the lines that pq-crystals/kyber's test_vectors prints for the same draws.</param>
internal sealed record KemRunDigests(string WithPrivateKey, string WithoutPrivateKey, string Text);

/// <summary>Long runs that are compared by one digest instead of megabytes of vectors (C2SP/CCTV). Hashed with BouncyCastle, not with our own
/// SHAKE.</summary>
internal static class AccumulatedRuns
{
    /// <summary>Key pair, encapsulation, decapsulation and implicit rejection, again and again, everything drawn from an empty SHAKE-128.</summary>
    /// <exception cref="AggregateException">Decapsulation gave another secret than encapsulation.</exception>
    public static KemRunDigests MLKem(KemAlgorithm algorithm, int iterations)
    {
        ShakeDigest draws = new(128);
        ShakeDigest withKey = new(128);
        ShakeDigest withoutKey = new(128);
        using HashedText text = new();
        IEnumerable<byte[][]> inputs = Enumerable.Range(0, iterations)
            .Select(_ => new[] { Draw(draws, 64), Draw(draws, 32), Draw(draws, algorithm.CiphertextSizeInBytes) });
        foreach ((byte[] ek, byte[] dk, byte[] ciphertext, byte[] secret, byte[] rejected) in InOrder(inputs, input => Iterate(algorithm, input)))
        {
            Absorb(withKey, ek, dk, ciphertext, secret, rejected);
            Absorb(withoutKey, ek, ciphertext, secret, rejected);
            text.Line("Public Key: ", ek);
            text.Line("Secret Key: ", dk);
            text.Line("Ciphertext: ", ciphertext);
            text.Line("Shared Secret B: ", secret);
            text.Line("Shared Secret A: ", secret);
            text.Line("Pseudorandom shared Secret A: ", rejected);
        }

        return new KemRunDigests(Finish(withKey), Finish(withoutKey), text.Sha256());
    }

    /// <summary>The text that mlkem-native's gen_KAT prints: 100 key pairs and encapsulations from a chain of SHAKE-256 outputs.</summary>
    public static string MLKemNative(KemAlgorithm algorithm)
    {
        using HashedText text = new();
        byte[] coins = Shake256([.. Enumerable.Range(0x20, 64).Select(i => (byte)i)]);
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        for (int i = 0; i < 100; i++)
        {
            coins = Shake256(coins);
            using KemPrivateKey key = algorithm.ImportPrivateSeed(coins.AsSpan(0, 64));
            Derandomized.Encapsulate(key.PublicKey, coins.AsSpan(64), ciphertext, secret);
            text.Line("pk = ", key.PublicKey.ExportPublicKey());
            text.Line("sk = ", key.ExportPrivateKey());
            text.Line("ct = ", ciphertext);
            text.Line("ss = ", secret);
        }

        return text.Sha256();
    }

    /// <summary>Key pair and deterministic signature over the empty message, again and again.</summary>
    /// <exception cref="AggregateException">A signature did not verify.</exception>
    public static string MLDsa(SignatureAlgorithm algorithm, int iterations)
    {
        ShakeDigest draws = new(128);
        ShakeDigest results = new(128);
        foreach (byte[][] keyAndSignature in InOrder(Enumerable.Range(0, iterations).Select(_ => Draw(draws, 32)), seed => Iterate(algorithm, seed)))
            Absorb(results, keyAndSignature);
        return Finish(results);
    }

    /// <summary>Computes on all processors; inputs are drawn, and results come, in order.</summary>
    private static ParallelQuery<TResult> InOrder<TInput, TResult>(IEnumerable<TInput> inputs, Func<TInput, TResult> iterate) =>
        inputs.AsParallel().AsOrdered().Select(iterate);

    /// <summary>One iteration of an ML-KEM run.</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <param name="input">d and z, m, and the ciphertext to reject.</param>
    private static (byte[] Ek, byte[] Dk, byte[] Ciphertext, byte[] Secret, byte[] Rejected) Iterate(KemAlgorithm algorithm, byte[][] input)
    {
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        byte[] received = new byte[algorithm.SharedSecretSizeInBytes];
        byte[] rejected = new byte[algorithm.SharedSecretSizeInBytes];
        using KemPrivateKey key = algorithm.ImportPrivateSeed(input[0]);
        Derandomized.Encapsulate(key.PublicKey, input[1], ciphertext, secret);
        key.Decapsulate(ciphertext, received);
        if (!secret.AsSpan().SequenceEqual(received))
            throw new CryptographicException($"{algorithm.Name}: the secrets of seed {Convert.ToHexStringLower(input[0])} differ.");
        key.Decapsulate(input[2], rejected);
        return (key.PublicKey.ExportPublicKey(), key.ExportPrivateKey(), ciphertext, secret, rejected);
    }

    /// <summary>One iteration of an ML-DSA run.</summary>
    /// <returns>The public key and the signature.</returns>
    private static byte[][] Iterate(SignatureAlgorithm algorithm, byte[] seed)
    {
        using SignaturePrivateKey key = algorithm.ImportPrivateSeed(seed);
        byte[] signature = key.Sign([], new SignatureOptions { Deterministic = true });
        if (!key.PublicKey.Verify([], signature))
            throw new CryptographicException($"{algorithm.Name}: the signature of seed {Convert.ToHexStringLower(seed)} does not verify.");
        return [key.PublicKey.ExportPublicKey(), signature];
    }

    private static byte[] Draw(ShakeDigest stream, int length)
    {
        byte[] drawn = new byte[length];
        stream.Output(drawn);
        return drawn;
    }

    private static byte[] Shake256(byte[] input)
    {
        byte[] output = new byte[96];
        ShakeDigest shake = new(256);
        shake.BlockUpdate(input);
        shake.OutputFinal(output);
        return output;
    }

    private static void Absorb(ShakeDigest stream, params ReadOnlySpan<byte[]> values)
    {
        foreach (byte[] value in values)
            stream.BlockUpdate(value);
    }

    private static string Finish(ShakeDigest stream) => Convert.ToHexStringLower(Draw(stream, 32));

    /// <summary>SHA-256 over lines of lower-case hexadecimal.</summary>
    private sealed class HashedText : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Line(string name, byte[] value) =>
            hash.AppendData(System.Text.Encoding.ASCII.GetBytes($"{name}{Convert.ToHexStringLower(value)}\n"));

        public string Sha256() => Convert.ToHexStringLower(hash.GetHashAndReset());

        public void Dispose() => hash.Dispose();
    }
}
