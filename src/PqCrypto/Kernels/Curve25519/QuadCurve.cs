using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Curve25519 in quads: four elements are computed with at the same time.</summary>
/// <typeparam name="TField">The arithmetic.</typeparam>
/// <typeparam name="TLimb">One limb of a quad.</typeparam>
internal class QuadCurve<TField, TLimb> : CurveKernels
    where TField : struct, IQuadField<TLimb>
    where TLimb : unmanaged
{
    private const int Lanes = 4;

    /// <summary>Lane of the base point's quotient.</summary>
    private const int BaseLane = 0;

    /// <summary>Lane of the other point's quotient.</summary>
    private const int PointLane = 3;

    /// <inheritdoc/>
    internal override string Name => TField.Name;

    /// <inheritdoc/>
    internal override bool NeedsNearestRounding => TField.NeedsNearestRounding;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> result)
    {
        using Workspace workspace = Workspace.Rent();
        Span<TLimb> quotient = workspace.Take<TLimb>(TField.Size);
        RunLadder(workspace, scalar, u, quotient);
        Divide(workspace, quotient);
        Encode(workspace, quotient, PointLane, result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result)
    {
        using Workspace workspace = Workspace.Rent();
        Span<TLimb> quotient = workspace.Take<TLimb>(TField.Size);
        RunFixedBase(workspace, scalar, quotient);
        Divide(workspace, quotient);
        Encode(workspace, quotient, BaseLane, result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void MultiplyBoth(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> baseResult, Span<byte> result)
    {
        using Workspace workspace = Workspace.Rent();
        Span<TLimb> quotient = workspace.Take<TLimb>(TField.Size);
        Span<TLimb> other = workspace.Take<TLimb>(TField.Size);
        RunLadder(workspace, scalar, u, other);
        RunFixedBase(workspace, scalar, quotient);
        for (int i = 0; i < TField.Size; i++)
            quotient[i] = TField.Blend(quotient[i], other[i], 0b1100);
        Divide(workspace, quotient);
        Encode(workspace, quotient, BaseLane, baseResult);
        Encode(workspace, quotient, PointLane, result);
    }

    /// <summary>Multiplies a point.</summary>
    /// <param name="workspace">Where scratch memory comes from.</param>
    /// <param name="scalar">32 bytes, clamped. Secret.</param>
    /// <param name="u">The point, limbs below 2^51.</param>
    /// <param name="result">Out: the numerator of the result in lane 2, the denominator in lane 3, tight. Secret.</param>
    protected virtual void RunLadder(Workspace workspace, ReadOnlySpan<byte> scalar, in Element25519 u, Span<TLimb> result) =>
        QuadLadder<TField, TLimb>.Run(scalar, in u, workspace.Take<TLimb>(QuadLadder<TField, TLimb>.ScratchQuads * TField.Size), ref result[0]);

    /// <summary>Inverts the lanes of the denominators, 0 and 3.</summary>
    /// <param name="workspace">Where scratch memory comes from.</param>
    /// <param name="quad">In: tight. Secret.</param>
    /// <param name="inverse">Out: tight; not the input.</param>
    protected virtual void Invert(Workspace workspace, Span<TLimb> quad, Span<TLimb> inverse) =>
        Inversion<TField, TLimb>.Invert(in quad[0], workspace.Take<TLimb>(Inversion<TField, TLimb>.ScratchElements * TField.Size), ref inverse[0]);

    private void RunLadder(Workspace workspace, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<TLimb> result)
    {
        Field25519.Decode(u, out Element25519 element);
        RunLadder(workspace, scalar, in element, result);
    }

    private static void RunFixedBase(Workspace workspace, ReadOnlySpan<byte> scalar, Span<TLimb> result) =>
        QuadFixedBase<TField, TLimb>.Multiply(
            scalar,
            workspace.Take<long>(QuadFixedBase<TField, TLimb>.ScratchNumbers),
            workspace.Take<TLimb>(QuadFixedBase<TField, TLimb>.ScratchLimbs),
            ref result[0]);

    /// <summary>Divides lane 1 by lane 0, into lane 0, and lane 2 by lane 3, into lane 3, at the price of one inversion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Divide(Workspace workspace, Span<TLimb> quotient)
    {
        Span<TLimb> inverse = workspace.Take<TLimb>(TField.Size);
        Invert(workspace, quotient, inverse);
        for (int i = 0; i < TField.Size; i++)
            quotient[i] = TField.Permute(quotient[i], 0b10_11_00_01);
        TField.Multiply(in inverse[0], in quotient[0], ref quotient[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Encode(Workspace workspace, Span<TLimb> quad, int lane, Span<byte> bytes)
    {
        Span<Element25519> elements = workspace.Take<Element25519>(Lanes);
        TField.Store(in quad[0], elements);
        Field25519.Encode(in elements[lane], bytes);
    }
}
