using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Reference;

/// <content>FIPS 204: products with a challenge, of which most coefficients are zero.</content>
internal readonly partial struct ReferenceKernels
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaChallengeTable(ReadOnlySpan<int> s, Span<sbyte> table)
    {
        Bounds.AssertAbsolute(s, 4);
        for (int i = 0; i < s.Length; i++)
        {
            table[i] = (sbyte)-s[i];
            table[256 + i] = (sbyte)s[i];
            table[512 + i] = (sbyte)-s[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DsaMultiplyChallenge(ReadOnlySpan<sbyte> table, ReadOnlySpan<ushort> offsets, int eta, Span<int> product)
    {
        product.Clear();
        foreach (ushort offset in offsets)      // public
        {
            ReadOnlySpan<sbyte> piece = table.Slice(offset, 256);
            for (int i = 0; i < piece.Length; i++)
                product[i] += piece[i];
        }

        Bounds.AssertAbsolute(product, eta * offsets.Length);
    }
}
