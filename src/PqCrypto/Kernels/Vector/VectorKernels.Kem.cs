using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203: what scalar code does for every width.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f) => ReferenceKernels.KemSampleCbd(bytes, eta, f);

    /// <inheritdoc/>
    public static void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes) => ReferenceKernels.KemEncode12(f, bytes);

    /// <inheritdoc/>
    public static int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f) => ReferenceKernels.KemDecode12(bytes, f);

    /// <inheritdoc/>
    public static void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes) => ReferenceKernels.KemCompressEncode(f, d, bytes);

    /// <inheritdoc/>
    public static void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f) => ReferenceKernels.KemDecodeDecompress(bytes, d, f);
}
