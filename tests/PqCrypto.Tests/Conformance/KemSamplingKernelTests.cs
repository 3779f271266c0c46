using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>Sampling of every kernel set against FIPS 203, Algorithms 7 and 8, read bit by bit.</summary>
public sealed class KemSamplingKernelTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemSampleCbd_RandomAndExtremeBytes_MatchesBitSums(string set) => Assert.True(KernelSets.Run(set, new CbdMatches()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemSampleUniform_StreamInAnyPieces_KeepsCandidatesBelowQ(string set) => Assert.True(KernelSets.Run(set, new UniformMatches()));

    private sealed class CbdMatches : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(2);
            foreach (int eta in new[] { 2, 3 })
            {
                for (int turn = 0; turn < 260; turn++)
                {
                    byte[] bytes = new byte[64 * eta];
                    random.NextBytes(bytes);
                    if (turn < 256)
                        bytes.AsSpan(0, 6).Fill((byte)turn);            // every byte value at every place of the repeating pattern
                    else
                        bytes.AsSpan().Fill((byte)(turn == 256 ? 0 : 255));

                    int Bit(int i) => (bytes[i / 8] >> (i % 8)) & 1;
                    int Sum(int start) => Enumerable.Range(start, eta).Sum(Bit);
                    short[] f = new short[256];
                    TKernels.KemSampleCbd(bytes, eta, f);
                    Assert.Equal(Enumerable.Range(0, 256).Select(i => (short)(Sum(2 * i * eta) - Sum((2 * i * eta) + eta))), f);
                }
            }

            return true;
        }
    }

    private sealed class UniformMatches : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(3);
            for (int turn = 0; turn < 200; turn++)
            {
                byte[] stream = new byte[3000];
                random.NextBytes(stream);
                if (turn % 4 == 1)
                    stream.AsSpan(0, random.Next(900)).Fill(0xFF);      // a long run of rejections
                if (turn % 4 == 2)
                    stream.AsSpan(0, 384).Fill(0x11);                   // none at all: exactly 384 bytes are needed

                int[] expected = [.. Candidates(stream).Where(d => d < 3329).Take(256)];
                short[] f = new short[256];
                int filled = 0;
                int position = 0;
                while (filled < 256)
                {
                    int piece = 3 * random.Next(1, 170);
                    int found = TKernels.KemSampleUniform(stream.AsSpan(position, piece), f, filled);
                    position += piece;
                    Assert.Equal(int.Min(256, Candidates(stream.AsSpan(0, position)).Count(d => d < 3329)), found);
                    filled = found;
                }

                byte[] bytes = new byte[384];
                TKernels.KemEncode12(f, bytes);
                Assert.Equal(KemModel.Encode(expected, 12), bytes);
            }

            return true;
        }

        private static List<int> Candidates(ReadOnlySpan<byte> stream)
        {
            List<int> candidates = [];
            for (int i = 0; i < stream.Length; i += 3)
            {
                candidates.Add(stream[i] + (256 * (stream[i + 1] % 16)));
                candidates.Add((stream[i + 1] / 16) + (16 * stream[i + 2]));
            }

            return candidates;
        }
    }
}
