using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <summary>The roots of unity that the transforms and products of FIPS 203 multiply by, lane for lane: a vector of them in Montgomery form, followed
/// by a vector of their quotients by q modulo 2^16. Public.</summary>
/// <typeparam name="TWidth">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static class KemRoots<TWidth, TVector>
    where TWidth : struct, IWidth<TVector>
    where TVector : unmanaged
{
    /// <summary>The inverse of q modulo 2^16.</summary>
    internal const short QInverse = -3327;                  // = 62209 - 2^16, and 62209 = q^-1 mod 2^16

    private const int InverseOf128 = 3303;                  // = 128^-1 mod q

    private const short R = ((1 << 16) % KemZetas.Q) - KemZetas.Q;

    private static int Lanes => Unsafe.SizeOf<TVector>() / sizeof(short);

    /// <summary>For NTT: the layers of length 128, 64 and 32, one root for a block; then for each four vectors the layers 16, 8, 4 and 2, two each.</summary>
    internal static readonly VectorTable<TVector> Forward = Build(inverse: false);

    /// <summary>For NTT⁻¹, which goes through the standard's table from its end: the same, the short layers first, and the layer of length 128
    /// divided by 128.</summary>
    internal static readonly VectorTable<TVector> Inverse = Build(inverse: true);

    /// <summary>For products: 1 for the even coefficients, the modulus of their pair for the odd ones.</summary>
    internal static readonly VectorTable<TVector> Products = BuildProducts();

    private static VectorTable<TVector> Build(bool inverse)
    {
        const int LongNodes = 7;                            // = 1 + 2 + 4
        Span<short> factors = stackalloc short[(LongNodes * Lanes) + 512];
        Span<short> longLayers = inverse ? factors[512..] : factors[..^512];
        for (int i = 0; i < longLayers.Length; i++)
            longLayers[i] = (short)(1 + (i / Lanes));       // public: a position
        ShortLayers(inverse ? factors[..512] : factors[^512..]);
        foreach (ref short factor in factors)
            factor = inverse ? InverseRoot(factor) : Montgomery(KemZetas.Powers[factor]);
        return Table(factors);
    }

    /// <summary>The node k = 128 / n + g of the tree of factors, block g of the layer of length n, has entry 256 / n - 1 - g of the standard's table.</summary>
    private static short InverseRoot(int node)
    {
        int first = 1 << BitOperations.Log2((uint)node);    // 128 / n
        int zeta = KemZetas.Powers[(3 * first) - 1 - node];
        return Montgomery(node == 1 ? zeta * InverseOf128 : zeta);
    }

    private static VectorTable<TVector> BuildProducts()
    {
        Span<short> factors = stackalloc short[256];
        for (int i = 0; i < factors.Length; i += 2)
        {
            factors[i] = R;
            factors[i + 1] = Montgomery(KemZetas.OddPowers[i / 2]);
        }

        return Table(factors);
    }

    /// <summary>Lets the numbers of the coefficients take the way of the coefficients themselves, and notes the nodes of their blocks.</summary>
    private static void ShortLayers(Span<short> nodes)
    {
        Span<short> numbers = stackalloc short[256];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (short)i;
        Span<TVector> vectors = MemoryMarshal.Cast<short, TVector>(numbers);
        for (int i = 0; i < vectors.Length; i += 4)
        {
            TVector a = vectors[i];
            TVector b = vectors[i + 1];
            TVector c = vectors[i + 2];
            TVector d = vectors[i + 3];
            if (Lanes == 8)
            {
                nodes = Add(nodes, 16, a, b);
            }
            else
            {
                if (Lanes == 32)
                {
                    TWidth.Transpose256(ref a, ref b);
                    TWidth.Transpose256(ref c, ref d);
                }

                nodes = Add(nodes, 16, a, c);
                TWidth.Transpose128(ref a, ref b);
                TWidth.Transpose128(ref c, ref d);
            }

            nodes = Add(nodes, 8, a, c);
            TWidth.Transpose64(ref a, ref b);
            TWidth.Transpose64(ref c, ref d);
            nodes = Add(nodes, 4, a, c);
            TWidth.Transpose32(ref a, ref b);
            TWidth.Transpose32(ref c, ref d);
            nodes = Add(nodes, 2, a, c);
        }
    }

    private static Span<short> Add(Span<short> nodes, int length, TVector low, TVector alsoLow)
    {
        ReadOnlySpan<short> numbers = MemoryMarshal.Cast<TVector, short>([low, alsoLow]);
        for (int i = 0; i < numbers.Length; i++)
            nodes[i] = (short)((128 + (numbers[i] / 2)) / length);
        return nodes[numbers.Length..];
    }

    private static VectorTable<TVector> Table(ReadOnlySpan<short> factors)
    {
        Span<short> content = stackalloc short[2 * factors.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            int place = (2 * i) - (i % Lanes);              // public: a position
            content[place] = factors[i];
            content[place + Lanes] = unchecked((short)(factors[i] * QInverse));
        }

        return VectorTable<TVector>.Of<short>(content);
    }

    /// <summary>The centred representative of a public constant times 2^16.</summary>
    private static short Montgomery(int constant)
    {
        int r = (int)((long)constant * R % KemZetas.Q);             // a public constant
        return (short)(r > KemZetas.Q / 2 ? r - KemZetas.Q : r < -(KemZetas.Q / 2) ? r + KemZetas.Q : r);
    }
}
