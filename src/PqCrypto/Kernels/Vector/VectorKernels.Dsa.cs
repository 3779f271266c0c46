using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: what scalar code does for every width.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    public static void DsaAdd(ReadOnlySpan<int> f, Span<int> sum) => ReferenceKernels.DsaAdd(f, sum);

    /// <inheritdoc/>
    public static void DsaSubtractFrom(ReadOnlySpan<int> f, Span<int> difference) => ReferenceKernels.DsaSubtractFrom(f, difference);

    /// <inheritdoc/>
    public static void DsaReduce(Span<int> f) => ReferenceKernels.DsaReduce(f);

    /// <inheritdoc/>
    public static void DsaShiftLeft(Span<int> f) => ReferenceKernels.DsaShiftLeft(f);

    /// <inheritdoc/>
    public static void DsaPower2Round(ReadOnlySpan<int> r, Span<int> r1, Span<int> r0) => ReferenceKernels.DsaPower2Round(r, r1, r0);

    /// <inheritdoc/>
    public static void DsaDecompose(ReadOnlySpan<int> r, int gamma2, Span<int> r1, Span<int> r0) => ReferenceKernels.DsaDecompose(r, gamma2, r1, r0);

    /// <inheritdoc/>
    public static int DsaMakeHint(ReadOnlySpan<int> z, ReadOnlySpan<int> r, int gamma2, Span<int> h) => ReferenceKernels.DsaMakeHint(z, r, gamma2, h);

    /// <inheritdoc/>
    public static void DsaUseHint(ReadOnlySpan<int> h, ReadOnlySpan<int> r, int gamma2, Span<int> w1) =>
        ReferenceKernels.DsaUseHint(h, r, gamma2, w1);

    /// <inheritdoc/>
    public static int DsaReachesNorm(ReadOnlySpan<int> f, int bound) => ReferenceKernels.DsaReachesNorm(f, bound);

    /// <inheritdoc/>
    public static int DsaSampleUniform(ReadOnlySpan<byte> stream, Span<int> f, int filled) => ReferenceKernels.DsaSampleUniform(stream, f, filled);

    /// <inheritdoc/>
    public static int DsaSampleBounded(ReadOnlySpan<byte> stream, int eta, Span<int> f, int filled) =>
        ReferenceKernels.DsaSampleBounded(stream, eta, f, filled);

    /// <inheritdoc/>
    public static void DsaSimpleBitPack(ReadOnlySpan<int> f, int bits, Span<byte> bytes) => ReferenceKernels.DsaSimpleBitPack(f, bits, bytes);

    /// <inheritdoc/>
    public static void DsaBitPack(ReadOnlySpan<int> f, int high, int bits, Span<byte> bytes) => ReferenceKernels.DsaBitPack(f, high, bits, bytes);

    /// <inheritdoc/>
    public static void DsaSimpleBitUnpack(ReadOnlySpan<byte> bytes, int bits, Span<int> f) => ReferenceKernels.DsaSimpleBitUnpack(bytes, bits, f);

    /// <inheritdoc/>
    public static void DsaBitUnpack(ReadOnlySpan<byte> bytes, int high, int bits, Span<int> f) => ReferenceKernels.DsaBitUnpack(bytes, high, bits, f);
}
