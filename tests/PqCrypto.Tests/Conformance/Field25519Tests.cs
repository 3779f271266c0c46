using System.Numerics;
using PqCrypto.Kernels.Curve25519;

namespace PqCrypto.Tests.Conformance;

/// <summary>The field of X25519 against big integers, at the ends of what each operation accepts.</summary>
public sealed class Field25519Tests
{
    private const ulong Tight = (1UL << 51) + (1UL << 16) - 1;
    private const ulong Loose = (1UL << 53) - 1;
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    [Fact]
    public void Multiply_ExtremeAndRandomLimbs_MatchesBigIntegers() => ForPairs(Loose, (a, b) =>
    {
        Field25519.Multiply(in a, in b, out Element25519 product);
        AssertTight(product);
        Assert.Equal(Value(a) * Value(b) % P, Value(product) % P);
        Element25519 aliased = a;
        Field25519.Multiply(in aliased, in b, out aliased);
        Assert.Equal(Value(product), Value(aliased));
    });

    [Fact]
    public void Square_ExtremeAndRandomLimbs_MatchesMultiply() => ForPairs(Loose, (a, _) =>
    {
        Field25519.Square(in a, out Element25519 square);
        AssertTight(square);
        Assert.Equal(Value(a) * Value(a) % P, Value(square) % P);
    });

    [Theory]
    [InlineData(1u)]
    [InlineData(121665u)]
    [InlineData((1u << 17) - 1)]
    public void MultiplySmall_ExtremeAndRandomLimbs_MatchesBigIntegers(uint factor) => ForPairs(Loose, (a, _) =>
    {
        Field25519.MultiplySmall(in a, factor, out Element25519 product);
        AssertTight(product);
        Assert.Equal(Value(a) * factor % P, Value(product) % P);
    });

    [Fact]
    public void AddAndSubtract_ExtremeAndRandomLimbs_MatchBigIntegers() => ForPairs(Tight, (a, b) =>
    {
        Field25519.Add(in a, in b, out Element25519 sum);
        AssertLoose(sum);
        Assert.Equal(Value(a) + Value(b), Value(sum));
        Field25519.Subtract(in a, in b, out Element25519 difference);
        AssertLoose(difference);
        Assert.Equal(Value(a) - Value(b) + 2 * P, Value(difference));
    });

    [Fact]
    public void Encode_ExtremeAndRandomLimbs_IsCanonical() => ForPairs(Loose, (a, _) =>
    {
        byte[] bytes = new byte[32];
        Field25519.Encode(in a, bytes);
        Assert.Equal(Value(a) % P, new BigInteger(bytes, isUnsigned: true));
    });

    [Fact]
    public void Encode_ValuesAroundMultiplesOfP_IsCanonical()
    {
        byte[] bytes = new byte[32];
        for (int offset = -40; offset <= 40; offset++)
        {
            for (int multiple = 0; multiple <= 2; multiple++)
            {
                BigInteger value = multiple * P + offset;
                if (value.Sign < 0)
                    continue;
                Element25519 a = FromValue(value);
                Field25519.Encode(in a, bytes);
                Assert.Equal(value % P, new BigInteger(bytes, isUnsigned: true));
            }
        }
    }

    [Fact]
    public void Decode_AnyBytes_DropsTheTopBitOnly()
    {
        Random random = new(25519);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            if (i == 0)
                bytes.AsSpan().Fill(0xFF);
            Field25519.Decode(bytes, out Element25519 a);
            Assert.Equal(new BigInteger(bytes, isUnsigned: true) % BigInteger.Pow(2, 255), Value(a));
        }
    }

    [Fact]
    public void Invert_RandomValues_GivesOneTimesItself()
    {
        Random random = new(1);
        Element25519[] scratch = new Element25519[4];
        for (int i = 0; i < 50; i++)
        {
            Element25519 a = RandomElement(random, Loose);
            Element25519 inverse = default;
            Inversion<ScalarPowers, Element25519>.Invert(in a, scratch, ref inverse);
            Assert.Equal(BigInteger.ModPow(Value(a), P - 2, P), Value(inverse) % P);
            Assert.Equal(BigInteger.One, Value(a) * Value(inverse) % P);
        }

        Element25519 zero = default;
        Element25519 none = default;
        Inversion<ScalarPowers, Element25519>.Invert(in zero, scratch, ref none);
        Assert.Equal(BigInteger.Zero, Value(none) % P);
    }

    [Fact]
    public void Swap_BothMasks_ExchangesOrKeeps()
    {
        Random random = new(2);
        Element25519 a = RandomElement(random, Loose), b = RandomElement(random, Loose);
        BigInteger first = Value(a), second = Value(b);
        Field25519.Swap(0, ref a, ref b);
        Assert.Equal((first, second), (Value(a), Value(b)));
        Field25519.Swap(ulong.MaxValue, ref a, ref b);
        Assert.Equal((second, first), (Value(a), Value(b)));
    }

    private static void ForPairs(ulong bound, Action<Element25519, Element25519> check)
    {
        ulong[] extremes = [0, 1, (1UL << 51) - 19, (1UL << 51) - 1, 1UL << 51, bound];
        foreach (ulong a in extremes)
        {
            foreach (ulong b in extremes)
            {
                check(Filled(a), Filled(b));
                for (int limb = 0; limb < 5; limb++)
                    check(FromLimbs([.. Enumerable.Range(0, 5).Select(i => i == limb ? bound : a)]), Filled(b));
            }
        }

        Random random = new(3);
        for (int i = 0; i < 2000; i++)
            check(RandomElement(random, bound), RandomElement(random, bound));
    }

    private static void AssertTight(Element25519 a) => Assert.All(Limbs(a), limb => Assert.InRange(limb, 0UL, Tight));

    internal static void AssertLoose(Element25519 a) => Assert.All(Limbs(a), limb => Assert.InRange(limb, 0UL, Loose));

    private static Element25519 RandomElement(Random random, ulong bound) =>
        FromLimbs([.. Enumerable.Range(0, 5).Select(_ => (ulong)random.NextInt64((long)bound + 1))]);

    private static Element25519 Filled(ulong limb) => FromLimbs([limb, limb, limb, limb, limb]);

    private static Element25519 FromLimbs(ulong[] limbs) =>
        new() { L0 = limbs[0], L1 = limbs[1], L2 = limbs[2], L3 = limbs[3], L4 = limbs[4] };

    private static Element25519 FromValue(BigInteger value)
    {
        BigInteger mask = (1UL << 51) - 1;
        return FromLimbs([.. Enumerable.Range(0, 4).Select(i => (ulong)((value >> (51 * i)) & mask)), (ulong)(value >> 204)]);
    }

    private static ulong[] Limbs(Element25519 a) => [a.L0, a.L1, a.L2, a.L3, a.L4];

    internal static BigInteger Value(Element25519 a) =>
        Limbs(a).Select((limb, i) => (BigInteger)limb << (51 * i)).Aggregate(BigInteger.Add);
}
