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
    internal static VectorTable<TVector> Forward() =>
        Table([.. LongLayers().Concat(ShortLayers()).Select(place => Montgomery(KemZetas.Powers[(128 / place.Length) + place.Block]))]);

    /// <summary>For NTT⁻¹, which goes through the standard's table from its end: the same, the short layers first, and the layer of length 128
    /// divided by 128.</summary>
    internal static VectorTable<TVector> Inverse() =>
        Table([.. ShortLayers().Concat(LongLayers()).Select(place =>
        {
            int zeta = KemZetas.Powers[(256 / place.Length) - 1 - place.Block];
            return Montgomery(place.Length == 128 ? zeta * InverseOf128 : zeta);
        })]);

    /// <summary>For products: 1 for the even coefficients, the modulus of their pair for the odd ones.</summary>
    internal static VectorTable<TVector> Products() => Table([.. KemZetas.OddPowers.SelectMany(zeta => new[] { R, Montgomery(zeta) })]);

    private static IEnumerable<(int Length, int Block)> LongLayers() =>
        from length in Enumerable.Range(0, 3).Select(layer => 128 >> layer)
        from block in Enumerable.Range(0, 128 / length)
        from lane in Enumerable.Range(0, Lanes)
        select (length, block);

    /// <summary>Lets the numbers of the coefficients take the way of the coefficients themselves.</summary>
    private static List<(int Length, int Block)> ShortLayers()
    {
        List<(int, int)> places = [];
        short[] numbers = [.. Enumerable.Range(0, 256).Select(i => (short)i)];
        Span<TVector> vectors = MemoryMarshal.Cast<short, TVector>(numbers.AsSpan());
        for (int i = 0; i < vectors.Length; i += 4)
        {
            TVector a = vectors[i];
            TVector b = vectors[i + 1];
            TVector c = vectors[i + 2];
            TVector d = vectors[i + 3];
            if (Lanes == 8)
            {
                Add(16, a, b);
            }
            else
            {
                if (Lanes == 32)
                {
                    TWidth.Transpose256(ref a, ref b);
                    TWidth.Transpose256(ref c, ref d);
                }

                Add(16, a, c);
                TWidth.Transpose128(ref a, ref b);
                TWidth.Transpose128(ref c, ref d);
            }

            Add(8, a, c);
            TWidth.Transpose64(ref a, ref b);
            TWidth.Transpose64(ref c, ref d);
            Add(4, a, c);
            TWidth.Transpose32(ref a, ref b);
            TWidth.Transpose32(ref c, ref d);
            Add(2, a, c);
        }

        return places;

        void Add(int length, params ReadOnlySpan<TVector> lowPartners)
        {
            foreach (short number in MemoryMarshal.Cast<TVector, short>(lowPartners))
                places.Add((length, number / (2 * length)));
        }
    }

    private static VectorTable<TVector> Table(short[] factors) => VectorTable<TVector>.Of<short>(
        [.. factors.Chunk(Lanes).SelectMany(chunk => chunk.Concat(chunk.Select(factor => unchecked((short)(factor * QInverse)))))]);

    /// <summary>The centred representative of a public constant times 2^16.</summary>
    private static short Montgomery(int constant)
    {
        int r = (int)((long)constant * R % KemZetas.Q);             // a public constant
        return (short)(r > KemZetas.Q / 2 ? r - KemZetas.Q : r < -(KemZetas.Q / 2) ? r + KemZetas.Q : r);
    }
}
