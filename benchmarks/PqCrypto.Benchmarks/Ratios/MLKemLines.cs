using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>ML-KEM beside BouncyCastle.</summary>
internal sealed class MLKemLines(KemAlgorithm algorithm)
{
    private const int Batch = 64;
    private const int OnOneCore = 8;        // a batch of so many stays on the thread that asks for it

    private readonly byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
    private readonly byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
    private readonly KemPrivateKey[] fresh = new KemPrivateKey[64];

    public static IEnumerable<Line> All() =>
    [
        .. new MLKemLines(KemAlgorithm.MLKem768).Lines(),
        .. new MLKemLines(KemAlgorithm.MLKem512).Lines(),
        .. new MLKemLines(KemAlgorithm.MLKem1024).Lines(),
    ];

    private IEnumerable<Line> Lines()
    {
        byte[] seed = new byte[algorithm.PrivateSeedSizeInBytes];
        KemPrivateKey key = algorithm.ImportPrivateSeed(seed);
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        key.PublicKey.Encapsulate(ciphertext, secret);
        Work theirKeyGen = BouncyCastleOperations.Find(algorithm.Name, Operation.GenerateKey);
        Work theirEncaps = BouncyCastleOperations.Find(algorithm.Name, Operation.Encapsulate);
        Work theirDecaps = BouncyCastleOperations.Find(algorithm.Name, Operation.Decapsulate);
        int latenciesOfDecaps = KeccakFloors.Of(algorithm.Name, Operation.Decapsulate);

        Work keyGen = new(_ => algorithm.GenerateKey().Dispose());
        yield return new Line($"{algorithm.Name} keygen", keyGen, theirKeyGen) { Required = new(0.11, 0.19, 0.5), Latencies = KeccakFloors.Of(algorithm.Name, Operation.GenerateKey) };

        Work encapsOnce = new(_ => algorithm.ImportPublicKey(publicKey).Encapsulate(ciphertext, secret));
        Work theirEncapsOnce = BouncyCastleOperations.Find(algorithm.Name, Operation.EncapsulateToBytes);
        yield return new Line($"{algorithm.Name} encaps, key used once", encapsOnce, theirEncapsOnce)
        { Required = new(0.085, 0.15, 0.4), Latencies = KeccakFloors.Of(algorithm.Name, Operation.EncapsulateToBytes) };

        Work encaps = new(_ => key.PublicKey.Encapsulate(ciphertext, secret));
        yield return new Line($"{algorithm.Name} encaps, key used again", encaps, theirEncaps)
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
}
