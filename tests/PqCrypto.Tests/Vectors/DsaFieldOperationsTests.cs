using System.Globalization;
using Org.BouncyCastle.Crypto.Digests;
using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;

namespace PqCrypto.Tests.Vectors;

/// <summary>The rounding operations of ML-DSA on every element of the field, under every kernel set, compared by one published
/// digest (C2SP/CCTV).</summary>
public class DsaFieldOperationsTests
{
    private const int Q = 8380417;              // = 2^23 - 2^13 + 1
    private const int N = 256;
    private const int SmallGamma2 = (Q - 1) / 88;
    private const int LargeGamma2 = (Q - 1) / 32;

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void Rounding_EveryFieldElement_GivesPublishedDigest(string set) =>
        Assert.Equal(
            OwnVectors.ReadJson("accumulated-digests.json").GetProperty("ml-dsa-field-operations").Text("digest"),
            KernelSets.Run(set, new Digest()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void Rounding_OneFieldElement_GivesPublishedLines(string set) =>
        Assert.Equal(
            [-2370417, 2370417, 734, 8377489, 32, 31, -84848, 84848, 11, 12, 248464, 248464],
            KernelSets.Run(set, new OneElement(6010000)));

    /// <summary>The published lines of 256 elements, 12 numbers each.</summary>
    private static int[] Lines<TKernels>(int first)
        where TKernels : struct, IKernels
    {
        int[] r = [.. Enumerable.Range(first, N)];
        int[] centred = [.. r];
        TKernels.DsaReduce(centred);
        (int[] high, int[] low) = (new int[N], new int[N]);
        TKernels.DsaPower2Round(r, high, low);

        int[] lines = new int[12 * N];
        for (int i = 0; i < N; i++)
        {
            Span<int> line = lines.AsSpan(12 * i, 12);
            line[0] = centred[i];
            line[1] = int.Abs(centred[i]);
            line[2] = high[i];
            line[3] = low[i] < 0 ? low[i] + Q : low[i];
        }

        int[] hints = new int[N];
        int[] adjusted = new int[N];
        Array.Fill(hints, 1);
        foreach ((int column, int gamma2) in new[] { (4, SmallGamma2), (8, LargeGamma2) })
        {
            TKernels.DsaDecompose(r, gamma2, high, low);
            TKernels.DsaUseHint(hints, r, gamma2, adjusted);
            for (int i = 0; i < N; i++)
            {
                Span<int> line = lines.AsSpan((12 * i) + column, 4);
                line[0] = high[i];
                line[1] = adjusted[i];
                line[2] = low[i];
                line[3] = int.Abs(low[i]);
            }
        }

        return lines;
    }

    private sealed class OneElement(int r) : IKernelVisitor<int[]>
    {
        public int[] Visit<TKernels>()
            where TKernels : struct, IKernels => Lines<TKernels>(r)[..12];
    }

    private sealed class Digest : IKernelVisitor<string>
    {
        public string Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            ShakeDigest results = new(128);
            byte[] text = new byte[12 * N * 16];   // no line is longer than 16 bytes
            for (int first = 0; first < Q; first += N)
            {
                int written = 0;
                foreach (int number in Lines<TKernels>(first).AsSpan(0, 12 * int.Min(N, Q - first)))
                {
                    number.TryFormat(text.AsSpan(written), out int length, default, CultureInfo.InvariantCulture);
                    written += length;
                    text[written++] = (byte)'\n';
                }

                results.BlockUpdate(text.AsSpan(0, written));
            }

            byte[] digest = new byte[32];
            results.OutputFinal(digest);
            return Convert.ToHexStringLower(digest);
        }
    }
}
