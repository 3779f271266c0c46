using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;

namespace PqCrypto.Classical;

/// <summary>The function X25519: scalar multiplication on Curve25519 by the u-coordinate alone.</summary>
/// <remarks>RFC 7748, section 5. One sequence of instructions and addresses for all scalars. Allocates nothing. Points of small order give zero; whether
/// that is an error is the caller's rule.
/// Not compiled into a caller: coordinates would lie in the frame of a method that erases only what is below it.</remarks>
internal static class X25519
{
    /// <summary>Length in bytes of scalars, u-coordinates and results.</summary>
    internal const int SizeInBytes = 32;

    private static readonly CurveKernels Kernels = KernelSelector.Curves[0];

    /// <summary>Computes the public key of a scalar: its product with the base point, whose u-coordinate is 9.</summary>
    /// <param name="scalar">32 bytes, clamped here. Secret.</param>
    /// <param name="u">Receives 32 bytes.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> u)
    {
        using Workspace workspace = Workspace.Rent();
        Kernels.MultiplyBase(ClampedCopy(workspace, scalar), u[..SizeInBytes]);
    }

    /// <summary>Multiplies a point by a scalar.</summary>
    /// <param name="scalar">32 bytes, clamped here. Secret.</param>
    /// <param name="u">The point's u-coordinate, 32 bytes; bit 255 is ignored, values from p on are taken modulo p. Public.</param>
    /// <param name="result">Receives 32 bytes; may be one of the inputs. Secret.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> result)
    {
        using Workspace workspace = Workspace.Rent();
        Kernels.Multiply(ClampedCopy(workspace, scalar), u[..SizeInBytes], result[..SizeInBytes]);
    }

    /// <summary>Computes the public key of an ephemeral scalar and its product with another public key, in less time than one after the other.</summary>
    /// <param name="scalar">32 bytes, clamped here. Secret.</param>
    /// <param name="u">The other key, as for <see cref="Multiply"/>. Public.</param>
    /// <param name="ephemeral">Receives the public key, 32 bytes; overlaps nothing.</param>
    /// <param name="secret">Receives the product, 32 bytes; overlaps nothing. Secret.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void MultiplyBoth(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> ephemeral, Span<byte> secret)
    {
        using Workspace workspace = Workspace.Rent();
        Kernels.MultiplyBoth(ClampedCopy(workspace, scalar), u[..SizeInBytes], ephemeral[..SizeInBytes], secret[..SizeInBytes]);
    }

    /// <summary>Sets and clears the bits of a scalar that are fixed.</summary>
    /// <param name="scalar">32 bytes, changed in place. Secret.</param>
    /// <remarks>RFC 7748, section 5 (decodeScalar25519): a multiple of the cofactor 8 with its highest bit at 254.</remarks>
    internal static void Clamp(Span<byte> scalar)
    {
        scalar[0] &= 248;       // = 256 - 8
        scalar[31] &= 127;
        scalar[31] |= 64;
    }

    private static Span<byte> ClampedCopy(Workspace workspace, ReadOnlySpan<byte> scalar)
    {
        Span<byte> copy = workspace.Bytes(SizeInBytes);
        scalar[..SizeInBytes].CopyTo(copy);
        Clamp(copy);
        return copy;
    }
}
