using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Inverts modulo p = 2^255 - 19 by raising to the power p - 2.</summary>
/// <typeparam name="TPowers">The multiplication.</typeparam>
/// <typeparam name="T">What elements are made of.</typeparam>
internal static class Inversion<TPowers, T>
    where TPowers : struct, IPowers<T>
    where T : unmanaged
{
    /// <summary>How many elements of scratch memory it takes.</summary>
    internal const int ScratchElements = 4;

    /// <summary>Inverts; zero gives zero.</summary>
    /// <param name="z">In: tight. Secret.</param>
    /// <param name="scratch"><see cref="ScratchElements"/> elements, secret, which the caller zeroes.</param>
    /// <param name="inverse">Out: tight; not the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Invert(ref readonly T z, Span<T> scratch, ref T inverse)
    {
        ref T t = ref MemoryMarshal.GetReference(scratch[..(ScratchElements * TPowers.Size)]);
        ref T z11 = ref Unsafe.Add(ref t, TPowers.Size);
        ref T x = ref Unsafe.Add(ref z11, TPowers.Size);        // z^(2^n - 1) for the n in the comment
        ref T y = ref Unsafe.Add(ref x, TPowers.Size);
        TPowers.SquareRepeatedly(in z, 1, ref t);               // z^2
        TPowers.SquareRepeatedly(in t, 2, ref x);               // z^8
        TPowers.Multiply(in x, in z, ref x);                    // z^9
        TPowers.Multiply(in x, in t, ref z11);                  // z^11
        TPowers.SquareRepeatedly(in z11, 1, ref t);             // z^22
        TPowers.Multiply(in t, in x, ref x);                    // n = 5
        TPowers.SquareRepeatedly(in x, 5, ref t);
        TPowers.Multiply(in t, in x, ref x);                    // n = 10
        TPowers.SquareRepeatedly(in x, 10, ref t);
        TPowers.Multiply(in t, in x, ref y);                    // n = 20
        TPowers.SquareRepeatedly(in y, 20, ref t);
        TPowers.Multiply(in t, in y, ref t);                    // n = 40
        TPowers.SquareRepeatedly(in t, 10, ref t);
        TPowers.Multiply(in t, in x, ref x);                    // n = 50
        TPowers.SquareRepeatedly(in x, 50, ref t);
        TPowers.Multiply(in t, in x, ref y);                    // n = 100
        TPowers.SquareRepeatedly(in y, 100, ref t);
        TPowers.Multiply(in t, in y, ref t);                    // n = 200
        TPowers.SquareRepeatedly(in t, 50, ref t);
        TPowers.Multiply(in t, in x, ref t);                    // n = 250
        TPowers.SquareRepeatedly(in t, 5, ref t);               // z^(2^255 - 2^5)
        TPowers.Multiply(in t, in z11, ref inverse);            // 2^255 - 32 + 11 = p - 2
    }
}
