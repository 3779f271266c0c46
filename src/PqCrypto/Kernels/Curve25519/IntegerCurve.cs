using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PqCrypto.Base;
using PqCrypto.Kernels.Vector;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Curve25519 in integers: what does not need four elements at a time is computed with two.</summary>
internal sealed class IntegerCurve : QuadCurve<IntegerQuads, IntegerLimb>
{
    /// <inheritdoc/>
    protected override void RunLadder(Workspace workspace, ReadOnlySpan<byte> scalar, in Element25519 u, Span<IntegerLimb> result) =>
        PairLadder.Run(scalar, in u, workspace.Take<IntegerLimb>(PairLadder.ScratchLimbs), ref result[0]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Invert(Workspace workspace, Span<IntegerLimb> quad, Span<IntegerLimb> inverse)
    {
        Span<IntegerLimb> pair = workspace.Take<IntegerLimb>(IntegerPairs.Limbs);
        Span<IntegerLimb> scratch = workspace.Take<IntegerLimb>(Inversion<IntegerPairs, IntegerLimb>.ScratchElements * IntegerPairs.Limbs);
        for (int i = 0; i < pair.Length; i++)
            pair[i].Low = Width128.Join64(quad[i].Low, 0, quad[i].High, 1);
        Inversion<IntegerPairs, IntegerLimb>.Invert(in pair[0], scratch, ref inverse[0]);
        for (int i = 0; i < pair.Length; i++)
            inverse[i].High = inverse[i].Low;
    }
}
