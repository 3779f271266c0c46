namespace PqCrypto.Kernels.Reference;

internal readonly partial struct ReferenceKernels
{
    public static void KemNtt(Span<short> f) => throw new NotSupportedException();
    public static void KemInverseNtt(Span<short> f) => throw new NotSupportedException();
    public static void KemMultiplyAccumulate(ReadOnlySpan<short> a, ReadOnlySpan<short> b, Span<short> sum) => throw new NotSupportedException();
    public static void KemAdd(ReadOnlySpan<short> f, Span<short> sum) => throw new NotSupportedException();
    public static void KemSubtractFrom(ReadOnlySpan<short> f, Span<short> difference) => throw new NotSupportedException();
    public static void KemReduce(Span<short> f) => throw new NotSupportedException();
    public static int KemSampleUniform(ReadOnlySpan<byte> stream, Span<short> f, int filled) => throw new NotSupportedException();
    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f) => throw new NotSupportedException();
    public static void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes) => throw new NotSupportedException();
    public static int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f) => throw new NotSupportedException();
    public static void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes) => throw new NotSupportedException();
    public static void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f) => throw new NotSupportedException();
    public static void DsaNtt(Span<int> f) => throw new NotSupportedException();
    public static void DsaInverseNtt(Span<int> f) => throw new NotSupportedException();
    public static void DsaMultiplyAccumulate(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> sum) => throw new NotSupportedException();
    public static void DsaAdd(ReadOnlySpan<int> f, Span<int> sum) => throw new NotSupportedException();
    public static void DsaSubtractFrom(ReadOnlySpan<int> f, Span<int> difference) => throw new NotSupportedException();
    public static void DsaReduce(Span<int> f) => throw new NotSupportedException();
    public static void DsaShiftLeft(Span<int> f) => throw new NotSupportedException();
    public static void DsaPower2Round(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0) => throw new NotSupportedException();
    public static void DsaDecompose(ReadOnlySpan<int> r, int gamma2, Span<int> r1, Span<int> r0) => throw new NotSupportedException();
    public static int DsaMakeHint(ReadOnlySpan<int> z, ReadOnlySpan<int> r, int gamma2, Span<int> h) => throw new NotSupportedException();
    public static void DsaUseHint(ReadOnlySpan<int> h, ReadOnlySpan<int> r, int gamma2, Span<int> w1) => throw new NotSupportedException();
    public static int DsaReachesNorm(ReadOnlySpan<int> f, int bound) => throw new NotSupportedException();
    public static int DsaSampleUniform(ReadOnlySpan<byte> stream, Span<int> f, int filled) => throw new NotSupportedException();
    public static int DsaSampleBounded(ReadOnlySpan<byte> stream, int eta, Span<int> f, int filled) => throw new NotSupportedException();
    public static void DsaSimpleBitPack(ReadOnlySpan<int> f, int bits, Span<byte> bytes) => throw new NotSupportedException();
    public static void DsaBitPack(ReadOnlySpan<int> f, int high, int bits, Span<byte> bytes) => throw new NotSupportedException();
    public static void DsaSimpleBitUnpack(ReadOnlySpan<byte> bytes, int bits, Span<int> f) => throw new NotSupportedException();
    public static void DsaBitUnpack(ReadOnlySpan<byte> bytes, int high, int bits, Span<int> f) => throw new NotSupportedException();
}
