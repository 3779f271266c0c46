namespace PqCrypto.Kernels.Vector;

/// <summary>What becomes of each vector of a polynomial on its way through a kernel.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IMap<TVector>
    where TVector : unmanaged
{
    /// <summary>The vector that replaces another. As secret as the other.</summary>
    TVector Apply(TVector a);
}
