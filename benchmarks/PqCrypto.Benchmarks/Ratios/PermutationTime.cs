using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Kernels;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>The permutation of Keccak over the widest lanes: one latency, of which every operation has a chain.</summary>
internal sealed class PermutationTime : IKernelVisitor<Work>
{
    /// <inheritdoc/>
    public Work Visit<TKernels>()
        where TKernels : struct, IKernels
    {
        ulong[] states = GC.AllocateArray<ulong>(25 * TKernels.KeccakLanes, pinned: true);
        return new Work(_ => TKernels.KeccakPermute(states));
    }
}
