using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>An integer modulo p = 2^255 - 19: the sum of limb i times 2^(51 i). Secret.</summary>
/// <remarks>Limbs may exceed 51 bits. Tight: below 2^51 + 2^16, what a multiplication returns. Loose: below 2^53, what one addition or
/// subtraction of tight elements returns and what a multiplication accepts.</remarks>
internal struct Element25519
{
    /// <summary>Limb of weight 1.</summary>
    internal ulong L0;

    /// <summary>Limb of weight 2^51.</summary>
    internal ulong L1;

    /// <summary>Limb of weight 2^102.</summary>
    internal ulong L2;

    /// <summary>Limb of weight 2^153.</summary>
    internal ulong L3;

    /// <summary>Limb of weight 2^204.</summary>
    internal ulong L4;

    /// <summary>Limb of weight 2^(51 index).</summary>
    /// <param name="index">0 to 4. Public.</param>
    [UnscopedRef]
    internal ref ulong this[int index] => ref Unsafe.Add(ref L0, index);
}

/// <summary>Arithmetic modulo p = 2^255 - 19 without branches, divisions or carries out of a word.</summary>
/// <remarks>
/// A product of two limbs is split at bit 53. The high parts of a column are added up in one word: high words of products whose first factor
/// is shifted up by 11 bits. The low parts are never seen one by one: their sum is the sum of whole products less 2^53 times the sum of high
/// parts, computed modulo 2^64, which it does not reach. So there are no carries, which C# could only compute by comparisons, and each word of
/// a product is used where it arises. All operands are secret; every output may be the same variable as an input.
/// </remarks>
internal static class Field25519
{
    /// <summary>Length in bytes of an encoded element.</summary>
    internal const int SizeInBytes = 32;

    private const int LimbBits = 51;
    private const ulong LimbMask = (1UL << LimbBits) - 1;

    /// <summary>Bit at which a product of two limbs is split.</summary>
    private const int SplitBits = 53;

    /// <summary>The first factor is shifted up by this before it is multiplied, so that the split falls between two words.</summary>
    private const int SplitShift = 64 - SplitBits;

    /// <summary>Weight of high parts in the next column.</summary>
    private const ulong HighWeight = 4;                 // = 2^(SplitBits - LimbBits)

    /// <summary>Weight of the last column's high parts in the first.</summary>
    private const ulong WrappedWeight = 76;             // = 19 * HighWeight

    /// <summary>Limb 0 of 2p.</summary>
    private const ulong TwoP0 = (1UL << 52) - 38;       // = 2 * (2^51 - 19)

    /// <summary>Limbs 1 to 4 of 2p.</summary>
    private const ulong TwoPi = (1UL << 52) - 2;        // = 2 * (2^51 - 1)

    private const ulong TightBound = (1UL << 51) + (1UL << 16);
    private const ulong LooseBound = 1UL << 53;

    /// <summary>Reads an element; bit 255 is ignored, and values from p to 2^255 - 1 stand for themselves modulo p.</summary>
    /// <param name="bytes">32 bytes, little-endian. Secret.</param>
    /// <param name="element">Out: limbs below 2^51.</param>
    /// <remarks>RFC 7748, section 5 (decodeUCoordinate).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Decode(ReadOnlySpan<byte> bytes, out Element25519 element)
    {
        ulong w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        ulong w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        ulong w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        element.L0 = w0 & LimbMask;
        element.L1 = ((w0 >> 51) | (w1 << 13)) & LimbMask;      // bit 51 = bit 51 of word 0; 13 = 64 - 51
        element.L2 = ((w1 >> 38) | (w2 << 26)) & LimbMask;      // bit 102 = bit 38 of word 1
        element.L3 = ((w2 >> 25) | (w3 << 39)) & LimbMask;      // bit 153 = bit 25 of word 2
        element.L4 = (w3 >> 12) & LimbMask;                     // bit 204 = bit 12 of word 3; the mask drops bit 255
    }

    /// <summary>Writes the canonical representative, 0 to p - 1.</summary>
    /// <param name="element">In: loose.</param>
    /// <param name="bytes">Receives 32 bytes, little-endian. Secret.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Encode(in Element25519 element, Span<byte> bytes)
    {
        AssertBelow(in element, LooseBound);
        ulong r0 = element.L0, r1 = element.L1, r2 = element.L2, r3 = element.L3, r4 = element.L4;
        Carry(ref r0, ref r1, ref r2, ref r3, ref r4);          // value below 2^255 + 2^13
        Carry(ref r0, ref r1, ref r2, ref r3, ref r4);          // value below 2^255 + 19, limbs 1 to 4 below 2^51

        ulong quotient = (r0 + 19) >> LimbBits;                 // in the end floor((value + 19) / 2^255): 1 exactly if value >= p
        quotient = (r1 + quotient) >> LimbBits;
        quotient = (r2 + quotient) >> LimbBits;
        quotient = (r3 + quotient) >> LimbBits;
        quotient = (r4 + quotient) >> LimbBits;

        r0 += 19 * quotient;                                    // value - p * quotient = value + 19 * quotient - 2^255 * quotient
        r1 += r0 >> LimbBits;
        r2 += r1 >> LimbBits;
        r3 += r2 >> LimbBits;
        r4 += r3 >> LimbBits;
        r0 &= LimbMask;
        r1 &= LimbMask;
        r2 &= LimbMask;
        r3 &= LimbMask;
        r4 &= LimbMask;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, r0 | (r1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], (r1 >> 13) | (r2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], (r2 >> 26) | (r3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], (r3 >> 39) | (r4 << 12));
    }

    /// <summary>Adds.</summary>
    /// <param name="a">In: tight.</param>
    /// <param name="b">In: tight.</param>
    /// <param name="sum">Out: limbs below 2^52 + 2^17, loose.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(in Element25519 a, in Element25519 b, out Element25519 sum)
    {
        AssertBelow(in a, TightBound);
        AssertBelow(in b, TightBound);
        sum.L0 = a.L0 + b.L0;
        sum.L1 = a.L1 + b.L1;
        sum.L2 = a.L2 + b.L2;
        sum.L3 = a.L3 + b.L3;
        sum.L4 = a.L4 + b.L4;
    }

    /// <summary>Subtracts.</summary>
    /// <param name="a">In: tight.</param>
    /// <param name="b">In: tight.</param>
    /// <param name="difference">Out: limbs below 2^52 + 2^51 + 2^16, loose: 2p is added, whose limbs exceed those of b.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in Element25519 a, in Element25519 b, out Element25519 difference)
    {
        AssertBelow(in a, TightBound);
        AssertBelow(in b, TightBound);
        difference.L0 = a.L0 + TwoP0 - b.L0;
        difference.L1 = a.L1 + TwoPi - b.L1;
        difference.L2 = a.L2 + TwoPi - b.L2;
        difference.L3 = a.L3 + TwoPi - b.L3;
        difference.L4 = a.L4 + TwoPi - b.L4;
    }

    /// <summary>A limb of 2p, which exceeds that of any tight element.</summary>
    /// <param name="index">Which limb. Public.</param>
    internal static ulong TwoP(int index) => index == 0 ? TwoP0 : TwoPi;

    /// <summary>Multiplies.</summary>
    /// <param name="a">In: loose.</param>
    /// <param name="b">In: loose.</param>
    /// <param name="product">Out: tight.</param>
    /// <remarks>
    /// Limbs of b that wrap round 2^255 are multiplied by 19 first and are below 2^57.3. Limbs of a are below 2^53, so a high part is below its
    /// limb of b. Low parts are below 2^53, so their columns below 2^55.4. Column 0 has four wrapped high parts, so what it adds to column 1,
    /// 2^2 * (4 * 2^57.3 + 2^53), is below 2^61.4; column 4 has none, so what it adds to column 0, 76 * 5 * 2^53, is below 2^61.6.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Multiply(in Element25519 a, in Element25519 b, out Element25519 product)
    {
        AssertBelow(in a, LooseBound);
        AssertBelow(in b, LooseBound);
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4;
        ulong b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;
        ulong s0 = a0 << SplitShift, s1 = a1 << SplitShift, s2 = a2 << SplitShift, s3 = a3 << SplitShift, s4 = a4 << SplitShift;
        ulong w1 = 19 * b1, w2 = 19 * b2, w3 = 19 * b3, w4 = 19 * b4;      // below 2^57.3

        ulong h0 = High(s0, b0) + High(s1, w4) + High(s2, w3) + High(s3, w2) + High(s4, w1);
        ulong r0 = a0 * b0 + a1 * w4 + a2 * w3 + a3 * w2 + a4 * w1;
        ulong h1 = High(s0, b1) + High(s1, b0) + High(s2, w4) + High(s3, w3) + High(s4, w2);
        ulong r1 = a0 * b1 + a1 * b0 + a2 * w4 + a3 * w3 + a4 * w2;
        ulong h2 = High(s0, b2) + High(s1, b1) + High(s2, b0) + High(s3, w4) + High(s4, w3);
        ulong r2 = a0 * b2 + a1 * b1 + a2 * b0 + a3 * w4 + a4 * w3;
        ulong h3 = High(s0, b3) + High(s1, b2) + High(s2, b1) + High(s3, b0) + High(s4, w4);
        ulong r3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + a4 * w4;
        ulong h4 = High(s0, b4) + High(s1, b3) + High(s2, b2) + High(s3, b1) + High(s4, b0);
        ulong r4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
        Reduce(r0, r1, r2, r3, r4, h0, h1, h2, h3, h4, out product);
    }

    /// <summary>Squares.</summary>
    /// <param name="a">In: loose.</param>
    /// <param name="square">Out: tight.</param>
    /// <remarks>The products of <see cref="Multiply"/>, each pair of equal ones computed once with one factor doubled.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Square(in Element25519 a, out Element25519 square)
    {
        AssertBelow(in a, LooseBound);
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4;
        ulong s0 = a0 << SplitShift, s1 = a1 << SplitShift, s2 = a2 << SplitShift, s3 = a3 << SplitShift, s4 = a4 << SplitShift;
        ulong d1 = 2 * a1, d2 = 2 * a2, d3 = 2 * a3, d4 = 2 * a4;
        ulong w3 = 19 * a3, w4 = 19 * a4, v3 = 2 * w3, v4 = 2 * w4;        // below 2^58.3

        ulong h0 = High(s0, a0) + High(s1, v4) + High(s2, v3);
        ulong r0 = a0 * a0 + a1 * v4 + a2 * v3;
        ulong h1 = High(s0, d1) + High(s2, v4) + High(s3, w3);
        ulong r1 = a0 * d1 + a2 * v4 + a3 * w3;
        ulong h2 = High(s0, d2) + High(s1, a1) + High(s3, v4);
        ulong r2 = a0 * d2 + a1 * a1 + a3 * v4;
        ulong h3 = High(s0, d3) + High(s1, d2) + High(s4, w4);
        ulong r3 = a0 * d3 + a1 * d2 + a4 * w4;
        ulong h4 = High(s0, d4) + High(s1, d3) + High(s2, a2);
        ulong r4 = a0 * d4 + a1 * d3 + a2 * a2;
        Reduce(r0, r1, r2, r3, r4, h0, h1, h2, h3, h4, out square);
    }

    /// <summary>Squares several times: raises to a power of two.</summary>
    /// <param name="a">In: loose.</param>
    /// <param name="count">How many times, 1 or more. Public.</param>
    /// <param name="power">Out: tight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SquareRepeatedly(in Element25519 a, int count, out Element25519 power)
    {
        Square(in a, out power);
        for (int i = 1; i < count; i++)
            Square(in power, out power);
    }

    /// <summary>Multiplies by a small constant.</summary>
    /// <param name="a">In: loose.</param>
    /// <param name="factor">Below 2^17. Public.</param>
    /// <param name="product">Out: tight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplySmall(in Element25519 a, uint factor, out Element25519 product)
    {
        AssertBelow(in a, LooseBound);
        Reduce(
            a.L0 * factor,
            a.L1 * factor,
            a.L2 * factor,
            a.L3 * factor,
            a.L4 * factor,
            High(a.L0 << SplitShift, factor),
            High(a.L1 << SplitShift, factor),
            High(a.L2 << SplitShift, factor),
            High(a.L3 << SplitShift, factor),
            High(a.L4 << SplitShift, factor),
            out product);
    }

    /// <summary>Carries once, all limbs at the same time.</summary>
    /// <param name="a">In: limbs below 2^62.</param>
    /// <param name="tight">Out: tight; the same element modulo p.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Tighten(in Element25519 a, out Element25519 tight)
    {
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4;
        tight.L0 = (a0 & LimbMask) + 19 * (a4 >> LimbBits);     // carries are below 2^11
        tight.L1 = (a1 & LimbMask) + (a0 >> LimbBits);
        tight.L2 = (a2 & LimbMask) + (a1 >> LimbBits);
        tight.L3 = (a3 & LimbMask) + (a2 >> LimbBits);
        tight.L4 = (a4 & LimbMask) + (a3 >> LimbBits);
    }

    /// <summary>Exchanges two elements where the mask is set.</summary>
    /// <param name="mask">All bits set to exchange, none to keep. Secret.</param>
    /// <param name="a">First element.</param>
    /// <param name="b">Second element.</param>
    /// <remarks>RFC 7748, section 5 (cswap).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Swap(ulong mask, ref Element25519 a, ref Element25519 b)
    {
        Swap(mask, ref a.L0, ref b.L0);
        Swap(mask, ref a.L1, ref b.L1);
        Swap(mask, ref a.L2, ref b.L2);
        Swap(mask, ref a.L3, ref b.L3);
        Swap(mask, ref a.L4, ref b.L4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap(ulong mask, ref ulong a, ref ulong b)
    {
        ulong difference = mask & (a ^ b);
        a ^= difference;
        b ^= difference;
    }

    /// <summary>The high word of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) => Math.BigMul(a, b, out _);

    /// <summary>Takes the high parts out of the columns, brings them into the next ones, and carries.</summary>
    /// <remarks>In: r, sums of products modulo 2^64; h, sums of their high parts; what they are split into is below 2^62. Out: tight.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(
        ulong r0, ulong r1, ulong r2, ulong r3, ulong r4, ulong h0, ulong h1, ulong h2, ulong h3, ulong h4, out Element25519 element)
    {
        element.L0 = r0 - (h0 << SplitBits) + WrappedWeight * h4;
        element.L1 = r1 - (h1 << SplitBits) + HighWeight * h0;
        element.L2 = r2 - (h2 << SplitBits) + HighWeight * h1;
        element.L3 = r3 - (h3 << SplitBits) + HighWeight * h2;
        element.L4 = r4 - (h4 << SplitBits) + HighWeight * h3;
        Tighten(in element, out element);
    }

    /// <summary>Moves what exceeds 51 bits of each limb into the next, and of the last, times 19, into the first.</summary>
    /// <remarks>In: limbs below 2^64 - 2^13. Out: limbs 1 to 4 below 2^51.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref ulong r0, ref ulong r1, ref ulong r2, ref ulong r3, ref ulong r4)
    {
        r1 += r0 >> LimbBits;
        r2 += r1 >> LimbBits;
        r3 += r2 >> LimbBits;
        r4 += r3 >> LimbBits;
        r0 = (r0 & LimbMask) + 19 * (r4 >> LimbBits);
        r1 &= LimbMask;
        r2 &= LimbMask;
        r3 &= LimbMask;
        r4 &= LimbMask;
    }

    [Conditional("DEBUG")]
    private static void AssertBelow(in Element25519 element, ulong bound)
    {
        bool below = element.L0 < bound && element.L1 < bound && element.L2 < bound && element.L3 < bound && element.L4 < bound;
        Debug.Assert(below, "A limb exceeds its stated bound.");
    }
}
