using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: what scalar code still does for every width.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    public static void DsaSimpleBitPack(ReadOnlySpan<int> f, int bits, Span<byte> bytes) => ReferenceKernels.DsaSimpleBitPack(f, bits, bytes);

    /// <inheritdoc/>
    public static void DsaBitPack(ReadOnlySpan<int> f, int high, int bits, Span<byte> bytes) => ReferenceKernels.DsaBitPack(f, high, bits, bytes);

    /// <inheritdoc/>
    public static void DsaSimpleBitUnpack(ReadOnlySpan<byte> bytes, int bits, Span<int> f) => ReferenceKernels.DsaSimpleBitUnpack(bytes, bits, f);
}
