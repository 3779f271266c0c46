using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PqCrypto.Kernels.Curve25519;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Vector;

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

/// <summary>The one list of kernel sets, best first; the only place, with the widths, that asks the CPU.</summary>
internal static class KernelSelector
{
    /// <summary>The sets that this machine can run, best first.</summary>
    internal static IEnumerable<KernelSet> Supported
    {
        get
        {
            if (Width512<WordsByVbmi2>.IsSupported)         // each test is a constant to the compiler, which drops what cannot run
                yield return new KernelSet<VectorKernels<Width512<WordsByVbmi2>, Vector512<ulong>>>();
            if (Width512<WordsByHalves>.IsSupported)
                yield return new KernelSet<VectorKernels<Width512<WordsByHalves>, Vector512<ulong>>>();
            if (Width256.IsSupported)
                yield return new KernelSet<VectorKernels<Width256, Vector256<ulong>>>();
            if (Width128.IsSupported)
                yield return new KernelSet<VectorKernels<Width128, Vector128<ulong>>>();
            yield return new KernelSet<ReferenceKernels>();
        }
    }

    /// <summary>The set that the algorithms use.</summary>
    internal static KernelSet Best { get; } = First();

    /// <summary>The implementations of Curve25519 that this machine can run, best first.</summary>
    internal static IReadOnlyList<CurveKernels> Curves { get; } = FindCurves();

    /// <summary>Why the sets before the best one are not used.</summary>
    internal static string Reason => string.Join(' ', Wider());

    private static KernelSet First()
    {
        using IEnumerator<KernelSet> sets = Supported.GetEnumerator();
        sets.MoveNext();        // the last set needs nothing
        return sets.Current;
    }

    private static List<CurveKernels> FindCurves()
    {
        List<CurveKernels> curves = [];
        if (Avx2.IsSupported && Fma.IsSupported)
            curves.Add(new QuadCurve<DoubleQuads, Vector256<double>>());
        if (Vector128.IsHardwareAccelerated)
            curves.Add(new IntegerCurve());
        curves.Add(new ScalarCurve());
        return curves;
    }

    private static List<string> Wider()
    {
        List<string> reasons = [];
        if (!Width512<WordsByVbmi2>.IsSupported)
            reasons.Add($"{Width512<WordsByVbmi2>.Name} needs {Width512<WordsByVbmi2>.Needs}.");
        if (!Width512<WordsByHalves>.IsSupported)
            reasons.Add($"{Width512<WordsByHalves>.Name} needs {Width512<WordsByHalves>.Needs}.");
        if (!Width512<WordsByHalves>.IsSupported && !Width256.IsSupported)
            reasons.Add($"{Width256.Name} needs {Width256.Needs}.");
        if (Best.Name == ReferenceKernels.Name)
            reasons.Add($"{Width128.Name} needs {Width128.Needs}.");
        return reasons.Count == 0 ? ["It is the widest."] : reasons;
    }
}
