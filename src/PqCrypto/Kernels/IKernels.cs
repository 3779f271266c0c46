namespace PqCrypto.Kernels;

/// <summary>The seam between the standards and the machine: operations on whole polynomials and whole Keccak states.</summary>
/// <remarks>
/// <see cref="Reference.ReferenceKernels"/> is written from the standards and is the oracle of every test. Each member states what it accepts
/// and returns; two implementations agree after reduction modulo q. Inside the NTT domain the order of coefficients is private to a
/// kernel set: only its own NTT, inverse NTT, MultiplyAccumulate, SampleUniform and (for ML-KEM) Encode12 and Decode12 know it. So is, for ML-DSA,
/// a factor that MultiplyAccumulate leaves and the inverse NTT takes out. No implementation branches or indexes on a parameter called secret.
/// </remarks>
internal partial interface IKernels
{
    /// <summary>The name by which <c>PqCryptoRuntime</c> and the tests know this set.</summary>
    static abstract string Name { get; }
}
