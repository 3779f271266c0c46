using System.Runtime.InteropServices;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Conformance;

/// <summary>Packing and sampling of every kernel set where the bytes, and the coefficients, begin or end at memory that nobody may touch.</summary>
public sealed class KemMemoryKernelTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemPacking_BuffersBetweenFences_StaysInside(string set) => Assert.True(KernelSets.Run(set, new PacksInside()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemSampling_BuffersBetweenFences_StaysInside(string set) => Assert.True(KernelSets.Run(set, new SamplesInside()));

    /// <summary>What a test does with bytes and coefficients.</summary>
    private delegate void Use(Span<byte> bytes, Span<short> f);

    /// <summary>Does something with buffers at all ends of fenced memory.</summary>
    private static void AtEachFence(int length, Use use)
    {
        const int Polynomial = 512;                                         // = 256 * 2
        using FencedMemory left = new();
        using FencedMemory right = new();
        Random random = new(length);
        for (int ends = 0; ends < 4; ends++)
        {
            Span<byte> bytes = (ends & 1) == 0 ? left.First(length) : left.Last(length);
            Span<byte> f = (ends & 2) == 0 ? right.First(Polynomial) : right.Last(Polynomial);
            random.NextBytes(bytes);
            random.NextBytes(f);
            use(bytes, MemoryMarshal.Cast<byte, short>(f));
        }
    }

    private sealed class PacksInside : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            AtEachFence(384, (bytes, f) =>
            {
                TKernels.KemDecode12(bytes, f);
                TKernels.KemEncode12(f, bytes);
            });
            foreach (int d in new[] { 1, 4, 5, 10, 11 })
            {
                AtEachFence(32 * d, (bytes, f) =>
                {
                    byte[] expected = new byte[bytes.Length];
                    ReferenceKernels.KemCompressEncode(f, d, expected);
                    TKernels.KemCompressEncode(f, d, bytes);
                    Assert.Equal(expected, bytes);

                    short[] decoded = new short[256];
                    ReferenceKernels.KemDecodeDecompress(bytes, d, decoded);
                    TKernels.KemDecodeDecompress(bytes, d, f);
                    Assert.Equal(decoded, f);
                });
            }

            return true;
        }
    }

    private sealed class SamplesInside : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            foreach (int eta in new[] { 2, 3 })
                AtEachFence(64 * eta, (bytes, f) => TKernels.KemSampleCbd(bytes, eta, f));

            for (int length = 3; length <= 1008; length += 3)               // = 6 * 168
            {
                AtEachFence(length, (bytes, f) =>
                {
                    int filled = 0;
                    while (filled < 256)
                    {
                        int found = TKernels.KemSampleUniform(bytes, f, filled);
                        Assert.InRange(found, filled, 256);
                        filled = found == filled ? 256 : found;             // where all bytes are rejected it never ends
                    }
                });
            }

            return true;
        }
    }
}
