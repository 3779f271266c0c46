namespace PqCrypto.Benchmarks.Operations;

/// <summary>Everything that can be measured: BenchmarkDotNet's lines and the report's are these.</summary>
internal static class OperationCatalog
{
    /// <summary>The algorithms that a migration is about; the short report has only these.</summary>
    private static readonly string[] Main =
    [
        "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "X25519MLKEM768", "X-Wing", "DHKEM-X25519-HKDF-SHA256", "DHKEM-P256-HKDF-SHA256", "RSA-OAEP-2048", "RSA-OAEP-3072",
        "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "ECDSA-P256-SHA256", "RSA-PSS-2048-SHA256", "RSA-PSS-3072-SHA256", "X25519", "Ed25519", KeccakFloors.Keccak,
    ];

    /// <summary>Those that narrower kernels are shown by.</summary>
    private static readonly string[] Shown = [KeccakFloors.Keccak, "ML-KEM-768", "ML-DSA-65", "X25519"];

    /// <summary>All operations, our own first, those of one algorithm together.</summary>
    public static IReadOnlyList<Operation> All { get; } =
        [.. OurOperations.All().Concat(PlatformOperations.All()).Concat(BouncyCastleOperations.All()).Concat(SodiumOperations.All())];

    /// <summary>Those of the short report: generating RSA keys takes its time, and is left to the long one.</summary>
    public static IReadOnlyList<Operation> Quick { get; } =
        [.. All.Where(operation => Main.Contains(operation.Algorithm) && !(operation.Name == Operation.GenerateKey && operation.Algorithm.StartsWith("RSA", StringComparison.Ordinal)))];

    /// <summary>Some of ours and BouncyCastle's, which show what narrower kernels cost.</summary>
    public static IReadOnlyList<Operation> Widths { get; } =
        [.. All.Where(operation => Shown.Contains(operation.Algorithm) && operation.Implementation is Operation.Ours or Operation.BouncyCastle && !operation.Name.Contains("at once", StringComparison.Ordinal))];
}
