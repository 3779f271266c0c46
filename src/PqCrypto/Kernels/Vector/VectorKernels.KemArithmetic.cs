using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203: addition, subtraction and reduction modulo q.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemAdd(ReadOnlySpan<short> f, Span<short> sum)
    {
        Bounds.AssertAbsolute(f[..256], 3328);                  // = q - 1
        Bounds.AssertAbsolute(sum[..256], 6656);                // = 2 * (q - 1)
        ReadOnlySpan<TVector> left = MemoryMarshal.Cast<short, TVector>(f[..256]);
        Span<TVector> sums = MemoryMarshal.Cast<short, TVector>(sum[..256]);
        for (int i = 0; i < sums.Length; i++)
            sums[i] = TWidth.Add16(left[i], sums[i]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemSubtractFrom(ReadOnlySpan<short> f, Span<short> difference)
    {
        Bounds.AssertAbsolute(f[..256], 3328);                  // = q - 1
        Bounds.AssertAbsolute(difference[..256], 3328);         // = q - 1
        ReadOnlySpan<TVector> left = MemoryMarshal.Cast<short, TVector>(f[..256]);
        Span<TVector> differences = MemoryMarshal.Cast<short, TVector>(difference[..256]);
        for (int i = 0; i < differences.Length; i++)
            differences[i] = TWidth.Subtract16(left[i], differences[i]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemReduce(Span<short> f)
    {
        foreach (ref TVector vector in MemoryMarshal.Cast<short, TVector>(f[..256]))
            vector = KemReduce(vector);
    }

    /// <summary>The centred representatives modulo q of any shorts. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemReduce(TVector a) =>
        TWidth.Subtract16(a, TWidth.MultiplyLow16(KemDivide(a), TWidth.Repeat16(KemZetas.Q)));

    /// <summary>The representatives in [0, q) of any shorts. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemCanonical(TVector a)
    {
        TVector r = KemReduce(a);
        return TWidth.MinUnsigned16(r, TWidth.Add16(r, TWidth.Repeat16(KemZetas.Q)));       // without a sign, a negative r is the greater one
    }

    /// <summary>The integers nearest to a / q, for any shorts. Secret.</summary>
    /// <remarks>floor(a * Factor / 2^16), divided by 2^10 and rounded, is round(a * Factor / 2^26), and that is round(a / q) for every short.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemDivide(TVector a)
    {
        const short Factor = 20159;                             // = round(2^26 / q)
        return TWidth.MultiplyHighRound16(TWidth.MultiplyHigh16(a, TWidth.Repeat16(Factor)), TWidth.Repeat16(1 << (15 - 10)));
    }

    /// <summary>Small representatives modulo q of any shorts. Secret.</summary>
    /// <returns>|.| &lt;= 2160: a multiple of q is taken away for every 3276.8.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemReduceLoosely(TVector a)
    {
        const short Factor = 10;                                // = round(2^15 / q)
        TVector t = TWidth.MultiplyHighRound16(a, TWidth.Repeat16(Factor));
        return TWidth.Subtract16(a, TWidth.MultiplyLow16(t, TWidth.Repeat16(KemZetas.Q)));
    }
}
