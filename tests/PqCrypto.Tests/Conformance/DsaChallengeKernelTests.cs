using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>Products with a challenge of every kernel set against the multiplication of polynomials.</summary>
public sealed class DsaChallengeKernelTests
{
    private const int N = DsaModel.N;

    /// <summary>eta and tau of the three parameter sets, and other numbers of terms around those that a byte can hold.</summary>
    private static readonly (int Eta, int Tau)[] Shapes = [(2, 39), (4, 49), (2, 60), (2, 1), (4, 0), (2, 63), (2, 64), (4, 31), (4, 32), (4, 62), (4, 63)];

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaChallengeTable_EveryShortValueAtEveryPlace_IsTheThreeParts(string set) => Assert.True(KernelSets.Run(set, new MakesTables()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaMultiplyChallenge_RandomAndLargestFactors_MatchesSchoolbook(string set) => Assert.True(KernelSets.Run(set, new Multiplies()));

    private static int[] Challenge(Random random, int tau, int sign)
    {
        int[] c = new int[N];
        int[] places = [.. Enumerable.Range(0, N)];
        random.Shuffle(places);
        foreach (int place in places.Take(tau))
            c[place] = sign == 0 ? 1 - (2 * random.Next(2)) : sign;
        return c;
    }

    private static ushort[] Offsets(int[] c) =>
        [.. Enumerable.Range(0, N).Where(j => c[j] != 0).Select(j => (ushort)((c[j] == 1 ? 256 : 512) - j))];

    private static IEnumerable<int[]> Short(Random random, int eta)
    {
        yield return [.. Enumerable.Repeat(eta, N)];
        yield return [.. Enumerable.Repeat(-eta, N)];
        for (int turn = 0; turn < 6; turn++)
            yield return [.. Enumerable.Range(0, N).Select(_ => random.Next(-eta, eta + 1))];
    }

    private sealed class MakesTables : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            for (int first = 0; first < 9; first++)
            {
                int[] s = [.. Enumerable.Range(first, N).Select(value => (value % 9) - 4)];
                sbyte[] table = new sbyte[3 * N];
                TKernels.DsaChallengeTable(s, negated: false, table);
                int[] negative = [.. s.Select(value => -value)];
                Assert.Equal([.. negative, .. s, .. negative], table.Select(value => (int)value));
                TKernels.DsaChallengeTable(s, negated: true, table);
                Assert.Equal([.. s, .. negative, .. s], table.Select(value => (int)value));
            }

            return true;
        }
    }

    private sealed class Multiplies : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(18);
            foreach ((int eta, int tau) in Shapes)
            {
                foreach (int[] s in Short(random, eta))
                {
                    sbyte[] table = new sbyte[3 * N];
                    TKernels.DsaChallengeTable(s, negated: false, table);
                    for (int sign = -1; sign <= 1; sign++)
                    {
                        int[] c = Challenge(random, tau, sign);
                        int[] addend = [.. Enumerable.Range(0, N).Select(_ => random.Next(-1 << 29, 1 << 29))];
                        int[] sum = [.. Enumerable.Repeat(int.MinValue, N)];
                        TKernels.DsaMultiplyChallenge(table, Offsets(c), eta, addend, sum);
                        int[] product = [.. sum.Zip(addend, (value, added) => value - added)];
                        Assert.Equal(DsaModel.Multiply(c, s), product.Select(value => DsaModel.Mod(value)));
                        Assert.All(product, value => Assert.InRange(value, -eta * tau, eta * tau));
                    }
                }
            }

            int[] largest = [.. Enumerable.Repeat(4, N)];               // j = 0 with c = 1 everywhere: the middle of the table, and its end
            sbyte[] ends = new sbyte[3 * N];
            TKernels.DsaChallengeTable(largest, negated: false, ends);
            int[] zero = new int[N];
            int[] total = new int[N];
            TKernels.DsaMultiplyChallenge(ends, [.. Enumerable.Repeat((ushort)256, 64)], 4, zero, total);
            Assert.All(total, value => Assert.Equal(256, value));
            TKernels.DsaMultiplyChallenge(ends, [.. Enumerable.Repeat((ushort)512, 64)], 4, zero, total);
            Assert.All(total, value => Assert.Equal(-256, value));
            return true;
        }
    }
}
