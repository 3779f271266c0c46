using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.Kernels.Vector;

/// <summary>What a butterfly of one of the two standards does with a pair of vectors.</summary>
internal interface IButterfly<TVector>
    where TVector : unmanaged
{
    /// <summary>Replaces a pair by its butterfly.</summary>
    /// <param name="low">The lower coefficients. Secret.</param>
    /// <param name="high">The higher coefficients. Secret.</param>
    /// <param name="zeta">For each lane its root of unity in Montgomery form. Public.</param>
    /// <param name="zetaOverQ">The same times the inverse of q. Public.</param>
    static abstract void Apply(ref TVector low, ref TVector high, TVector zeta, TVector zetaOverQ);
}

/// <summary>The layers of the transforms of both standards over vectors, and the order in which they need their roots of unity.</summary>
/// <remarks>A butterfly of length n joins coefficient j with j + n. While n is a vector's length or more, whole vectors meet. Below, two neighbouring
/// vectors first exchange blocks of n lanes, so that partners lie in the same lane, and afterwards exchange them back.</remarks>
/// <typeparam name="TWidth">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static class Ntt<TWidth, TVector>
    where TWidth : struct, IWidth<TVector>
    where TVector : unmanaged
{
    /// <summary>One layer.</summary>
    /// <param name="f">The polynomial, as vectors. Secret.</param>
    /// <param name="lanes">Coefficients in a vector.</param>
    /// <param name="length">Distance of the partners.</param>
    /// <param name="zetas">The rest of the table; two vectors for each butterfly are taken from it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Layer<TButterfly>(Span<TVector> f, int lanes, int length, scoped ref ReadOnlySpan<TVector> zetas)
        where TButterfly : struct, IButterfly<TVector>
    {
        ref TVector first = ref MemoryMarshal.GetReference(f);
        ref TVector zeta = ref MemoryMarshal.GetReference(zetas[..f.Length]);
        zetas = zetas[f.Length..];
        int distance = int.Max(length / lanes, 1);
        int bits = length * 8 * (Unsafe.SizeOf<TVector>() / lanes);
        for (int start = 0; start < f.Length; start += 2 * distance)
        {
            for (int i = start; i < start + distance; i++)
            {
                ref TVector low = ref Unsafe.Add(ref first, i);
                ref TVector high = ref Unsafe.Add(ref first, i + distance);
                TVector a = low;
                TVector b = high;
                if (length < lanes)
                    Exchange(bits, ref a, ref b);
                TButterfly.Apply(ref a, ref b, zeta, Unsafe.Add(ref zeta, 1));
                if (length < lanes)
                    Exchange(bits, ref a, ref b);
                low = a;
                high = b;
                zeta = ref Unsafe.Add(ref zeta, 2);
            }
        }
    }

    /// <summary>For each lane of each butterfly, in the order of the layers, which entry of the standard's table it multiplies by.</summary>
    /// <param name="lanes">Coefficients in a vector.</param>
    /// <param name="shortest">The smallest distance of partners: 2 in FIPS 203, 1 in FIPS 204.</param>
    /// <param name="inverse">Whether for the inverse transform, whose layers come in the opposite order and read the table backwards.</param>
    internal static List<int> Indices(int lanes, int shortest, bool inverse)
    {
        List<int> indices = [];
        for (int length = inverse ? shortest : 128; length >= shortest && length <= 128; length = inverse ? 2 * length : length / 2)
        {
            int distance = int.Max(length, lanes);
            for (int start = 0; start < 256; start += 2 * distance)
            {
                for (int lane = 0; lane < distance; lane++)
                {
                    int block = lane / length;      // below a vector's length: even blocks come from the first vector, odd ones from the second
                    int group = length >= lanes ? start / (2 * length) : (start + (block % 2 * lanes) + (block / 2 * 2 * length)) / (2 * length);
                    indices.Add(inverse ? (256 / length) - 1 - group : (128 / length) + group);
                }
            }
        }

        return indices;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(int bits, ref TVector a, ref TVector b)
    {
        switch (bits)
        {
            case 256:
                TWidth.Transpose256(ref a, ref b);
                break;
            case 128:
                TWidth.Transpose128(ref a, ref b);
                break;
            case 64:
                TWidth.Transpose64(ref a, ref b);
                break;
            default:
                TVector first = a;
                a = TWidth.Blend32(first, TWidth.ShiftLeft64(b, 32));
                b = TWidth.Blend32(TWidth.ShiftRight64(first, 32), b);
                break;
        }
    }
}
