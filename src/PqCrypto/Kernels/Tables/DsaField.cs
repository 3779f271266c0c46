using System.Runtime.CompilerServices;

namespace PqCrypto.Kernels.Tables;

/// <summary>The integers modulo q of FIPS 204, in constant time: no division, no branch.</summary>
internal static class DsaField
{
    /// <summary>The modulus.</summary>
    internal const int Q = 8380417;             // = 2^23 - 2^13 + 1

    /// <summary>The Montgomery factor 2^32, and its square, modulo q.</summary>
    internal const int R = (int)((1L << 32) % Q);

    /// <inheritdoc cref="R"/>
    internal const int RSquared = (int)((long)R * R % Q);

    /// <summary>The inverse of the modulus that Montgomery reductions multiply by.</summary>
    internal const int QInverse = 58728449;                      // = q^-1 mod 2^32
    private const long Reciprocal = ((1L << 54) + Q / 2) / Q;    // = round(2^54 / q)

    /// <summary>Divides by 2^32 modulo q.</summary>
    /// <param name="a">Any value with |a| &lt; 2^62. Secret.</param>
    /// <returns>r with r * 2^32 = a modulo q and |r| &lt;= |a| / 2^32 + q / 2 (below q where |a| &lt; 2^31 * q). Secret.</returns>
    /// <remarks>FIPS 204, Algorithm 49 (MontgomeryReduce).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int MontgomeryReduce(long a)
    {
        int t = unchecked((int)a * QInverse);       // L2
        return (int)((a - (long)t * Q) >> 32);      // L3
    }

    /// <summary>The centred representative modulo q.</summary>
    /// <param name="a">Any int. Secret.</param>
    /// <returns>r = a modulo q with |r| &lt;= (q - 1) / 2. Secret.</returns>
    /// <remarks>The quotient is exact. Reciprocal * q differs from 2^54 by at most (q - 1) / 2 &lt; 2^22, so for |a| &lt;= 2^31 the product
    /// differs from 2^54 * a / q by less than 2^53 / q. As q is odd, a / q is at least 1 / (2q) away from every tie.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Centre(int a)
    {
        int quotient = (int)((a * Reciprocal + (1L << 53)) >> 54);
        return a - quotient * Q;
    }

    /// <summary>The representative modulo q that is not negative.</summary>
    /// <param name="a">Any int. Secret.</param>
    /// <returns>r = a modulo q in [0, q). Secret.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Canonical(int a)
    {
        int r = Centre(a);
        return r + ((r >> 31) & Q);
    }
}
