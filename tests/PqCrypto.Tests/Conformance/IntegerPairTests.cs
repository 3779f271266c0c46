using System.Numerics;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Curve25519;
using IntegerPair = PqCrypto.Tests.Conformance.Quads<PqCrypto.Tests.Conformance.IntegerModel, PqCrypto.Kernels.Curve25519.IntegerQuads, PqCrypto.Kernels.Curve25519.IntegerLimb>;

namespace PqCrypto.Tests.Conformance;

/// <summary>Pairs accept more than quads promise: loose limbs on both sides. Against big integers, at the ends of the bounds.</summary>
public sealed class IntegerPairTests
{
    [Fact]
    public void Multiply_LooseExtremeAndRandomLimbs_MatchesBigIntegers()
    {
        IntegerLimb[][] inputs = [.. IntegerPair.Inputs(loose: true, random: 100, seed: 9)];
        BigInteger[][] values = [.. inputs.Select(IntegerPair.Values)];
        Vector128<ulong>[] window = new Vector128<ulong>[IntegerPairs.WindowSize];
        IntegerLimb[] product = new IntegerLimb[IntegerPairs.Limbs];
        for (int m = 0; m < inputs.Length; m++)
        {
            for (int n = 0; n < inputs.Length; n++)
            {
                IntegerPairs.Multiply(in inputs[m][0].Low, in inputs[n][0].Low, LaneSums.None, ref window[0], ref product[0].Low);
                IntegerPairs.Multiply(in inputs[m][0].High, in inputs[n][0].High, LaneSums.None, ref window[0], ref product[0].High);
                Check(product, [.. values[m].Zip(values[n], BigInteger.Multiply)]);
            }
        }
    }

    [Fact]
    public void Square_LooseExtremeAndRandomLimbs_MatchesBigIntegers()
    {
        Vector128<ulong>[] window = new Vector128<ulong>[IntegerPairs.WindowSize];
        IntegerLimb[] square = new IntegerLimb[IntegerPairs.Limbs];
        foreach (IntegerLimb[] input in IntegerPair.Inputs(loose: true, random: 1000, seed: 10))
        {
            IntegerPairs.Square(in input[0].Low, ref window[0], ref square[0].Low);
            IntegerPairs.Square(in input[0].High, ref window[0], ref square[0].High);
            Check(square, [.. IntegerPair.Values(input).Select(value => value * value)]);
        }
    }

    [Fact]
    public void SquareRepeatedly_ExtremeAndRandomLimbs_MatchesBigIntegersAndLeavesTheOtherPair()
    {
        foreach (IntegerLimb[] input in IntegerPair.Inputs(loose: false, random: 100, seed: 11))
        {
            BigInteger[] values = IntegerPair.Values(input);
            IntegerPairs.SquareRepeatedly(in input[0], 5, ref input[0]);
            Check(input, [BigInteger.ModPow(values[0], 32, QuadFields.P), BigInteger.ModPow(values[1], 32, QuadFields.P), values[2], values[3]]);
        }
    }

    private static void Check(IntegerLimb[] quad, BigInteger[] expected)
    {
        IntegerPair.AssertTight(quad);
        Assert.Equal(expected.Select(IntegerPair.Residue), IntegerPair.Values(quad));
    }
}
