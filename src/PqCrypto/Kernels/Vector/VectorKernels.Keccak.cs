using System.Runtime.CompilerServices;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 202: the permutation in as many lanes as the width has, in half as many, or of one state.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    public static int KeccakLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.SizeOf<TVector>() / sizeof(ulong);
    }

    /// <inheritdoc/>
    public static int KeccakFewLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TWidth.HasShorterKeccak ? KeccakLanes / 2 : KeccakLanes;
    }

    /// <inheritdoc/>
    public static int KeccakSteadyLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TWidth.IsHalved ? KeccakFewLanes : KeccakLanes;
    }

    /// <inheritdoc/>
    public static void KeccakPermute(Span<ulong> states) => Keccak<TWidth, TVector>.Permute(states, KeccakLanes);

    /// <inheritdoc/>
    public static void KeccakPermuteFew(Span<ulong> states)
    {
        if (TWidth.HasShorterKeccak)
            TWidth.ShorterKeccak(states);
        else
            KeccakPermute(states);
    }

    /// <inheritdoc/>
    public static void KeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words)
    {
        if (TWidth.HasShorterKeccak && targets.Length != KeccakLanes)
            TWidth.ShorterKeccakCopy(states, memory, targets, words);
        else
            KeccakOutput<TWidth, TVector>.Copy(states, KeccakLanes, memory, targets, words);
    }

    /// <inheritdoc/>
    public static void KeccakPermuteOne(Span<ulong> state)
    {
        if (TWidth.HasRotation64)
            Keccak<SingleState, System.Runtime.Intrinsics.Vector128<ulong>>.Permute(state, 1);
        else
            ReferenceKernels.KeccakPermute(state);
    }
}
