using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Multiplies the base point by a scalar with a table of its multiples.</summary>
/// <remarks>
/// The scalar is written with 64 digits from -8 to 8 of weights 16^i. For every second weight, 256^i, the table has 1 to 8 times that weight times the
/// base point, as addends. The odd digits are added up first; four doublings multiply the sum by 16; then the even digits follow. Which addend is
/// chosen is secret: all eight of a weight are read, and masks keep the right one.
/// </remarks>
/// <typeparam name="TField">The arithmetic.</typeparam>
/// <typeparam name="TLimb">One limb of a quad.</typeparam>
internal static class QuadFixedBase<TField, TLimb>
    where TField : struct, IQuadField<TLimb>
    where TLimb : unmanaged
{
    /// <summary>How many numbers of scratch memory it takes.</summary>
    internal const int ScratchNumbers = Digits;

    private const int DigitBits = 4;
    private const int Digits = 64;
    private const int Multiples = 8;            // = 2^(DigitBits - 1)
    private const int Entries = 9;              // = Multiples + 1
    private const int Weights = 32;             // = Digits / 2

    /// <summary>The neutral addend; then for each weight its multiples, the smallest first.</summary>
    private static readonly VectorTable<TLimb> Addends = BuildAddends();

    /// <summary>The factors that make an addend of a point.</summary>
    private static readonly VectorTable<TLimb> Factors = BuildFactors();

    /// <summary>How many limbs of scratch memory it takes: an addend, that of additions, and masks.</summary>
    internal static int ScratchLimbs => ((1 + QuadEdwards<TField, TLimb>.ScratchQuads) * TField.Size) + Entries;

    /// <summary>Multiplies the base point.</summary>
    /// <param name="scalar">32 bytes, below 2^255. Secret.</param>
    /// <param name="numbers"><see cref="ScratchNumbers"/> numbers of scratch memory, secret, which the caller zeroes.</param>
    /// <param name="scratch"><see cref="ScratchLimbs"/> limbs of scratch memory, secret, which the caller zeroes.</param>
    /// <param name="result">Out: the denominator Z - Y of the u-coordinate in lane 0, the numerator Z + Y in lane 1, tight. Secret.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Multiply(ReadOnlySpan<byte> scalar, Span<long> numbers, Span<TLimb> scratch, ref TLimb result)
    {
        ref TLimb addends = ref MemoryMarshal.GetReference(Addends.Vectors);
        ref TLimb factors = ref MemoryMarshal.GetReference(Factors.Vectors);
        ref TLimb addend = ref MemoryMarshal.GetReference(scratch[..ScratchLimbs]);
        ref TLimb rest = ref Unsafe.Add(ref addend, TField.Size);
        ref TLimb masks = ref Unsafe.Add(ref rest, QuadEdwards<TField, TLimb>.ScratchQuads * TField.Size);
        Span<long> digits = numbers[..Digits];
        ToDigits(scalar, digits);

        QuadEdwards<TField, TLimb>.LoadNeutral(ref result);
        for (int weight = 0; weight < Weights; weight++)
        {
            Choose(ref addends, weight, digits[(2 * weight) + 1], ref masks, ref addend);
            QuadEdwards<TField, TLimb>.Add(ref result, in addend, ref rest);
        }

        QuadEdwards<TField, TLimb>.Double(ref result, DigitBits, in factors, ref rest);
        for (int weight = 0; weight < Weights - 1; weight++)
        {
            Choose(ref addends, weight, digits[2 * weight], ref masks, ref addend);
            QuadEdwards<TField, TLimb>.Add(ref result, in addend, ref rest);
        }

        Choose(ref addends, Weights - 1, digits[2 * (Weights - 1)], ref masks, ref addend);
        QuadEdwards<TField, TLimb>.AddLast(ref result, in addend, ref rest);
    }

    /// <summary>Writes a scalar with digits from -8 to 7, the last one from 0 to 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToDigits(ReadOnlySpan<byte> scalar, Span<long> digits)
    {
        long carry = 0;
        for (int i = 0; i < Digits - 1; i++)
        {
            long digit = ((scalar[i >> 1] >> (DigitBits * (i & 1))) & 15) + carry;      // = 2^DigitBits - 1
            carry = (digit + Multiples) >> DigitBits;
            digits[i] = digit - (carry << DigitBits);
        }

        digits[Digits - 1] = (scalar[^1] >> DigitBits) + carry;
    }

    /// <summary>Copies a multiple of a weight out of the table.</summary>
    /// <param name="addends">The table.</param>
    /// <param name="weight">Which weight. Public.</param>
    /// <param name="digit">The multiple, from -8 to 8. Secret.</param>
    /// <param name="masks">Scratch memory for a limb for each multiple, none included.</param>
    /// <param name="addend">Out: an addend, loose.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Choose(ref TLimb addends, int weight, long digit, ref TLimb masks, ref TLimb addend)
    {
        long sign = digit >> 63;
        long multiple = (digit ^ sign) - sign;
        for (int i = 0; i < Entries; i++)
            Unsafe.Add(ref masks, i) = TField.Mask((ulong)(((multiple ^ i) - 1) >> 63));        // all bits where multiple = i
        ref TLimb first = ref Unsafe.Add(ref addends, (1 + (weight * Multiples)) * TField.Size);
        for (int i = 0; i < TField.Size; i++)
        {
            TLimb chosen = TField.Include(default, Unsafe.Add(ref addends, i), masks);
            ref TLimb limb = ref Unsafe.Add(ref first, i);
            chosen = TField.Include(chosen, limb, Unsafe.Add(ref masks, 1));
            chosen = TField.Include(chosen, Unsafe.Add(ref limb, TField.Size), Unsafe.Add(ref masks, 2));
            chosen = TField.Include(chosen, Unsafe.Add(ref limb, 2 * TField.Size), Unsafe.Add(ref masks, 3));
            chosen = TField.Include(chosen, Unsafe.Add(ref limb, 3 * TField.Size), Unsafe.Add(ref masks, 4));
            chosen = TField.Include(chosen, Unsafe.Add(ref limb, 4 * TField.Size), Unsafe.Add(ref masks, 5));
            chosen = TField.Include(chosen, Unsafe.Add(ref limb, 5 * TField.Size), Unsafe.Add(ref masks, 6));
            chosen = TField.Include(chosen, Unsafe.Add(ref limb, 6 * TField.Size), Unsafe.Add(ref masks, 7));
            chosen = TField.Include(chosen, Unsafe.Add(ref limb, 7 * TField.Size), Unsafe.Add(ref masks, 8));

            // The opposite point has -x for x: Y - X for Y + X, and -2 d T.
            TLimb exchanged = TField.Permute(chosen, 0b11_10_00_01);
            TLimb opposite = TField.Blend(exchanged, TField.Subtract(default, chosen, i), 0b1000);
            Unsafe.Add(ref addend, i) = TField.Select((ulong)sign, opposite, chosen);
        }
    }

    private static VectorTable<TLimb> BuildFactors()
    {
        TLimb[] factors = new TLimb[TField.Size];
        QuadEdwards<TField, TLimb>.LoadAddendFactors(ref factors[0]);
        return VectorTable<TLimb>.Of<TLimb>(factors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static VectorTable<TLimb> BuildAddends()
    {
        int size = TField.Size;
        TLimb[] table = new TLimb[(1 + (Weights * Multiples)) * size];
        TLimb[] factors = new TLimb[size];
        TLimb[] point = new TLimb[size];
        TLimb[] scratch = new TLimb[QuadEdwards<TField, TLimb>.ScratchQuads * size];
        QuadEdwards<TField, TLimb>.LoadNeutralAddend(ref table[0]);
        QuadEdwards<TField, TLimb>.LoadAddendFactors(ref factors[0]);
        QuadEdwards<TField, TLimb>.LoadBasePoint(ref point[0], ref scratch[0]);
        for (int weight = 0; weight < Weights; weight++)
        {
            ref TLimb first = ref table[(1 + (weight * Multiples)) * size];
            TField.Multiply(in factors[0], in point[0], ref first);
            for (int multiple = 2; multiple <= Multiples; multiple++)
            {
                QuadEdwards<TField, TLimb>.Add(ref point[0], in first, ref scratch[0]);
                TField.Multiply(in factors[0], in point[0], ref Unsafe.Add(ref first, (multiple - 1) * size));
            }

            // 8 times the weight, doubled five times, is the next one.
            QuadEdwards<TField, TLimb>.Double(ref point[0], DigitBits + 1, in factors[0], ref scratch[0]);
        }

        return VectorTable<TLimb>.Of<TLimb>(table);
    }
}
