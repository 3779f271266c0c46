using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using PqCrypto.Kernels.Vector;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Two elements modulo p = 2^255 - 19 side by side, in one half of a quad: integers in vectors of 128 bits, whose products are of 32 by 32
/// bits.</summary>
/// <remarks>
/// <para>Ten limbs of weight 2^ceil(25.5 i), none negative: even ones of 26 bits, odd ones of 25. Tight: even limbs below 2^26 + 2^15, odd ones below
/// 2^25 + 2^15. Loose: even limbs below L = 3 * 2^26 + 2^16, odd ones below L / 2: a sum of two tight limbs, or a tight one and 2p without another, since
/// limbs of 2p are below 2^27 and 2^26, and above those of any tight element. A multiplication accepts loose pairs on both sides.</para>
/// <para>Limbs i and j meet in column i + j; where both are odd, its weight is half of that of the product, so that one of them is doubled. Column 10 + k
/// is 19 times column k, and limbs that wrap are multiplied by 19 first. Factors are below 2^32: 19 L is below 2^31.84, and 4 times an odd limb, as
/// squares have it, below 2^28.6.</para>
/// <para>An even column 2m has m + 1 products of even limbs and m of odd ones, doubled, and 4 - m and 5 - m of those that wrap. It is largest for
/// m = 0: 1 + 19 * 4 + 19 * 5 / 2 = 124.5 times the product of two even bounds. An odd column 2m + 1 has m + 1 products of either kind, and 4 - m that wrap:
/// for m = 0, 77 times that product, and for m = 4, five times. So columns of loose pairs are below 124.5 L^2, which is below 2^62.2.</para>
/// <para>Sums of the products of a loose and a tight pair: even columns are below 124.5 L (2^26 + 2^15), so 2^60.56, odd ones below 2^59.86. Where one is
/// subtracted, 2^35 p is added, whose limbs are about 2^61 and 2^60 and exceed both. The result is below 2^62.4; column 9 below 2^61.</para>
/// <para>Two carries run side by side, from column 0 up to 5 and from column 5 up to 0; each of them is below 2^38. The carry out of column 9 is below
/// 2^36, 19 times it below 2^40.3: it leaves at most 2^14.4 for limb 1. The first carry left 25 bits of column 5, so the second, below 2^37, leaves at most
/// 2^12 for limb 6. All other limbs are masked, so the result is tight.</para>
/// </remarks>
internal readonly struct IntegerPairs : IPowers<IntegerLimb>
{
    /// <summary>How many limbs an element has.</summary>
    internal const int Limbs = 10;

    /// <summary>Bits of even limbs.</summary>
    internal const int EvenBits = 26;

    /// <summary>The bits of even limbs.</summary>
    internal const ulong EvenMask = (1UL << EvenBits) - 1;

    /// <summary>How many vectors of scratch memory a multiplication takes: limbs 1 to 9 times 19, then limbs 0 to 9.</summary>
    internal const int WindowSize = 19;         // = 2 * Limbs - 1

    private const int OddBits = 25;
    private const ulong OddMask = (1UL << OddBits) - 1;

    /// <summary>A power of two; this times p keeps differences positive.</summary>
    private const int BiasShift = 35;

    private const ulong FirstBias = (EvenMask - 18) << BiasShift;       // = 2^35 * (2^26 - 19)
    private const ulong EvenBias = EvenMask << BiasShift;               // = 2^35 * (2^26 - 1)
    private const ulong OddBias = OddMask << BiasShift;                 // = 2^35 * (2^25 - 1)

    private const int FirstUnwrapped = 9;       // = Limbs - 1

    /// <inheritdoc/>
    public static int Size => Limbs;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref readonly IntegerLimb a, ref readonly IntegerLimb b, ref IntegerLimb product)
    {
        Span<Vector128<ulong>> window = stackalloc Vector128<ulong>[WindowSize];
        Multiply(in a.Low, in b.Low, LaneSums.None, ref window[0], ref product.Low);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(window));
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquareRepeatedly(ref readonly IntegerLimb a, int count, ref IntegerLimb power)
    {
        Span<Vector128<ulong>> window = stackalloc Vector128<ulong>[WindowSize];
        Square(in a.Low, ref window[0], ref power.Low);
        for (int i = 1; i < count; i++)
            Square(in power.Low, ref window[0], ref power.Low);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(window));
    }

    /// <summary>Multiplies lane by lane, and adds or subtracts the products.</summary>
    /// <param name="a">In: loose.</param>
    /// <param name="b">In: loose; tight where products are added up.</param>
    /// <param name="sums">What becomes of the products of this pair, as of the lanes 0 and 1 of a quad. Public.</param>
    /// <param name="window"><see cref="WindowSize"/> vectors of scratch memory, secret, which the caller zeroes.</param>
    /// <param name="product">Out: tight; may be an input.</param>
    /// <remarks>In the window, the limbs of b from number 9 - i on are those that limb i of a meets, column by column.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Multiply(
        ref readonly Vector128<ulong> a, ref readonly Vector128<ulong> b, LaneSums sums, ref Vector128<ulong> window, ref Vector128<ulong> product)
    {
        ref Vector128<ulong> w = ref window;
        ref Vector128<ulong> limb = ref Unsafe.AsRef(in b);
        Unsafe.Add(ref w, FirstUnwrapped) = limb;
        for (int i = 1; i < Limbs; i++)
        {
            limb = ref Limb(in limb, 1);
            Unsafe.Add(ref w, FirstUnwrapped + 1) = limb;
            w = Product(limb, Vector128.Create(19UL));
            w = ref Unsafe.Add(ref w, 1);
        }

        Vector128<ulong> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default;
        Vector128<ulong> c5 = default, c6 = default, c7 = default, c8 = default, c9 = default;
        limb = ref Unsafe.AsRef(in a);
        for (int i = 0; i < Limbs; i += 2)
        {
            Vector128<ulong> x = limb;
            c0 += Product(x, w);
            c1 += Product(x, Unsafe.Add(ref w, 1));
            c2 += Product(x, Unsafe.Add(ref w, 2));
            c3 += Product(x, Unsafe.Add(ref w, 3));
            c4 += Product(x, Unsafe.Add(ref w, 4));
            c5 += Product(x, Unsafe.Add(ref w, 5));
            c6 += Product(x, Unsafe.Add(ref w, 6));
            c7 += Product(x, Unsafe.Add(ref w, 7));
            c8 += Product(x, Unsafe.Add(ref w, 8));
            c9 += Product(x, Unsafe.Add(ref w, 9));
            limb = ref Limb(in limb, 2);
            w = ref Unsafe.Add(ref w, -2);
        }

        limb = ref Limb(in Unsafe.AsRef(in a), 1);
        w = ref Unsafe.Add(ref window, FirstUnwrapped - 1);
        for (int i = 1; i < Limbs; i += 2)
        {
            Vector128<ulong> x = limb, t = x + x;
            c0 += Product(t, w);
            c1 += Product(x, Unsafe.Add(ref w, 1));
            c2 += Product(t, Unsafe.Add(ref w, 2));
            c3 += Product(x, Unsafe.Add(ref w, 3));
            c4 += Product(t, Unsafe.Add(ref w, 4));
            c5 += Product(x, Unsafe.Add(ref w, 5));
            c6 += Product(t, Unsafe.Add(ref w, 6));
            c7 += Product(x, Unsafe.Add(ref w, 7));
            c8 += Product(t, Unsafe.Add(ref w, 8));
            c9 += Product(x, Unsafe.Add(ref w, 9));
            limb = ref Limb(in limb, 2);
            w = ref Unsafe.Add(ref w, -2);
        }

        if (sums.AreInFirstPair)
        {
            Vector128<ulong> first = Vector128.Create(ulong.MaxValue, 0), negated = Spread(sums.Negated);
            Vector128<ulong> own = negated & ~first, other = negated & first;
            Vector128<ulong> counted = Vector128.ConditionalSelect(first, Spread(sums.Odd), Spread(sums.Even));
            Vector128<ulong> bias = Vector128.Create(EvenBias) - negated;
            c0 = Sum(c0, own, counted, other, Vector128.Create(FirstBias) - negated);
            c2 = Sum(c2, own, counted, other, bias);
            c4 = Sum(c4, own, counted, other, bias);
            c6 = Sum(c6, own, counted, other, bias);
            c8 = Sum(c8, own, counted, other, bias);
            bias = Vector128.Create(OddBias) - negated;
            c1 = Sum(c1, own, counted, other, bias);
            c3 = Sum(c3, own, counted, other, bias);
            c5 = Sum(c5, own, counted, other, bias);
            c7 = Sum(c7, own, counted, other, bias);
            c9 = Sum(c9, own, counted, other, bias);
        }

        Carry(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ref product);
    }

    /// <summary>Squares lane by lane.</summary>
    /// <param name="a">In: loose.</param>
    /// <param name="window"><see cref="WindowSize"/> vectors of scratch memory, secret, which the caller zeroes: limbs 5 to 9 times 19.</param>
    /// <param name="square">Out: tight; may be the input.</param>
    /// <remarks>The products of a multiplication, each pair of equal ones computed once with one factor doubled.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Square(ref readonly Vector128<ulong> a, ref Vector128<ulong> window, ref Vector128<ulong> square)
    {
        for (int i = 5; i < Limbs; i++)
            Unsafe.Add(ref window, i - 5) = Product(Limb(in a, i), Vector128.Create(19UL));

        Vector128<ulong> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default;
        Vector128<ulong> c5 = default, c6 = default, c7 = default, c8 = default, c9 = default;
        Vector128<ulong> x = a;
        Vector128<ulong> t = x + x;
        c0 += Product(x, x);
        c1 += Product(t, Limb(in a, 1));
        c2 += Product(t, Limb(in a, 2));
        c3 += Product(t, Limb(in a, 3));
        c4 += Product(t, Limb(in a, 4));
        c5 += Product(t, Limb(in a, 5));
        c6 += Product(t, Limb(in a, 6));
        c7 += Product(t, Limb(in a, 7));
        c8 += Product(t, Limb(in a, 8));
        c9 += Product(t, Limb(in a, 9));

        x = Limb(in a, 1);
        t = x + x;
        Vector128<ulong> f = t + t;
        c2 += Product(t, x);
        c3 += Product(t, Limb(in a, 2));
        c4 += Product(f, Limb(in a, 3));
        c5 += Product(t, Limb(in a, 4));
        c6 += Product(f, Limb(in a, 5));
        c7 += Product(t, Limb(in a, 6));
        c8 += Product(f, Limb(in a, 7));
        c9 += Product(t, Limb(in a, 8));
        c0 += Product(f, Unsafe.Add(ref window, 4));

        x = Limb(in a, 2);
        t = x + x;
        c4 += Product(x, x);
        c5 += Product(t, Limb(in a, 3));
        c6 += Product(t, Limb(in a, 4));
        c7 += Product(t, Limb(in a, 5));
        c8 += Product(t, Limb(in a, 6));
        c9 += Product(t, Limb(in a, 7));
        c0 += Product(t, Unsafe.Add(ref window, 3));
        c1 += Product(t, Unsafe.Add(ref window, 4));

        x = Limb(in a, 3);
        t = x + x;
        f = t + t;
        c6 += Product(t, x);
        c7 += Product(t, Limb(in a, 4));
        c8 += Product(f, Limb(in a, 5));
        c9 += Product(t, Limb(in a, 6));
        c0 += Product(f, Unsafe.Add(ref window, 2));
        c1 += Product(t, Unsafe.Add(ref window, 3));
        c2 += Product(f, Unsafe.Add(ref window, 4));

        x = Limb(in a, 4);
        t = x + x;
        c8 += Product(x, x);
        c9 += Product(t, Limb(in a, 5));
        c0 += Product(t, Unsafe.Add(ref window, 1));
        c1 += Product(t, Unsafe.Add(ref window, 2));
        c2 += Product(t, Unsafe.Add(ref window, 3));
        c3 += Product(t, Unsafe.Add(ref window, 4));

        x = Limb(in a, 5);
        t = x + x;
        f = t + t;
        c0 += Product(t, window);
        c1 += Product(t, Unsafe.Add(ref window, 1));
        c2 += Product(f, Unsafe.Add(ref window, 2));
        c3 += Product(t, Unsafe.Add(ref window, 3));
        c4 += Product(f, Unsafe.Add(ref window, 4));

        x = Limb(in a, 6);
        t = x + x;
        c2 += Product(x, Unsafe.Add(ref window, 1));
        c3 += Product(t, Unsafe.Add(ref window, 2));
        c4 += Product(t, Unsafe.Add(ref window, 3));
        c5 += Product(t, Unsafe.Add(ref window, 4));

        x = Limb(in a, 7);
        t = x + x;
        f = t + t;
        c4 += Product(t, Unsafe.Add(ref window, 2));
        c5 += Product(t, Unsafe.Add(ref window, 3));
        c6 += Product(f, Unsafe.Add(ref window, 4));

        x = Limb(in a, 8);
        t = x + x;
        c6 += Product(x, Unsafe.Add(ref window, 3));
        c7 += Product(t, Unsafe.Add(ref window, 4));

        x = Limb(in a, 9);
        t = x + x;
        c8 += Product(t, Unsafe.Add(ref window, 4));

        Carry(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ref square);
    }

    /// <summary>Carries; see the type's remarks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        Vector128<ulong> c0,
        Vector128<ulong> c1,
        Vector128<ulong> c2,
        Vector128<ulong> c3,
        Vector128<ulong> c4,
        Vector128<ulong> c5,
        Vector128<ulong> c6,
        Vector128<ulong> c7,
        Vector128<ulong> c8,
        Vector128<ulong> c9,
        ref Vector128<ulong> limbs)
    {
        Vector128<ulong> evenMask = Vector128.Create(EvenMask), oddMask = Vector128.Create(OddMask);
        c1 += c0 >>> EvenBits;
        c6 += c5 >>> OddBits;
        c0 &= evenMask;
        c5 &= oddMask;
        c2 += c1 >>> OddBits;
        c7 += c6 >>> EvenBits;
        c1 &= oddMask;
        c6 &= evenMask;
        c3 += c2 >>> EvenBits;
        c8 += c7 >>> OddBits;
        Limb(in limbs, 2) = c2 & evenMask;
        Limb(in limbs, 7) = c7 & oddMask;
        c4 += c3 >>> OddBits;
        c9 += c8 >>> EvenBits;
        Limb(in limbs, 3) = c3 & oddMask;
        Limb(in limbs, 8) = c8 & evenMask;
        c5 += c4 >>> EvenBits;
        Vector128<ulong> carry = c9 >>> OddBits;
        c0 += (carry << 4) + (carry << 1) + carry;
        Limb(in limbs, 4) = c4 & evenMask;
        Limb(in limbs, 9) = c9 & oddMask;
        Limb(in limbs, 6) = c6 + (c5 >>> OddBits);
        Limb(in limbs, 1) = c1 + (c0 >>> EvenBits);
        Limb(in limbs, 5) = c5 & oddMask;
        limbs = c0 & evenMask;
    }

    /// <summary>Adds the other product of a pair, where it counts, and the bias.</summary>
    /// <remarks>Minus a number is the number with all bits inverted, plus 1; this 1 goes with the bias.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Sum(
        Vector128<ulong> column, Vector128<ulong> own, Vector128<ulong> counted, Vector128<ulong> other, Vector128<ulong> bias) =>
        (column ^ own) + (((Width128.Join64(column, 1, column, 0) & counted) ^ other) + bias);

    /// <summary>Makes a mask for each lane of a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Spread(uint bytes) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(bytes).AsSByte()))).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Product(Vector128<ulong> a, Vector128<ulong> b) => Width128.MultiplyBelow32(a, b);

    /// <summary>The same half of a later limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector128<ulong> Limb(ref readonly Vector128<ulong> half, int limb) => ref Unsafe.Add(ref Unsafe.AsRef(in half), 2 * limb);
}
