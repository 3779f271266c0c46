using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace PqCrypto.Kernels.Vector;

/// <content>What is beside the vocabulary of all widths: two words of 64 bits, which Curve25519 needs, and orders of bytes.</content>
internal readonly partial struct Width128
{
    /// <summary>Multiplies lanes of 64 bits that are below 2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> MultiplyBelow32(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Sse2.IsSupported)
            return Sse2.Multiply(a.AsUInt32(), b.AsUInt32());
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(a), AdvSimd.ExtractNarrowingLower(b));
        return a * b;
    }

    /// <summary>Makes a vector of one lane of a and one of b.</summary>
    /// <param name="a">The one vector.</param>
    /// <param name="aLane">Which lane of it, 0 or 1; a constant, public.</param>
    /// <param name="b">The other vector.</param>
    /// <param name="bLane">Which lane of it, 0 or 1; a constant, public.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> Join64(Vector128<ulong> a, int aLane, Vector128<ulong> b, int bLane)
    {
        if (!Sse2.IsSupported)
            return Vector128.Create(a[aLane], b[bLane]);
        return (aLane | (bLane << 1)) switch
        {
            0b00 => Sse2.UnpackLow(a, b),
            0b01 => Sse2.Shuffle(a.AsDouble(), b.AsDouble(), 0b01).AsUInt64(),
            0b10 => Sse2.Shuffle(a.AsDouble(), b.AsDouble(), 0b10).AsUInt64(),
            _ => Sse2.UnpackHigh(a, b),
        };
    }

    /// <summary>The bytes of a in another order. Native compilation without an instruction set asks the processor for SSSE3 as it goes; left to choose,
    /// it would call a loop. Public: the order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Lookup(Vector128<byte> a, Vector128<byte> order) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(a, order) : Vector128.ShuffleNative(a, order);
}
