using System.Numerics;
using PqCrypto.Kernels.Curve25519;

namespace PqCrypto.Tests.Conformance;

/// <summary>Every arithmetic of quads against big integers, at the ends of what each operation accepts: sums that leave their bounds go wrong there, and
/// seldom elsewhere.</summary>
public sealed class QuadFieldTests
{
    [Theory, MemberData(nameof(QuadFields.Supported), MemberType = typeof(QuadFields))]
    public void Multiply_ExtremeAndRandomLimbs_MatchesBigIntegers(string field) => QuadFields.Run(field, new Products());

    [Theory, MemberData(nameof(QuadFields.Supported), MemberType = typeof(QuadFields))]
    public void Multiply_LoadedElements_MatchesBigIntegers(string field) => QuadFields.Run(field, new LoadedProducts());

    [Theory, MemberData(nameof(QuadFields.Supported), MemberType = typeof(QuadFields))]
    public void SquareRepeatedly_ExtremeAndRandomLimbs_MatchesBigIntegers(string field) => QuadFields.Run(field, new Squares());

    [Theory, MemberData(nameof(QuadFields.Supported), MemberType = typeof(QuadFields))]
    public void AddAndSubtract_ExtremeAndRandomLimbs_AreLooseAndMatchBigIntegers(string field) => QuadFields.Run(field, new SumsAndDifferences());

    [Theory, MemberData(nameof(QuadFields.Supported), MemberType = typeof(QuadFields))]
    public void Store_ExtremeAndRandomLimbs_GivesTheSameElements(string field) => QuadFields.Run(field, new Stores());

    [Theory, MemberData(nameof(QuadFields.Supported), MemberType = typeof(QuadFields))]
    public void PermuteBlendAndSelect_DifferentLanes_MoveThem(string field) => QuadFields.Run(field, new Moves());

    [Theory, MemberData(nameof(QuadFields.Supported), MemberType = typeof(QuadFields))]
    public void Invert_RandomAndZero_GivesInverses(string field) => QuadFields.Run(field, new Inverses());

    private sealed class Products : IQuadVisitor
    {
        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged
        {
            TLimb[][] left = [.. Quads<TModel, TField, TLimb>.Inputs(loose: true, random: 100, seed: 1)];
            TLimb[][] right = [.. Quads<TModel, TField, TLimb>.Inputs(loose: false, random: 100, seed: 2)];
            BigInteger[][] values = [.. right.Select(Quads<TModel, TField, TLimb>.Values)];
            TLimb[] product = new TLimb[TField.Size];
            foreach (TLimb[] a in left)
            {
                BigInteger[] factors = Quads<TModel, TField, TLimb>.Values(a);
                for (int n = 0; n < right.Length; n++)
                {
                    BigInteger[] r = [.. factors.Zip(values[n], BigInteger.Multiply)];
                    TField.Multiply(in a[0], in right[n][0], ref product[0]);
                    Check(product, r[0], r[1], r[2], r[3]);
                    TField.Multiply(in a[0], in right[n][0], LaneSums.SumDifferenceFirstDifference, ref product[0]);
                    Check(product, r[0] + r[1], r[0] - r[1], r[2], r[2] - r[3]);
                    TField.Multiply(in a[0], in right[n][0], LaneSums.DifferenceSumSumDifference, ref product[0]);
                    Check(product, r[0] - r[1], r[0] + r[1], r[2] + r[3], r[2] - r[3]);
                    TField.Multiply(in a[0], in right[n][0], LaneSums.DifferencesAndSums, ref product[0]);
                    Check(product, r[0] - r[1], r[0] + r[1], r[2] - r[3], r[2] + r[3]);
                    right[n].CopyTo(product, 0);        // over an input
                    TField.Multiply(in a[0], in product[0], LaneSums.SumDifferenceFirstSecond, ref product[0]);
                    Check(product, r[0] + r[1], r[0] - r[1], r[2], r[3]);
                }
            }

            static void Check(TLimb[] product, params BigInteger[] expected)
            {
                Quads<TModel, TField, TLimb>.AssertTight(product);
                for (int lane = 0; lane < expected.Length; lane++)
                    Assert.Equal(Quads<TModel, TField, TLimb>.Residue(expected[lane]), Quads<TModel, TField, TLimb>.Value(product, lane));
            }
        }
    }

    private sealed class LoadedProducts : IQuadVisitor
    {
        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged
        {
            Random random = new(3);
            TLimb[] a = new TLimb[TField.Size], b = new TLimb[TField.Size];
            for (int n = 0; n < 200; n++)
            {
                bool extreme = n < 4;
                Element25519[] left = [.. Enumerable.Range(0, 4).Select(_ => Element(extreme))];
                Element25519[] right = [.. Enumerable.Range(0, 4).Select(_ => Element(extreme))];
                TField.Load(left, ref a[0]);
                TField.Load(right, ref b[0]);
                TField.Multiply(in a[0], in b[0], ref b[0]);
                Quads<TModel, TField, TLimb>.AssertTight(b);
                for (int lane = 0; lane < 4; lane++)
                    Assert.Equal(Field25519Tests.Value(left[lane]) * Field25519Tests.Value(right[lane]) % QuadFields.P, Quads<TModel, TField, TLimb>.Value(b, lane));
            }

            Element25519 Element(bool extreme)
            {
                Element25519 element = default;
                for (int i = 0; i < 5; i++)
                    element[i] = extreme ? (1UL << 51) - 1 : (ulong)random.NextInt64(1L << 51);
                return element;
            }
        }
    }

    private sealed class Squares : IQuadVisitor
    {
        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged
        {
            TLimb[] power = new TLimb[TField.Size];
            foreach (TLimb[] a in Quads<TModel, TField, TLimb>.Inputs(loose: false, random: 1000, seed: 4))
            {
                foreach (int count in new[] { 1, 2, 5 })
                {
                    a.CopyTo(power, 0);
                    TField.SquareRepeatedly(in power[0], count, ref power[0]);
                    Quads<TModel, TField, TLimb>.AssertTight(power);
                    Assert.Equal(
                        Quads<TModel, TField, TLimb>.Values(a).Select(value => BigInteger.ModPow(value, 1 << count, QuadFields.P)),
                        Quads<TModel, TField, TLimb>.Values(power));
                }
            }
        }
    }

    private sealed class SumsAndDifferences : IQuadVisitor
    {
        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged
        {
            TLimb[] sum = new TLimb[TField.Size], difference = new TLimb[TField.Size];
            TLimb[][] right = [.. Quads<TModel, TField, TLimb>.Inputs(loose: false, random: 20, seed: 5)];
            foreach (TLimb[] a in Quads<TModel, TField, TLimb>.Inputs(loose: false, random: 20, seed: 6))
            {
                foreach (TLimb[] b in right)
                {
                    for (int i = 0; i < TField.Size; i++)
                    {
                        sum[i] = TField.Add(a[i], b[i]);
                        difference[i] = TField.Subtract(a[i], b[i], i);
                    }

                    Quads<TModel, TField, TLimb>.AssertLoose(sum);
                    Quads<TModel, TField, TLimb>.AssertLoose(difference);
                    for (int lane = 0; lane < 4; lane++)
                    {
                        BigInteger x = Quads<TModel, TField, TLimb>.Value(a, lane), y = Quads<TModel, TField, TLimb>.Value(b, lane);
                        Assert.Equal(Quads<TModel, TField, TLimb>.Residue(x + y), Quads<TModel, TField, TLimb>.Value(sum, lane));
                        Assert.Equal(Quads<TModel, TField, TLimb>.Residue(x - y), Quads<TModel, TField, TLimb>.Value(difference, lane));
                    }
                }
            }
        }
    }

    private sealed class Stores : IQuadVisitor
    {
        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged
        {
            Element25519[] elements = new Element25519[4];
            byte[] bytes = new byte[32];
            foreach (TLimb[] quad in Quads<TModel, TField, TLimb>.Inputs(loose: false, random: 500, seed: 7))
            {
                TField.Store(in quad[0], elements);
                for (int lane = 0; lane < 4; lane++)
                {
                    Field25519Tests.AssertLoose(elements[lane]);
                    Field25519.Encode(in elements[lane], bytes);
                    Assert.Equal(Quads<TModel, TField, TLimb>.Value(quad, lane), new BigInteger(bytes, isUnsigned: true));
                }
            }
        }
    }

    private sealed class Moves : IQuadVisitor
    {
        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged
        {
            TLimb a = TModel.Make(10, 11, 12, 13), b = TModel.Make(20, 21, 22, 23);
            Assert.Equal([10, 11, 12, 13], Lanes(TField.Permute(a, 0b11_10_01_00)));
            Assert.Equal([12, 13, 11, 10], Lanes(TField.Permute(a, 0b00_01_11_10)));
            Assert.Equal([11, 10, 13, 12], Lanes(TField.Permute(a, 0b10_11_00_01)));
            Assert.Equal([11, 10, 12, 10], Lanes(TField.Permute(a, 0b00_10_00_01)));
            Assert.Equal([13, 12, 13, 11], Lanes(TField.Permute(a, 0b01_11_10_11)));
            Assert.Equal([12, 11, 12, 10], Lanes(TField.Permute(a, 0b00_10_01_10)));
            Assert.Equal([13, 13, 13, 11], Lanes(TField.Permute(a, 0b01_11_11_11)));
            Assert.Equal([11, 10, 12, 13], Lanes(TField.Permute(a, 0b11_10_00_01)));
            Assert.Equal([10, 11, 22, 23], Lanes(TField.Blend(a, b, 0b1100)));
            Assert.Equal([10, 11, 22, 13], Lanes(TField.Blend(a, b, 0b0100)));
            Assert.Equal([10, 11, 12, 23], Lanes(TField.Blend(a, b, 0b1000)));
            Assert.Equal([10, 11, 12, 13], Lanes(TField.Select(ulong.MaxValue, a, b)));
            Assert.Equal([20, 21, 22, 23], Lanes(TField.Select(0, a, b)));
            Assert.Equal([10, 11, 12, 13], Lanes(TField.Include(default, a, TField.Mask(ulong.MaxValue))));
            Assert.Equal([20, 21, 22, 23], Lanes(TField.Include(b, a, TField.Mask(0))));

            static long[] Lanes(TLimb limb) => [.. Enumerable.Range(0, 4).Select(lane => TModel.Lane(limb, lane))];
        }
    }

    private sealed class Inverses : IQuadVisitor
    {
        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged
        {
            TLimb[] inverse = new TLimb[TField.Size];
            TLimb[] scratch = new TLimb[Inversion<TField, TLimb>.ScratchElements * TField.Size];
            foreach (TLimb[] quad in Quads<TModel, TField, TLimb>.Inputs(loose: false, random: 10, seed: 8))
            {
                Inversion<TField, TLimb>.Invert(in quad[0], scratch, ref inverse[0]);
                Assert.Equal(
                    Quads<TModel, TField, TLimb>.Values(quad).Select(value => BigInteger.ModPow(value, QuadFields.P - 2, QuadFields.P)),
                    Quads<TModel, TField, TLimb>.Values(inverse));
            }
        }
    }
}
