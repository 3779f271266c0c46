using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using PqCrypto.Kernels.Vector;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>The same limb of four elements, in two vectors.</summary>
/// <param name="low">Lanes 0 and 1.</param>
/// <param name="high">Lanes 2 and 3.</param>
internal struct IntegerLimb(Vector128<ulong> low, Vector128<ulong> high)
{
    /// <summary>Lanes 0 and 1.</summary>
    internal Vector128<ulong> Low = low;

    /// <summary>Lanes 2 and 3.</summary>
    internal Vector128<ulong> High = high;
}

/// <summary>Quads of two <see cref="IntegerPairs"/> each, for processors whose vectors are of 128 bits.</summary>
/// <remarks>Tight and loose are those of pairs; a multiplication without sums accepts loose quads on both sides.</remarks>
internal readonly struct IntegerQuads : IQuadField<IntegerLimb>
{
    private const int Lanes = 4;
    private const int EvenBits = IntegerPairs.EvenBits;
    private const ulong EvenMask = IntegerPairs.EvenMask;

    /// <inheritdoc/>
    public static string Name => "integers";

    /// <inheritdoc/>
    public static int Size => IntegerPairs.Limbs;

    /// <summary>The limbs of 2p, which exceed those of any tight element.</summary>
    internal static ReadOnlySpan<ulong> TwoP =>
    [
        (1 << 27) - 38, (1 << 26) - 2, (1 << 27) - 2, (1 << 26) - 2, (1 << 27) - 2, (1 << 26) - 2, (1 << 27) - 2, (1 << 26) - 2, (1 << 27) - 2, (1 << 26) - 2,
    ];

    /// <inheritdoc/>
    public static void Multiply(ref readonly IntegerLimb a, ref readonly IntegerLimb b, ref IntegerLimb product) =>
        Multiply(in a, in b, LaneSums.None, ref product);

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref readonly IntegerLimb a, ref readonly IntegerLimb b, LaneSums sums, ref IntegerLimb product)
    {
        Span<Vector128<ulong>> window = stackalloc Vector128<ulong>[IntegerPairs.WindowSize];
        IntegerPairs.Multiply(in a.Low, in b.Low, sums, ref window[0], ref product.Low);
        IntegerPairs.Multiply(in a.High, in b.High, sums.SecondPair, ref window[0], ref product.High);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(window));
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquareRepeatedly(ref readonly IntegerLimb a, int count, ref IntegerLimb power)
    {
        Span<Vector128<ulong>> window = stackalloc Vector128<ulong>[IntegerPairs.WindowSize];
        IntegerPairs.Square(in a.Low, ref window[0], ref power.Low);
        IntegerPairs.Square(in a.High, ref window[0], ref power.High);
        for (int i = 1; i < count; i++)
        {
            IntegerPairs.Square(in power.Low, ref window[0], ref power.Low);
            IntegerPairs.Square(in power.High, ref window[0], ref power.High);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(window));
    }

    /// <inheritdoc/>
    /// <remarks>A limb of 51 bits is one of 26 and one of 25. Out: tight too.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(ReadOnlySpan<Element25519> elements, ref IntegerLimb quad)
    {
        for (int i = 0; i < Size; i += 2)
        {
            Vector128<ulong> low = Vector128.Create(elements[0][i >> 1], elements[1][i >> 1]);
            Vector128<ulong> high = Vector128.Create(elements[2][i >> 1], elements[3][i >> 1]);
            At(in quad, i) = new(low & Vector128.Create(EvenMask), high & Vector128.Create(EvenMask));
            At(in quad, i + 1) = new(low >>> EvenBits, high >>> EvenBits);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(ref readonly IntegerLimb quad, Span<Element25519> elements)
    {
        for (int i = 0; i < Size; i += 2)
        {
            Vector128<ulong> low = At(in quad, i).Low + (At(in quad, i + 1).Low << EvenBits);
            Vector128<ulong> high = At(in quad, i).High + (At(in quad, i + 1).High << EvenBits);
            for (int lane = 0; lane < Lanes; lane++)
                elements[lane][i >> 1] = (lane < 2 ? low : high)[lane & 1];         // public: which lane it is
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLimb Add(IntegerLimb a, IntegerLimb b) => new(a.Low + b.Low, a.High + b.High);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLimb Subtract(IntegerLimb a, IntegerLimb b, int index)
    {
        Vector128<ulong> twoP = Vector128.Create(TwoP[index]);
        return new(a.Low + (twoP - b.Low), a.High + (twoP - b.High));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLimb Permute(IntegerLimb a, [ConstantExpected] byte order) =>
        new(Pair(a, order & 3, (order >> 2) & 3), Pair(a, (order >> 4) & 3, order >> 6));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLimb Blend(IntegerLimb a, IntegerLimb b, [ConstantExpected] byte lanes) =>
        new(Mix(a.Low, b.Low, lanes & 3), Mix(a.High, b.High, lanes >> 2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLimb Select(ulong mask, IntegerLimb whenSet, IntegerLimb whenClear)
    {
        Vector128<ulong> lanes = Vector128.Create(mask);
        return new(whenClear.Low ^ ((whenClear.Low ^ whenSet.Low) & lanes), whenClear.High ^ ((whenClear.High ^ whenSet.High) & lanes));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLimb Mask(ulong mask) => new(Vector128.Create(mask), Vector128.Create(mask));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerLimb Include(IntegerLimb chosen, IntegerLimb limb, IntegerLimb mask) =>
        new(chosen.Low | (limb.Low & mask.Low), chosen.High | (limb.High & mask.High));

    /// <summary>A vector of two lanes; which ones is public.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Pair(IntegerLimb a, int first, int second) =>
        Width128.Join64(first < 2 ? a.Low : a.High, first & 1, second < 2 ? a.Low : a.High, second & 1);

    /// <summary>The lanes of a, and those of b where a bit is set; which ones is public.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Mix(Vector128<ulong> a, Vector128<ulong> b, int lanes) => lanes switch
    {
        0 => a,
        1 => Width128.Join64(b, 0, a, 1),
        2 => Width128.Join64(a, 0, b, 1),
        _ => b,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref IntegerLimb At(ref readonly IntegerLimb quad, int limb) => ref Unsafe.Add(ref Unsafe.AsRef(in quad), limb);
}
