using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Conformance;

/// <summary>A number of lanes as a type.</summary>
internal interface ILaneCount
{
    static abstract int Lanes { get; }
}

internal readonly struct TwoLanes : ILaneCount
{
    public static int Lanes => 2;
}

internal readonly struct FourLanes : ILaneCount
{
    public static int Lanes => 4;
}

internal readonly struct EightLanes : ILaneCount
{
    public static int Lanes => 8;
}

/// <summary>The reference kernels behind a permutation of many lanes, each permuted alone: it proves the layers above for vector kernels.</summary>
internal readonly struct ManyLanes<TCount> : IKernels
    where TCount : struct, ILaneCount
{
    [ThreadStatic]
    internal static int Permutations;

    public static string Name => $"reference x{TCount.Lanes}";

    public static int KeccakLanes => TCount.Lanes;

    public static void KeccakPermute(Span<ulong> states)
    {
        Assert.Equal(25 * TCount.Lanes, states.Length);
        Permutations++;
        Span<ulong> state = stackalloc ulong[25];
        for (int lane = 0; lane < TCount.Lanes; lane++)
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

    public static void KemMultiplyAccumulate(ReadOnlySpan<short> a, ReadOnlySpan<short> b, Span<short> sum) =>
        ReferenceKernels.KemMultiplyAccumulate(a, b, sum);

    public static void KemAdd(ReadOnlySpan<short> f, Span<short> sum) => ReferenceKernels.KemAdd(f, sum);

    public static void KemSubtractFrom(ReadOnlySpan<short> f, Span<short> difference) => ReferenceKernels.KemSubtractFrom(f, difference);

    public static void KemReduce(Span<short> f) => ReferenceKernels.KemReduce(f);

    public static int KemSampleUniform(ReadOnlySpan<byte> stream, Span<short> f, int filled) => ReferenceKernels.KemSampleUniform(stream, f, filled);

    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f) => ReferenceKernels.KemSampleCbd(bytes, eta, f);

    public static void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes) => ReferenceKernels.KemEncode12(f, bytes);

    public static int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f) => ReferenceKernels.KemDecode12(bytes, f);

    public static void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes) => ReferenceKernels.KemCompressEncode(f, d, bytes);

    public static void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f) => ReferenceKernels.KemDecodeDecompress(bytes, d, f);

    public static void DsaNtt(Span<int> f) => ReferenceKernels.DsaNtt(f);

    public static void DsaInverseNtt(Span<int> f) => ReferenceKernels.DsaInverseNtt(f);

    public static void DsaMultiplyAccumulate(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> sum) =>
        ReferenceKernels.DsaMultiplyAccumulate(a, b, sum);

    public static void DsaAdd(ReadOnlySpan<int> f, Span<int> sum) => ReferenceKernels.DsaAdd(f, sum);

    public static void DsaSubtractFrom(ReadOnlySpan<int> f, Span<int> difference) => ReferenceKernels.DsaSubtractFrom(f, difference);

    public static void DsaReduce(Span<int> f) => ReferenceKernels.DsaReduce(f);

    public static void DsaShiftLeft(Span<int> f) => ReferenceKernels.DsaShiftLeft(f);

    public static void DsaPower2Round(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0) => ReferenceKernels.DsaPower2Round(r, r1, r0);

    public static void DsaDecompose(ReadOnlySpan<int> r, int gamma2, Span<int> r1, Span<int> r0) => ReferenceKernels.DsaDecompose(r, gamma2, r1, r0);

    public static int DsaMakeHint(ReadOnlySpan<int> z, ReadOnlySpan<int> r, int gamma2, Span<int> h) => ReferenceKernels.DsaMakeHint(z, r, gamma2, h);

    public static void DsaUseHint(ReadOnlySpan<int> h, ReadOnlySpan<int> r, int gamma2, Span<int> w1) =>
        ReferenceKernels.DsaUseHint(h, r, gamma2, w1);

    public static int DsaReachesNorm(ReadOnlySpan<int> f, int bound) => ReferenceKernels.DsaReachesNorm(f, bound);

    public static int DsaSampleUniform(ReadOnlySpan<byte> stream, Span<int> f, int filled) => ReferenceKernels.DsaSampleUniform(stream, f, filled);

    public static int DsaSampleBounded(ReadOnlySpan<byte> stream, int eta, Span<int> f, int filled) =>
        ReferenceKernels.DsaSampleBounded(stream, eta, f, filled);

    public static void DsaSimpleBitPack(ReadOnlySpan<int> f, int bits, Span<byte> bytes) => ReferenceKernels.DsaSimpleBitPack(f, bits, bytes);

    public static void DsaBitPack(ReadOnlySpan<int> f, int high, int bits, Span<byte> bytes) => ReferenceKernels.DsaBitPack(f, high, bits, bytes);

    public static void DsaSimpleBitUnpack(ReadOnlySpan<byte> bytes, int bits, Span<int> f) => ReferenceKernels.DsaSimpleBitUnpack(bytes, bits, f);

    public static void DsaBitUnpack(ReadOnlySpan<byte> bytes, int high, int bits, Span<int> f) => ReferenceKernels.DsaBitUnpack(bytes, high, bits, f);
}
