using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels;

/// <summary>Work that is generic in the kernel set.</summary>
/// <typeparam name="TResult">What the work returns.</typeparam>
internal interface IKernelVisitor<out TResult>
{
    /// <summary>Does the work with one kernel set.</summary>
    TResult Visit<TKernels>()
        where TKernels : struct, IKernels;
}

/// <summary>One kernel set as an object, so that sets can be listed and chosen at run time.</summary>
internal abstract class KernelSet
{
    /// <summary>The set's name.</summary>
    internal abstract string Name { get; }

    /// <summary>Runs generic work with this set.</summary>
    internal abstract TResult Accept<TResult>(IKernelVisitor<TResult> visitor);
}

/// <summary>The kernel set of one type.</summary>
internal sealed class KernelSet<TKernels> : KernelSet
    where TKernels : struct, IKernels
{
    /// <inheritdoc/>
    internal override string Name => TKernels.Name;

    /// <inheritdoc/>
    internal override TResult Accept<TResult>(IKernelVisitor<TResult> visitor) => visitor.Visit<TKernels>();
}

/// <summary>The one list of kernel sets, best first; the only place that asks the CPU.</summary>
internal static class KernelSelector
{
    /// <summary>The sets that this machine can run, best first.</summary>
    internal static IReadOnlyList<KernelSet> Supported { get; } = [new KernelSet<ReferenceKernels>()];

    /// <summary>The set that the algorithms use.</summary>
    internal static KernelSet Best => Supported[0];
}
