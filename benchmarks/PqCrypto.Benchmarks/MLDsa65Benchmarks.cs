using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace PqCrypto.Benchmarks;

/// <summary>ML-DSA-65. Signing is deterministic and takes the mean over one list of messages, so that both sides repeat exactly the same rejected
/// attempts.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[MedianColumn]
[MemoryDiagnoser]
public class MLDsa65Benchmarks
{
    private const int Messages = 128;

    private static readonly SignatureOptions Deterministic = new() { Deterministic = true };

    private readonly SecureRandom random = new();
    private readonly byte[][] messages = [.. Enumerable.Range(0, Messages).Select(i => BitConverter.GetBytes(i))];
    private readonly byte[] signature = new byte[SignatureAlgorithm.MLDsa65.MaxSignatureSizeInBytes];
    private SignaturePrivateKey key = null!;
    private MLDsaPrivateKeyParameters bouncyKey = null!;
    private MLDsaPublicKeyParameters bouncyPublicKey = null!;
    private byte[] publicKey = [];

    /// <summary>Makes one key from a zero seed, the same for both sides.</summary>
    [GlobalSetup]
    public void Setup()
    {
        byte[] seed = new byte[32];
        key = SignatureAlgorithm.MLDsa65.ImportPrivateSeed(seed);
        publicKey = key.PublicKey.ExportPublicKey();
        bouncyKey = MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ml_dsa_65, seed);
        bouncyPublicKey = MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_65, publicKey);
        key.Sign(messages[0], signature, Deterministic);
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("key generation")]
    public byte[] BouncyCastleGenerate()
    {
        MLDsaKeyPairGenerator generator = new();
        generator.Init(new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_65));
        return ((MLDsaPublicKeyParameters)generator.GenerateKeyPair().Public).GetEncoded();
    }

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("key generation")]
    public byte[] Generate()
    {
        using SignaturePrivateKey generated = SignatureAlgorithm.MLDsa65.GenerateKey();
        return generated.PublicKey.ExportPublicKey();
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle", OperationsPerInvoke = Messages)]
    [BenchmarkCategory("signing, key in hand, mean")]
    public byte[] BouncyCastleSign()
    {
        byte[] last = [];
        foreach (byte[] message in messages)
        {
            MLDsaSigner signer = new(MLDsaParameters.ml_dsa_65, deterministic: true);
            signer.Init(forSigning: true, bouncyKey);
            signer.BlockUpdate(message);
            last = signer.GenerateSignature();
        }

        return last;
    }

    [Benchmark(Description = "PqCrypto", OperationsPerInvoke = Messages)]
    [BenchmarkCategory("signing, key in hand, mean")]
    public byte[] Sign()
    {
        foreach (byte[] message in messages)
            key.Sign(message, signature, Deterministic);
        return signature;
    }

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("verification from bytes")]
    public bool BouncyCastleVerify() => BouncyCastleVerify(MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_65, publicKey));

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("verification from bytes")]
    public bool Verify() => SignatureAlgorithm.MLDsa65.ImportPublicKey(publicKey).Verify(messages[0], signature);

    [Benchmark(Baseline = true, Description = "BouncyCastle")]
    [BenchmarkCategory("verification, key in hand")]
    public bool BouncyCastleVerifyAgain() => BouncyCastleVerify(bouncyPublicKey);

    [Benchmark(Description = "PqCrypto")]
    [BenchmarkCategory("verification, key in hand")]
    public bool VerifyAgain() => key.PublicKey.Verify(messages[0], signature);

    /// <summary>Zeroes the key.</summary>
    [GlobalCleanup]
    public void Cleanup() => key.Dispose();

    private bool BouncyCastleVerify(MLDsaPublicKeyParameters verificationKey)
    {
        MLDsaSigner verifier = new(MLDsaParameters.ml_dsa_65, deterministic: true);
        verifier.Init(forSigning: false, verificationKey);
        verifier.BlockUpdate(messages[0]);
        return verifier.VerifySignature(signature);
    }
}
