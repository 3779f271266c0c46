using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BouncyX25519 = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace PqCrypto.Benchmarks;

/// <summary>X25519 inside its hybrids and DHKEM.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[MedianColumn]
[MemoryDiagnoser]
public class X25519Benchmarks
{
    private readonly byte[] scalar = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private readonly byte[] point = new byte[32];
    private readonly byte[] agreed = new byte[32];
    private readonly byte[] ciphertext = new byte[KemAlgorithm.X25519MLKem768.CiphertextSizeInBytes];
    private readonly byte[] secret = new byte[KemAlgorithm.X25519MLKem768.SharedSecretSizeInBytes];
    private readonly KemPrivateKey hybrid = KemAlgorithm.X25519MLKem768.GenerateKey();

    /// <summary>Makes one point.</summary>
    [GlobalSetup]
    public void Setup()
    {
        BouncyX25519.ScalarMultBase(scalar, 0, point, 0);
        hybrid.PublicKey.Encapsulate(ciphertext, secret);
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("agreement")]
    public byte[] BouncyCastleAgree()
    {
        BouncyX25519.ScalarMult(scalar, 0, point, 0, agreed, 0);
        return agreed;
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("agreement")]
    public byte[] Agree()
    {
        Classical.X25519.Multiply(scalar, point, agreed);
        return agreed;
    }

    [Benchmark(Description = "X25519MLKEM768 encapsulation")]
    [BenchmarkCategory("hybrid")]
    public byte[] HybridEncapsulate()
    {
        hybrid.PublicKey.Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Description = "X25519MLKEM768 decapsulation")]
    [BenchmarkCategory("hybrid")]
    public byte[] HybridDecapsulate()
    {
        hybrid.Decapsulate(ciphertext, secret);
        return secret;
    }

    /// <summary>Zeroes the key.</summary>
    [GlobalCleanup]
    public void Cleanup() => hybrid.Dispose();
}
