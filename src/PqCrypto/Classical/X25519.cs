using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Curve25519;

namespace PqCrypto.Classical;

/// <summary>The function X25519: scalar multiplication on Curve25519 by the u-coordinate alone.</summary>
/// <remarks>RFC 7748, section 5. One sequence of instructions and addresses for all scalars and points. Allocates nothing.</remarks>
internal static class X25519
{
    /// <summary>Length in bytes of scalars, u-coordinates and results.</summary>
    internal const int SizeInBytes = 32;

    private const uint A24 = 121665;        // = (486662 - 2) / 4

    /// <summary>The u-coordinate of the base point, 9.</summary>
    private static ReadOnlySpan<byte> BasePoint =>
    [
        9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Computes the public key of a scalar: its product with the base point.</summary>
    /// <param name="scalar">32 bytes, clamped here. Secret.</param>
    /// <param name="u">Receives 32 bytes.</param>
    internal static void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> u) => Multiply(scalar, BasePoint, u);

    /// <summary>Multiplies a point by a scalar. Points of small order give zero; whether that is an error is the caller's rule.</summary>
    /// <param name="scalar">32 bytes, clamped here. Secret.</param>
    /// <param name="u">The point's u-coordinate, 32 bytes; bit 255 is ignored, values from p on are taken modulo p. Public or secret.</param>
    /// <param name="result">Receives 32 bytes; may be one of the inputs. Secret.</param>
    /// <remarks>RFC 7748, section 5: the Montgomery ladder with the names of its pseudocode.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> result)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> k = workspace.Bytes(SizeInBytes);
        scalar[..SizeInBytes].CopyTo(k);
        Clamp(k);

        Span<Element25519> elements = workspace.Take<Element25519>(5);
        Span<Element25519> scratch = workspace.Take<Element25519>(4);
        ref Element25519 x1 = ref elements[0];
        ref Element25519 x2 = ref elements[1];
        ref Element25519 z2 = ref elements[2];
        ref Element25519 x3 = ref elements[3];
        ref Element25519 z3 = ref elements[4];
        Field25519.Decode(u, out x1);
        x2.L0 = 1;
        x3 = x1;
        z3.L0 = 1;

        ulong swap = 0;
        for (int t = 254; t >= 0; t--)
        {
            ulong bit = (ulong)(k[t >> 3] >> (t & 7)) & 1;
            swap ^= bit;
            Field25519.Swap(0 - swap, ref x2, ref x3);
            Field25519.Swap(0 - swap, ref z2, ref z3);
            swap = bit;
            Step(in x1, ref x2, ref z2, ref x3, ref z3, scratch);
        }

        Field25519.Swap(0 - swap, ref x2, ref x3);
        Field25519.Swap(0 - swap, ref z2, ref z3);
        Field25519.Invert(in z2, scratch, out z3);
        Field25519.Multiply(in x2, in z3, out x2);
        Field25519.Encode(in x2, result);
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

    /// <summary>One step of the ladder: (x2 : z2) is doubled, (x3 : z3) becomes the sum of both points.</summary>
    /// <remarks>All coordinates are tight before and after. The capital letters are those of RFC 7748, section 5.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step(
        in Element25519 x1, ref Element25519 x2, ref Element25519 z2, ref Element25519 x3, ref Element25519 z3, Span<Element25519> scratch)
    {
        ref Element25519 a = ref scratch[0];
        ref Element25519 b = ref scratch[1];
        ref Element25519 da = ref scratch[2];
        ref Element25519 cb = ref scratch[3];
        Field25519.Add(in x2, in z2, out a);                    // A = x_2 + z_2
        Field25519.Subtract(in x2, in z2, out b);               // B = x_2 - z_2
        Field25519.Add(in x3, in z3, out cb);                   // C = x_3 + z_3
        Field25519.Subtract(in x3, in z3, out da);              // D = x_3 - z_3
        Field25519.Multiply(in da, in a, out da);               // DA
        Field25519.Multiply(in cb, in b, out cb);               // CB
        Field25519.Add(in da, in cb, out x3);
        Field25519.Square(in x3, out x3);                       // x_3 = (DA + CB)^2
        Field25519.Subtract(in da, in cb, out z3);
        Field25519.Square(in z3, out z3);
        Field25519.Multiply(in z3, in x1, out z3);              // z_3 = x_1 * (DA - CB)^2
        Field25519.Square(in a, out a);                         // AA = A^2
        Field25519.Square(in b, out b);                         // BB = B^2
        Field25519.Multiply(in a, in b, out x2);                // x_2 = AA * BB
        Field25519.Subtract(in a, in b, out da);                // E = AA - BB
        Field25519.MultiplySmall(in da, A24, out cb);
        Field25519.Add(in a, in cb, out cb);                    // AA + a24 * E
        Field25519.Multiply(in da, in cb, out z2);              // z_2 = E * (AA + a24 * E)
    }
}
