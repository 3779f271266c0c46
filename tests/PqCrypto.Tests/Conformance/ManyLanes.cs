using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Conformance;

/// <summary>A number of lanes as a type.</summary>
internal interface ILaneCount
{
    static abstract int Lanes { get; }

    static abstract int FewLanes { get; }
}

internal readonly struct TwoLanes : ILaneCount
{
    public static int Lanes => 2;

    public static int FewLanes => 2;
}

internal readonly struct FourLanes : ILaneCount
{
    public static int Lanes => 4;

    public static int FewLanes => 4;
}

internal readonly struct EightLanes : ILaneCount
{
    public static int Lanes => 8;

    public static int FewLanes => 8;
}

/// <summary>Eight lanes of which four alone take less time.</summary>
internal readonly struct EightOrFourLanes : ILaneCount
{
    public static int Lanes => 8;

    public static int FewLanes => 4;
}

/// <summary>The reference kernels behind a permutation of many lanes, each permuted alone: it proves the layers above for vector kernels.</summary>
internal readonly partial struct ManyLanes<TCount> : IKernels
    where TCount : struct, ILaneCount
{
    [ThreadStatic]
    internal static int Permutations;

    [ThreadStatic]
    internal static int FewPermutations;

    public static string Name => $"reference x{TCount.Lanes}";

    public static int KeccakLanes => TCount.Lanes;

    public static int KeccakFewLanes => TCount.FewLanes;

    public static int KeccakSteadyLanes => TCount.FewLanes;

    public static void KeccakPermute(Span<ulong> states)
    {
        Permutations++;
        Permute(states, TCount.Lanes);
    }

    public static void KeccakPermuteFew(Span<ulong> states)
    {
        FewPermutations++;
        Permute(states, TCount.FewLanes);
    }

    public static void KeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words)
    {
        Assert.True(targets.Length == TCount.Lanes || targets.Length == TCount.FewLanes);
        for (int lane = 0; lane < targets.Length; lane++)
            KeccakLane.Copy(states, TCount.Lanes, lane, memory.Slice(targets[lane], words * sizeof(ulong)));
    }

    private static void Permute(Span<ulong> states, int lanes)
    {
        Assert.Equal(25 * TCount.Lanes, states.Length);
        Span<ulong> state = stackalloc ulong[25];
        for (int lane = 0; lane < lanes; lane++)
        {
            for (int word = 0; word < 25; word++)
                state[word] = states[(word * TCount.Lanes) + lane];
            ReferenceKernels.KeccakPermute(state);
            for (int word = 0; word < 25; word++)
                states[(word * TCount.Lanes) + lane] = state[word];
        }
    }

    public static void KeccakPermuteOne(Span<ulong> state)
    {
        Permutations++;
        ReferenceKernels.KeccakPermute(state);
    }

    public static void KemNtt(Span<short> f) => ReferenceKernels.KemNtt(f);

    public static void KemInverseNtt(Span<short> f) => ReferenceKernels.KemInverseNtt(f);

    public static void KemPrepareFactors(ReadOnlySpan<short> b, Span<short> factors) => ReferenceKernels.KemPrepareFactors(b, factors);

    public static void KemMultiplyAccumulate(ReadOnlySpan<short> a, ReadOnlySpan<short> factors, Span<short> sum, int step) =>
        ReferenceKernels.KemMultiplyAccumulate(a, factors, sum, step);

    public static void KemAdd(ReadOnlySpan<short> f, Span<short> sum) => ReferenceKernels.KemAdd(f, sum);

    public static void KemSubtractFrom(ReadOnlySpan<short> f, Span<short> difference) => ReferenceKernels.KemSubtractFrom(f, difference);

    public static void KemReduce(Span<short> f) => ReferenceKernels.KemReduce(f);

    public static int KemSampleUniform(ReadOnlySpan<byte> stream, Span<short> f, int filled) => ReferenceKernels.KemSampleUniform(stream, f, filled);

    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f) => ReferenceKernels.KemSampleCbd(bytes, eta, f);

    public static void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes) => ReferenceKernels.KemEncode12(f, bytes);

    public static int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f) => ReferenceKernels.KemDecode12(bytes, f);

    public static void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes) => ReferenceKernels.KemCompressEncode(f, d, bytes);

    public static void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f) => ReferenceKernels.KemDecodeDecompress(bytes, d, f);
}
