using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204, section 7.5, in lanes of 32 bits. The kernel order is the standard's.</content>
/// <remarks>
/// Layers whose partners are eight vectors or more apart go from memory to memory, one after the other. All others join coefficients of the same
/// eight vectors, which pass through them in registers, four butterflies at a time. So that lower partners lie in one group of four vectors and higher
/// ones in the same lanes of the other, the groups exchange vectors between layers, and then ever smaller blocks of lanes. That leaves the coefficients
/// with even numbers in one group and those with odd numbers in the other.
/// </remarks>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private static readonly VectorTable<TVector> DsaForwardRoots = DsaRootsOfBlocks(DsaRoots.Forward, inverse: false);
    private static readonly VectorTable<TVector> DsaBackwardRoots = DsaRootsOfBlocks(DsaRoots.Backward, inverse: true);

    private static int Ints => Unsafe.SizeOf<TVector>() / sizeof(int);

    /// <summary>Blocks of eight vectors in a polynomial.</summary>
    private static int DsaBlocks => 256 / 8 / Ints;

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 41 (NTT). A product lies less than 0.01q outside [0, q), so each of the eight layers adds less than 1.01q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaNtt(Span<int> f)
    {
        Bounds.AssertAbsolute(f[..256], DsaField.Q - 1);
        ref TVector first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<int, TVector>(f[..256]));
        ref int nodes = ref MemoryMarshal.GetArrayDataReference(DsaRoots.Forward);
        ref TVector roots = ref MemoryMarshal.GetReference(DsaForwardRoots.Vectors);
        int distance = 128 / Ints;
        for (int blocks = 1; blocks < DsaBlocks; blocks *= 2, distance /= 2)
        {
            ref TVector next = ref first;
            for (int block = 0; block < blocks; block++)
            {
                DsaRoot root = new(ref nodes, blocks + block);
                for (int i = 0; i < distance; i += 4)
                {
                    DsaFour low = new(ref next, 1);
                    DsaFour high = new(ref Unsafe.Add(ref next, distance), 1);
                    DsaForward(ref low, ref high, root);
                    low.Store(ref next, 1);
                    high.Store(ref Unsafe.Add(ref next, distance), 1);
                    next = ref Unsafe.Add(ref next, 4);
                }

                next = ref Unsafe.Add(ref next, distance);
            }
        }

        for (int block = 0; block < DsaBlocks; block++)
        {
            DsaFour low = new(ref first, 1);
            DsaFour high = new(ref Unsafe.Add(ref first, 4), 1);
            DsaForward(ref low, ref high, ref roots, 0, 0, 0, 0);
            DsaFour.Exchange2(ref low, ref high);
            DsaForward(ref low, ref high, ref roots, 1, 1, 2, 2);
            DsaFour.Exchange1(ref low, ref high);
            DsaForward(ref low, ref high, ref roots, 3, 4, 5, 6);
            roots = ref Unsafe.Add(ref roots, 14);
            if (Ints > 8)
            {
                DsaFour.Transpose256(ref low, ref high);
                DsaForward(ref low, ref high, ref roots, 0, 1, 2, 3);
                roots = ref Unsafe.Add(ref roots, 8);
            }

            if (Ints > 4)
            {
                DsaFour.Transpose128(ref low, ref high);
                DsaForward(ref low, ref high, ref roots, 0, 1, 2, 3);
                roots = ref Unsafe.Add(ref roots, 8);
            }

            DsaFour.Transpose64(ref low, ref high);
            DsaForward(ref low, ref high, ref roots, 0, 1, 2, 3);
            roots = ref Unsafe.Add(ref roots, 8);
            DsaFour.Transpose32(ref low, ref high);
            DsaForward(ref low, ref high, ref roots, 0, 1, 2, 3, pairs: false);
            roots = ref Unsafe.Add(ref roots, 8);
            DsaFour.Interleave32(ref low, ref high);
            low.Store(ref first, 2);
            high.Store(ref Unsafe.Add(ref first, 1), 2);
            first = ref Unsafe.Add(ref first, 8);
        }

        Bounds.AssertAbsolute(f[..256], (10L * DsaField.Q) - 1);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 42 (NTT⁻¹). Sums double in each of the eight layers and end below 256q &lt; 2^31. A product of any int lies at
    /// most q / 4 outside [0, q). The last layer scales: its sums by a product more, its differences by its root.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaInverseNtt(Span<int> f)
    {
        Bounds.AssertAbsolute(f[..256], DsaField.Q - 1);
        ref TVector first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<int, TVector>(f[..256]));
        ref int nodes = ref MemoryMarshal.GetArrayDataReference(DsaRoots.Backward);
        ref TVector roots = ref MemoryMarshal.GetReference(DsaBackwardRoots.Vectors);
        ref TVector next = ref first;
        for (int block = 0; block < DsaBlocks; block++)
        {
            DsaFour low = new(ref next, 2);
            DsaFour high = new(ref Unsafe.Add(ref next, 1), 2);
            DsaFour.Separate32(ref low, ref high);
            DsaBackward(ref low, ref high, ref roots, 0, 1, 2, 3, pairs: false);
            roots = ref Unsafe.Add(ref roots, 8);
            DsaFour.Transpose32(ref low, ref high);
            DsaBackward(ref low, ref high, ref roots, 0, 1, 2, 3);
            roots = ref Unsafe.Add(ref roots, 8);
            DsaFour.Transpose64(ref low, ref high);
            if (Ints > 4)
            {
                DsaBackward(ref low, ref high, ref roots, 0, 1, 2, 3);
                roots = ref Unsafe.Add(ref roots, 8);
                DsaFour.Transpose128(ref low, ref high);
            }

            if (Ints > 8)
            {
                DsaBackward(ref low, ref high, ref roots, 0, 1, 2, 3);
                roots = ref Unsafe.Add(ref roots, 8);
                DsaFour.Transpose256(ref low, ref high);
            }

            DsaBackward(ref low, ref high, ref roots, 0, 1, 2, 3);
            DsaFour.Exchange1(ref low, ref high);
            DsaBackward(ref low, ref high, ref roots, 4, 4, 5, 5);
            DsaFour.Exchange2(ref low, ref high);
            DsaBackward(ref low, ref high, ref roots, 6, 6, 6, 6);
            roots = ref Unsafe.Add(ref roots, 14);
            low.Store(ref next, 1);
            high.Store(ref Unsafe.Add(ref next, 4), 1);
            next = ref Unsafe.Add(ref next, 8);
        }

        DsaRoot scale = new(ref nodes, 0);
        int distance = 8;
        for (int blocks = DsaBlocks / 2; blocks > 0; blocks /= 2, distance *= 2)
        {
            next = ref first;
            for (int block = 0; block < blocks; block++)
            {
                DsaRoot root = new(ref nodes, blocks + block);
                for (int i = 0; i < distance; i += 4)
                {
                    DsaFour low = new(ref next, 1);
                    DsaFour high = new(ref Unsafe.Add(ref next, distance), 1);
                    DsaBackward(ref low, ref high, root);
                    if (blocks == 1)
                        low.Scale(scale);
                    low.Store(ref next, 1);
                    high.Store(ref Unsafe.Add(ref next, distance), 1);
                    next = ref Unsafe.Add(ref next, 4);
                }

                next = ref Unsafe.Add(ref next, distance);
            }
        }

        Bounds.AssertAbsolute(f[..256], 5L * DsaField.Q / 4);
    }

    /// <summary>Block by block of eight vectors, for the layers that do not leave it, in the order of use: the roots of each butterfly, and behind
    /// them their quotients.</summary>
    private static VectorTable<TVector> DsaRootsOfBlocks(int[] roots, bool inverse)
    {
        List<int> content = [];
        for (int start = 0; start < 256; start += 8 * Ints)
        {
            List<int[]> layers = [];
            for (int length = 4 * Ints; length >= 1; length /= 2)
            {
                IEnumerable<int[]> butterflies = length >= Ints
                    ? Enumerable.Range(0, 4 * Ints / length).Select(block => Enumerable.Repeat(start + (2 * length * block), Ints).ToArray())
                    : Enumerable.Range(0, 4).Select(pair => DsaLowerPartners(start + (2 * Ints * pair), length));
                layers.Add([.. butterflies.SelectMany(low => Enumerable.Range(0, 2)
                    .SelectMany(part => low.Select(coefficient => roots[(2 * ((128 + (coefficient / 2)) / length)) + part])))]);
            }

            if (inverse)
                layers.Reverse();
            content.AddRange(layers.SelectMany(layer => layer));
        }

        return VectorTable<TVector>.Of<int>([.. content]);
    }

    /// <summary>Which coefficients lie in the lower vector of a pair when partners are so far apart.</summary>
    private static int[] DsaLowerPartners(int start, int length)
    {
        int[] low = [.. Enumerable.Range(start, Ints)];
        int[] high = [.. Enumerable.Range(start + Ints, Ints)];
        for (int block = Ints / 2; block >= length; block /= 2)
        {
            for (int lane = 0; lane < Ints; lane++)
            {
                if ((lane & block) != 0)
                    (low[lane], high[lane - block]) = (high[lane - block], low[lane]);
            }
        }

        return low;
    }
}
