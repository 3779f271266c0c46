using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Conformance;

/// <content>FIPS 204: the reference.</content>
internal readonly partial struct ManyLanes<TCount>
{
    public static void DsaNtt(Span<int> f) => ReferenceKernels.DsaNtt(f);

    public static void DsaInverseNtt(Span<int> f) => ReferenceKernels.DsaInverseNtt(f);

    public static void DsaMultiplyAccumulate(ReadOnlySpan<int> a, ReadOnlySpan<int> last, ReadOnlySpan<int> b, Span<int> sum) =>
        ReferenceKernels.DsaMultiplyAccumulate(a, last, b, sum);

    public static void DsaAdd(ReadOnlySpan<int> f, Span<int> sum) => ReferenceKernels.DsaAdd(f, sum);

    public static void DsaReduce(Span<int> f) => ReferenceKernels.DsaReduce(f);

    public static void DsaShiftLeft(Span<int> f) => ReferenceKernels.DsaShiftLeft(f);

    public static void DsaPower2Round(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0) => ReferenceKernels.DsaPower2Round(r, r1, r0);

    public static void DsaDecompose(ReadOnlySpan<int> r, int gamma2, Span<int> r1, Span<int> r0) => ReferenceKernels.DsaDecompose(r, gamma2, r1, r0);

    public static int DsaLowBitsReachNorm(ReadOnlySpan<int> r, int gamma2, int bound) => ReferenceKernels.DsaLowBitsReachNorm(r, gamma2, bound);

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

    public static void DsaChallengeTable(ReadOnlySpan<int> s, bool negated, Span<sbyte> table) => ReferenceKernels.DsaChallengeTable(s, negated, table);

    public static void DsaMultiplyChallenge(ReadOnlySpan<sbyte> table, ReadOnlySpan<ushort> offsets, int eta, ReadOnlySpan<int> addend, Span<int> sum) =>
        ReferenceKernels.DsaMultiplyChallenge(table, offsets, eta, addend, sum);
}
