using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>ML-KEM beside BouncyCastle.</summary>
internal sealed class MLKemLines(KemAlgorithm algorithm, MLKemParameters parameters)
{
    private const int Batch = 64;
    private const int OnOneCore = 8;        // a batch of so many stays on the thread that asks for it

    private readonly SecureRandom random = new();
    private readonly byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
    private readonly byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
    private readonly KemPrivateKey[] fresh = new KemPrivateKey[64];

    public static IEnumerable<Line> All() =>
    [
        .. new MLKemLines(KemAlgorithm.MLKem768, MLKemParameters.ml_kem_768).Lines(15, 11, 9),
        .. new MLKemLines(KemAlgorithm.MLKem512, MLKemParameters.ml_kem_512).Lines(10, 9, 6),
        .. new MLKemLines(KemAlgorithm.MLKem1024, MLKemParameters.ml_kem_1024).Lines(20, 15, 12),
    ];

    private IEnumerable<Line> Lines(int latenciesOfKeyGen, int latenciesOfEncaps, int latenciesOfDecaps)
    {
        byte[] seed = new byte[algorithm.PrivateSeedSizeInBytes];
        KemPrivateKey key = algorithm.ImportPrivateSeed(seed);
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        key.PublicKey.Encapsulate(ciphertext, secret);
        MLKemEncapsulator encapsulator = Encapsulator(publicKey);
        MLKemDecapsulator decapsulator = new(parameters);
        decapsulator.Init(MLKemPrivateKeyParameters.FromEncoding(parameters, key.ExportPrivateKey()));
        Work theirKeyGen = new(_ => Generate());
        Work theirDecaps = new(_ => decapsulator.Decapsulate(ciphertext, secret));

        Work keyGen = new(_ => algorithm.GenerateKey().Dispose());
        yield return new Line($"{algorithm.Name} keygen", keyGen, theirKeyGen) { Required = new(0.11, 0.19, 0.5), Latencies = latenciesOfKeyGen };

        Work encapsOnce = new(_ => algorithm.ImportPublicKey(publicKey).Encapsulate(ciphertext, secret));
        Work theirEncapsOnce = new(_ => Encapsulator(publicKey).Encapsulate(ciphertext, secret));
        yield return new Line($"{algorithm.Name} encaps, key used once", encapsOnce, theirEncapsOnce)
        { Required = new(0.085, 0.15, 0.4), Latencies = latenciesOfEncaps };

        Work encaps = new(_ => key.PublicKey.Encapsulate(ciphertext, secret));
        yield return new Line($"{algorithm.Name} encaps, key used again", encaps, new Work(_ => encapsulator.Encapsulate(ciphertext, secret)))
        { Required = new(0.035, 0.07, 0.2) };

        Work decaps = new(_ => key.Decapsulate(ciphertext, secret));
        yield return new Line($"{algorithm.Name} decaps", decaps, theirDecaps) { Required = new(0.075, 0.14, 0.4), Latencies = latenciesOfDecaps };

        Work decapsOnce = new(i => fresh[i].Decapsulate(ciphertext, secret)) { Before = i => MakeFresh(i, seed) };
        yield return new Line($"{algorithm.Name} decaps, first use", decapsOnce, theirDecaps) { Latencies = latenciesOfDecaps };

        Work batch = new(_ => GenerateBatches(OnOneCore)) { Operations = Batch };
        yield return new Line($"{algorithm.Name} keygen, each of {Batch} in a batch, one core", batch, theirKeyGen)
        { Required = new(0.05, null, null) };

        Work everywhere = new(_ => GenerateBatches(Batch)) { Operations = Batch };
        yield return new Line($"{algorithm.Name} keygen, each of {Batch} in a batch, all cores", everywhere, theirKeyGen);

        KemPublicKey[] keys = [.. Enumerable.Repeat(key.PublicKey, OnOneCore)];
        Work encapsBatch = new(_ => Array.ForEach(KemBatch.Encapsulate(keys), result => result.Dispose())) { Operations = OnOneCore };
        Work theirEncaps = new(_ => encapsulator.Encapsulate(ciphertext, secret));
        yield return new Line($"{algorithm.Name} encaps, key used again, each of {OnOneCore} in a batch, one core", encapsBatch, theirEncaps);
    }

    private void GenerateBatches(int size)
    {
        for (int made = 0; made < Batch; made += size)
            Array.ForEach(algorithm.GenerateKeys(size), key => key.Dispose());
    }

    private void MakeFresh(int number, byte[] seed)
    {
        fresh[number]?.Dispose();
        fresh[number] = algorithm.ImportPrivateSeed(seed);
    }

    private void Generate()
    {
        MLKemKeyPairGenerator generator = new();
        generator.Init(new MLKemKeyGenerationParameters(random, parameters));
        generator.GenerateKeyPair();
    }

    private MLKemEncapsulator Encapsulator(byte[] publicKey)
    {
        MLKemEncapsulator encapsulator = new(parameters);
        encapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(parameters, publicKey), random));
        return encapsulator;
    }
}
