using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PqCrypto.Benchmarks;

/// <summary>ML-KEM-768 from bytes to bytes: each operation starts from encoded keys, as BouncyCastle's does, so that neither side gains by what
/// a key object remembers. "Used again" is a key object in hand.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[MedianColumn]
[MemoryDiagnoser]
public class MLKem768Benchmarks
{
    private readonly SecureRandom random = new();
    private readonly byte[] ciphertext = new byte[KemAlgorithm.MLKem768.CiphertextSizeInBytes];
    private readonly byte[] secret = new byte[KemAlgorithm.MLKem768.SharedSecretSizeInBytes];
    private KemPrivateKey key = null!;
    private byte[] publicKey = [];
    private byte[] privateKey = [];

    /// <summary>Makes one key that all operations use.</summary>
    [GlobalSetup]
    public void Setup()
    {
        key = KemAlgorithm.MLKem768.GenerateKey();
        publicKey = key.PublicKey.ExportPublicKey();
        privateKey = key.ExportPrivateKey();
        key.PublicKey.Encapsulate(ciphertext, secret);
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("key generation")]
    public byte[] BouncyCastleGenerate()
    {
        MLKemKeyPairGenerator generator = new();
        generator.Init(new MLKemKeyGenerationParameters(random, MLKemParameters.ml_kem_768));
        return ((MLKemPublicKeyParameters)generator.GenerateKeyPair().Public).GetEncoded();
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("key generation")]
    public byte[] Generate()
    {
        using KemPrivateKey generated = KemAlgorithm.MLKem768.GenerateKey();
        return generated.PublicKey.ExportPublicKey();
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("encapsulation")]
    public byte[] BouncyCastleEncapsulate()
    {
        MLKemEncapsulator encapsulator = new(MLKemParameters.ml_kem_768);
        encapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, publicKey), random));
        encapsulator.Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("encapsulation")]
    public byte[] Encapsulate()
    {
        KemAlgorithm.MLKem768.ImportPublicKey(publicKey).Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Description = "PqCrypto, key used again")]
    [BenchmarkCategory("encapsulation")]
    public byte[] EncapsulateAgain()
    {
        key.PublicKey.Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("decapsulation")]
    public byte[] BouncyCastleDecapsulate()
    {
        MLKemDecapsulator decapsulator = new(MLKemParameters.ml_kem_768);
        decapsulator.Init(MLKemPrivateKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, privateKey));
        decapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("decapsulation")]
    public byte[] Decapsulate()
    {
        key.Decapsulate(ciphertext, secret);
        return secret;
    }

    /// <summary>Zeroes the key.</summary>
    [GlobalCleanup]
    public void Cleanup() => key.Dispose();
}
