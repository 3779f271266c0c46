using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;

namespace PqCrypto.Tests.Fips202;

/// <summary>The lane scheduler against BouncyCastle, under every kernel set and every number of lanes.</summary>
public sealed class LaneGroupTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void Run_MixedStreams_MatchBouncyCastle(string set) => Assert.True(KernelSets.Run(set, new MixedStreams()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void Run_MixedStreamsAtLanes_MatchBouncyCastle(int lanes) => Assert.True(LaneKernels.Run(lanes, new MixedStreams()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void Run_EveryInputLength_MatchesBouncyCastle(int lanes) => Assert.True(LaneKernels.Run(lanes, new EveryLength()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void AddAfter_ChainsAndForks_ContinueTheirPredecessor(int lanes) => Assert.True(LaneKernels.Run(lanes, new DependentStreams()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void Run_Twice_ComputesOnlyWhatWasAdded(int lanes) => Assert.True(LaneKernels.Run(lanes, new RunTwice()));

    [Fact]
    public void Run_ManyShortStreams_TakesOnePermutationPerFullGroup()
    {
        Assert.Equal(32, PermutationsOfShortStreams<TwoLanes>());
        Assert.Equal(16, PermutationsOfShortStreams<FourLanes>());
        Assert.Equal(8, PermutationsOfShortStreams<EightLanes>());
    }

    [Fact]
    public void Run_LongHashBesideMatrixOfEightLanes_CostsTheHashAlone()
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<ManyLanes<EightLanes>> group = new(workspace, 10, 8000);
        group.Add(SpongeKind.Sha3_256, 32, new byte[1184]);
        for (int i = 0; i < 9; i++)
            group.Add(SpongeKind.Shake128, 504, new byte[34]);
        int before = ManyLanes<EightLanes>.Permutations;
        group.Run();
        Assert.Equal(9, ManyLanes<EightLanes>.Permutations - before);
    }

    [Fact]
    public void Run_LongHashBesideMatrixOfEightOrFourLanes_TakesFourForAsLongAsTheyKeepPace()
    {
        Assert.Equal((0, 9), PermutationsBesideHash(matrixStreams: 9));         // 9 and 9 * 3 permutations: as many as four lanes do in nine rounds
        Assert.Equal((3, 6), PermutationsBesideHash(matrixStreams: 13));        // 12 more: eight lanes, until four keep pace
    }

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void RunUntil_ShortStream_LeavesLongOneOnItsWay(int lanes) => Assert.True(LaneKernels.Run(lanes, new StopsInBetween()));

    private static (int All, int Few) PermutationsBesideHash(int matrixStreams)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<ManyLanes<EightOrFourLanes>> group = new(workspace, 20, 20_000);
        byte[] input = Oracle.Bytes(8, 1184);
        int hash = group.Add(SpongeKind.Sha3_256, 32, input);
        int first = hash + 1;
        for (int i = 0; i < matrixStreams; i++)
            group.Add(SpongeKind.Shake128, 504, Oracle.Bytes(i, 34));
        (int all, int few) = (ManyLanes<EightOrFourLanes>.Permutations, ManyLanes<EightOrFourLanes>.FewPermutations);
        group.Run();
        Assert.Equal(Oracle.Digest("SHA3-256", input, 32), group.Output(hash).ToArray());
        for (int i = 0; i < matrixStreams; i++)
            Assert.Equal(Oracle.Digest("SHAKE128", Oracle.Bytes(i, 34), 504), group.Output(first + i).ToArray());
        return (ManyLanes<EightOrFourLanes>.Permutations - all, ManyLanes<EightOrFourLanes>.FewPermutations - few);
    }

    private static int PermutationsOfShortStreams<TCount>()
        where TCount : struct, ILaneCount
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<ManyLanes<TCount>> group = new(workspace, 64, 64 * 40);
        for (int i = 0; i < 64; i++)
            group.Add(SpongeKind.Sha3_256, 32, new byte[] { (byte)i });
        int before = ManyLanes<TCount>.Permutations;
        group.Run();
        for (int i = 0; i < 64; i++)
            Assert.Equal(Oracle.Digest("SHA3-256", [(byte)i], 32), group.Output(i).ToArray());
        return ManyLanes<TCount>.Permutations - before;
    }

    private sealed class MixedStreams : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(5);
            string[] names = [.. Oracle.Kinds.Keys];
            for (int turn = 0; turn < 60; turn++)
            {
                int count = random.Next(1, 40);
                using Workspace workspace = Workspace.Rent();
                LaneGroup<TKernels> group = new(workspace, count, count * 1500);
                byte[][] expected = new byte[count][];
                int[] numbers = new int[count];
                for (int i = 0; i < count; i++)
                {
                    string name = names[random.Next(names.Length)];
                    byte[] input = Oracle.Bytes((100 * turn) + i, random.Next(600));
                    int outputLength = random.Next(1, Oracle.MaxOutput(name) + 1);
                    int split = random.Next(input.Length + 1);
                    numbers[i] = group.Add(Oracle.Kinds[name], outputLength, input.AsSpan(0, split), input.AsSpan(split));
                    expected[i] = Oracle.Digest(name, input, outputLength);
                    input.AsSpan().Clear();                     // inputs were copied
                }

                group.Run();
                for (int i = 0; i < count; i++)
                    Assert.Equal(expected[i], group.Output(numbers[i]).ToArray());
            }

            return true;
        }
    }

    private sealed class EveryLength : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach ((string name, SpongeKind kind) in Oracle.Kinds)
            {
                using Workspace workspace = Workspace.Rent();
                LaneGroup<TKernels> group = new(workspace, 501, 501 * (250 + 32));
                for (int length = 0; length <= 500; length++)
                    group.Add(kind, 28, Oracle.Bytes(length, length));
                group.Run();
                for (int length = 0; length <= 500; length++)
                    Assert.Equal(Oracle.Digest(name, Oracle.Bytes(length, length), 28), group.Output(length).ToArray());
            }

            return true;
        }
    }

    private sealed class DependentStreams : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            using Workspace workspace = Workspace.Rent();
            LaneGroup<TKernels> group = new(workspace, 40, 20_000);
            byte[] input = Oracle.Bytes(6, 777);
            byte[] previous = Oracle.Digest("SHAKE128", input, 400);
            int stream = group.Add(SpongeKind.Shake128, 400, input);
            List<(int Stream, byte[] Expected)> all = [(stream, previous)];
            for (int i = 0; i < 12; i++)                        // a chain, and from each of its links a fork
            {
                byte[] prefix = Oracle.Bytes(i, 20 * i);
                byte[] forkPrefix = Oracle.Bytes(i, 7);
                all.Add((group.AddAfter(SpongeKind.Sha3_256, 32, forkPrefix, stream), Oracle.Digest("SHA3-256", [.. forkPrefix, .. previous], 32)));
                stream = group.AddAfter(SpongeKind.Shake256, 200, prefix, stream);
                previous = Oracle.Digest("SHAKE256", [.. prefix, .. previous], 200);
                all.Add((stream, previous));
            }

            group.Run();
            foreach ((int number, byte[] expected) in all)
                Assert.Equal(expected, group.Output(number).ToArray());
            return true;
        }
    }

    private sealed class StopsInBetween : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            for (int extra = 0; extra < 12; extra++)
            {
                using Workspace workspace = Workspace.Rent();
                LaneGroup<TKernels> group = new(workspace, 32, 40_000);
                byte[] input = Oracle.Bytes(9, 1120);
                int longOne = group.Add(SpongeKind.Shake256, 32, input);
                int shortOne = group.Add(SpongeKind.Sha3_512, 64, input.AsSpan(0, 64));
                group.RunUntil(shortOne);
                byte[] seed = group.Output(shortOne)[32..].ToArray();
                Assert.Equal(Oracle.Digest("SHA3-512", input.AsSpan(0, 64), 64)[32..], seed);
                int next = shortOne + 1;
                for (int i = 0; i < extra; i++)
                    group.Add(SpongeKind.Shake256, 128 + (100 * i), seed, input.AsSpan(i, 1));
                if (extra > 3)
                    group.RunUntil(next + 3);
                group.RunUntil(longOne);
                group.Run();
                Assert.Equal(Oracle.Digest("SHAKE256", input, 32), group.Output(longOne).ToArray());
                for (int i = 0; i < extra; i++)
                    Assert.Equal(Oracle.Digest("SHAKE256", [.. seed, input[i]], 128 + (100 * i)), group.Output(next + i).ToArray());
            }

            return true;
        }
    }

    private sealed class RunTwice : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            using Workspace workspace = Workspace.Rent();
            LaneGroup<TKernels> group = new(workspace, 3, 2000);
            group.Run();
            int first = group.Add(SpongeKind.Sha3_512, 64, "first"u8);
            group.Run();
            byte[] expectedFirst = Oracle.Digest("SHA3-512", "first"u8, 64);
            Assert.Equal(expectedFirst, group.Output(first).ToArray());

            int second = group.Add(SpongeKind.Shake256, 300, group.Output(first)[32..]);
            int third = group.AddAfter(SpongeKind.Sha3_224, 28, default, first);
            group.Run();
            Assert.Equal(expectedFirst, group.Output(first).ToArray());
            Assert.Equal(Oracle.Digest("SHAKE256", expectedFirst.AsSpan(32), 300), group.Output(second).ToArray());
            Assert.Equal(Oracle.Digest("SHA3-224", expectedFirst, 28), group.Output(third).ToArray());
            return true;
        }
    }
}
