using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>The Montgomery ladder with the coordinates of both points in one quad: three multiplications for each bit.</summary>
/// <remarks>
/// RFC 7748, section 5, with the names of its pseudocode; a24 stands for the factor. The products of a step are those of three quads: DA, CB, AA, BB;
/// then (DA + CB)^2, (DA - CB)^2, AA * BB, a24 * E; then z_3 = x_1 * (DA - CB)^2 and z_2 = E * (AA + a24 * E), beside x_3 and x_2 times one.
/// The points themselves are not swapped: that exchanges A with C and B with D, so DA with CB, and changes the sign of DA - CB, which is squared.
/// Only what is doubled is chosen: A and B, or C and D.
/// </remarks>
/// <typeparam name="TField">The arithmetic.</typeparam>
/// <typeparam name="TLimb">One limb of a quad.</typeparam>
internal static class QuadLadder<TField, TLimb>
    where TField : struct, IQuadField<TLimb>
    where TLimb : unmanaged
{
    /// <summary>How many quads of scratch memory it takes.</summary>
    internal const int ScratchQuads = 5;

    private const ulong A24 = 121665;       // = (486662 - 2) / 4
    private const int TopBit = 254;         // the highest bit of a clamped scalar

    /// <summary>Multiplies a point by a scalar.</summary>
    /// <param name="scalar">32 bytes, clamped. Secret.</param>
    /// <param name="u">The point's u-coordinate, limbs below 2^51. Public or secret.</param>
    /// <param name="scratch"><see cref="ScratchQuads"/> quads, secret, which the caller zeroes.</param>
    /// <param name="result">Out: x_2 in lane 2, z_2 in lane 3, tight. Secret.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Run(ReadOnlySpan<byte> scalar, in Element25519 u, Span<TLimb> scratch, ref TLimb result)
    {
        ref TLimb factors = ref MemoryMarshal.GetReference(scratch[..(ScratchQuads * TField.Size)]);
        ref TLimb left = ref Unsafe.Add(ref factors, TField.Size);
        ref TLimb right = ref Unsafe.Add(ref left, TField.Size);
        ref TLimb sums = ref Unsafe.Add(ref right, TField.Size);
        ref TLimb squares = ref Unsafe.Add(ref sums, TField.Size);

        Element25519 one = new() { L0 = 1 };
        TField.Load([u, one, one, default], ref left);              // x_3, z_3, x_2, z_2
        TField.Load([one, one, one, one], ref right);
        TField.Multiply(in left, in right, LaneSums.DifferenceSumSumDifference, ref result);
        TField.Load([one, u, one, new() { L0 = A24 }], ref factors);

        ulong previous = 0;
        for (int t = TopBit; t >= 0; t--)
        {
            ulong bit = (ulong)(scalar[t >> 3] >> (t & 7)) & 1;
            ChooseDoubled(0 - (bit ^ previous), ref result, ref left, ref right);
            previous = bit;
            TField.Multiply(in left, in right, LaneSums.SumDifferenceFirstDifference, ref sums);
            TakeSums(ref sums, ref factors, ref left);
            TField.Multiply(in left, in sums, LaneSums.None, ref squares);
            TakeSquares(ref squares, ref sums, ref factors, ref left, ref right);
            TField.Multiply(in left, in right, t == 0 ? LaneSums.None : LaneSums.DifferenceSumSumDifference, ref result);
        }
    }

    /// <summary>From D, C, A, B makes the factors of DA, CB and of two squares: A and B, or C and D.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ChooseDoubled(ulong mask, ref TLimb points, ref TLimb left, ref TLimb right)
    {
        for (int i = 0; i < TField.Size; i++)
        {
            TLimb point = Unsafe.Add(ref points, i);
            TLimb exchanged = TField.Permute(point, 0b00_01_11_10);                 // A, B, C, D
            TLimb doubled = TField.Select(mask, exchanged, point);
            Unsafe.Add(ref left, i) = TField.Blend(point, doubled, 0b1100);
            Unsafe.Add(ref right, i) = TField.Blend(exchanged, doubled, 0b1100);
        }
    }

    /// <summary>From DA + CB, DA - CB, AA, E makes DA + CB, DA - CB, BB, a24: the other factors of two squares, of AA and of E.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeSums(ref TLimb sums, ref TLimb factors, ref TLimb left)
    {
        for (int i = 0; i < TField.Size; i++)
        {
            TLimb sum = Unsafe.Add(ref sums, i);
            TLimb difference = TField.Subtract(sum, TField.Permute(sum, 0b10_11_00_01), i);         // BB = AA - E in lane 2
            Unsafe.Add(ref left, i) = TField.Blend(TField.Blend(sum, difference, 0b0100), Unsafe.Add(ref factors, i), 0b1000);
        }
    }

    /// <summary>From (DA + CB)^2, (DA - CB)^2, AA * BB, a24 * E makes the factors 1, x_1, 1, AA + a24 * E, and the others, of which E is the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeSquares(ref TLimb squares, ref TLimb sums, ref TLimb factors, ref TLimb left, ref TLimb right)
    {
        for (int i = 0; i < TField.Size; i++)
        {
            TLimb square = Unsafe.Add(ref squares, i);
            TLimb sum = Unsafe.Add(ref sums, i);
            TLimb last = TField.Add(square, TField.Permute(sum, 0b10_11_00_01));                    // AA + a24 * E in lane 3
            Unsafe.Add(ref left, i) = TField.Blend(Unsafe.Add(ref factors, i), last, 0b1000);
            Unsafe.Add(ref right, i) = TField.Blend(square, sum, 0b1000);
        }
    }
}
