using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Conformance;

/// <summary>Rejection sampling of every kernel set against naive models, whole and in pieces.</summary>
public sealed class DsaSamplingKernelTests
{
    private const int Q = DsaModel.Q;

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaSampleUniform_AnyPieces_FillsAsOneStream(string set) => Assert.True(KernelSets.Run(set, new UniformInPieces()));

    [Fact]
    public void DsaSampleUniform_Reference_MatchesModelAroundTheModulus()
    {
        Random random = new(30);
        for (int turn = 0; turn < 200; turn++)
        {
            byte[] stream = UniformStream(random, 840);
            int[] f = new int[256];
            int filled = ReferenceKernels.DsaSampleUniform(stream, f, 0);
            int[] expected = [.. UniformModel(stream)];
            Assert.Equal(expected.Length, filled);
            Assert.Equal(expected, f.Take(filled));
        }
    }

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaSampleBounded_AnyPieces_MatchesModel(string set) => Assert.True(KernelSets.Run(set, new BoundedInPieces()));

    /// <summary>Candidates near q, with and without the bit that is cleared, among random ones.</summary>
    private static byte[] UniformStream(Random random, int length)
    {
        byte[] stream = new byte[length];
        for (int i = 0; i < length; i += 3)
        {
            int value = random.Next(4) switch
            {
                0 => random.Next(Q - 3, Q + 4),
                1 => random.Next(1 << 23),
                2 => (1 << 23) - 1 - random.Next(8192),
                _ => random.Next(8),
            };
            value |= random.Next(2) << 23;
            (stream[i], stream[i + 1], stream[i + 2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
        }

        return stream;
    }

    private static IEnumerable<int> UniformModel(byte[] stream) => stream.Chunk(3)
        .Select(bytes => bytes[0] + (bytes[1] << 8) + ((bytes[2] % 128) << 16))
        .Where(value => value < Q)
        .Take(256);

    private static IEnumerable<int> BoundedModel(byte[] stream, int eta) => stream.SelectMany(value => new[] { value % 16, value / 16 })
        .Where(half => half < (eta == 2 ? 15 : 9))
        .Select(half => eta == 2 ? 2 - (half % 5) : 4 - half)
        .Take(256);

    private sealed class UniformInPieces : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(32);
            for (int turn = 0; turn < 100; turn++)
            {
                byte[] stream = UniformStream(random, 1680);
                int[] whole = new int[256];
                Assert.Equal(256, TKernels.DsaSampleUniform(stream, whole, 0));

                int[] pieces = new int[256];
                int filled = 0;
                for (int start = 0; start < stream.Length;)
                {
                    int length = turn % 2 == 0 ? 168 : int.Min(3 * random.Next(1, 60), stream.Length - start);
                    filled = TKernels.DsaSampleUniform(stream.AsSpan(start, length), pieces, filled);
                    start += length;
                }

                Assert.Equal(256, filled);
                Assert.Equal(whole, pieces);
                Assert.Equal(UniformModel(stream).Order(), whole.Order());      // the order itself is the set's own affair
            }

            return true;
        }
    }

    private sealed class BoundedInPieces : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(31);
            byte[] every = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
            foreach (int eta in new[] { 2, 4 })
            {
                for (int turn = 0; turn < 200; turn++)
                {
                    byte[] stream = new byte[544];
                    random.NextBytes(stream);
                    if (turn == 0)
                        every.CopyTo(stream, 0);
                    int[] expected = [.. BoundedModel(stream, eta)];
                    int[] f = new int[256];
                    int filled = 0;
                    for (int start = 0; start < stream.Length;)
                    {
                        int length = turn % 2 == 0 ? 136 : int.Min(random.Next(1, 100), stream.Length - start);
                        filled = TKernels.DsaSampleBounded(stream.AsSpan(start, length), eta, f, filled);
                        start += length;
                    }

                    Assert.Equal(expected.Length, filled);
                    Assert.Equal(expected, f.Take(filled));
                }
            }

            return true;
        }
    }
}
