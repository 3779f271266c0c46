using PqCrypto.Base;
using PqCrypto.Fips203.Algebra;

namespace PqCrypto.Fips203;

/// <summary>An encapsulation key with all that is computed from it once: public, filled by <see cref="MLKemCore{TParams, TVariant, TKernels}"/>
/// and never changed afterwards, so that many threads may use it.</summary>
/// <remarks>Ordinary managed arrays: nothing here is secret, so the collector may move it, and short-lived keys stay cheap.</remarks>
/// <param name="k">The rank.</param>
/// <param name="sizeInBytes">Length of the encoded key.</param>
internal sealed class EncapsulationKey(int k, int sizeInBytes)
{
    /// <summary>ek as FIPS 203 encodes it: t, then rho.</summary>
    internal byte[] Encoded { get; } = GC.AllocateUninitializedArray<byte>(sizeInBytes);

    /// <summary>H(ek), 32 bytes.</summary>
    internal byte[] Hash { get; } = new byte[32];

    /// <summary>The matrix A, in the order of <see cref="Matrix{TParams, TKernels}"/>.</summary>
    internal NttPoly[] AHat { get; } = GC.AllocateUninitializedArray<NttPoly>(k * k);

    /// <summary>The vector t.</summary>
    internal NttPoly[] THat { get; } = GC.AllocateUninitializedArray<NttPoly>(k);

    /// <summary>The seed of the matrix: the last 32 bytes of the encoded key.</summary>
    internal ReadOnlySpan<byte> Rho => Encoded.AsSpan(Encoded.Length - 32);
}

/// <summary>A decapsulation key: its secrets in memory that never moves, beside the encapsulation key that belongs to it.</summary>
/// <remarks>The owner keeps it referenced while a span of it is used, and disposes it after the last use.</remarks>
/// <param name="ek">The encapsulation key.</param>
/// <param name="k">The rank.</param>
internal sealed class DecapsulationKey(EncapsulationKey ek, int k) : IDisposable
{
    private readonly SecretBuffer secrets = new((k * Polynomials.SizeInBytes) + 64);        // = s, d, z
    private readonly int seedStart = k * Polynomials.SizeInBytes;

    /// <summary>The encapsulation key; stays usable after this key is disposed.</summary>
    internal EncapsulationKey Ek { get; } = ek;

    /// <summary>Whether d is known: not where the key was imported expanded.</summary>
    internal bool HasSeed { get; set; }

    /// <summary>The vector s. Secret.</summary>
    internal Span<NttPoly> SHat => secrets.As<NttPoly>()[..Ek.THat.Length];

    /// <summary>The seed d || z, 64 bytes; d is zero where it is not known. Secret.</summary>
    internal Span<byte> Seed => secrets.Bytes.Slice(seedStart, 64);

    /// <summary>The rejection value z, 32 bytes. Secret.</summary>
    internal Span<byte> Z => Seed[32..];

    /// <summary>Zeroes and frees the secrets.</summary>
    public void Dispose() => secrets.Dispose();
}
