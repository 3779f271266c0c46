using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;
using PqCrypto.Tests.Conformance;

namespace PqCrypto.Tests.Fips202;

/// <summary>Kernel sets of 1, 2, 4 and 8 lanes, and (84) of 8 of which 4 take less time, so that everything above the lanes is proved for each number whatever this machine has.</summary>
public static class LaneKernels
{
    public static TheoryData<int> Counts => [1, 2, 4, 8, 84];

    internal static TResult Run<TResult>(int lanes, IKernelVisitor<TResult> visitor) => lanes switch
    {
        1 => visitor.Visit<ReferenceKernels>(),
        2 => visitor.Visit<ManyLanes<TwoLanes>>(),
        4 => visitor.Visit<ManyLanes<FourLanes>>(),
        8 => visitor.Visit<ManyLanes<EightLanes>>(),
        84 => visitor.Visit<ManyLanes<EightOrFourLanes>>(),
        _ => throw new ArgumentOutOfRangeException(nameof(lanes)),
    };
}
