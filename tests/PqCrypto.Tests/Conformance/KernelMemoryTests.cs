using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Tests.Conformance;

/// <summary>Packing and sampling of every kernel set where the bytes, and the coefficients, begin or end at memory that nobody may touch.</summary>
public sealed class KernelMemoryTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemPacking_BuffersBetweenFences_StaysInside(string set) => Assert.True(KernelSets.Run(set, new PacksInside()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void KemSampling_BuffersBetweenFences_StaysInside(string set) => Assert.True(KernelSets.Run(set, new SamplesInside()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaPacking_BuffersBetweenFences_StaysInside(string set) => Assert.True(KernelSets.Run(set, new PacksDsaInside()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void DsaSampling_BuffersBetweenFences_StaysInside(string set) => Assert.True(KernelSets.Run(set, new SamplesDsaInside()));

    /// <summary>What a test does with bytes and coefficients.</summary>
    [Fact]
    public void VectorTable_OfValues_HasTheVectorsThatTheyFill()
    {
        int[] values = [.. Enumerable.Range(0, 24)];
        ReadOnlySpan<Vector256<int>> vectors = VectorTable<Vector256<int>>.Of<int>(values).Vectors;
        Assert.Equal(3, vectors.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(values[i], vectors[i / 8][i % 8]);
    }

    private delegate void Use<T>(Span<byte> bytes, Span<T> f);

    /// <summary>A kernel that continues a polynomial.</summary>
    private delegate int Sample<T>(ReadOnlySpan<byte> stream, Span<T> f, int filled);

    /// <summary>Has a polynomial filled from the same stream again and again.</summary>
    private static void Fill<T>(Span<byte> stream, Span<T> f, Sample<T> sample)
    {
        int filled = 0;
        while (filled < 256)
        {
            int found = sample(stream, f, filled);
            Assert.InRange(found, filled, 256);
            filled = found == filled ? 256 : found;                         // where all bytes are rejected it never ends
        }
    }

    /// <summary>Does something with buffers at all ends of fenced memory.</summary>
    private static void AtEachFence<T>(int length, Use<T> use)
        where T : unmanaged
    {
        int polynomial = 256 * Unsafe.SizeOf<T>();
        using FencedMemory left = new();
        using FencedMemory right = new();
        Random random = new(length);
        for (int ends = 0; ends < 4; ends++)
        {
            Span<byte> bytes = (ends & 1) == 0 ? left.First(length) : left.Last(length);
            Span<byte> f = (ends & 2) == 0 ? right.First(polynomial) : right.Last(polynomial);
            random.NextBytes(bytes);
            random.NextBytes(f);
            use(bytes, MemoryMarshal.Cast<byte, T>(f));
        }
    }

    private sealed class PacksInside : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            AtEachFence<short>(384, (bytes, f) =>
            {
                TKernels.KemDecode12(bytes, f);
                TKernels.KemEncode12(f, bytes);
            });
            foreach (int d in new[] { 1, 4, 5, 10, 11 })
            {
                AtEachFence<short>(32 * d, (bytes, f) =>
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
                AtEachFence<short>(64 * eta, (bytes, f) => TKernels.KemSampleCbd(bytes, eta, f));

            for (int length = 3; length <= 1008; length += 3)               // = 6 * 168
            {
                AtEachFence<short>(length, static (bytes, f) => Fill(bytes, f, TKernels.KemSampleUniform));
            }

            return true;
        }
    }

    private sealed class PacksDsaInside : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            AtEachFence<int>(32 * 10, static (bytes, f) =>
            {
                TKernels.DsaSimpleBitUnpack(bytes, 10, f);
                TKernels.DsaSimpleBitPack(f, 10, bytes);
            });
            foreach (int bits in new[] { 4, 6 })
            {
                AtEachFence<int>(32 * bits, (bytes, f) =>
                {
                    f.Fill((1 << bits) - 1);
                    TKernels.DsaSimpleBitPack(f, bits, bytes);
                });
            }

            foreach ((int high, int bits) in new[] { (2, 3), (4, 4), (1 << 12, 13), (1 << 17, 18), (1 << 19, 20) })
            {
                AtEachFence<int>(32 * bits, (bytes, f) =>
                {
                    byte[] expected = bytes.ToArray();
                    TKernels.DsaBitUnpack(bytes, high, bits, f);
                    TKernels.DsaBitPack(f, high, bits, bytes);
                    Assert.Equal(expected, bytes);
                });
            }

            return true;
        }
    }

    private sealed class SamplesDsaInside : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            for (int length = 3; length <= 840; length += 3)                // = 5 * 168
            {
                AtEachFence<int>(length, static (bytes, f) =>
                {
                    Fill(bytes, f, TKernels.DsaSampleUniform);
                    Fill(bytes, f, static (stream, f, filled) => TKernels.DsaSampleBounded(stream, 2, f, filled));
                    Fill(bytes, f, static (stream, f, filled) => TKernels.DsaSampleBounded(stream, 4, f, filled));
                });
            }

            return true;
        }
    }
}
