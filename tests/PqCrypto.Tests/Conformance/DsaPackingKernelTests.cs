using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>Packing of every kernel set against a model that moves single bits.</summary>
public sealed class DsaPackingKernelTests
{
    /// <summary>Every upper end with its bits: s1 and s2, t0, z.</summary>
    private static readonly (int High, int Bits)[] Ranges = [(2, 3), (4, 4), (1 << 12, 13), (1 << 17, 18), (1 << 19, 20)];

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaSimpleBitPack_EveryWidth_MatchesBitModel(string set) => Assert.True(KernelSets.Run(set, new SimplePacks()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaSimpleBitUnpack_EveryValue_ReversesPacking(string set) => Assert.True(KernelSets.Run(set, new SimpleUnpacks()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaBitPackAndUnpack_EveryRange_MatchBitModel(string set) => Assert.True(KernelSets.Run(set, new Packs()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaBitUnpack_RandomBytes_StaysInRangeAndPacksBack(string set) => Assert.True(KernelSets.Run(set, new UnpacksAnything()));

    private sealed class SimplePacks : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(16);
            foreach (int bits in new[] { 4, 6, 10 })
            {
                for (int turn = 0; turn < 50; turn++)
                {
                    int[] f = [.. Enumerable.Range(0, 256).Select(i => turn == 0 ? (1 << bits) - 1 : random.Next(1 << bits))];
                    byte[] bytes = new byte[32 * bits];
                    TKernels.DsaSimpleBitPack(f, bits, bytes);
                    Assert.Equal(DsaModel.Pack(f, bits), bytes);
                }
            }

            return true;
        }
    }

    private sealed class SimpleUnpacks : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            for (int first = 0; first < 1024; first++)
            {
                int[] f = [.. Enumerable.Range(first, 256).Select(value => value & 1023)];
                int[] unpacked = new int[256];
                TKernels.DsaSimpleBitUnpack(DsaModel.Pack(f, 10), 10, unpacked);
                Assert.Equal(f, unpacked);
            }

            return true;
        }
    }

    private sealed class Packs : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(17);
            foreach ((int high, int bits) in Ranges)
            {
                for (int turn = 0; turn < 50; turn++)
                {
                    int[] below = [.. Enumerable.Range(0, 256).Select(i => turn == 0 ? i % 2 * ((1 << bits) - 1) : random.Next(1 << bits))];
                    int[] f = [.. below.Select(value => high - value)];
                    byte[] bytes = new byte[32 * bits];
                    int[] unpacked = new int[256];
                    TKernels.DsaBitPack(f, high, bits, bytes);
                    Assert.Equal(DsaModel.Pack(below, bits), bytes);
                    TKernels.DsaBitUnpack(bytes, high, bits, unpacked);
                    Assert.Equal(f, unpacked);
                }
            }

            return true;
        }
    }

    private sealed class UnpacksAnything : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(19);
            foreach ((int high, int bits) in Ranges)
            {
                for (int turn = 0; turn < 50; turn++)
                {
                    byte[] bytes = new byte[32 * bits];
                    random.NextBytes(bytes);
                    int[] f = new int[256];
                    TKernels.DsaBitUnpack(bytes, high, bits, f);
                    Assert.All(f, value => Assert.InRange(value, high - (1 << bits) + 1, high));
                    byte[] again = new byte[bytes.Length];
                    TKernels.DsaBitPack(f, high, bits, again);
                    Assert.Equal(bytes, again);
                }
            }

            return true;
        }
    }
}
