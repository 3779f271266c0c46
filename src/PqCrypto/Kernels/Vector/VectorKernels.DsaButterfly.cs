using System.Runtime.CompilerServices;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: products with constants, and the butterflies made of them.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <summary>a * b modulo q. Secret.</summary>
    /// <param name="a">Any int.</param>
    /// <param name="b">Constants.</param>
    /// <param name="pairs">Whether the constants are the same in the two lanes of each pair.</param>
    /// <returns>More than -e and less than q + e, where e = |a| * q / 2^33 &lt;= q / 4.</returns>
    /// <remarks>The quotient of b is off by at most 1/2, so a times it by at most |a| / 2, and its upper half is the whole part of a * b / q that is off
    /// by at most |a| / 2^33. The difference fits into 32 bits, so its lower half is all of it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaTimes(TVector a, DsaRoot b, bool pairs = true)
    {
        TVector high = pairs ? TWidth.MultiplyHighByPairs32(a, b.Quotient) : TWidth.MultiplyHigh32(a, b.Quotient);
        return TWidth.Subtract32(TWidth.MultiplyLow32(a, b.Value), TWidth.MultiplyLow32(high, TWidth.Repeat32(DsaField.Q)));
    }

    /// <summary>The butterfly of FIPS 204, Algorithm 41. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaForward(ref TVector low, ref TVector high, DsaRoot root, bool pairs = true)
    {
        TVector a = low;
        TVector t = DsaTimes(high, root, pairs);
        high = TWidth.Subtract32(a, t);
        low = TWidth.Add32(a, t);
    }

    /// <summary>The butterfly of FIPS 204, Algorithm 42. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaBackward(ref TVector low, ref TVector high, DsaRoot root, bool pairs = true)
    {
        TVector a = low;
        TVector b = high;
        low = TWidth.Add32(a, b);
        high = DsaTimes(TWidth.Subtract32(b, a), root, pairs);
    }

    /// <summary>Four butterflies of FIPS 204, Algorithm 41, with one root. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaForward(ref DsaFour low, ref DsaFour high, DsaRoot root)
    {
        DsaForward(ref low.A, ref high.A, root);
        DsaForward(ref low.B, ref high.B, root);
        DsaForward(ref low.C, ref high.C, root);
        DsaForward(ref low.D, ref high.D, root);
    }

    /// <summary>Four butterflies of FIPS 204, Algorithm 41, with the roots of a table that have these numbers. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaForward(ref DsaFour low, ref DsaFour high, ref TVector roots, int a, int b, int c, int d, bool pairs = true)
    {
        DsaForward(ref low.A, ref high.A, new DsaRoot(ref roots, a), pairs);
        DsaForward(ref low.B, ref high.B, new DsaRoot(ref roots, b), pairs);
        DsaForward(ref low.C, ref high.C, new DsaRoot(ref roots, c), pairs);
        DsaForward(ref low.D, ref high.D, new DsaRoot(ref roots, d), pairs);
    }

    /// <summary>Four butterflies of FIPS 204, Algorithm 42, with one root. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaBackward(ref DsaFour low, ref DsaFour high, DsaRoot root)
    {
        DsaBackward(ref low.A, ref high.A, root);
        DsaBackward(ref low.B, ref high.B, root);
        DsaBackward(ref low.C, ref high.C, root);
        DsaBackward(ref low.D, ref high.D, root);
    }

    /// <summary>Four butterflies of FIPS 204, Algorithm 42, with the roots of a table that have these numbers. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaBackward(ref DsaFour low, ref DsaFour high, ref TVector roots, int a, int b, int c, int d, bool pairs = true)
    {
        DsaBackward(ref low.A, ref high.A, new DsaRoot(ref roots, a), pairs);
        DsaBackward(ref low.B, ref high.B, new DsaRoot(ref roots, b), pairs);
        DsaBackward(ref low.C, ref high.C, new DsaRoot(ref roots, c), pairs);
        DsaBackward(ref low.D, ref high.D, new DsaRoot(ref roots, d), pairs);
    }

    /// <summary>Constants to multiply by: roots of unity, with their quotients by q.</summary>
    private readonly struct DsaRoot
    {
        /// <summary>The constants.</summary>
        internal readonly TVector Value;

        /// <summary>Their quotients.</summary>
        internal readonly TVector Quotient;

        /// <summary>One constant for all lanes: a node of <see cref="DsaRoots"/>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal DsaRoot(ref int nodes, int node)
        {
            Value = TWidth.Repeat32(Unsafe.Add(ref nodes, 2 * node));
            Quotient = TWidth.Repeat32(Unsafe.Add(ref nodes, (2 * node) + 1));
        }

        /// <summary>A constant for each lane.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal DsaRoot(ref TVector lanes, int index)
        {
            Value = Unsafe.Add(ref lanes, 2 * index);
            Quotient = Unsafe.Add(ref lanes, (2 * index) + 1);
        }
    }

    /// <summary>Four vectors. Secret.</summary>
    private struct DsaFour
    {
        internal TVector A;
        internal TVector B;
        internal TVector C;
        internal TVector D;

        /// <summary>Loads vectors that lie so far apart.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal DsaFour(ref TVector first, int distance)
        {
            A = first;
            B = Unsafe.Add(ref first, distance);
            C = Unsafe.Add(ref first, 2 * distance);
            D = Unsafe.Add(ref first, 3 * distance);
        }

        /// <summary>Exchanges the second half of one group with the first half of the other. Twice restores both.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Exchange2(ref DsaFour low, ref DsaFour high)
        {
            (low.C, high.A) = (high.A, low.C);
            (low.D, high.B) = (high.B, low.D);
        }

        /// <summary>Exchanges the odd vectors of one group with the even ones of the other. Twice restores both.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Exchange1(ref DsaFour low, ref DsaFour high)
        {
            (low.B, high.A) = (high.A, low.B);
            (low.D, high.C) = (high.C, low.D);
        }

        /// <inheritdoc cref="IWidth{TVector}.Transpose256"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Transpose256(ref DsaFour low, ref DsaFour high)
        {
            TWidth.Transpose256(ref low.A, ref high.A);
            TWidth.Transpose256(ref low.B, ref high.B);
            TWidth.Transpose256(ref low.C, ref high.C);
            TWidth.Transpose256(ref low.D, ref high.D);
        }

        /// <inheritdoc cref="IWidth{TVector}.Transpose128"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Transpose128(ref DsaFour low, ref DsaFour high)
        {
            TWidth.Transpose128(ref low.A, ref high.A);
            TWidth.Transpose128(ref low.B, ref high.B);
            TWidth.Transpose128(ref low.C, ref high.C);
            TWidth.Transpose128(ref low.D, ref high.D);
        }

        /// <inheritdoc cref="IWidth{TVector}.Transpose64"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Transpose64(ref DsaFour low, ref DsaFour high)
        {
            TWidth.Transpose64(ref low.A, ref high.A);
            TWidth.Transpose64(ref low.B, ref high.B);
            TWidth.Transpose64(ref low.C, ref high.C);
            TWidth.Transpose64(ref low.D, ref high.D);
        }

        /// <inheritdoc cref="IWidth{TVector}.Transpose32"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Transpose32(ref DsaFour low, ref DsaFour high)
        {
            TWidth.Transpose32(ref low.A, ref high.A);
            TWidth.Transpose32(ref low.B, ref high.B);
            TWidth.Transpose32(ref low.C, ref high.C);
            TWidth.Transpose32(ref low.D, ref high.D);
        }

        /// <inheritdoc cref="IWidth{TVector}.Interleave32"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Interleave32(ref DsaFour low, ref DsaFour high)
        {
            TWidth.Interleave32(ref low.A, ref high.A);
            TWidth.Interleave32(ref low.B, ref high.B);
            TWidth.Interleave32(ref low.C, ref high.C);
            TWidth.Interleave32(ref low.D, ref high.D);
        }

        /// <inheritdoc cref="IWidth{TVector}.Separate32"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Separate32(ref DsaFour low, ref DsaFour high)
        {
            TWidth.Separate32(ref low.A, ref high.A);
            TWidth.Separate32(ref low.B, ref high.B);
            TWidth.Separate32(ref low.C, ref high.C);
            TWidth.Separate32(ref low.D, ref high.D);
        }

        /// <summary>Multiplies all by one constant.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Scale(DsaRoot scale)
        {
            A = DsaTimes(A, scale);
            B = DsaTimes(B, scale);
            C = DsaTimes(C, scale);
            D = DsaTimes(D, scale);
        }

        /// <summary>Stores vectors so far apart.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly void Store(ref TVector first, int distance)
        {
            first = A;
            Unsafe.Add(ref first, distance) = B;
            Unsafe.Add(ref first, 2 * distance) = C;
            Unsafe.Add(ref first, 3 * distance) = D;
        }
    }
}
