using PqCrypto.Samples.Migration.Documents;

namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>Measures algorithms through the one interface that all of them share.</summary>
public static class AlgorithmMeasurement
{
    /// <summary>Measures a key encapsulation.</summary>
    public static AlgorithmCost Measure(KemAlgorithm algorithm, TimeSpan budget)
    {
        using KemPrivateKey key = algorithm.GenerateKey();
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        int publicKeySize = algorithm.PublicKeySizeInBytes > 0 ? algorithm.PublicKeySizeInBytes : key.PublicKey.ExportSubjectPublicKeyInfo().Length;
        return new AlgorithmCost(
            algorithm.Name,
            Stopwatches.MedianMicroseconds(() => algorithm.GenerateKey().Dispose(), budget),
            Stopwatches.MedianMicroseconds(() => key.PublicKey.Encapsulate(ciphertext, secret), budget),
            Stopwatches.MedianMicroseconds(() => key.Decapsulate(ciphertext, secret), budget),
            publicKeySize + algorithm.CiphertextSizeInBytes,
            algorithm.CiphertextSizeInBytes + KeyWrap.WrappedSizeInBytes);
    }

    /// <summary>Measures a signature, on a message of the size of a document's statement.</summary>
    public static AlgorithmCost Measure(SignatureAlgorithm algorithm, TimeSpan budget)
    {
        const int StatementSizeInBytes = 300;
        using SignaturePrivateKey key = algorithm.GenerateKey();
        byte[] message = new byte[StatementSizeInBytes];
        byte[] buffer = new byte[algorithm.MaxSignatureSizeInBytes];
        byte[] signature = key.Sign(message);
        int publicKeySize = algorithm.PublicKeySizeInBytes > 0 ? algorithm.PublicKeySizeInBytes : key.PublicKey.ExportSubjectPublicKeyInfo().Length;
        return new AlgorithmCost(
            algorithm.Name,
            Stopwatches.MedianMicroseconds(() => algorithm.GenerateKey().Dispose(), budget),
            Stopwatches.MedianMicroseconds(() => key.Sign(message, buffer), budget),
            Stopwatches.MedianMicroseconds(() => key.PublicKey.Verify(message, signature), budget),
            publicKeySize + algorithm.MaxSignatureSizeInBytes,
            algorithm.MaxSignatureSizeInBytes);
    }
}
