using System.Numerics;
using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>Compression and encoding of every kernel set: every input, against exact rationals.</summary>
public sealed class KemPackingKernelTests
{
    private static readonly int[] Widths = [1, 4, 5, 10, 11];

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemCompressEncode_EveryShortAndWidth_RoundsExactly(string set) => Assert.True(KernelSets.Run(set, new CompressesExactly()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemDecodeDecompress_EveryValueAndWidth_RoundsExactly(string set) => Assert.True(KernelSets.Run(set, new DecompressesExactly()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemEncode12_EveryShort_RestoredByDecode12(string set) => Assert.True(KernelSets.Run(set, new Encodes12()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemDecode12_EveryValueAtEveryPosition_TellsUnreduced(string set) => Assert.True(KernelSets.Run(set, new Decodes12()));

    /// <summary>The integer nearest to numerator / denominator, halves upwards.</summary>
    private static int Round(BigInteger numerator, BigInteger denominator)
    {
        BigInteger doubled = (2 * numerator) + denominator;
        BigInteger quotient = BigInteger.DivRem(doubled, 2 * denominator, out BigInteger remainder);
        return (int)(remainder.Sign < 0 ? quotient - 1 : quotient);
    }

    private sealed class CompressesExactly : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            short[] all = [.. Enumerable.Range(short.MinValue, 1 << 16).Select(i => (short)i)];
            foreach (int d in Widths)
            {
                int[] ofResidue = [.. Enumerable.Range(0, 3329).Select(x => Round((BigInteger)x << d, 3329) % (1 << d))];
                foreach (short[] f in all.Chunk(256))
                {
                    byte[] bytes = new byte[32 * d];
                    TKernels.KemCompressEncode(f, d, bytes);
                    Assert.Equal(KemModel.Encode([.. f.Select(x => ofResidue[KemModel.Mod(x)])], d), bytes);
                }
            }

            return true;
        }
    }

    private sealed class DecompressesExactly : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            Random random = new(1);
            foreach (int d in Widths)
            {
                int[] every = [.. Enumerable.Range(0, int.Max(256, 1 << d)).Select(i => i % (1 << d))];
                int[][] inputs = [.. every.Chunk(256), [.. Enumerable.Range(0, 256).Select(_ => random.Next(1 << d))]];
                foreach (int[] values in inputs)
                {
                    short[] f = new short[256];
                    TKernels.KemDecodeDecompress(KemModel.Encode(values, d), d, f);
                    Assert.Equal(values.Select(y => (short)Round((BigInteger)y * 3329, (BigInteger)1 << d)), f);
                }
            }

            return true;
        }
    }

    private sealed class Encodes12 : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            short[] all = [.. Enumerable.Range(short.MinValue, 1 << 16).Select(i => (short)i)];
            foreach (short[] f in all.Chunk(256))
            {
                byte[] bytes = new byte[384];
                TKernels.KemEncode12(f, bytes);
                short[] decoded = new short[256];
                Assert.Equal(0, TKernels.KemDecode12(bytes, decoded));
                Assert.Equal(f.Select(x => (short)KemModel.Mod(x)), decoded);

                byte[] again = new byte[384];
                TKernels.KemEncode12(decoded, again);
                Assert.Equal(bytes, again);
            }

            return true;
        }
    }

    private sealed class Decodes12 : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            short[] f = new short[256];
            for (int value = 0; value < 4096; value++)
            {
                int[] values = new int[256];
                values[value % 256] = value;
                int[] standard = new int[256];
                standard[value % 256] = value % 3329;
                Assert.Equal(value >= 3329, TKernels.KemDecode12(KemModel.Encode(values, 12), f) != 0);
                Assert.All(f, x => Assert.InRange(x, 0, 3328));
                byte[] bytes = new byte[384];
                TKernels.KemEncode12(f, bytes);
                Assert.Equal(KemModel.Encode(standard, 12), bytes);
            }

            for (int position = 0; position < 256; position++)
            {
                int[] values = [.. Enumerable.Repeat(3328, 256)];
                Assert.Equal(0, TKernels.KemDecode12(KemModel.Encode(values, 12), f));
                values[position] = 3329;
                Assert.NotEqual(0, TKernels.KemDecode12(KemModel.Encode(values, 12), f));
            }

            return true;
        }
    }
}
