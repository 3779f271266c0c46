using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Curve25519 in quads: four elements are computed with at the same time.</summary>
/// <typeparam name="TField">The arithmetic.</typeparam>
/// <typeparam name="TLimb">One limb of a quad.</typeparam>
internal sealed class QuadCurve<TField, TLimb> : CurveKernels
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

    private static void RunLadder(Workspace workspace, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<TLimb> result)
    {
        Field25519.Decode(u, out Element25519 element);
        QuadLadder<TField, TLimb>.Run(scalar, in element, workspace.Take<TLimb>(QuadLadder<TField, TLimb>.ScratchQuads * TField.Size), ref result[0]);
    }

    private static void RunFixedBase(Workspace workspace, ReadOnlySpan<byte> scalar, Span<TLimb> result) =>
        QuadFixedBase<TField, TLimb>.Multiply(
            scalar,
            workspace.Take<long>(QuadFixedBase<TField, TLimb>.ScratchNumbers),
            workspace.Take<TLimb>(QuadFixedBase<TField, TLimb>.ScratchQuads * TField.Size),
            ref result[0]);

    /// <summary>Divides each lane by its neighbour, 0 by 1 and 1 by 0, 2 by 3 and 3 by 2, all at the price of one inversion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide(Workspace workspace, Span<TLimb> quotient)
    {
        Span<TLimb> inverse = workspace.Take<TLimb>(TField.Size);
        Inversion<TField, TLimb>.Invert(in quotient[0], workspace.Take<TLimb>(Inversion<TField, TLimb>.ScratchElements * TField.Size), ref inverse[0]);
        for (int i = 0; i < TField.Size; i++)
            quotient[i] = TField.Permute(quotient[i], 0b10_11_00_01);
        TField.Multiply(in inverse[0], in quotient[0], ref quotient[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Encode(Workspace workspace, Span<TLimb> quad, int lane, Span<byte> bytes)
    {
        Span<Element25519> elements = workspace.Take<Element25519>(Lanes);
        TField.Store(in quad[0], elements);
        Field25519.Encode(in elements[lane], bytes);
    }
}
