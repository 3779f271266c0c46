using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>The same limb of four elements of <see cref="Field25519"/>.</summary>
/// <param name="Lane0">The limb of the element in lane 0.</param>
/// <param name="Lane1">The limb of the element in lane 1.</param>
/// <param name="Lane2">The limb of the element in lane 2.</param>
/// <param name="Lane3">The limb of the element in lane 3.</param>
internal record struct ScalarLimb(ulong Lane0, ulong Lane1, ulong Lane2, ulong Lane3);

/// <summary>Quads of <see cref="Field25519"/>, one element after the other: for processors without the vectors that other quads need.</summary>
/// <remarks>Tight and loose are those of the field; a multiplication accepts loose quads on both sides.</remarks>
internal readonly struct ScalarQuads : IQuadField<ScalarLimb>
{
    private const int Lanes = 4;

    /// <inheritdoc/>
    public static string Name => "scalar";

    /// <inheritdoc/>
    public static int Size => 5;

    /// <inheritdoc/>
    public static void Multiply(ref readonly ScalarLimb a, ref readonly ScalarLimb b, ref ScalarLimb product) =>
        Multiply(in a, in b, LaneSums.None, ref product);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref readonly ScalarLimb a, ref readonly ScalarLimb b, LaneSums sums, ref ScalarLimb product)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            Read(in a, lane, out Element25519 left);
            Read(in b, lane, out Element25519 right);
            Field25519.Multiply(in left, in right, out left);
            Write(in left, lane, ref product);
        }

        for (int i = 0; i < Size; i++)
        {
            ScalarLimb limb = At(in product, i);
            At(in product, i) = new ScalarLimb(
                Sum(limb.Lane0, limb.Lane1, sums, 0, i),
                Sum(limb.Lane0, limb.Lane1, sums, 1, i),
                Sum(limb.Lane2, limb.Lane3, sums, 2, i),
                Sum(limb.Lane2, limb.Lane3, sums, 3, i));
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            Read(in product, lane, out Element25519 sum);
            Field25519.Tighten(in sum, out sum);
            Write(in sum, lane, ref product);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquareRepeatedly(ref readonly ScalarLimb a, int count, ref ScalarLimb power)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            Read(in a, lane, out Element25519 square);
            Field25519.SquareRepeatedly(in square, count, out square);
            Write(in square, lane, ref power);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(ReadOnlySpan<Element25519> elements, ref ScalarLimb quad)
    {
        for (int lane = 0; lane < Lanes; lane++)
            Write(in elements[lane], lane, ref quad);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(ref readonly ScalarLimb quad, Span<Element25519> elements)
    {
        for (int lane = 0; lane < Lanes; lane++)
            Read(in quad, lane, out elements[lane]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLimb Add(ScalarLimb a, ScalarLimb b) => new(a.Lane0 + b.Lane0, a.Lane1 + b.Lane1, a.Lane2 + b.Lane2, a.Lane3 + b.Lane3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLimb Subtract(ScalarLimb a, ScalarLimb b, int index)
    {
        ulong twoP = Field25519.TwoP(index);
        return new(a.Lane0 + twoP - b.Lane0, a.Lane1 + twoP - b.Lane1, a.Lane2 + twoP - b.Lane2, a.Lane3 + twoP - b.Lane3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLimb Permute(ScalarLimb a, [ConstantExpected] byte order) =>
        new(Lane(a, order & 3), Lane(a, (order >> 2) & 3), Lane(a, (order >> 4) & 3), Lane(a, order >> 6));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLimb Blend(ScalarLimb a, ScalarLimb b, [ConstantExpected] byte lanes) => new(
        Select(Mask(lanes, 0), b.Lane0, a.Lane0),
        Select(Mask(lanes, 1), b.Lane1, a.Lane1),
        Select(Mask(lanes, 2), b.Lane2, a.Lane2),
        Select(Mask(lanes, 3), b.Lane3, a.Lane3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLimb Select(ulong mask, ScalarLimb whenSet, ScalarLimb whenClear) => new(
        Select(mask, whenSet.Lane0, whenClear.Lane0),
        Select(mask, whenSet.Lane1, whenClear.Lane1),
        Select(mask, whenSet.Lane2, whenClear.Lane2),
        Select(mask, whenSet.Lane3, whenClear.Lane3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLimb Mask(ulong mask) => new(mask, mask, mask, mask);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLimb Include(ScalarLimb chosen, ScalarLimb limb, ScalarLimb mask) => new(
        chosen.Lane0 | (limb.Lane0 & mask.Lane0),
        chosen.Lane1 | (limb.Lane1 & mask.Lane1),
        chosen.Lane2 | (limb.Lane2 & mask.Lane2),
        chosen.Lane3 | (limb.Lane3 & mask.Lane3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Select(ulong mask, ulong whenSet, ulong whenClear) => whenClear ^ ((whenClear ^ whenSet) & mask);

    /// <summary>One lane of a limb; which one is public.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Lane(ScalarLimb a, int lane) => lane switch
    {
        0 => a.Lane0,
        1 => a.Lane1,
        2 => a.Lane2,
        _ => a.Lane3,
    };

    /// <summary>Adds or subtracts an odd product where the sums say so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sum(ulong even, ulong odd, LaneSums sums, int lane, int index)
    {
        ulong negated = Mask(sums.Negated, 8 * lane);
        return (even & Mask(sums.Even, 8 * lane)) + ((odd & Mask(sums.Odd, 8 * lane)) ^ negated) - negated + (Field25519.TwoP(index) & negated);
    }

    /// <summary>All bits where a bit is set, none where it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(uint bits, int bit) => 0UL - ((bits >> bit) & 1);

    private static void Read(ref readonly ScalarLimb quad, int lane, out Element25519 element)
    {
        Unsafe.SkipInit(out element);
        for (int i = 0; i < Size; i++)
            element[i] = LaneOf(in quad, i, lane);
    }

    private static void Write(in Element25519 element, int lane, ref ScalarLimb quad)
    {
        for (int i = 0; i < Size; i++)
            LaneOf(in quad, i, lane) = element[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ScalarLimb At(ref readonly ScalarLimb quad, int limb) => ref Unsafe.Add(ref Unsafe.AsRef(in quad), limb);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ulong LaneOf(ref readonly ScalarLimb quad, int limb, int lane) =>
        ref Unsafe.Add(ref Unsafe.As<ScalarLimb, ulong>(ref At(in quad, limb)), lane);
}
