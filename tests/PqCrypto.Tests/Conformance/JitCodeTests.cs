using System.Diagnostics;
using System.Reflection;
using PqCrypto.KernelCode;

namespace PqCrypto.Tests.Conformance;

/// <summary>What the JIT makes of the kernels: vectors stay in registers, nobody is called, nothing is divided. The exceptions are the allowances of
/// <c>eng/KernelCode</c>, which prints the figures.</summary>
public sealed class JitCodeTests
{
    private static readonly string[] Paths = [.. KernelPath.Supported.Select(path => path.Name)];

    public static TheoryData<string> SupportedPaths => [.. Paths];

    [OptimisedX64Theory]
    [MemberData(nameof(SupportedPaths))]
    public void Kernels_OnEachPath_KeepTheRules(string path) => Assert.Empty(Guard.Findings(Compilation.OfKernels(Find(path))));

    /// <summary>An allowance that has become unnecessary goes. Only a machine with all paths can tell.</summary>
    [OptimisedX64Fact]
    public void Allowances_OverAllPaths_AreNeeded()
    {
        if (Paths.Length == KernelPath.All.Count)
            Assert.Empty(Guard.Unneeded([.. KernelPath.All.Select(Compilation.OfKernels)]));
    }

    [OptimisedX64Fact]
    public void Guard_OfPlantedKernels_FindsWhatWasPlanted()
    {
        CompiledCode code = Compilation.OfType(Find(Paths[^1]), typeof(PlantedKernels));
        string[] findings = [.. Guard.Findings(code)];

        Assert.Equal(4, code.Kernels.Count);
        Assert.Contains(findings, finding => finding.StartsWith("PlantedKernels:Spills has ", StringComparison.Ordinal));
        Assert.Contains("PlantedKernels:Calls calls PlantedKernels:Inner", findings);
        Assert.Contains(
            findings, finding => finding.StartsWith("PlantedKernels:Spills, which PlantedKernels:Calls calls, has ", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith("PlantedKernels:Divides divides: 'idiv ", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Contains("Adds", StringComparison.Ordinal));
    }

    private static KernelPath Find(string path) => KernelPath.All.Single(candidate => candidate.Name == path);

    /// <summary>Why there is no optimised code of the kernels; null where there is.</summary>
    private static string? Missing =>
        Paths.Length == 0 ? "There are no vector kernels for x64 here."
        : typeof(KemAlgorithm).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true ? "The library was built without optimisation."
        : null;

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OptimisedX64FactAttribute : FactAttribute
    {
        public OptimisedX64FactAttribute() => Skip = Missing;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OptimisedX64TheoryAttribute : TheoryAttribute
    {
        public OptimisedX64TheoryAttribute() => Skip = Missing;
    }
}
