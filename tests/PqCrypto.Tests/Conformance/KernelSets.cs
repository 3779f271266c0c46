using PqCrypto.Kernels;

namespace PqCrypto.Tests.Conformance;

/// <summary>The kernel sets that this machine can run, for tests that hold for each of them.</summary>
public static class KernelSets
{
    public static TheoryData<string> Supported => [.. KernelSelector.Supported.Select(set => set.Name)];

    internal static TResult Run<TResult>(string name, IKernelVisitor<TResult> visitor) =>
        KernelSelector.Supported.Single(set => set.Name == name).Accept(visitor);
}
