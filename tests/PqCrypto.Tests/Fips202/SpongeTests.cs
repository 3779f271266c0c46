using PqCrypto.Fips202;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;
using PqCrypto.Tests.Conformance;

namespace PqCrypto.Tests.Fips202;

/// <summary>The incremental sponge against BouncyCastle, under every kernel set and every number of lanes.</summary>
public sealed class SpongeTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void AbsorbSqueeze_EveryLengthInOnePiece_MatchesBouncyCastle(string set) => Assert.True(KernelSets.Run(set, new EveryLength()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void AbsorbSqueeze_EveryLengthInOnePieceAtLanes_MatchesBouncyCastle(int lanes) => Assert.True(LaneKernels.Run(lanes, new EveryLength()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void AbsorbSqueeze_InRandomPieces_MatchesBouncyCastle(int lanes) => Assert.True(LaneKernels.Run(lanes, new RandomPieces()));

    [Fact]
    public void Finish_OfAHash_StartsOverForTheNextMessage()
    {
        foreach ((string name, SpongeKind kind) in Oracle.Kinds)
        {
            using Sha3<ReferenceKernels> hash = new(kind);
            foreach (int length in new[] { 5, 200, 0, 7 })
            {
                byte[] output = new byte[Oracle.MaxOutput(name)];
                hash.Append(Oracle.Bytes(length, length));
                hash.Finish(output);
                Assert.Equal(Oracle.Digest(name, Oracle.Bytes(length, length), output.Length), output);
            }
        }
    }

    private sealed class EveryLength : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            ulong[] states = new ulong[Sponge<TKernels>.StateSizeInWords];
            foreach ((string name, SpongeKind kind) in Oracle.Kinds)
            {
                for (int length = 0; length <= 500; length++)
                {
                    byte[] input = Oracle.Bytes(length, length);
                    byte[] output = new byte[int.Min(Oracle.MaxOutput(name), 1 + length)];
                    Sponge<TKernels> sponge = new(kind, states);
                    sponge.Absorb(input);
                    sponge.Squeeze(output);
                    Assert.Equal(Oracle.Digest(name, input, output.Length), output);
                }
            }

            return true;
        }
    }

    private sealed class RandomPieces : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(4);
            ulong[] states = new ulong[Sponge<TKernels>.StateSizeInWords];
            foreach ((string name, SpongeKind kind) in Oracle.Kinds)
            {
                for (int turn = 0; turn < 100; turn++)
                {
                    byte[] input = Oracle.Bytes(turn, random.Next(1500));
                    byte[] output = new byte[Oracle.MaxOutput(name)];
                    Sponge<TKernels> sponge = new(kind, states);
                    for (int position = 0, piece; position < input.Length; position += piece)
                    {
                        piece = random.Next(int.Min(300, input.Length - position) + 1);
                        sponge.Absorb(input.AsSpan(position, piece));
                    }

                    for (int position = 0, piece; position < output.Length; position += piece)
                    {
                        piece = random.Next(int.Min(300, output.Length - position) + 1);
                        sponge.Squeeze(output.AsSpan(position, piece));
                    }

                    Assert.Equal(Oracle.Digest(name, input, output.Length), output);
                }
            }

            return true;
        }
    }
}
