using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips203;
using PqCrypto.Fips203.Algebra;
using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;
using PqCrypto.Tests.Fips202;

namespace PqCrypto.Tests.Fips203;

/// <summary>Uniform polynomials from whole streams, unlucky ones included, against FIPS 203, Algorithm 7, over BouncyCastle's SHAKE128.</summary>
public sealed class SamplingTests
{
    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void SampleNtt_StreamOfMoreThanThreeBlocks_GoesOn(string set) => Assert.True(KernelSets.Run(set, new UnluckySeeds()));

    [Theory, MemberData(nameof(LaneKernels.Counts), MemberType = typeof(LaneKernels))]
    public void SampleNtt_StreamOfMoreThanThreeBlocksAtLanes_GoesOn(int lanes) => Assert.True(LaneKernels.Run(lanes, new UnluckySeeds()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void SampleNtt_StreamCutShort_GoesOnForManyBlocks(string set) => Assert.True(KernelSets.Run(set, new CutStreams()));

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void Sample_WholeMatrix_PutsColumnBeforeRow(string set) => Assert.True(KernelSets.Run(set, new WholeMatrix()));

    /// <summary>The polynomial of rho and two index bytes, encoded, and the bytes of the stream that it takes.</summary>
    private static (byte[] Encoded, int Needed) Expected(byte[] rho, ReadOnlySpan<byte> index)
    {
        byte[] stream = Oracle.Digest("SHAKE128", [.. rho, .. index], 3000);
        List<int> values = [];
        int position = 0;
        for (; values.Count < 256; position += 3)
        {
            int d1 = stream[position] + (256 * (stream[position + 1] % 16));
            int d2 = (stream[position + 1] / 16) + (16 * stream[position + 2]);
            if (d1 < 3329)
                values.Add(d1);
            if (d2 < 3329 && values.Count < 256)
                values.Add(d2);
        }

        return (KemModel.Encode([.. values], 12), position);
    }

    private static byte[] Encoded<TKernels>(ref NttPoly f)
        where TKernels : struct, IKernels
    {
        byte[] bytes = new byte[384];
        TKernels.KemEncode12(f.Coefficients(), bytes);
        return bytes;
    }

    private sealed class UnluckySeeds : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int unlucky = 0;
            for (int seed = 0; unlucky < 5; seed++)
            {
                byte[] rho = Oracle.Bytes(seed, 32);
                byte[] index = [1, 2];
                (byte[] expected, int needed) = Expected(rho, index);
                if (needed <= Sampling<TKernels>.UniformStream && seed > 20)
                    continue;
                if (needed > Sampling<TKernels>.UniformStream)
                    unlucky++;

                using Workspace workspace = Workspace.Rent();
                LaneGroup<TKernels> group = new(workspace, 2, 1100);
                Sampling<TKernels>.AddUniform(ref group, Oracle.Bytes(-1, 32), index);
                int stream = Sampling<TKernels>.AddUniform(ref group, rho, index);
                group.Run();
                NttPoly f = default;
                Sampling<TKernels>.SampleNtt(group.Output(stream), rho, index, ref f);
                Assert.Equal(expected, Encoded<TKernels>(ref f));
            }

            return true;
        }
    }

    private sealed class CutStreams : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            for (int length = 0; length <= 504; length += 3)
            {
                byte[] rho = Oracle.Bytes(length, 32);
                byte[] index = [3, 0];
                byte[] stream = Oracle.Digest("SHAKE128", [.. rho, .. index], length);
                NttPoly f = default;
                Sampling<TKernels>.SampleNtt(stream, rho, index, ref f);
                Assert.Equal(Expected(rho, index).Encoded, Encoded<TKernels>(ref f));
            }

            return true;
        }
    }

    private sealed class WholeMatrix : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels =>
            Check<MLKem512Parameters, TKernels>() && Check<MLKem768Parameters, TKernels>() && Check<MLKem1024Parameters, TKernels>();

        private static bool Check<TParams, TKernels>()
            where TParams : struct, IKemParameters
            where TKernels : struct, IKernels
        {
            byte[] rho = Oracle.Bytes(TParams.K, 32);
            NttPoly[] aHat = new NttPoly[TParams.K * TParams.K];
            using Workspace workspace = Workspace.Rent();
            LaneGroup<TKernels> group = new(workspace, Matrix<TParams, TKernels>.Entries, Matrix<TParams, TKernels>.StreamBytes);
            int first = Matrix<TParams, TKernels>.AddStreams(ref group, rho);
            group.Run();
            Matrix<TParams, TKernels>.Sample(ref group, first, rho, aHat);
            for (int row = 0; row < TParams.K; row++)
            {
                for (int column = 0; column < TParams.K; column++)
                {
                    byte[] expected = Expected(rho, [(byte)column, (byte)row]).Encoded;
                    Assert.Equal(expected, Encoded<TKernels>(ref aHat[(column * TParams.K) + row]));
                }
            }

            return true;
        }
    }
}
