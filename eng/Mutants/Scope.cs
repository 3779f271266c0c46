namespace PqCrypto.Mutants;

/// <summary>Which sources have generic mutants.</summary>
internal static class Scope
{
    /// <summary>Files without arithmetic, encodings or checks: descriptions, error texts, what the CPU is asked, what only debug builds or
    /// analyses see.</summary>
    private static readonly string[] LeftOut =
    [
        "Base/Bounds.cs", "Base/Declassify.cs", "Base/DeclassifyReason.cs", "Base/Errors.cs", "Catalog.cs", "Contracts/", "Encoding/Oids.cs",
        "KemAlgorithm.cs", "Kernels/IKernels", "Kernels/KernelSelector.cs", "PqCryptoRuntime.cs", "SignatureAlgorithm.cs",
    ];

    /// <summary>Whether a file has none.</summary>
    internal static bool IsLeftOut(string file) => LeftOut.Any(start => file.StartsWith(start, StringComparison.Ordinal));
}
