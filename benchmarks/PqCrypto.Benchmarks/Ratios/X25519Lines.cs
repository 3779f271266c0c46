using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;
using PqCrypto.Classical;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>X25519 beside BouncyCastle, and the hybrids that contain it, for which there is no peer.</summary>
internal static class X25519Lines
{
    public static IEnumerable<Line> All()
    {
        byte[] scalar = [.. Enumerable.Range(1, X25519.SizeInBytes).Select(i => (byte)i)];
        byte[] point = new byte[X25519.SizeInBytes];
        byte[] result = new byte[X25519.SizeInBytes];
        X25519.MultiplyBase(scalar, point);

        Work agree = new(_ => X25519.Multiply(scalar, point, result));
        yield return new Line("X25519 agreement", agree, BouncyCastleOperations.Find("X25519", Operation.Agree))
        { Required = new(0.40, 0.62, 0.62) };

        Work generate = new(_ => X25519.MultiplyBase(scalar, result));
        yield return new Line("X25519 key generation", generate, BouncyCastleOperations.Find("X25519", Operation.GenerateKey))
        { Required = new(0.30, 0.62, 0.62) };

        foreach (KemAlgorithm hybrid in new[] { KemAlgorithm.X25519MLKem768, KemAlgorithm.XWing })
        {
            foreach (Line line in Hybrid(hybrid))
                yield return line;
        }
    }

    private static IEnumerable<Line> Hybrid(KemAlgorithm algorithm)
    {
        KemPrivateKey key = algorithm.GenerateKey();
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        key.PublicKey.Encapsulate(ciphertext, secret);
        yield return new Line($"{algorithm.Name} keygen", new Work(_ => algorithm.GenerateKey().Dispose()));
        Work once = new(_ => algorithm.ImportPublicKey(publicKey).Encapsulate(ciphertext, secret));
        yield return new Line($"{algorithm.Name} encaps, key used once", once);
        yield return new Line($"{algorithm.Name} encaps, key used again", new Work(_ => key.PublicKey.Encapsulate(ciphertext, secret)));
        yield return new Line($"{algorithm.Name} decaps", new Work(_ => key.Decapsulate(ciphertext, secret)));
    }
}
