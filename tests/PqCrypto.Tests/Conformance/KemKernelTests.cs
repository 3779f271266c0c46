using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>Transforms, products and reductions of every kernel set against <see cref="KemModel"/>. Values of the NTT domain are looked at
/// through Encode12, because their order in memory is the set's own affair.</summary>
public sealed class KemKernelTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemNtt_ExtremeAndRandomInputs_GivesResidues(string set) => Assert.True(KernelSets.Run(set, new NttMatchesModel()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemInverseNtt_AfterNtt_RestoresInput(string set) => Assert.True(KernelSets.Run(set, new InverseRestores()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemMultiplyAccumulate_OneToFourProducts_MatchesSchoolbook(string set) => Assert.True(KernelSets.Run(set, new ProductsMatch()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemMultiplyAccumulate_LargestShorts_IsExactAndBounded(string set) => Assert.True(KernelSets.Run(set, new LargestProducts()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemReduce_EveryShort_IsCentred(string set) => Assert.True(KernelSets.Run(set, new ReducesEveryShort()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemAddAndSubtractFrom_WholeRange_AreExact(string set) => Assert.True(KernelSets.Run(set, new AddsAndSubtracts()));

    /// <summary>The values of a transformed polynomial in standard order, in [0, q).</summary>
    private static int[] Standard<TKernels>(ReadOnlySpan<short> fHat)
        where TKernels : struct, IKernels
    {
        byte[] bytes = new byte[384];
        TKernels.KemEncode12(fHat, bytes);
        int[] values = new int[256];
        for (int i = 0; i < 256; i++)
            values[i] = ((bytes[i * 3 / 2] | (bytes[(i * 3 / 2) + 1] << 8)) >> (i % 2 * 4)) & 0xFFF;
        return values;
    }

    private sealed class NttMatchesModel : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach (short[] f in KemModel.Inputs(3328))
            {
                int[] expected = KemModel.Ntt(KemModel.Wide(f));
                TKernels.KemNtt(f);
                Assert.All(f, value => Assert.InRange(value, -16545, 16545));
                Assert.Equal(expected, Standard<TKernels>(f));
            }

            return true;
        }
    }

    private sealed class InverseRestores : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach (short[] f in KemModel.Inputs(3328))
            {
                short[] g = [.. f];
                TKernels.KemNtt(g);
                TKernels.KemReduce(g);
                TKernels.KemInverseNtt(g);
                Assert.All(g, value => Assert.InRange(value, -3328, 3328));
                Assert.Equal(f.Select(value => KemModel.Mod(value)), g.Select(value => KemModel.Mod(value)));
            }

            foreach (short[] f in KemModel.Inputs(1664))    // the bounds of the inverse hold for any input in range
            {
                short[] extreme = [.. f];
                TKernels.KemInverseNtt(extreme);
                Assert.All(extreme, value => Assert.InRange(value, -3328, 3328));
                TKernels.KemNtt(extreme);
                Assert.Equal(Standard<TKernels>(f), Standard<TKernels>(extreme));
            }

            return true;
        }
    }

    /// <summary>Polynomials as second factors.</summary>
    private static short[] Prepared<TKernels>(short[] b)
        where TKernels : struct, IKernels
    {
        short[] factors = new short[2 * b.Length];
        TKernels.KemPrepareFactors(b, factors);
        return factors;
    }

    private sealed class ProductsMatch : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            short[][] inputs = [.. KemModel.Inputs(3328)];
            for (int first = 0; first + 8 <= inputs.Length; first += 5)
            {
                for (int count = 1; count <= 4; count++)
                {
                    short[][] a = inputs[first..(first + count)];
                    short[][] b = inputs[(first + 4)..(first + 4 + count)];
                    int[] expected = new int[256];
                    for (int i = 0; i < count; i++)
                        expected = [.. expected.Zip(KemModel.Multiply(KemModel.Wide(a[i]), KemModel.Wide(b[i])), (x, y) => KemModel.Mod(x + y))];

                    for (int step = 1; step <= 3; step++)
                    {
                        short[][] apart = [.. a.SelectMany(f => Enumerable.Repeat(f, step).Select((f, i) => i == 0 ? f : inputs[^i]))];
                        short[] sum = new short[256];
                        TKernels.KemMultiplyAccumulate(Transformed<TKernels>(apart), Prepared<TKernels>(Transformed<TKernels>(b)), sum, step);
                        TKernels.KemInverseNtt(sum);
                        Assert.Equal(expected, sum.Select(value => KemModel.Mod(value)));
                    }
                }
            }

            return true;
        }

        private static short[] Transformed<TKernels>(short[][] polynomials)
            where TKernels : struct, IKernels =>
            [.. polynomials.SelectMany(f =>
            {
                short[] copy = [.. f];
                TKernels.KemNtt(copy);
                return copy;
            })];
    }

    private sealed class LargestProducts : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            short[] ends = [short.MinValue, short.MaxValue, -3329, 3329, 1];
            foreach (short x in ends)
            {
                foreach (short y in ends)
                {
                    for (int count = 1; count <= 4; count++)
                    {
                        short[] sum = new short[256];
                        TKernels.KemMultiplyAccumulate(
                            Enumerable.Repeat(x, 256 * count).ToArray(), Prepared<TKernels>([.. Enumerable.Repeat(y, 256 * count)]), sum, 1);
                        Assert.All(sum, value => Assert.InRange(value, -1664, 1664));
                        long product = (long)count * x * y;
                        int[] expected = new int[256];
                        for (int i = 0; i < 128; i++)
                        {
                            expected[2 * i] = KemModel.Mod(product + (KemModel.Mod(product) * (long)KemModel.Gamma(i)));
                            expected[(2 * i) + 1] = KemModel.Mod(2 * product);
                        }

                        Assert.Equal(expected, Standard<TKernels>(sum));
                    }
                }
            }

            return true;
        }
    }

    private sealed class ReducesEveryShort : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            short[] all = [.. Enumerable.Range(short.MinValue, 1 << 16).Select(i => (short)i)];
            foreach (short[] piece in all.Chunk(256))
            {
                short[] reduced = [.. piece];
                TKernels.KemReduce(reduced);
                Assert.All(reduced, value => Assert.InRange(value, -1664, 1664));
                Assert.Equal(piece.Select(value => KemModel.Mod(value)), reduced.Select(value => KemModel.Mod(value)));
            }

            return true;
        }
    }

    private sealed class AddsAndSubtracts : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach ((short[] f, short[] g) in KemModel.Inputs(3328).Zip(KemModel.Inputs(6656)))
            {
                short[] sum = [.. g];
                TKernels.KemAdd(f, sum);
                Assert.Equal(f.Zip(g, (x, y) => (short)(x + y)), sum);
            }

            foreach ((short[] f, short[] g) in KemModel.Inputs(3328).Zip(KemModel.Inputs(3328).Reverse()))
            {
                short[] difference = [.. g];
                TKernels.KemSubtractFrom(f, difference);
                Assert.Equal(f.Zip(g, (x, y) => (short)(x - y)), difference);
            }

            return true;
        }
    }
}
