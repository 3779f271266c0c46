namespace PqCrypto.KernelCode;

/// <summary>A method that may divide, and why: what it divides is public.</summary>
/// <param name="Type">Its type, without namespace.</param>
/// <param name="Method">Its name; the lambdas inside of it are part of it.</param>
/// <param name="Reason">What is divided.</param>
internal sealed record DivisionAllowance(string Type, string Method, string Reason)
{
    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<DivisionAllowance> All =
    [
        new("Matrix", "Index", "the position of an entry in the matrix of ML-KEM"),
        new("Sampling", "ExpandRow", "the position of an entry in a row of the matrix of ML-DSA"),
        new("Sign", "Mask", "the number of a signing attempt"),
        new("Compaction", "Build", "the size of a lane, while a table is built"),
        new("DsaRoots", "Build", "powers of zeta, while a table is built"),
        new("VectorKernels", "DsaRootsOfBlocks", "positions in a table that is built"),
        new("KemRoots", "Montgomery", "powers of zeta, while a table is built"),
        new("KemRoots", "Add", "the same, where it is compiled into its caller"),
    ];

    /// <summary>Whether it is for a method.</summary>
    internal bool IsFor(DividingMethod method) =>
        method.Type == Type && (method.Method == Method || method.Method.Contains($"<{Method}>", StringComparison.Ordinal));
}
