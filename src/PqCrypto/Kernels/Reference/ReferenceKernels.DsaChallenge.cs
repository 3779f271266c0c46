using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 204: products with a challenge, of which most coefficients are zero.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaChallengeTable(ReadOnlySpan<int> s, bool negated, Span<sbyte> table)
    {
        Bounds.AssertAbsolute(s, 4);
        int sign = negated ? -1 : 1;                // public: what the table is for
        for (int i = 0; i < s.Length; i++)
        {
            table[i] = (sbyte)(-sign * s[i]);
            table[256 + i] = (sbyte)(sign * s[i]);
            table[512 + i] = (sbyte)(-sign * s[i]);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaMultiplyChallenge(ReadOnlySpan<sbyte> table, ReadOnlySpan<ushort> offsets, int eta, ReadOnlySpan<int> addend, Span<int> sum)
    {
        Bounds.AssertAbsolute(addend, (1 << 30) - 1);
        addend.CopyTo(sum);
        foreach (ushort offset in offsets)      // public
        {
            ReadOnlySpan<sbyte> piece = table.Slice(offset, 256);
            for (int i = 0; i < piece.Length; i++)
                sum[i] += piece[i];
        }
    }
}
