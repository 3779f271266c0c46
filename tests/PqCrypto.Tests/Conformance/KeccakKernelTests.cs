using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Conformance;

/// <summary>The permutation of every kernel set against the reference, which ConstantsTests checks against the step mappings of FIPS 202.</summary>
public sealed class KeccakKernelTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KeccakPermute_RandomStates_MatchesReferenceInEveryLane(string set) => Assert.True(KernelSets.Run(set, new PermutesLanes()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KeccakPermuteFew_RandomStates_MatchesReferenceAndLeavesOtherLanesAlone(string set) =>
        Assert.True(KernelSets.Run(set, new PermutesFewLanes()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KeccakPermute_OneBitInOneLane_LeavesOtherLanesAlone(string set) => Assert.True(KernelSets.Run(set, new KeepsLanesApart()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KeccakPermuteOne_RandomState_MatchesReference(string set) => Assert.True(KernelSets.Run(set, new PermutesOne()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KeccakCopy_AnyNumberOfWords_CopiesEachLaneToItsPlace(string set) => Assert.True(KernelSets.Run(set, new CopiesLanes()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KeccakPermute_TooFewWords_IsRefused(string set) => Assert.True(KernelSets.Run(set, new RefusesShortSpan()));

    private static ulong[] Words(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];

    private static ulong[] Lane(ReadOnlySpan<ulong> states, int lanes, int lane)
    {
        ulong[] state = new ulong[KeccakLane.Words];
        for (int word = 0; word < state.Length; word++)
            state[word] = states[(word * lanes) + lane];
        return state;
    }

    private sealed class PermutesLanes : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(1600);
            int lanes = TKernels.KeccakLanes;
            for (int turn = 0; turn < 200; turn++)
            {
                ulong[] memory = Words(random, (KeccakLane.Words * lanes) + 8);
                int start = turn % 8;                                               // any alignment of words
                Span<ulong> states = memory.AsSpan(start, KeccakLane.Words * lanes);
                ulong[] before = states.ToArray();
                ulong[] around = [.. memory[..start], .. memory[(start + states.Length)..]];
                TKernels.KeccakPermute(states);
                for (int lane = 0; lane < lanes; lane++)
                {
                    ulong[] expected = Lane(before, lanes, lane);
                    ReferenceKernels.KeccakPermute(expected);
                    Assert.Equal(expected, Lane(states, lanes, lane));
                }

                Assert.True(around.AsSpan().SequenceEqual([.. memory[..start], .. memory[(start + states.Length)..]]));
            }

            return true;
        }
    }

    private sealed class PermutesFewLanes : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(800);
            int lanes = TKernels.KeccakLanes;
            Assert.InRange(TKernels.KeccakFewLanes, 1, lanes);
            for (int turn = 0; turn < 50; turn++)
            {
                ulong[] states = Words(random, KeccakLane.Words * lanes);
                ulong[] before = [.. states];
                TKernels.KeccakPermuteFew(states);
                for (int lane = 0; lane < lanes; lane++)
                {
                    ulong[] expected = Lane(before, lanes, lane);
                    if (lane < TKernels.KeccakFewLanes)
                        ReferenceKernels.KeccakPermute(expected);
                    Assert.Equal(expected, Lane(states, lanes, lane));
                }
            }

            return true;
        }
    }

    private sealed class CopiesLanes : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(17);
            foreach (int lanes in new[] { TKernels.KeccakLanes, TKernels.KeccakFewLanes })
            {
                for (int words = 8; words <= KeccakLane.Words; words++)
                {
                    ulong[] states = Words(random, KeccakLane.Words * TKernels.KeccakLanes);
                    int size = words * sizeof(ulong);
                    int[] targets = [.. Enumerable.Range(0, lanes).Select(lane => 3 + ((lanes - 1 - lane) * (size + 1)))];
                    byte[] memory = Enumerable.Repeat((byte)0xA5, 3 + (lanes * (size + 1)) - 1).ToArray();
                    byte[] expected = [.. memory];
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        for (int word = 0; word < words; word++)
                            BitConverter.TryWriteBytes(expected.AsSpan(targets[lane] + (8 * word)), states[(word * TKernels.KeccakLanes) + lane]);
                    }

                    TKernels.KeccakCopy(states, memory, targets, words);
                    Assert.Equal(expected, memory);
                    Assert.ThrowsAny<ArgumentException>(() => TKernels.KeccakCopy(states, memory.AsSpan(1), targets, words));
                    Assert.ThrowsAny<ArgumentException>(() => TKernels.KeccakCopy(states.AsSpan(0, words - 1), memory, targets, words));
                }
            }

            return true;
        }
    }

    private sealed class KeepsLanesApart : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int lanes = TKernels.KeccakLanes;
            ulong[] zero = new ulong[KeccakLane.Words];
            ReferenceKernels.KeccakPermute(zero);
            for (int lane = 0; lane < lanes; lane++)
            {
                ulong[] states = new ulong[KeccakLane.Words * lanes];
                states[(7 * lanes) + lane] = 1;
                TKernels.KeccakPermute(states);
                for (int other = 0; other < lanes; other++)
                    Assert.Equal(other != lane, zero.AsSpan().SequenceEqual(Lane(states, lanes, other)));
            }

            return true;
        }
    }

    private sealed class PermutesOne : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(25);
            for (int turn = 0; turn < 50; turn++)
            {
                ulong[] state = Words(random, KeccakLane.Words);
                ulong[] expected = [.. state];
                ReferenceKernels.KeccakPermute(expected);
                TKernels.KeccakPermuteOne(state);
                Assert.Equal(expected, state);
            }

            return true;
        }
    }

    private sealed class RefusesShortSpan : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            ulong[] states = new ulong[(KeccakLane.Words * TKernels.KeccakLanes) - 1];
            Assert.ThrowsAny<ArgumentException>(() => TKernels.KeccakPermute(states));
            return true;
        }
    }
}
