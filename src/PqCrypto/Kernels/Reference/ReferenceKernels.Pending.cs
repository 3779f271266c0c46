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
}
