using PqCrypto.Samples.Migration.Documents;

namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>One algorithm, ready to be measured through the interface that all of them share.</summary>
public sealed class AlgorithmMeasurement : IDisposable
{
    private const int OperationCount = 3;
    private const int StatementSizeInBytes = 300;       // about what a document's statement has

    private readonly string name;
    private readonly IDisposable key;
    private readonly Action[] operations;
    private readonly int sent;
    private readonly int stored;

    private AlgorithmMeasurement(string name, IDisposable key, Action[] operations, int sent, int stored)
    {
        this.name = name;
        this.key = key;
        this.operations = operations;
        this.sent = sent;
        this.stored = stored;
    }

    /// <summary>A key encapsulation.</summary>
    public static AlgorithmMeasurement Of(KemAlgorithm algorithm)
    {
        KemPrivateKey key = algorithm.GenerateKey();
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        key.PublicKey.Encapsulate(ciphertext, secret);
        int publicKeySize = algorithm.PublicKeySizeInBytes > 0 ? algorithm.PublicKeySizeInBytes : key.PublicKey.ExportSubjectPublicKeyInfo().Length;
        return new AlgorithmMeasurement(
            algorithm.Name,
            key,
            [() => algorithm.GenerateKey().Dispose(), () => key.PublicKey.Encapsulate(ciphertext, secret), () => key.Decapsulate(ciphertext, secret)],
            publicKeySize + algorithm.CiphertextSizeInBytes,
            algorithm.CiphertextSizeInBytes + KeyWrap.WrappedSizeInBytes);
    }

    /// <summary>A signature.</summary>
    public static AlgorithmMeasurement Of(SignatureAlgorithm algorithm)
    {
        SignaturePrivateKey key = algorithm.GenerateKey();
        byte[] message = new byte[StatementSizeInBytes];
        byte[] buffer = new byte[algorithm.MaxSignatureSizeInBytes];
        byte[] signature = key.Sign(message);
        int publicKeySize = algorithm.PublicKeySizeInBytes > 0 ? algorithm.PublicKeySizeInBytes : key.PublicKey.ExportSubjectPublicKeyInfo().Length;
        return new AlgorithmMeasurement(
            algorithm.Name,
            key,
            [() => algorithm.GenerateKey().Dispose(), () => key.Sign(message, buffer), () => key.PublicKey.Verify(message, signature)],
            publicKeySize + algorithm.MaxSignatureSizeInBytes,
            algorithm.MaxSignatureSizeInBytes);
    }

    /// <summary>How many turns measuring so many algorithms takes.</summary>
    public static int TurnsOf(int algorithms) => Stopwatches.TurnsOf(algorithms * OperationCount);

    /// <summary>Measures algorithms, which take turns.</summary>
    /// <param name="algorithms">The algorithms; disposed at the end.</param>
    /// <param name="budget">The time for the samples of one operation.</param>
    /// <param name="advance">Is called after every turn.</param>
    public static IReadOnlyList<AlgorithmCost> Run(IReadOnlyList<AlgorithmMeasurement> algorithms, TimeSpan budget, Action advance)
    {
        double[] times = Stopwatches.MedianMicroseconds([.. algorithms.SelectMany(algorithm => algorithm.operations)], budget, advance);
        List<AlgorithmCost> costs = [];
        foreach (AlgorithmMeasurement algorithm in algorithms)
        {
            ReadOnlySpan<double> own = times.AsSpan(costs.Count * OperationCount, OperationCount);
            costs.Add(new AlgorithmCost(algorithm.name, own[0], own[1], own[2], algorithm.sent, algorithm.stored));
            algorithm.Dispose();
        }
        return costs;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => key.Dispose();
}
