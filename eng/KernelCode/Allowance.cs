namespace PqCrypto.KernelCode;

/// <summary>What one method may do though a kernel should not, and why.</summary>
/// <param name="Method">The method; also as part of another kernel.</param>
/// <param name="Spills">How many vectors it may load from the stack or store there.</param>
/// <param name="Calls">Whom it may call.</param>
/// <param name="Reason">Why.</param>
/// <param name="Sets">The kernel sets that it holds for; none for all.</param>
internal sealed record Allowance(string Method, int Spills, string[] Calls, string Reason, params string[] Sets)
{
    /// <summary>Whom every kernel may call: the runtime, to have tables built. It happens once in a process, before a loop.</summary>
    internal static readonly string[] ForAll = ["CORINFO_HELP_GET_GCSTATIC_BASE", "CORINFO_HELP_GET_NONGCSTATIC_BASE"];

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<Allowance> All =
    [
        // Keccak
        MayCall("KeccakPermute", "the schedule follows the number of registers", "Keccak:PermuteInRegisters", "Keccak:PermuteInMemory"),
        MayCall("KeccakPermuteFew", "the schedule follows the number of registers", "Keccak:PermuteInRegisters", "Keccak:PermuteInMemory"),
        new("Keccak:PermuteInMemory", 70, ["CryptographicOperations:ZeroMemory"], "25 lanes in 16 registers: a second state on the stack, cleared at the end"),
        MayCall("KeccakPermuteOne", "one vector or scalar registers, whichever is faster", "Keccak:PermuteInRegisters", "ReferenceKernels:KeccakPermute"),
        MayCall("KeccakCopy", "the copy follows the number of lanes", "KeccakOutput:Copy"),

        // scalar code for the end of a stream, behind the last whole vector
        MayCall("KemSampleUniform", "the end of a stream", "ReferenceKernels:KemSampleUniform"),
        MayCall("DsaSampleUniform", "the end of a stream", "ReferenceKernels:DsaSampleUniform"),
        MayCall("DsaSampleBounded", "the end of a stream", "ReferenceKernels:DsaSampleBounded"),
    ];

    /// <summary>Whether it is for a method in a kernel set.</summary>
    internal bool IsFor(string method, string set) => Method == method && (Sets.Length == 0 || Sets.Contains(set));

    private static Allowance MayCall(string method, string reason, params string[] callees) => new(method, 0, callees, reason);
}
