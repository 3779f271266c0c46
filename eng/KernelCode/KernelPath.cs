using System.Runtime.InteropServices;
using PqCrypto.Kernels;

namespace PqCrypto.KernelCode;

/// <summary>One way through the kernels: an instruction set, and the runtime's switch that leaves it as the best.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="Set">The kernel set that is the best one then.</param>
/// <param name="Switch">The environment variable that is set to 0; null for the machine as it is.</param>
internal sealed record KernelPath(string Name, string Set, string? Switch)
{
    /// <summary>All vector paths, widest first.</summary>
    internal static IReadOnlyList<KernelPath> All { get; } =
    [
        new("AVX-512 with VBMI2", "AVX-512 with VBMI2", null),
        new("AVX-512", "AVX-512", "DOTNET_EnableAVX512v2"),
        new("AVX2", "AVX2", "DOTNET_EnableAVX512"),
        new("128-bit", "128-bit", "DOTNET_EnableAVX2"),
    ];

    /// <summary>What is left without vectors.</summary>
    internal static KernelPath Scalar { get; } = new("scalar", "reference", "DOTNET_EnableHWIntrinsic");

    /// <summary>Those that this machine, with the switches of this process, can take.</summary>
    internal static IEnumerable<KernelPath> Supported =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? All.Where(path => KernelSelector.Supported.Any(set => set.Name == path.Set))
            : [];
}
