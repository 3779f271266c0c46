namespace PqCrypto.Kernels.Vector;

/// <summary>The kernels over vectors: one text for all widths.</summary>
/// <remarks>What a width is, is in its struct; what a kernel needs of it is an operation there. The reference is the oracle of each of these
/// kernels.</remarks>
/// <typeparam name="TWidth">The width or instruction set.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal readonly partial struct VectorKernels<TWidth, TVector> : IKernels
    where TWidth : struct, IWidth<TVector>
    where TVector : unmanaged
{
    /// <inheritdoc/>
    public static string Name => TWidth.Name;
}
