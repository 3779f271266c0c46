using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Vector;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>The Montgomery ladder with the coordinates of each point in one pair: three multiplications and two squarings of pairs for each bit.</summary>
/// <remarks>
/// RFC 7748, section 5, with the names of its pseudocode; a24 stands for the factor. The products of a step: DA, CB; AA, BB; then (DA + CB)^2,
/// (DA - CB)^2; then z_3 = x_1 * (DA - CB)^2 beside a24 * E; then x_2 = AA * BB, z_2 = E * (AA + a24 * E). The points themselves are not swapped: that
/// exchanges A with C and B with D, so DA with CB, and changes the sign of DA - CB, which is squared. Only what is doubled is chosen: A and B, or C and D.
/// </remarks>
internal static class PairLadder
{
    /// <summary>How many limbs of scratch memory it takes: four quads and the window, half as many as there are vectors.</summary>
    internal const int ScratchLimbs = (4 * Limbs) + ((IntegerPairs.WindowSize + 1) / 2);

    private const int Limbs = IntegerPairs.Limbs;
    private const ulong A24 = 121665;       // = (486662 - 2) / 4
    private const int TopBit = 254;         // the highest bit of a clamped scalar

    /// <summary>Multiplies a point by a scalar.</summary>
    /// <param name="scalar">32 bytes, clamped. Secret.</param>
    /// <param name="u">The point's u-coordinate, limbs below 2^51. Public or secret.</param>
    /// <param name="scratch"><see cref="ScratchLimbs"/> limbs, secret, which the caller zeroes.</param>
    /// <param name="points">Out: x_2 in lane 2, z_2 in lane 3, tight. Secret.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Run(ReadOnlySpan<byte> scalar, in Element25519 u, Span<IntegerLimb> scratch, ref IntegerLimb points)
    {
        ref IntegerLimb factors = ref MemoryMarshal.GetReference(scratch[..ScratchLimbs]);
        ref IntegerLimb sums = ref Unsafe.Add(ref factors, Limbs);
        ref IntegerLimb others = ref Unsafe.Add(ref sums, Limbs);
        ref IntegerLimb products = ref Unsafe.Add(ref others, Limbs);
        ref Vector128<ulong> window = ref Unsafe.Add(ref products, Limbs).Low;

        Element25519 one = new() { L0 = 1 };
        IntegerQuads.Load([u, one, one, default], ref points);                  // x_3, z_3; x_2, z_2
        IntegerQuads.Load([u, new() { L0 = A24 }, default, default], ref factors);

        ulong previous = 0;
        for (int t = TopBit; t >= 0; t--)
        {
            ulong bit = (ulong)(scalar[t >> 3] >> (t & 7)) & 1;
            AddCoordinates(0 - (bit ^ previous), ref points, ref sums, ref others);
            previous = bit;
            IntegerPairs.Multiply(in sums.Low, in others.Low, LaneSums.None, ref window, ref products.Low);     // DA, CB
            IntegerPairs.Square(in sums.High, ref window, ref products.High);                                   // AA, BB
            AddProducts(ref products, ref sums);
            IntegerPairs.Square(in sums.Low, ref window, ref sums.Low);                                         // (DA + CB)^2, (DA - CB)^2
            TakeFactors(ref sums, ref others);
            IntegerPairs.Multiply(in others.Low, in factors.Low, LaneSums.None, ref window, ref others.Low);    // z_3, a24 * E
            TakeLast(ref sums, ref products, ref others, ref points);
            IntegerPairs.Multiply(in sums.High, in others.High, LaneSums.None, ref window, ref points.High);    // x_2, z_2
        }
    }

    /// <summary>From the points makes A, B and D, C; and A, B again or, where the mask is set, C, D.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddCoordinates(ulong mask, ref IntegerLimb points, ref IntegerLimb sums, ref IntegerLimb others)
    {
        Vector128<ulong> lanes = Vector128.Create(mask);
        for (int i = 0; i < Limbs; i++)
        {
            Vector128<ulong> second = SumAndDifference(Unsafe.Add(ref points, i).High, i), third = SumAndDifference(Unsafe.Add(ref points, i).Low, i);
            Unsafe.Add(ref sums, i) = new(second, second ^ ((second ^ third) & lanes));
            Unsafe.Add(ref others, i).Low = Width128.Join64(third, 1, third, 0);
        }
    }

    /// <summary>From DA, CB and AA, BB makes DA + CB, DA - CB and AA, E.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(ref IntegerLimb products, ref IntegerLimb sums)
    {
        for (int i = 0; i < Limbs; i++)
        {
            Vector128<ulong> squares = Unsafe.Add(ref products, i).High;
            Unsafe.Add(ref sums, i) = new(
                SumAndDifference(Unsafe.Add(ref products, i).Low, i),
                Width128.Join64(squares, 0, SumAndDifference(squares, i), 1));
        }
    }

    /// <summary>Takes (DA - CB)^2, E out of (DA + CB)^2, (DA - CB)^2 and AA, E.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeFactors(ref IntegerLimb sums, ref IntegerLimb others)
    {
        for (int i = 0; i < Limbs; i++)
            Unsafe.Add(ref others, i).Low = Width128.Join64(Unsafe.Add(ref sums, i).Low, 1, Unsafe.Add(ref sums, i).High, 1);
    }

    /// <summary>From z_3, a24 * E makes x_3, z_3 and BB, AA + a24 * E: the other factors of AA and E.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeLast(ref IntegerLimb sums, ref IntegerLimb products, ref IntegerLimb others, ref IntegerLimb points)
    {
        for (int i = 0; i < Limbs; i++)
        {
            Vector128<ulong> squares = Unsafe.Add(ref products, i).High, last = Unsafe.Add(ref others, i).Low;
            Vector128<ulong> exchanged = Width128.Join64(squares, 1, squares, 0);
            Unsafe.Add(ref others, i).High = Width128.Join64(exchanged, 0, exchanged + last, 1);
            Unsafe.Add(ref points, i).Low = Width128.Join64(Unsafe.Add(ref sums, i).Low, 0, last, 0);
        }
    }

    /// <summary>From one limb of a, b makes that of a + b, a - b.</summary>
    /// <remarks>In: tight. Out: loose; 2p is added to the difference.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SumAndDifference(Vector128<ulong> pair, int index) =>
        Width128.Join64(pair, 1, pair, 0) + Width128.Join64(pair, 0, Vector128.Create(IntegerQuads.TwoP[index]) - pair, 1);
}
