using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Curve25519 in scalar arithmetic: other points on the ladder of RFC 7748, the base point with the table of its multiples.</summary>
internal sealed class ScalarCurve : CurveKernels
{
    private const int Lanes = 4;

    /// <inheritdoc/>
    internal override string Name => ScalarQuads.Name;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> result)
    {
        using Workspace workspace = Workspace.Rent();
        Span<Element25519> elements = workspace.Take<Element25519>(3);
        Field25519.Decode(u, out elements[0]);
        ScalarLadder.Run(scalar, in elements[0], workspace.Take<Element25519>(ScalarLadder.ScratchElements), out elements[1], out elements[2]);
        Divide(workspace, ref elements[1], in elements[2], result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result)
    {
        using Workspace workspace = Workspace.Rent();
        Span<ScalarLimb> quad = workspace.Take<ScalarLimb>(ScalarQuads.Size);
        Span<Element25519> elements = workspace.Take<Element25519>(Lanes);
        QuadFixedBase<ScalarQuads, ScalarLimb>.Multiply(
            scalar,
            workspace.Take<long>(QuadFixedBase<ScalarQuads, ScalarLimb>.ScratchNumbers),
            workspace.Take<ScalarLimb>(QuadFixedBase<ScalarQuads, ScalarLimb>.ScratchLimbs),
            ref quad[0]);
        ScalarQuads.Store(in quad[0], elements);
        Divide(workspace, ref elements[1], in elements[0], result);
    }

    /// <inheritdoc/>
    internal override void MultiplyBoth(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> baseResult, Span<byte> result)
    {
        MultiplyBase(scalar, baseResult);
        Multiply(scalar, u, result);
    }

    /// <summary>Writes a quotient; one by zero is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide(Workspace workspace, ref Element25519 numerator, in Element25519 denominator, Span<byte> quotient)
    {
        Span<Element25519> scratch = workspace.Take<Element25519>(1 + Inversion<ScalarPowers, Element25519>.ScratchElements);
        Inversion<ScalarPowers, Element25519>.Invert(in denominator, scratch[1..], ref scratch[0]);
        Field25519.Multiply(in scratch[0], in numerator, out numerator);
        Field25519.Encode(in numerator, quotient);
    }
}
