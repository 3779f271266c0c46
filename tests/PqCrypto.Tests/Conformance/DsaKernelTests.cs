using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Tests.Conformance;

/// <summary>Transforms, products and sums of every kernel set against <see cref="DsaModel"/>.</summary>
public sealed class DsaKernelTests
{
    private const int Q = DsaModel.Q;

    [Fact]
    public void DsaZetas_EveryEntry_FollowsItsFormula()
    {
        for (int m = 0; m < 256; m++)
        {
            int reversed = Convert.ToInt32(new string([.. Convert.ToString(m, 2).PadLeft(8, '0').Reverse()]), 2);
            System.Numerics.BigInteger expected = System.Numerics.BigInteger.ModPow(1753, reversed, Q) * (System.Numerics.BigInteger.One << 32) % Q;
            Assert.Equal((int)expected, DsaModel.Mod(DsaZetas.Table[m]));
            Assert.InRange(DsaZetas.Table[m], 1 - Q, Q - 1);
        }
    }

    [Fact]
    public void DsaRoots_EveryNode_FollowsItsFormula()
    {
        for (int k = 1; k < 256; k++)
        {
            int layer = 1 << int.Log2(k);
            long forward = DsaModel.Mod(DsaField.MontgomeryReduce(DsaZetas.Table[k]));
            long backward = DsaModel.Mod(DsaField.MontgomeryReduce(DsaZetas.Table[(3 * layer) - 1 - k]));
            if (k == 1)
                backward = backward * DsaModel.Mod(DsaRoots.Backward[0]) % Q;
            AssertNode(DsaRoots.Forward, k, forward);
            AssertNode(DsaRoots.Backward, k, backward);
        }

        AssertNode(DsaRoots.Backward, 0, (1L << 24) % Q);
    }

    [Fact]
    public void MontgomeryReduce_ExtremeAndRandomInputs_DividesByTwoToThe32()
    {
        Random random = new(49);
        long limit = (long)Q << 31;
        long[] edges = [0, 1, -1, Q, -Q, limit - 1, 1 - limit, 1L << 32, (1L << 31) - 1, -(1L << 31), (1L << 62) - 1, -((1L << 62) - 1)];
        foreach (long a in edges.Concat(Enumerable.Range(0, 100_000).Select(_ => random.NextInt64(1 - limit, limit))))
        {
            int r = DsaField.MontgomeryReduce(a);
            Assert.Equal(((a % Q) + Q) % Q, (((long)DsaModel.Mod(r) << 32) % Q + Q) % Q);
            if (long.Abs(a) < limit)
                Assert.InRange(r, 1 - Q, Q - 1);
        }
    }

    [Fact]
    public void DsaNtt_Reference_GivesValuesAtRoots()
    {
        foreach (int[] f in DsaModel.Inputs(Q - 1).Take(10))
        {
            int[] expected = DsaModel.Ntt(f);
            ReferenceKernels.DsaNtt(f);
            Assert.Equal(expected, f.Select(value => DsaModel.Mod(value)));
        }
    }

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaInverseNtt_AfterNtt_RestoresInput(string set) => Assert.True(KernelSets.Run(set, new InverseRestores()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaMultiplyAccumulate_TransformedFactors_MatchesSchoolbook(string set) => Assert.True(KernelSets.Run(set, new ProductMatches()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaMultiplyAccumulate_OneToEightLargestFactors_IsExactAndBounded(string set) => Assert.True(KernelSets.Run(set, new LargestProducts()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaAdd_WholeRange_IsExact(string set) => Assert.True(KernelSets.Run(set, new Adds()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaReduce_EdgesAndRandomInts_IsCentred(string set) => Assert.True(KernelSets.Run(set, new Reduces()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaShiftLeft_EveryValue_MultipliesBy8192(string set) => Assert.True(KernelSets.Run(set, new ShiftsLeft()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaReachesNorm_OneCoefficientAtTheBound_IsSeenAtEveryPosition(string set) => Assert.True(KernelSets.Run(set, new SeesNorm()));

    private static void AssertNode(int[] nodes, int k, long root)
    {
        int value = nodes[2 * k];
        Assert.Equal(root, DsaModel.Mod(value));
        Assert.InRange(value, -(Q - 1) / 2, (Q - 1) / 2);
        System.Numerics.BigInteger off = ((System.Numerics.BigInteger)value << 32) - ((System.Numerics.BigInteger)nodes[(2 * k) + 1] * Q);
        Assert.InRange((long)off, -(Q - 1) / 2, (Q - 1) / 2);           // the quotient is the nearest
    }

    private sealed class InverseRestores : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int[] one = new int[256];
            one[0] = 1;
            TKernels.DsaNtt(one);
            foreach (int[] f in DsaModel.Inputs(Q - 1))
            {
                int[] transformed = [.. f];
                int[] g = new int[256];
                TKernels.DsaNtt(transformed);
                Assert.All(transformed, value => Assert.InRange(value, 1 - (10 * Q), (10 * Q) - 1));
                TKernels.DsaMultiplyAccumulate(transformed, default, one, g);
                TKernels.DsaInverseNtt(g);
                Assert.All(g, value => Assert.InRange(value, -5 * Q / 4, 5 * Q / 4));
                Assert.Equal(f.Select(value => DsaModel.Mod(value)), g.Select(value => DsaModel.Mod(value)));

                int[] extreme = [.. f];                 // the bounds of the inverse hold for any input in range
                TKernels.DsaInverseNtt(extreme);
                Assert.All(extreme, value => Assert.InRange(value, -5 * Q / 4, 5 * Q / 4));
                TKernels.DsaReduce(extreme);
                TKernels.DsaNtt(extreme);
                TKernels.DsaMultiplyAccumulate(extreme, default, one, g);
                Assert.Equal(f.Select(value => DsaModel.Mod(value)), g.Select(value => DsaModel.Mod(value)));
            }

            return true;
        }
    }

    private sealed class ProductMatches : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int[][] inputs = [.. DsaModel.Inputs(Q - 1).Skip(1).Take(8)];
            for (int i = 0; i + 1 < inputs.Length; i++)
            {
                int[] expected = DsaModel.Multiply(inputs[i], inputs[i + 1]);
                int[] a = [.. inputs[i]];
                int[] b = [.. inputs[i + 1]];
                int[] product = new int[256];
                TKernels.DsaNtt(a);
                TKernels.DsaNtt(b);
                TKernels.DsaMultiplyAccumulate(a, default, b, product);
                TKernels.DsaInverseNtt(product);
                Assert.Equal(expected, product.Select(value => DsaModel.Mod(value)));
            }

            return true;
        }
    }

    private sealed class LargestProducts : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int[] ones = [.. Enumerable.Repeat(1, 256)];
            int[] factor = new int[256];
            TKernels.DsaMultiplyAccumulate(ones, default, ones, factor);
            for (int terms = 1; terms <= 8; terms++)
            {
                int equal = int.Min((10 * Q) - 1, (int)(Q * double.Sqrt(256.0 / terms)) - 1);       // the largest squares whose sum is in range
                foreach ((int left, int right) in new[] { (equal, equal), (Q - 1, (10 * Q) - 1), ((10 * Q) - 1, Q - 1) })
                {
                    foreach ((int[] a, int[] b) in DsaModel.Inputs(left).Zip(DsaModel.Inputs(right)))
                    {
                        int[] sum = new int[256];
                        int[] otherSum = new int[256];
                        int[] allA = [.. Enumerable.Repeat(a, terms).SelectMany(f => f)];
                        int[] allB = [.. Enumerable.Repeat(b, terms).SelectMany(f => f)];
                        TKernels.DsaMultiplyAccumulate(allA, default, allB, sum);
                        TKernels.DsaMultiplyAccumulate(allA.AsSpan(256), a, allB, otherSum);
                        Assert.Equal(sum, otherSum);
                        for (int i = 0; i < 256; i++)
                        {
                            Assert.Equal(DsaModel.Mod((long)a[i] * b[i] % Q * terms % Q * factor[i]), DsaModel.Mod(sum[i]));
                            Assert.InRange(sum[i], 1 - Q, Q - 1);
                        }
                    }
                }
            }

            Assert.Single(factor.Select(value => DsaModel.Mod(value)).Distinct());
            return true;
        }
    }

    private sealed class Adds : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int[][] inputs = [.. DsaModel.Inputs((1 << 30) - 1)];
            for (int i = 0; i + 1 < inputs.Length; i++)
            {
                int[] sum = [.. inputs[i + 1]];
                TKernels.DsaAdd(inputs[i], sum);
                Assert.Equal(inputs[i].Zip(inputs[i + 1], (a, b) => a + b), sum);
            }

            return true;
        }
    }

    private sealed class Reduces : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(8380417);
            List<int> values = [int.MinValue, int.MinValue + 1, int.MaxValue, int.MaxValue - 1];
            for (int multiple = -256; multiple <= 256; multiple++)
            {
                foreach (long near in new[] { 0L, (Q - 1) / 2, (Q + 1) / 2 })
                {
                    for (int step = -2; step <= 2; step++)
                    {
                        long value = ((long)multiple * Q) + near + step;
                        if (value is >= int.MinValue and <= int.MaxValue)
                            values.Add((int)value);
                    }
                }
            }

            while (values.Count % 256 != 0 || values.Count < 1 << 20)
                values.Add(random.Next(int.MinValue, int.MaxValue));
            foreach (int[] chunk in values.Chunk(256))
            {
                int[] reduced = [.. chunk];
                TKernels.DsaReduce(reduced);
                for (int i = 0; i < 256; i++)
                {
                    if (int.Abs(reduced[i]) > (Q - 1) / 2 || ((long)chunk[i] - reduced[i]) % Q != 0)
                        Assert.Fail($"{chunk[i]} became {reduced[i]}");
                }
            }

            return true;
        }
    }

    private sealed class ShiftsLeft : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            for (int first = 0; first < 1024; first += 256)
            {
                int[] f = [.. Enumerable.Range(first, 256)];
                TKernels.DsaShiftLeft(f);
                Assert.Equal(Enumerable.Range(first, 256).Select(value => value * 8192), f);
            }

            return true;
        }
    }

    private sealed class SeesNorm : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach (int bound in new[] { 1, 3, 5, 95232 - 78, 95232, 261888 - 196, (1 << 17) - 78, (1 << 19) - 120 })
            {
                for (int position = 0; position < 256; position++)
                {
                    int[] f = new int[256];
                    foreach ((int value, bool reaches) in new[]
                    {
                        (bound - 1, false), (1 - bound, false), (bound, true), (-bound, true), ((1 << 30) - 1, true), (1 - (1 << 30), true),
                    })
                    {
                        f[position] = value;
                        Assert.Equal(reaches, TKernels.DsaReachesNorm(f, bound) != 0);
                    }
                }
            }

            return true;
        }
    }
}
