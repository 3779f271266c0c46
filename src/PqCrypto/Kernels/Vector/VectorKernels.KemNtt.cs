using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203, section 4.3: the transforms, in lanes of 16 bits. The kernel order is the standard's.</content>
/// <remarks>
/// The layers of length 128, 64 and 32 join whole vectors, eight at a time, which stay in registers. The other four join coefficients of the same
/// four vectors. Where a layer is shorter than a vector, two neighbours exchange blocks of its length, so that partners lie in the same lane;
/// nothing is exchanged back until the last of these layers, which leaves the even pairs of coefficients in one vector and the odd ones in the other.
/// </remarks>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <summary>Coefficients in a vector: 8, 16 or 32.</summary>
    private static int Shorts => Unsafe.SizeOf<TVector>() / sizeof(short);

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 9 (NTT). Nothing is reduced: a product of x and a root is at most |x| * 1664 / 2^16 + 1665, so that the bound
    /// 3328 becomes 5077, 6870, 8709, 10595, 12529, 14512 and 16545.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemNtt(Span<short> f)
    {
        Bounds.AssertAbsolute(f[..256], 3328);              // = q - 1
        ref TVector first = ref Unsafe.As<short, TVector>(ref MemoryMarshal.GetReference(f[..256]));
        ref TVector roots = ref MemoryMarshal.GetReference(KemRoots<TWidth, TVector>.Forward.Vectors);
        int stride = 256 / 8 / Shorts;
        for (int i = 0; i < stride; i++)                    // L3: the lengths 128, 64 and 32
        {
            ref TVector g = ref Unsafe.Add(ref first, i);
            TVector a0 = g;
            TVector a1 = Unsafe.Add(ref g, stride);
            TVector a2 = Unsafe.Add(ref g, 2 * stride);
            TVector a3 = Unsafe.Add(ref g, 3 * stride);
            TVector a4 = Unsafe.Add(ref g, 4 * stride);
            TVector a5 = Unsafe.Add(ref g, 5 * stride);
            TVector a6 = Unsafe.Add(ref g, 6 * stride);
            TVector a7 = Unsafe.Add(ref g, 7 * stride);
            KemForward(ref a0, ref a4, ref roots, 0);
            KemForward(ref a1, ref a5, ref roots, 0);
            KemForward(ref a2, ref a6, ref roots, 0);
            KemForward(ref a3, ref a7, ref roots, 0);
            KemForward(ref a0, ref a2, ref roots, 1);
            KemForward(ref a1, ref a3, ref roots, 1);
            KemForward(ref a4, ref a6, ref roots, 2);
            KemForward(ref a5, ref a7, ref roots, 2);
            KemForward(ref a0, ref a1, ref roots, 3);
            KemForward(ref a2, ref a3, ref roots, 4);
            KemForward(ref a4, ref a5, ref roots, 5);
            KemForward(ref a6, ref a7, ref roots, 6);
            g = a0;
            Unsafe.Add(ref g, stride) = a1;
            Unsafe.Add(ref g, 2 * stride) = a2;
            Unsafe.Add(ref g, 3 * stride) = a3;
            Unsafe.Add(ref g, 4 * stride) = a4;
            Unsafe.Add(ref g, 5 * stride) = a5;
            Unsafe.Add(ref g, 6 * stride) = a6;
            Unsafe.Add(ref g, 7 * stride) = a7;
        }

        roots = ref Unsafe.Add(ref roots, 14);              // = 2 * 7
        for (int i = 0; i < 256 / Shorts; i += 4)           // L3: the lengths 16, 8, 4 and 2
        {
            ref TVector g = ref Unsafe.Add(ref first, i);
            TVector a = g;
            TVector b = Unsafe.Add(ref g, 1);
            TVector c = Unsafe.Add(ref g, 2);
            TVector d = Unsafe.Add(ref g, 3);
            if (Shorts == 8)
            {
                KemForward(ref a, ref c, ref roots, 0);
                KemForward(ref b, ref d, ref roots, 1);
            }
            else
            {
                if (Shorts == 32)
                {
                    TWidth.Transpose256(ref a, ref b);
                    TWidth.Transpose256(ref c, ref d);
                }

                KemForward(ref a, ref b, ref roots, 0);
                KemForward(ref c, ref d, ref roots, 1);
                TWidth.Transpose128(ref a, ref b);
                TWidth.Transpose128(ref c, ref d);
            }

            KemForward(ref a, ref b, ref roots, 2);
            KemForward(ref c, ref d, ref roots, 3);
            TWidth.Transpose64(ref a, ref b);
            TWidth.Transpose64(ref c, ref d);
            KemForward(ref a, ref b, ref roots, 4);
            KemForward(ref c, ref d, ref roots, 5);
            TWidth.Transpose32(ref a, ref b);
            TWidth.Transpose32(ref c, ref d);
            KemForward(ref a, ref b, ref roots, 6);
            KemForward(ref c, ref d, ref roots, 7);
            TWidth.Interleave32(ref a, ref b);
            TWidth.Interleave32(ref c, ref d);
            g = a;
            Unsafe.Add(ref g, 1) = b;
            Unsafe.Add(ref g, 2) = c;
            Unsafe.Add(ref g, 3) = d;
            roots = ref Unsafe.Add(ref roots, 16);
        }

        Bounds.AssertAbsolute(f[..256], 16545);             // = 5 * 3329 - 100
    }

    /// <summary>Replaces the partners of a layer by t added to and taken from the lower one, t being a root times the higher one. Secret.</summary>
    /// <param name="low">The lower partners.</param>
    /// <param name="high">The higher partners.</param>
    /// <param name="roots">Roots, each followed by its quotient by q. Public.</param>
    /// <param name="number">Which of the roots.</param>
    /// <remarks>FIPS 203, Algorithm 9 (NTT), L8 to L10.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KemForward(ref TVector low, ref TVector high, ref TVector roots, [ConstantExpected] int number)
    {
        TVector t = KemMultiply(high, Unsafe.Add(ref roots, 2 * number), Unsafe.Add(ref roots, (2 * number) + 1));
        high = TWidth.Subtract16(low, t);
        low = TWidth.Add16(low, t);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 10 (NTT⁻¹). Sums double: four layers lead from 1664 to 26624. Then sums are reduced to 2160, beside products
    /// of at most 26624 * 1664 / 2^16 + 1665 &lt; 2342, and three layers reach 8 * 2341 = 18728. The last one multiplies by 1 / 128 too, its sums by
    /// a product of their own: |f[i]| &lt;= 18728 * 1664 / 2^16 + 1665 &lt; 2141.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemInverseNtt(Span<short> f)
    {
        const short Scale = 512;                            // = 3303 * 2^16 mod q, and 3303 = 128^-1 mod q
        Bounds.AssertAbsolute(f[..256], 1664);              // = (q - 1) / 2
        ref TVector first = ref Unsafe.As<short, TVector>(ref MemoryMarshal.GetReference(f[..256]));
        ref TVector roots = ref MemoryMarshal.GetReference(KemRoots<TWidth, TVector>.Inverse.Vectors);
        for (int i = 0; i < 256 / Shorts; i += 4)           // L3: the lengths 2, 4, 8 and 16
        {
            ref TVector g = ref Unsafe.Add(ref first, i);
            TVector a = g;
            TVector b = Unsafe.Add(ref g, 1);
            TVector c = Unsafe.Add(ref g, 2);
            TVector d = Unsafe.Add(ref g, 3);
            TWidth.Separate32(ref a, ref b);
            TWidth.Separate32(ref c, ref d);
            KemBackward(ref a, ref b, ref roots, 6);
            KemBackward(ref c, ref d, ref roots, 7);
            TWidth.Transpose32(ref a, ref b);
            TWidth.Transpose32(ref c, ref d);
            KemBackward(ref a, ref b, ref roots, 4);
            KemBackward(ref c, ref d, ref roots, 5);
            TWidth.Transpose64(ref a, ref b);
            TWidth.Transpose64(ref c, ref d);
            KemBackward(ref a, ref b, ref roots, 2);
            KemBackward(ref c, ref d, ref roots, 3);
            if (Shorts == 8)
            {
                KemBackward(ref a, ref c, ref roots, 0);
                KemBackward(ref b, ref d, ref roots, 1);
                a = KemReduceLoosely(a);
                b = KemReduceLoosely(b);
            }
            else
            {
                TWidth.Transpose128(ref a, ref b);
                TWidth.Transpose128(ref c, ref d);
                KemBackward(ref a, ref b, ref roots, 0);
                KemBackward(ref c, ref d, ref roots, 1);
                a = KemReduceLoosely(a);
                c = KemReduceLoosely(c);
                if (Shorts == 32)
                {
                    TWidth.Transpose256(ref a, ref b);
                    TWidth.Transpose256(ref c, ref d);
                }
            }

            g = a;
            Unsafe.Add(ref g, 1) = b;
            Unsafe.Add(ref g, 2) = c;
            Unsafe.Add(ref g, 3) = d;
            roots = ref Unsafe.Add(ref roots, 16);
        }

        TVector scale = TWidth.Repeat16(Scale);
        TVector scaleOverQ = TWidth.Repeat16(unchecked((short)(Scale * KemQInverse)));
        int stride = 256 / 8 / Shorts;
        for (int i = 0; i < stride; i++)                    // L3: the lengths 128, 64 and 32
        {
            ref TVector g = ref Unsafe.Add(ref first, i);
            TVector a0 = g;
            TVector a1 = Unsafe.Add(ref g, stride);
            TVector a2 = Unsafe.Add(ref g, 2 * stride);
            TVector a3 = Unsafe.Add(ref g, 3 * stride);
            TVector a4 = Unsafe.Add(ref g, 4 * stride);
            TVector a5 = Unsafe.Add(ref g, 5 * stride);
            TVector a6 = Unsafe.Add(ref g, 6 * stride);
            TVector a7 = Unsafe.Add(ref g, 7 * stride);
            KemBackward(ref a0, ref a1, ref roots, 3);
            KemBackward(ref a2, ref a3, ref roots, 4);
            KemBackward(ref a4, ref a5, ref roots, 5);
            KemBackward(ref a6, ref a7, ref roots, 6);
            KemBackward(ref a0, ref a2, ref roots, 1);
            KemBackward(ref a1, ref a3, ref roots, 1);
            KemBackward(ref a4, ref a6, ref roots, 2);
            KemBackward(ref a5, ref a7, ref roots, 2);
            KemBackward(ref a0, ref a4, ref roots, 0);
            KemBackward(ref a1, ref a5, ref roots, 0);
            KemBackward(ref a2, ref a6, ref roots, 0);
            KemBackward(ref a3, ref a7, ref roots, 0);
            g = KemMultiply(a0, scale, scaleOverQ);      // L14
            Unsafe.Add(ref g, stride) = KemMultiply(a1, scale, scaleOverQ);
            Unsafe.Add(ref g, 2 * stride) = KemMultiply(a2, scale, scaleOverQ);
            Unsafe.Add(ref g, 3 * stride) = KemMultiply(a3, scale, scaleOverQ);
            Unsafe.Add(ref g, 4 * stride) = a4;
            Unsafe.Add(ref g, 5 * stride) = a5;
            Unsafe.Add(ref g, 6 * stride) = a6;
            Unsafe.Add(ref g, 7 * stride) = a7;
        }

        Bounds.AssertAbsolute(f[..256], 2140);              // = 475 + 1665
    }

    /// <summary>Replaces the partners of a layer by their sum and by a root times their difference. Secret.</summary>
    /// <param name="low">The lower partners.</param>
    /// <param name="high">The higher partners.</param>
    /// <param name="roots">Roots, each followed by its quotient by q. Public.</param>
    /// <param name="number">Which of the roots.</param>
    /// <remarks>FIPS 203, Algorithm 10 (NTT⁻¹), L8 to L11.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KemBackward(ref TVector low, ref TVector high, ref TVector roots, [ConstantExpected] int number)
    {
        TVector difference = TWidth.Subtract16(high, low);
        low = TWidth.Add16(low, high);
        high = KemMultiply(difference, Unsafe.Add(ref roots, 2 * number), Unsafe.Add(ref roots, (2 * number) + 1));
    }
}
