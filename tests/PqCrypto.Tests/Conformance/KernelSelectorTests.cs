using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>Which kernel sets run in this process: all that the processor offers and the runtime's switches leave on.</summary>
public sealed class KernelSelectorTests
{
    private static readonly string[] WidestFirst = ["AVX-512 with VBMI2", "AVX-512", "AVX2", "128-bit", "reference"];

    [Fact]
    public void Supported_OnThisMachine_IsEveryWidthItHasBestFirst()
    {
        List<string> expected = ["reference"];
        if (Vector128.IsHardwareAccelerated)
            expected.Insert(0, "128-bit");
        if (Avx2.IsSupported)
            expected.Insert(0, "AVX2");
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512BW.IsSupported)
        {
            expected.Insert(0, "AVX-512");
            if (Avx512Vbmi2.IsSupported)
                expected.Insert(0, "AVX-512 with VBMI2");
        }

        Assert.Equal(expected, KernelSelector.Supported.Select(set => set.Name));
    }

    /// <summary>.ci/paths runs the tests under the runtime's switches and says what they leave.</summary>
    [Fact]
    public void Supported_UnderASwitch_IsNoWiderThanItLeaves()
    {
        string widest = Environment.GetEnvironmentVariable("PQCRYPTO_WIDEST") ?? WidestFirst[0];
        Assert.Contains(widest, WidestFirst);
        Assert.All(KernelSelector.Supported, set => Assert.True(WidestFirst.IndexOf(set.Name) >= WidestFirst.IndexOf(widest), set.Name));
    }

    [Fact]
    public void Supported_EverySet_PermutesAsManyLanesAsItsVectorHolds()
    {
        Dictionary<string, int> lanes = new() { ["AVX-512 with VBMI2"] = 8, ["AVX-512"] = 8, ["AVX2"] = 4, ["128-bit"] = 2, ["reference"] = 1 };
        Assert.All(KernelSelector.Supported, set => Assert.Equal(lanes[set.Name], set.Accept(new Lanes())));
    }

    [Fact]
    public void Runtime_Tells_TheBestSetAndWhy()
    {
        Assert.Equal(KernelSelector.Supported.First().Name, PqCryptoRuntime.Kernels);
        string[] wider = [.. WidestFirst.TakeWhile(name => name != PqCryptoRuntime.Kernels)];
        Assert.All(wider, name => Assert.Contains($"{name} needs ", PqCryptoRuntime.KernelsReason, StringComparison.Ordinal));
        Assert.Equal(wider.Length == 0, PqCryptoRuntime.KernelsReason == "It is the widest.");
    }

    private sealed class Lanes : IKernelVisitor<int>
    {
        public int Visit<TKernels>()
            where TKernels : struct, IKernels => TKernels.KeccakLanes;
    }
}
