using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>The rounding functions of every kernel set against the standard's own words, for every value modulo q.</summary>
public sealed class DsaRoundingKernelTests
{
    private const int Q = DsaModel.Q;
    private const int N = DsaModel.N;

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaPower2Round_EveryValue_MatchesStandard(string set) => Assert.True(KernelSets.Run(set, new Power2Rounds()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaDecompose_EveryValue_MatchesStandard(string set) => Assert.True(KernelSets.Run(set, new Decomposes()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaLowBitsReachNorm_LowPartsAroundTheBound_IsSeenAtEveryPosition(string set) => Assert.True(KernelSets.Run(set, new SeesLowBits()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaUseHint_EveryValueWithAndWithoutHint_MatchesStandard(string set) => Assert.True(KernelSets.Run(set, new UsesHints()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaMakeHint_EveryValue_MatchesStandardAndCounts(string set) => Assert.True(KernelSets.Run(set, new MakesHints()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void Rounding_OtherRepresentatives_GivesTheSame(string set) => Assert.True(KernelSets.Run(set, new TakesRepresentatives()));

    /// <summary>All values modulo q, 256 at a time; the last chunk repeats the first values.</summary>
    private static IEnumerable<int[]> EveryValue()
    {
        for (int first = 0; first < Q; first += N)
            yield return [.. Enumerable.Range(first, N).Select(value => value % Q)];
    }

    private static void AssertEqual(int r, int expected, int actual)
    {
        if (expected != actual)
            Assert.Fail($"r = {r}: expected {expected}, got {actual}");
    }

    private sealed class Power2Rounds : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            (int[] r1, int[] r0) = (new int[N], new int[N]);
            foreach (int[] r in EveryValue())
            {
                TKernels.DsaPower2Round(r, r1, r0);
                for (int i = 0; i < N; i++)
                {
                    (int high, int low) = DsaModel.Power2Round(r[i]);
                    AssertEqual(r[i], high, r1[i]);
                    AssertEqual(r[i], low, r0[i]);
                }
            }

            return true;
        }
    }

    private sealed class Decomposes : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            (int[] r1, int[] r0) = (new int[N], new int[N]);
            foreach (int gamma2 in DsaModel.Gammas)
            {
                foreach (int[] r in EveryValue())
                {
                    TKernels.DsaDecompose(r, gamma2, r1, r0);
                    for (int i = 0; i < N; i++)
                    {
                        (int high, int low) = DsaModel.Decompose(r[i], gamma2);
                        AssertEqual(r[i], high, r1[i]);
                        AssertEqual(r[i], low, r0[i]);
                    }
                }
            }

            return true;
        }
    }

    private sealed class SeesLowBits : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int[] r = new int[N];
            foreach ((int gamma2, int beta) in new[] { (95232, 78), (261888, 196), (261888, 120) })
            {
                int bound = gamma2 - beta;
                for (int turn = 0; turn < 16 * N; turn++)
                {
                    int multiple = turn / N * 2 * gamma2;
                    Array.Fill(r, multiple);
                    foreach (int step in new[] { bound - 1, 1 - bound, bound, -bound, gamma2, 1 - gamma2, 0 })
                    {
                        int value = multiple + step;
                        r[turn % N] = value + (((turn % 3) - 1) * Q);
                        bool expected = int.Abs(DsaModel.Decompose(DsaModel.Mod(value), gamma2).R0) >= bound;
                        Assert.Equal(expected, TKernels.DsaLowBitsReachNorm(r, gamma2, bound) != 0);
                    }
                }
            }

            return true;
        }
    }

    private sealed class UsesHints : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            (int[] h, int[] w1) = (new int[N], new int[N]);
            foreach (int gamma2 in DsaModel.Gammas)
            {
                foreach (int hint in new[] { 0, 1 })
                {
                    Array.Fill(h, hint);
                    foreach (int[] r in EveryValue())
                    {
                        TKernels.DsaUseHint(h, r, gamma2, w1);
                        for (int i = 0; i < N; i++)
                            AssertEqual(r[i], DsaModel.UseHint(hint, r[i], gamma2), w1[i]);
                    }
                }
            }

            return true;
        }
    }

    private sealed class MakesHints : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int[] h = new int[N];
            int[] steps = [0, 1, -1, 2, 4096, -4096, 95231, -95231, 95232, 261887, -261887, 190464, -523776];
            foreach (int gamma2 in DsaModel.Gammas)
            {
                foreach (int[] r in EveryValue())
                {
                    int[] z = [.. r.Select(value => steps[value % steps.Length])];
                    int[] expected = [.. r.Zip(z, (value, step) => DsaModel.MakeHint(step, value, gamma2))];
                    int ones = TKernels.DsaMakeHint(z, r, gamma2, h);
                    if (!h.AsSpan().SequenceEqual(expected) || ones != expected.Sum())
                        Assert.Fail($"Values from {r[0]} on, gamma2 = {gamma2}.");
                }
            }

            return true;
        }
    }

    private sealed class TakesRepresentatives : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(204);
            for (int turn = 0; turn < 2000; turn++)
            {
                int[] r = [.. Enumerable.Range(0, N).Select(_ => random.Next(1 - (2 * Q), 2 * Q))];
                int[] z = [.. Enumerable.Range(0, N).Select(_ => random.Next(1 - Q, Q))];
                (r[0], r[1], r[2], r[3], r[4], r[5]) = (1 - (2 * Q), (2 * Q) - 1, -1, Q, Q - 1, -Q);
                (z[0], z[1], z[2], z[3], z[4], z[5]) = (1 - Q, Q - 1, 1 - Q, Q - 1, Q - 1, 1 - Q);
                (int[] high, int[] low, int[] h) = (new int[N], new int[N], new int[N]);
                foreach (int gamma2 in DsaModel.Gammas)
                {
                    TKernels.DsaDecompose(r, gamma2, high, low);
                    TKernels.DsaMakeHint(z, r, gamma2, h);
                    for (int i = 0; i < N; i++)
                    {
                        AssertEqual(r[i], DsaModel.Decompose(r[i], gamma2).R1, high[i]);
                        AssertEqual(r[i], DsaModel.Decompose(r[i], gamma2).R0, low[i]);
                        AssertEqual(r[i], DsaModel.MakeHint(DsaModel.Mod(z[i]), DsaModel.Mod(r[i]), gamma2), h[i]);
                    }

                    TKernels.DsaUseHint(h, r, gamma2, high);
                    for (int i = 0; i < N; i++)
                        AssertEqual(r[i], DsaModel.UseHint(h[i], r[i], gamma2), high[i]);
                }

                TKernels.DsaPower2Round(r, high, low);
                for (int i = 0; i < N; i++)
                    AssertEqual(r[i], DsaModel.Power2Round(r[i]).R1, high[i]);
            }

            return true;
        }
    }
}
