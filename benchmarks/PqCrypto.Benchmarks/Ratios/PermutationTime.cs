using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Kernels;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>The permutation of Keccak: over the widest lanes, which is one latency, of which every operation has a chain; over the few that some
/// sets permute in less time; of one state.</summary>
internal sealed class PermutationTime : IKernelVisitor<Work[]>
{
    /// <inheritdoc/>
    public Work[] Visit<TKernels>()
        where TKernels : struct, IKernels
    {
        ulong[] states = GC.AllocateArray<ulong>(KeccakLane.Words * TKernels.KeccakLanes, pinned: true);
        return
        [
            new Work(_ => TKernels.KeccakPermute(states)),
            new Work(_ => TKernels.KeccakPermuteFew(states)),
            new Work(_ => TKernels.KeccakPermuteOne(states.AsSpan(0, KeccakLane.Words))),
        ];
    }
}
