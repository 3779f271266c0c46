using System.Runtime.CompilerServices;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>The Montgomery ladder as RFC 7748 writes it.</summary>
internal static class ScalarLadder
{
    /// <summary>How many elements of scratch memory it takes.</summary>
    internal const int ScratchElements = 7;

    private const uint A24 = 121665;        // = (486662 - 2) / 4
    private const int TopBit = 254;         // the highest bit of a clamped scalar

    /// <summary>Multiplies a point by a scalar.</summary>
    /// <param name="scalar">32 bytes, clamped. Secret.</param>
    /// <param name="x1">The point's u-coordinate, tight. Public or secret.</param>
    /// <param name="scratch"><see cref="ScratchElements"/> elements, secret, which the caller zeroes.</param>
    /// <param name="x2">Out: the numerator of the result's u-coordinate, tight. Secret.</param>
    /// <param name="z2">Out: its denominator, tight. Secret.</param>
    /// <remarks>RFC 7748, section 5, with the names of its pseudocode.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ReadOnlySpan<byte> scalar, in Element25519 x1, Span<Element25519> scratch, out Element25519 x2, out Element25519 z2)
    {
        ref Element25519 x3 = ref scratch[0];
        ref Element25519 z3 = ref scratch[1];
        x2 = new Element25519 { L0 = 1 };
        z2 = default;
        x3 = x1;
        z3 = x2;

        ulong swap = 0;
        for (int t = TopBit; t >= 0; t--)
        {
            ulong bit = (ulong)(scalar[t >> 3] >> (t & 7)) & 1;
            swap ^= bit;
            Field25519.Swap(0 - swap, ref x2, ref x3);
            Field25519.Swap(0 - swap, ref z2, ref z3);
            swap = bit;
            Step(in x1, ref x2, ref z2, ref x3, ref z3, scratch[2..]);
        }

        Field25519.Swap(0 - swap, ref x2, ref x3);
        Field25519.Swap(0 - swap, ref z2, ref z3);
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
