using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: sums of polynomials, and representatives modulo q.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaAdd(ReadOnlySpan<int> f, Span<int> sum)
    {
        Bounds.AssertAbsolute(f, (1 << 30) - 1);
        Bounds.AssertAbsolute(sum, (1 << 30) - 1);
        ReadOnlySpan<TVector> left = MemoryMarshal.Cast<int, TVector>(f[..256]);
        Span<TVector> sums = MemoryMarshal.Cast<int, TVector>(sum[..256]);
        for (int i = 0; i < sums.Length; i++)
            sums[i] = TWidth.Add32(left[i], sums[i]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaReduce(Span<int> f)
    {
        foreach (ref TVector vector in MemoryMarshal.Cast<int, TVector>(f[..256]))
            vector = DsaCentre(vector);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaShiftLeft(Span<int> f)
    {
        Bounds.AssertRange(f, 0, 1023);
        foreach (ref TVector vector in MemoryMarshal.Cast<int, TVector>(f[..256]))
            vector = TWidth.ShiftLeft32(vector, 13);        // at most 1023 * 2^13 = q - 1
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaReachesNorm(ReadOnlySpan<int> f, int bound)
    {
        Bounds.AssertAbsolute(f, (1 << 30) - 1);
        TVector most = TWidth.Repeat32(bound - 1);
        TVector reached = TWidth.Repeat32(0);
        foreach (TVector vector in MemoryMarshal.Cast<int, TVector>(f[..256]))
            reached = TWidth.Or(reached, DsaBelowNorm(vector, most));
        return DsaAnySign(reached);
    }

    /// <summary>Negative where an absolute value is greater than the greatest that is allowed. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaBelowNorm(TVector a, TVector most) => TWidth.Or(TWidth.Subtract32(most, a), TWidth.Add32(most, a));

    /// <summary>-1 where any lane is negative, otherwise 0. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DsaAnySign(TVector a)
    {
        ulong any = TWidth.FoldOr64(a);
        return (int)(any | (any >> 32)) >> 31;
    }

    /// <summary>The centred representatives modulo q of any ints. Secret.</summary>
    /// <remarks>The quotient is exact. Reciprocal * q differs from 2^53 by 2089857, which is less than 2^21, so for |a| &lt;= 2^31 the product
    /// differs from 2^53 * a / q by less than 2^52 / q. As q is odd, a / q is at least 1 / (2q) away from every tie.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaCentre(TVector a)
    {
        const int Reciprocal = (int)(((1L << 53) + (DsaField.Q / 2)) / DsaField.Q);         // = round(2^53 / 8380417)
        TVector reciprocal = TWidth.Repeat32(Reciprocal);
        TVector half = TWidth.Repeat64(1UL << 52);
        TVector even = TWidth.Add64(TWidth.MultiplyEven32(a, reciprocal), half);
        TVector odd = TWidth.Add64(TWidth.MultiplyEven32(TWidth.ShiftRight64(a, 32), reciprocal), half);
        TVector quotient = TWidth.ShiftRightSigned32(TWidth.Blend32(TWidth.ShiftRight64(even, 32), odd), 21);
        return TWidth.Subtract32(a, TWidth.MultiplyLow32(quotient, TWidth.Repeat32(DsaField.Q)));
    }

    /// <summary>The representatives modulo q that are not negative, of ints between -2q and 2q. Secret.</summary>
    /// <remarks>Without a sign, what is negative is greater than what is not.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector DsaCanonical(TVector a)
    {
        TVector r = TWidth.MinUnsigned32(a, TWidth.Add32(a, TWidth.Repeat32(2 * DsaField.Q)));
        return TWidth.MinUnsigned32(r, TWidth.Subtract32(r, TWidth.Repeat32(DsaField.Q)));
    }
}
