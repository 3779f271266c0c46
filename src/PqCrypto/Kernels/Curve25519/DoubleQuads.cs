using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Quads of doubles in vectors of 256 bits, whose products are exact by fused multiply-add.</summary>
/// <remarks>
/// <para>Five limbs of weight 2^(51 i), integers of either sign. Tight: |limb| at most T = 2^50 + 2^13. Loose: at most 2T, or below 2^51.</para>
/// <para>Each product a b of limbs, |a b| at most 2^102, is split without an error. High = 3 * 2^102 + a b, rounded, lies in [2^103, 2^104], where
/// doubles are 2^51 apart: it is 3 * 2^102 + 2^51 h for an integer h, |2^51 h - a b| below 2^51. (3 * 2^102 + 3 * 2^51) - high = 3 * 2^51 - 2^51 h is a
/// multiple of 2^51 below 2^104, so a double. Low = a b + that = 3 * 2^51 + l, with l = a b - 2^51 h, |l| below 2^51, is an integer in
/// [2^52, 2^53], so a double. Nothing here depends on how the processor rounds, and no number is so small that it is slow.</para>
/// <para>The bits of doubles between two powers of two, read as integers, count their distance: high counts h, low counts l, from those of
/// 3 * 2^102 and of 3 * 2^51. So sums of l, with the sums of h in the next column, are sums of integers; the counts that they started from are
/// taken off at the end. With |h| at most 2^51 + 1 a column is below 10 * 2^51; with 19 times a column that wraps, below 2^58.5; after the sums of
/// lanes, below 2^59.5.</para>
/// <para>The carry goes to all limbs at the same time. With 2^62 + 2^50 added, each column is positive; what exceeds 51 bits is 2^11 more than its
/// carry c, |c| at most 2^9; what remains is 2^50 more than what remains, in [-2^50, 2^50). Limb 0 receives 19 c of limb 4: at most
/// 2^50 + 19 * 2^9, which is T.</para>
/// </remarks>
internal readonly struct DoubleQuads : IQuadField<Vector256<double>>
{
    private const int LimbBits = 51;
    private const long LimbMask = (1L << LimbBits) - 1;
    private const int Lanes = 4;

    private const double HighStart = 15211807202738752817960438464512.0;        // = 3 * 2^102
    private const double LowStart = 6755399441055744.0;                         // = 3 * 2^51
    private const long HighBits = 0x4668_0000_0000_0000;                        // = (1023 + 103) * 2^52 + 2^51: the bits of HighStart
    private const long LowBits = 0x4338_0000_0000_0000;                         // = (1023 + 52) * 2^52 + 2^51: the bits of LowStart

    /// <summary>Makes columns positive; a half of the weight of a carry, so that carries are rounded.</summary>
    private const long Bias = (1L << 62) + (1L << 50);

    /// <summary>What the bias adds to each carry.</summary>
    private const long CarryBias = 2048;                                        // = 2^(62 - 51)

    /// <summary>The bits of 2^52: under this an integer below 2^52 becomes the double 2^52 more than it.</summary>
    private const long IntegerBits = 0x4330_0000_0000_0000;                     // = (1023 + 52) * 2^52

    /// <summary>What is too much in the doubles of limbs 1 to 4.</summary>
    private const double LimbExcess = 4503599627370496.0 + (1L << 50) + CarryBias;

    /// <summary>What is too much in the double of limb 0.</summary>
    private const double FirstExcess = 4503599627370496.0 + (1L << 50) + (19 * CarryBias);

    /// <inheritdoc/>
    public static string Name => "doubles";

    /// <inheritdoc/>
    /// <remarks>The bounds above hold however sums are rounded, but nothing is measured or tested except to nearest: so nothing else is used.</remarks>
    public static bool NeedsNearestRounding => true;

    /// <inheritdoc/>
    public static int Size => 5;

    /// <inheritdoc/>
    public static void Multiply(ref readonly Vector256<double> a, ref readonly Vector256<double> b, ref Vector256<double> product) =>
        Multiply(in a, in b, LaneSums.None, ref product);

    /// <inheritdoc/>
    /// <remarks>In: |a[i] b[j]| at most 2^102 for all i and j.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(
        ref readonly Vector256<double> a, ref readonly Vector256<double> b, LaneSums sums, ref Vector256<double> product)
    {
        Vector256<double> a0 = a, a1 = At(in a, 1), a2 = At(in a, 2), a3 = At(in a, 3), a4 = At(in a, 4);
        Vector256<double> b0 = b, b1 = At(in b, 1), b2 = At(in b, 2), b3 = At(in b, 3), b4 = At(in b, 4);
        Vector256<long> even = Spread(sums.Even), odd = Spread(sums.Odd), negated = Spread(sums.Negated);

        // Columns of weight 2^(51 k), the last ones first, so that most carries are ready when the first is.
        Vector256<long> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default;
        Vector256<long> c5 = default, c6 = default, c7 = default, c8 = default, c9 = default;
        Accumulate(a4, b4, ref c8, ref c9);

        Accumulate(a3, b4, ref c7, ref c8);
        Accumulate(a4, b3, ref c7, ref c8);

        Accumulate(a2, b4, ref c6, ref c7);
        Accumulate(a3, b3, ref c6, ref c7);
        Accumulate(a4, b2, ref c6, ref c7);

        Accumulate(a1, b4, ref c5, ref c6);
        Accumulate(a2, b3, ref c5, ref c6);
        Accumulate(a3, b2, ref c5, ref c6);
        Accumulate(a4, b1, ref c5, ref c6);

        Accumulate(a0, b4, ref c4, ref c5);
        Accumulate(a1, b3, ref c4, ref c5);
        Accumulate(a2, b2, ref c4, ref c5);
        Accumulate(a3, b1, ref c4, ref c5);
        Accumulate(a4, b0, ref c4, ref c5);

        Accumulate(a0, b3, ref c3, ref c4);
        Accumulate(a1, b2, ref c3, ref c4);
        Accumulate(a2, b1, ref c3, ref c4);
        Accumulate(a3, b0, ref c3, ref c4);
        c4 = Sum(Wrap(c4, c9, 5, 4, 0, 1), even, odd, negated);
        Vector256<long> wrapped = Times19(c4 >>> LimbBits);

        Accumulate(a0, b2, ref c2, ref c3);
        Accumulate(a1, b1, ref c2, ref c3);
        Accumulate(a2, b0, ref c2, ref c3);
        c3 = Sum(Wrap(c3, c8, 4, 3, 1, 2), even, odd, negated);
        Accumulate(a0, b1, ref c1, ref c2);
        Accumulate(a1, b0, ref c1, ref c2);
        c2 = Sum(Wrap(c2, c7, 3, 2, 2, 3), even, odd, negated);
        Accumulate(a0, b0, ref c0, ref c1);
        c1 = Sum(Wrap(c1, c6, 2, 1, 3, 4), even, odd, negated);
        c0 = Sum(Wrap(c0, c5, 1, 0, 4, 5), even, odd, negated);
        Carry(c0, c1, c2, c3, c4, wrapped, out product, out At(ref product, 1), out At(ref product, 2), out At(ref product, 3), out At(ref product, 4));
    }

    /// <inheritdoc/>
    /// <remarks>The products of <see cref="Multiply(ref readonly Vector256{double}, ref readonly Vector256{double}, LaneSums, ref Vector256{double})"/>,
    /// each pair of equal ones computed once with one factor doubled: at most 2 T^2, below 2^102.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SquareRepeatedly(ref readonly Vector256<double> a, int count, ref Vector256<double> power)
    {
        Vector256<double> a0 = a, a1 = At(in a, 1), a2 = At(in a, 2), a3 = At(in a, 3), a4 = At(in a, 4);
        for (int i = 0; i < count; i++)
        {
            Vector256<double> d0 = a0 + a0, d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3;
            Vector256<long> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default;
            Vector256<long> c5 = default, c6 = default, c7 = default, c8 = default, c9 = default;
            Accumulate(a4, a4, ref c8, ref c9);
            Accumulate(d3, a4, ref c7, ref c8);
            Accumulate(d2, a4, ref c6, ref c7);
            Accumulate(a3, a3, ref c6, ref c7);
            Accumulate(d1, a4, ref c5, ref c6);
            Accumulate(d2, a3, ref c5, ref c6);
            Accumulate(d0, a4, ref c4, ref c5);
            Accumulate(d1, a3, ref c4, ref c5);
            Accumulate(a2, a2, ref c4, ref c5);
            Accumulate(d0, a3, ref c3, ref c4);
            Accumulate(d1, a2, ref c3, ref c4);
            c4 = Wrap(c4, c9, 3, 2, 0, 1) + Vector256.Create(Bias);
            Vector256<long> wrapped = Times19(c4 >>> LimbBits);
            Accumulate(d0, a2, ref c2, ref c3);
            Accumulate(a1, a1, ref c2, ref c3);
            c3 = Wrap(c3, c8, 2, 2, 1, 1) + Vector256.Create(Bias);
            Accumulate(d0, a1, ref c1, ref c2);
            c2 = Wrap(c2, c7, 2, 1, 1, 2) + Vector256.Create(Bias);
            Accumulate(a0, a0, ref c0, ref c1);
            c1 = Wrap(c1, c6, 1, 1, 2, 2) + Vector256.Create(Bias);
            c0 = Wrap(c0, c5, 1, 0, 2, 3) + Vector256.Create(Bias);
            Carry(c0, c1, c2, c3, c4, wrapped, out a0, out a1, out a2, out a3, out a4);
        }

        power = a0;
        At(ref power, 1) = a1;
        At(ref power, 2) = a2;
        At(ref power, 3) = a3;
        At(ref power, 4) = a4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(ReadOnlySpan<Element25519> elements, ref Vector256<double> quad)
    {
        for (int i = 0; i < Size; i++)
            At(ref quad, i) = Vector256.Create((double)elements[0][i], elements[1][i], elements[2][i], elements[3][i]);
    }

    /// <inheritdoc/>
    /// <remarks>2p is added, whose limbs exceed those that are negative.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(ref readonly Vector256<double> quad, Span<Element25519> elements)
    {
        for (int i = 0; i < Size; i++)
        {
            for (int lane = 0; lane < Lanes; lane++)
                elements[lane][i] = (ulong)((long)At(in quad, i)[lane] + (long)Field25519.TwoP(i));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b, int index) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Permute(Vector256<double> a, [ConstantExpected] byte order) => Avx2.Permute4x64(a, order);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Blend(Vector256<double> a, Vector256<double> b, [ConstantExpected] byte lanes) => Avx.Blend(a, b, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Select(ulong mask, Vector256<double> whenSet, Vector256<double> whenClear) =>
        Vector256.ConditionalSelect(Vector256.Create(mask).AsDouble(), whenSet, whenClear);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Mask(ulong mask) => Vector256.Create(mask).AsDouble();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Include(Vector256<double> chosen, Vector256<double> limb, Vector256<double> mask) =>
        (chosen.AsUInt64() | (limb.AsUInt64() & mask.AsUInt64())).AsDouble();

    /// <summary>Adds a product to its columns: l to the one of its weight, h to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(Vector256<double> a, Vector256<double> b, ref Vector256<long> lows, ref Vector256<long> highs)
    {
        Vector256<double> high = Fma.MultiplyAdd(a, b, Vector256.Create(HighStart));
        Vector256<double> low = Vector256.Create(HighStart + LowStart) - high;
        highs += high.AsInt64();                                // between both uses of low, or the JIT joins them and copies a instead
        low = Fma.MultiplyAdd(a, b, low);
        lows += low.AsInt64();
    }

    /// <summary>Adds 19 times a column that wraps round 2^255, and takes off what the bits of doubles brought into both.</summary>
    /// <param name="column">The column.</param>
    /// <param name="wrapped">The one of 2^255 times its weight.</param>
    /// <param name="lows">How many low parts it is made of. Public, as the following.</param>
    /// <param name="highs">How many high parts.</param>
    /// <param name="wrappedLows">How many low parts the other is made of.</param>
    /// <param name="wrappedHighs">How many high parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Wrap(Vector256<long> column, Vector256<long> wrapped, int lows, int highs, int wrappedLows, int wrappedHighs) =>
        column + Times19(wrapped) - Vector256.Create((lows + (19 * wrappedLows)) * LowBits + (highs + (19 * wrappedHighs)) * HighBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Times19(Vector256<long> a) => (a << 4) + (a << 1) + a;

    /// <summary>Adds up lanes and adds the bias.</summary>
    /// <remarks>Minus a number is the number with all bits inverted, plus 1; this 1 goes with the bias.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Sum(Vector256<long> column, Vector256<long> even, Vector256<long> odd, Vector256<long> negated)
    {
        Vector256<long> evens = (Avx2.UnpackLow(column, column) & even) + (Vector256.Create(Bias) - negated);
        return evens + ((Avx2.UnpackHigh(column, column) & odd) ^ negated);
    }

    /// <summary>Makes a mask for each lane of a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Spread(uint bytes) => Avx2.ConvertToVector256Int64(Vector128.CreateScalarUnsafe(bytes).AsSByte());

    /// <summary>Carries and makes doubles.</summary>
    /// <remarks>In: columns with the bias, between 2^61 and 2^63; 19 times the carry of limb 4. Out: tight.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        Vector256<long> c0,
        Vector256<long> c1,
        Vector256<long> c2,
        Vector256<long> c3,
        Vector256<long> c4,
        Vector256<long> wrapped,
        out Vector256<double> r0,
        out Vector256<double> r1,
        out Vector256<double> r2,
        out Vector256<double> r3,
        out Vector256<double> r4)
    {
        r4 = ToDouble(c4, c3 >>> LimbBits) - Vector256.Create(LimbExcess);
        r3 = ToDouble(c3, c2 >>> LimbBits) - Vector256.Create(LimbExcess);
        r2 = ToDouble(c2, c1 >>> LimbBits) - Vector256.Create(LimbExcess);
        r1 = ToDouble(c1, c0 >>> LimbBits) - Vector256.Create(LimbExcess);
        r0 = ToDouble(c0, wrapped) - Vector256.Create(FirstExcess);
    }

    /// <summary>The low 51 bits of a column and the carry from the one before, as the double 2^52 more than their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ToDouble(Vector256<long> column, Vector256<long> carry) =>
        (((column & Vector256.Create(LimbMask)) | Vector256.Create(IntegerBits)) + carry).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector256<double> At(ref readonly Vector256<double> quad, int limb) => ref Unsafe.Add(ref Unsafe.AsRef(in quad), limb);
}
