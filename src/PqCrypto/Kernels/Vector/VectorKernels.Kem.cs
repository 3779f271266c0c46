using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203: what scalar code still does for every width.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    public static int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f) => ReferenceKernels.KemDecode12(bytes, f);
}
