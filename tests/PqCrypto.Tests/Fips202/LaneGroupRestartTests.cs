using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Tests.Fips202;

/// <summary>Streams that start again, follow others, or get their input piece by piece, against BouncyCastle, under every number of lanes.</summary>
public sealed class LaneGroupRestartTests
{
    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void Start_SlotsUsedAgain_ComputeTheirNewInputs(int lanes) => Assert.True(LaneKernels.Run(lanes, new Slots()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void Feed_PiecesBesideOtherStreams_HashTheWhole(int lanes) => Assert.True(LaneKernels.Run(lanes, new Pieces()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void StartAfter_AgainAndAgain_BeginsWithThePredecessorsOutput(int lanes) => Assert.True(LaneKernels.Run(lanes, new Chains()));

    /// <summary>Forty inputs pass through a few slots, each read as soon as it has ended.</summary>
    private sealed class Slots : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            for (int slots = 1; slots <= 17; slots += 4)
            {
                using Workspace workspace = Workspace.Rent();
                LaneGroup<TKernels> group = new(workspace, slots, slots * 600);
                for (int i = 0; i < slots; i++)
                    group.Add(SpongeKind.Shake128, 400, Input(i));
                for (int i = 0; i < 40; i++)
                {
                    int slot = i % slots;
                    group.RunUntil(slot);
                    Assert.True(group.HasEnded(slot));
                    Assert.Equal(Oracle.Digest("SHAKE128", Input(i), 400), group.Output(slot).ToArray());
                    group.Input(slot)[^1] = (byte)(i + slots);
                    if (i + slots >= 40)
                        continue;
                    if (i % 3 == 0)
                        group.StartFirst(slot);
                    else
                        group.Start(slot);
                }
            }

            return true;
        }

        private static byte[] Input(int i) => [.. Oracle.Bytes(3, 170), (byte)i];
    }

    /// <summary>A long hash whose input comes in pieces of any length, while others run.</summary>
    private sealed class Pieces : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach (int length in new[] { 0, 1, 135, 136, 137, 271, 272, 1000, 1088 })
            {
                foreach (int step in new[] { 1, 7, 136, 137, 320, 2000 })
                {
                    byte[] input = Oracle.Bytes(length, length);
                    using Workspace workspace = Workspace.Rent();
                    LaneGroup<TKernels> group = new(workspace, 30, 20_000);
                    int fed = group.Reserve(SpongeKind.Shake256, length, 300);
                    for (int i = 0; i < 20; i++)
                        group.Add(SpongeKind.Shake128, 200 + (100 * (i % 3)), Oracle.Bytes(i, 34));
                    for (int done = 0, turn = 0; done < length; turn++)
                    {
                        int piece = int.Min(step, length - done);
                        input.AsSpan(done, piece).CopyTo(group.Input(fed)[done..]);
                        done += piece;
                        group.Feed(fed, done);
                        if (turn < 20 && (turn & 1) == 0)
                            group.RunUntil(fed + 1 + turn);
                    }

                    if (length == 0)
                        group.Feed(fed, 0);
                    group.RunUntil(fed);
                    Assert.Equal(Oracle.Digest("SHAKE256", input, 300), group.Output(fed).ToArray());
                    group.Run();
                    for (int i = 0; i < 20; i++)
                        Assert.Equal(Oracle.Digest("SHAKE128", Oracle.Bytes(i, 34), 200 + (100 * (i % 3))), group.Output(fed + 1 + i).ToArray());
                }
            }

            return true;
        }
    }

    private sealed class Chains : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            using Workspace workspace = Workspace.Rent();
            LaneGroup<TKernels> group = new(workspace, 30, 30 * 700);
            int first = group.Reserve(SpongeKind.Shake256, 300, 48);
            int second = group.Reserve(SpongeKind.Shake256, 100, 64);
            int third = group.Reserve(SpongeKind.Shake256, 64, 136);
            int others = third + 1;
            for (int i = 0; i < 20; i++)
                group.Add(SpongeKind.Shake256, 500, Oracle.Bytes(i, 66));
            for (int turn = 0; turn < 10; turn++)
            {
                byte[] input = Oracle.Bytes(turn, 300);
                byte[] rest = Oracle.Bytes(50 + turn, 100 - 48);
                input.CopyTo(group.Input(first));
                rest.CopyTo(group.Input(second)[48..]);
                group.StartAfter(third, second);
                group.StartAfter(second, first);
                group.StartFirst(first);
                group.RunUntil(third);
                byte[] expected = Oracle.Digest("SHAKE256", [.. Oracle.Digest("SHAKE256", input, 48), .. rest], 64);
                Assert.Equal(expected, group.Output(second).ToArray());
                Assert.Equal(Oracle.Digest("SHAKE256", expected, 136), group.Output(third).ToArray());
                if (turn == 4)
                    group.Run();
                if (turn > 4)
                    group.Start(others + turn);
            }

            group.Run();
            for (int i = 0; i < 20; i++)
                Assert.Equal(Oracle.Digest("SHAKE256", Oracle.Bytes(i, 66), 500), group.Output(others + i).ToArray());
            return true;
        }
    }
}
