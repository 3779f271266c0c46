namespace PqCrypto.Benchmarks.Report;

/// <summary>Bytes of a KEM's keys and ciphertexts.</summary>
internal sealed record KemSizes(string Name, int PublicKey, int Ciphertext, int PrivateKey)
{
    /// <summary>Of all built-in KEMs. Private keys of RSA differ by a few bytes.</summary>
    public static IReadOnlyList<KemSizes> Measure() => [.. KemAlgorithm.All.Select(Of)];

    private static KemSizes Of(KemAlgorithm algorithm)
    {
        if (algorithm.PublicKeySizeInBytes != 0)
        {
            int privateKey = algorithm.PrivateSeedSizeInBytes != 0 ? algorithm.PrivateSeedSizeInBytes : algorithm.PrivateKeySizeInBytes;
            return new KemSizes(algorithm.Name, algorithm.PublicKeySizeInBytes, algorithm.CiphertextSizeInBytes, privateKey);
        }

        using KemPrivateKey key = algorithm.GenerateKey();
        return new KemSizes(algorithm.Name, key.PublicKey.ExportSubjectPublicKeyInfo().Length, algorithm.CiphertextSizeInBytes, key.ExportPkcs8PrivateKey().Length);
    }
}

/// <summary>Bytes of a signature algorithm's keys and signatures.</summary>
internal sealed record SignatureSizes(string Name, int PublicKey, int Signature, int PrivateKey)
{
    /// <summary>Of all built-in signature algorithms.</summary>
    public static IReadOnlyList<SignatureSizes> Measure() => [.. SignatureAlgorithm.All.Select(Of)];

    private static SignatureSizes Of(SignatureAlgorithm algorithm)
    {
        if (algorithm.PublicKeySizeInBytes != 0)
        {
            int privateKey = algorithm.PrivateSeedSizeInBytes != 0 ? algorithm.PrivateSeedSizeInBytes : algorithm.PrivateKeySizeInBytes;
            return new SignatureSizes(algorithm.Name, algorithm.PublicKeySizeInBytes, algorithm.MaxSignatureSizeInBytes, privateKey);
        }

        using SignaturePrivateKey key = algorithm.GenerateKey();
        return new SignatureSizes(algorithm.Name, key.PublicKey.ExportSubjectPublicKeyInfo().Length, algorithm.MaxSignatureSizeInBytes, key.ExportPkcs8PrivateKey().Length);
    }
}
