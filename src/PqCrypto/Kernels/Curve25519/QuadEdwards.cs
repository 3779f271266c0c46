using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Addition on edwards25519, the Edwards form of Curve25519, with the coordinates of a point in one quad: two multiplications.</summary>
/// <remarks>
/// RFC 8032, section 5.1.4, with the names of its formulas: extended coordinates x = X/Z, y = Y/Z, x y = T/Z; complete, so that it holds for equal,
/// opposite and neutral points too. A point is kept as Y + X, Y - X, Z, T, and as an addend as Y + X, Y - X, 2 Z, 2 d T.
/// </remarks>
/// <typeparam name="TField">The arithmetic.</typeparam>
/// <typeparam name="TLimb">One limb of a quad.</typeparam>
internal static class QuadEdwards<TField, TLimb>
    where TField : struct, IQuadField<TLimb>
    where TLimb : unmanaged
{
    /// <summary>How many quads of scratch memory an addition takes.</summary>
    internal const int ScratchQuads = 2;

    private const string BaseX = "216936D3CD6E53FEC0A4E231FDD6DC5C692CC7609525A7B2C9562D608F25D51A";    // = the even x of the base point
    private const string BaseY = "6666666666666666666666666666666666666666666666666666666666666658";    // = 4 * 5^-1 mod (2^255 - 19)
    private const string TwoD = "2406D9DC56DFFCE7198E80F2EEF3D13000E0149A8283B156EBD69B9426B2F159";     // = -2 * 121665 * 121666^-1 mod (2^255 - 19)

    /// <summary>Adds.</summary>
    /// <param name="point">In and out: a point, tight.</param>
    /// <param name="addend">In: an addend, loose.</param>
    /// <param name="scratch">Scratch memory, secret, which the caller zeroes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Add(ref TLimb point, ref readonly TLimb addend, ref TLimb scratch)
    {
        ref TLimb right = ref Unsafe.Add(ref scratch, TField.Size);
        TField.Multiply(in addend, in point, LaneSums.DifferencesAndSums, ref point);               // B, A, D, C; then E, H, F, G
        for (int i = 0; i < TField.Size; i++)
        {
            TLimb sum = Unsafe.Add(ref point, i);
            Unsafe.Add(ref scratch, i) = TField.Permute(sum, 0b00_10_00_01);                        // H, E, F, E
            Unsafe.Add(ref right, i) = TField.Permute(sum, 0b01_11_10_11);                          // G, F, G, H
        }

        TField.Multiply(in scratch, in right, LaneSums.SumDifferenceFirstSecond, ref point);        // Y, X, Z, T; then Y + X, Y - X, Z, T
    }

    /// <summary>Adds the last time, for the u-coordinate (Z + Y)/(Z - Y) of the sum.</summary>
    /// <param name="point">In: a point, tight. Out: Z - Y in lane 0, Z + Y in lane 1, tight.</param>
    /// <param name="addend">In: an addend, loose.</param>
    /// <param name="scratch">Scratch memory, secret, which the caller zeroes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void AddLast(ref TLimb point, ref readonly TLimb addend, ref TLimb scratch)
    {
        ref TLimb right = ref Unsafe.Add(ref scratch, TField.Size);
        TField.Multiply(in addend, in point, LaneSums.DifferencesAndSums, ref point);               // E, H, F, G
        for (int i = 0; i < TField.Size; i++)
        {
            TLimb sum = Unsafe.Add(ref point, i);
            Unsafe.Add(ref scratch, i) = TField.Permute(sum, 0b00_10_01_10);                        // F, H, and what does not matter
            Unsafe.Add(ref right, i) = TField.Permute(sum, 0b01_11_11_11);                          // G, G
        }

        TField.Multiply(in scratch, in right, LaneSums.DifferencesAndSums, ref point);              // Z, Y; then Z - Y, Z + Y
    }

    /// <summary>Doubles several times.</summary>
    /// <param name="point">In and out: a point, tight.</param>
    /// <param name="count">How many times. Public.</param>
    /// <param name="factors">What <see cref="LoadAddendFactors"/> gives.</param>
    /// <param name="scratch">Scratch memory, secret, which the caller zeroes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Double(ref TLimb point, int count, ref readonly TLimb factors, ref TLimb scratch)
    {
        for (int i = 0; i < count; i++)
        {
            TField.Multiply(in factors, in point, ref scratch);     // the addend; Add has read it before it writes there
            Add(ref point, in scratch, ref scratch);
        }
    }

    /// <summary>Writes the factors that make an addend of a point: 1, 1, 2, 2 d.</summary>
    /// <param name="factors">Out: loose.</param>
    internal static void LoadAddendFactors(ref TLimb factors) =>
        TField.Load([Small(1), Small(1), Small(2), Constant(TwoD)], ref factors);

    /// <summary>Writes the neutral point, x = 0 and y = 1.</summary>
    /// <param name="point">Out: a point, tight.</param>
    internal static void LoadNeutral(ref TLimb point) => TField.Load([Small(1), Small(1), Small(1), default], ref point);

    /// <summary>Writes the neutral point as an addend.</summary>
    /// <param name="addend">Out: an addend, tight.</param>
    internal static void LoadNeutralAddend(ref TLimb addend) => TField.Load([Small(1), Small(1), Small(2), default], ref addend);

    /// <summary>Writes the base point, whose u-coordinate is 9.</summary>
    /// <param name="point">Out: a point, tight.</param>
    /// <param name="scratch">Scratch memory.</param>
    internal static void LoadBasePoint(ref TLimb point, ref TLimb scratch)
    {
        Element25519 x = Constant(BaseX), y = Constant(BaseY);
        TField.Load([y, x, Small(1), x], ref scratch);
        TField.Load([Small(1), Small(1), Small(1), y], ref point);
        TField.Multiply(in scratch, in point, LaneSums.SumDifferenceFirstSecond, ref point);
    }

    private static Element25519 Small(ulong value) => new() { L0 = value };

    private static Element25519 Constant(string hexadecimal)
    {
        byte[] bytes = Convert.FromHexString(hexadecimal);
        Array.Reverse(bytes);
        Field25519.Decode(bytes, out Element25519 element);
        return element;
    }
}
