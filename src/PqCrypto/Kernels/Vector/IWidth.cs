using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <summary>The vocabulary of the vector kernels: one vector width, or one instruction set of that width.</summary>
/// <remarks>A vector is a bundle of bits; the number in an operation's name says into lanes of how many bits it divides them. Operations take
/// the same time whatever the values. What one instruction set does better than its neighbours is an operation here, so that the kernels stay one
/// text.</remarks>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IWidth<TVector> : IKeccakWidth<TVector>
    where TVector : unmanaged
{
    /// <summary>The name of the kernel set over this width.</summary>
    static abstract string Name { get; }

    /// <summary>Whether this machine has what the operations use.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>What the operations use, and for each item whether this machine has it.</summary>
    static abstract string Needs { get; }

    /// <summary>Whether half as many states are permuted in less time than all.</summary>
    static abstract bool HasShorterKeccak { get; }

    /// <summary>Whether the processor computes the halves of a vector one after the other, so that operations take twice as long as on half the
    /// width.</summary>
    static abstract bool IsHalved { get; }

    /// <summary>Permutes the states in the lower half of the lanes; only where <see cref="HasShorterKeccak"/> says so.</summary>
    /// <param name="states">The states in all lanes, interleaved. Secret.</param>
    static abstract void ShorterKeccak(Span<ulong> states);

    /// <summary>Copies the first words of the states in the lower half of the lanes; only where <see cref="HasShorterKeccak"/> says so.</summary>
    /// <param name="states">The states in all lanes, interleaved. Secret.</param>
    /// <param name="memory">Receives the words. Secret.</param>
    /// <param name="targets">For each of these states where its words begin. Public.</param>
    /// <param name="words">How many words of each. Public.</param>
    static abstract void ShorterKeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words);

    /// <summary>Whether rotations and three-operand logic are instructions: then a vector permutes a single state faster than scalar code.</summary>
    static abstract bool HasRotation64 { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Repeat16(short value);

    /// <inheritdoc cref="Repeat16"/>
    static abstract TVector Repeat32(int value);

    /// <summary>The same 128 bits again and again.</summary>
    static abstract TVector Repeat128(Vector128<byte> value);

    /// <summary>a AND b.</summary>
    static abstract TVector And(TVector a, TVector b);

    /// <summary>a AND NOT b.</summary>
    static abstract TVector AndNot(TVector a, TVector b);

    /// <summary>a OR b.</summary>
    static abstract TVector Or(TVector a, TVector b);

    /// <summary>a + b.</summary>
    static abstract TVector Add8(TVector a, TVector b);

    /// <summary>a + b.</summary>
    static abstract TVector Add16(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract16(TVector a, TVector b);

    /// <summary>The smaller ones, as unsigned numbers.</summary>
    static abstract TVector MinUnsigned16(TVector a, TVector b);

    /// <summary>The lower halves of the products.</summary>
    static abstract TVector MultiplyLow16(TVector a, TVector b);

    /// <summary>The upper halves of the signed products.</summary>
    static abstract TVector MultiplyHigh16(TVector a, TVector b);

    /// <summary>The signed products divided by 2^15 and rounded, halves upwards. Not for two factors of -2^15.</summary>
    static abstract TVector MultiplyHighRound16(TVector a, TVector b);

    /// <summary>The sums of the signed products of neighbours, in lanes of 32 bits.</summary>
    static abstract TVector MultiplyAddPairs16(TVector a, TVector b);

    /// <summary>a + b.</summary>
    static abstract TVector Add32(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract32(TVector a, TVector b);

    /// <summary>The smaller ones, as unsigned numbers.</summary>
    static abstract TVector MinUnsigned32(TVector a, TVector b);

    /// <summary>The lower halves of the products.</summary>
    static abstract TVector MultiplyLow32(TVector a, TVector b);

    /// <summary>The signed products of the even lanes, in lanes of 64 bits.</summary>
    static abstract TVector MultiplyEven32(TVector a, TVector b);

    /// <summary>The upper halves of the signed products, of which none is (-2^31)^2.</summary>
    static abstract TVector MultiplyHigh32(TVector a, TVector b);

    /// <summary>The same where the lanes of b are equal two by two, an even one and the next.</summary>
    static abstract TVector MultiplyHighByPairs32(TVector a, TVector b);

    /// <summary>a + b.</summary>
    static abstract TVector Add64(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract64(TVector a, TVector b);

    /// <summary>Shifts each lane to the right; the sign comes in.</summary>
    static abstract TVector ShiftRight16(TVector a, [ConstantExpected] byte count);

    /// <inheritdoc cref="ShiftRight16"/>
    static abstract TVector ShiftRightSigned32(TVector a, [ConstantExpected] byte count);

    /// <summary>Shifts each lane to the right; zeros come in.</summary>
    static abstract TVector ShiftRight32(TVector a, int count);

    /// <inheritdoc cref="ShiftRight32"/>
    static abstract TVector ShiftRight64(TVector a, int count);

    /// <summary>Shifts each lane to the left.</summary>
    static abstract TVector ShiftLeft32(TVector a, int count);

    /// <inheritdoc cref="ShiftLeft32"/>
    static abstract TVector ShiftLeft64(TVector a, int count);

    /// <summary>The signed bytes of one quarter of a vector, in lanes of 32 bits.</summary>
    static abstract TVector Widen8To32(TVector a, [ConstantExpected] byte quarter);

    /// <summary>The lanes of a, followed by those of b, in lanes of 16 bits. They are below 2^16.</summary>
    static abstract TVector Narrow32To16(TVector a, TVector b);

    /// <summary>Stores the lowest byte of each lane of 32 bits, one after the other.</summary>
    static abstract void StoreNarrow32To8(TVector a, ref byte target);

    /// <summary>In each 128 bits, the bytes in another order.</summary>
    /// <param name="a">The bytes.</param>
    /// <param name="order">For each byte the place that it comes from, 0 to 15. Public: where the processor is not known to shuffle, memory does.</param>
    static abstract TVector Shuffle8(TVector a, TVector order);

    /// <summary>Loads 16 bytes into each 128 bits: the first from the source, each other from a step behind the last.</summary>
    /// <param name="source">The first byte.</param>
    /// <param name="step">How many bytes lie between two beginnings, 0 to 16. Public.</param>
    static abstract TVector LoadPieces(ref readonly byte source, int step);

    /// <summary>Stores all 16 bytes of each 128 bits, each from a step behind the last, over what was stored there of the last.</summary>
    /// <param name="a">The bytes.</param>
    /// <param name="target">Where the first byte goes.</param>
    /// <param name="step">How many bytes lie between two beginnings, 1 or more. Public.</param>
    static abstract void StorePieces(TVector a, ref byte target, int step);

    /// <summary>The same without what would lie behind the last step: stores as many bytes of each 128 bits as a step has.</summary>
    /// <param name="a">The bytes.</param>
    /// <param name="target">Where the first byte goes.</param>
    /// <param name="step">How many bytes each 128 bits have, 1 to 15. Public.</param>
    static abstract void StorePiecesExactly(TVector a, ref byte target, int step);

    /// <summary>The sum of all lanes.</summary>
    static abstract int Sum32(TVector a);

    /// <summary>Appends those lanes that are below a bound to a list, in their order, until it is full. Which lanes these are is public.</summary>
    /// <param name="a">The lanes, none negative.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="orders">The orders of <see cref="Compaction"/> for these lanes, for whom they serve.</param>
    /// <param name="list">The list; it has room for 32 entries or more.</param>
    /// <param name="count">How many entries it has.</param>
    /// <returns>How many entries it has now. What lies behind them is undefined.</returns>
    static abstract int AppendBelow16(TVector a, short bound, ReadOnlySpan<Vector128<byte>> orders, Span<short> list, int count);

    /// <inheritdoc cref="AppendBelow16"/>
    static abstract int AppendBelow32(TVector a, int bound, ReadOnlySpan<Vector128<byte>> orders, Span<int> list, int count);

    /// <summary>The OR of all lanes.</summary>
    static abstract ulong FoldOr64(TVector a);

    /// <summary>The even lanes of one vector and the odd lanes of another.</summary>
    static abstract TVector Blend16(TVector even, TVector odd);

    /// <inheritdoc cref="Blend16"/>
    static abstract TVector Blend32(TVector even, TVector odd);

    /// <summary>The lower halves of lanes of 64 bits, in lanes of 32 bits: even ones from the first vector, odd ones from the second.</summary>
    static abstract TVector LowerHalves64(TVector even, TVector odd);

    /// <summary>The upper halves of lanes of 64 bits, in lanes of 32 bits: even ones from the first vector, odd ones from the second.</summary>
    static abstract TVector UpperHalves64(TVector even, TVector odd);

    /// <summary>Exchanges the odd lanes of a with the even lanes of b. Doing it twice restores both.</summary>
    static abstract void Transpose32(ref TVector a, ref TVector b);

    /// <inheritdoc cref="Transpose32"/>
    static abstract void Transpose64(ref TVector a, ref TVector b);

    /// <inheritdoc cref="Transpose32"/>
    static abstract void Transpose128(ref TVector a, ref TVector b);

    /// <inheritdoc cref="Transpose32"/>
    static abstract void Transpose256(ref TVector a, ref TVector b);

    /// <summary>Puts the lanes of a, followed by those of b, in the order a[0], b[0], a[1], b[1] and so on.</summary>
    static abstract void Interleave32(ref TVector a, ref TVector b);

    /// <summary>The reverse of <see cref="Interleave32"/>.</summary>
    static abstract void Separate32(ref TVector a, ref TVector b);
}
