using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PqCrypto.Benchmarks;

/// <summary>ML-KEM-768, like against like: from an encoded key on both sides, or with a key object in hand on both.</summary>
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
    private MLKemEncapsulator bouncyEncapsulator = null!;
    private MLKemDecapsulator bouncyDecapsulator = null!;

    /// <summary>Makes one key that all operations use.</summary>
    [GlobalSetup]
    public void Setup()
    {
        key = KemAlgorithm.MLKem768.GenerateKey();
        publicKey = key.PublicKey.ExportPublicKey();
        key.PublicKey.Encapsulate(ciphertext, secret);
        bouncyEncapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
        bouncyEncapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, publicKey), random));
        bouncyDecapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        bouncyDecapsulator.Init(MLKemPrivateKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, key.ExportPrivateKey()));
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
    [BenchmarkCategory("encapsulation from bytes")]
    public byte[] BouncyCastleEncapsulate()
    {
        MLKemEncapsulator encapsulator = new(MLKemParameters.ml_kem_768);
        encapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, publicKey), random));
        encapsulator.Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("encapsulation from bytes")]
    public byte[] Encapsulate()
    {
        KemAlgorithm.MLKem768.ImportPublicKey(publicKey).Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("encapsulation, key in hand")]
    public byte[] BouncyCastleEncapsulateAgain()
    {
        bouncyEncapsulator.Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("encapsulation, key in hand")]
    public byte[] EncapsulateAgain()
    {
        key.PublicKey.Encapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("decapsulation, key in hand")]
    public byte[] BouncyCastleDecapsulate()
    {
        bouncyDecapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("decapsulation, key in hand")]
    public byte[] Decapsulate()
    {
        key.Decapsulate(ciphertext, secret);
        return secret;
    }

    /// <summary>Zeroes the key.</summary>
    [GlobalCleanup]
    public void Cleanup() => key.Dispose();
}
