namespace PqCrypto.Kernels.Curve25519;

/// <summary>Multiplication of points of Curve25519 by scalars, by u-coordinates: one implementation for each kind of arithmetic.</summary>
/// <remarks>RFC 7748, section 5. One sequence of instructions and addresses for all scalars. Allocates nothing but a table at first use. Safe for many
/// threads. Points of small order give zero.</remarks>
internal abstract class CurveKernels
{
    /// <summary>What the arithmetic is made of.</summary>
    internal abstract string Name { get; }

    /// <summary>Whether results are right only where the processor rounds to nearest, as every thread does unless foreign code has changed it.</summary>
    internal virtual bool NeedsNearestRounding => false;

    /// <summary>Multiplies a point by a scalar.</summary>
    /// <param name="scalar">32 bytes, clamped. Secret.</param>
    /// <param name="u">The point, 32 bytes; bit 255 is ignored, values from p on are taken modulo p. Public.</param>
    /// <param name="result">Receives 32 bytes; may be one of the inputs. Secret.</param>
    internal abstract void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> result);

    /// <summary>Multiplies the base point by a scalar.</summary>
    /// <param name="scalar">32 bytes, clamped. Secret.</param>
    /// <param name="result">Receives 32 bytes; may be the input.</param>
    internal abstract void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result);

    /// <summary>Multiplies the base point and another point by the same scalar.</summary>
    /// <param name="scalar">32 bytes, clamped. Secret.</param>
    /// <param name="u">The other point, as for <see cref="Multiply"/>. Public.</param>
    /// <param name="baseResult">Receives 32 bytes. Overlaps nothing.</param>
    /// <param name="result">Receives 32 bytes. Secret. Overlaps nothing.</param>
    internal abstract void MultiplyBoth(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> baseResult, Span<byte> result);
}
