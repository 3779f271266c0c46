using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.Kernels;

/// <summary>Whole blocks in and out of one Keccak state among interleaved ones. What lies in a state is secret, where it lies is public.</summary>
/// <remarks>Word w of a lane lies <c>w * lanes + lane</c> words into the states. Blocks are whole words, at most 25 of them; each call checks its
/// lengths once, since a check for every word takes longer than the copy.</remarks>
internal static class KeccakLane
{
    /// <summary>Words of one state.</summary>
    internal const int Words = 25;

    /// <summary>XORs a block into a lane.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lanes">How many there are. Public.</param>
    /// <param name="lane">Which of them. Public.</param>
    /// <param name="block">Whole words. Secret.</param>
    internal static void Xor(Span<ulong> states, int lanes, int lane, ReadOnlySpan<byte> block)
    {
        ref ulong word = ref First(states, lanes, lane, block.Length);
        ref byte source = ref MemoryMarshal.GetReference(block);
        for (int i = 0; i < block.Length; i += sizeof(ulong))
        {
            word ^= Read(ref source, i);
            word = ref Unsafe.Add(ref word, lanes);
        }
    }

    /// <summary>XORs the last word of a block into a lane.</summary>
    /// <inheritdoc cref="Xor"/>
    internal static void XorLast(Span<ulong> states, int lanes, int lane, ReadOnlySpan<byte> block)
    {
        int last = block.Length - sizeof(ulong);
        ref ulong word = ref First(states, lanes, lane, block.Length);
        Unsafe.Add(ref word, (last >> 3) * lanes) ^= Read(ref MemoryMarshal.GetReference(block), last);
    }

    /// <summary>Sets a lane to zero.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lanes">How many there are. Public.</param>
    /// <param name="lane">Which of them. Public.</param>
    internal static void Clear(Span<ulong> states, int lanes, int lane)
    {
        ref ulong word = ref First(states, lanes, lane, Words * sizeof(ulong));
        for (int i = 0; i < Words; i++)
            Unsafe.Add(ref word, i * lanes) = 0;
    }

    /// <summary>Copies bytes out of a lane.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lanes">How many there are. Public.</param>
    /// <param name="lane">Which of them. Public.</param>
    /// <param name="output">Receives the first bytes of the lane, any number up to 200. Secret.</param>
    internal static void Copy(ReadOnlySpan<ulong> states, int lanes, int lane, Span<byte> output)
    {
        ref ulong word = ref First(states, lanes, lane, output.Length);
        ref byte target = ref MemoryMarshal.GetReference(output);
        int i = 0;
        for (; i + (4 * sizeof(ulong)) <= output.Length; i += 4 * sizeof(ulong))
        {
            Write(ref target, i, word);
            Write(ref target, i + sizeof(ulong), Unsafe.Add(ref word, lanes));
            Write(ref target, i + (2 * sizeof(ulong)), Unsafe.Add(ref word, 2 * lanes));
            Write(ref target, i + (3 * sizeof(ulong)), Unsafe.Add(ref word, 3 * lanes));
            word = ref Unsafe.Add(ref word, 4 * lanes);
        }

        for (; i + sizeof(ulong) <= output.Length; i += sizeof(ulong))
        {
            Write(ref target, i, word);
            word = ref Unsafe.Add(ref word, lanes);
        }

        for (int shift = 0; i < output.Length; shift += 8)
            output[i++] = (byte)(word >> shift);
    }

    /// <summary>Copies a whole lane.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lanes">How many there are. Public.</param>
    /// <param name="lane">Which of them. Public.</param>
    /// <param name="state">Receives the lane's <see cref="Words"/> words. Secret.</param>
    internal static void Extract(ReadOnlySpan<ulong> states, int lanes, int lane, Span<ulong> state)
    {
        for (int word = 0; word < Words; word++)
            state[word] = states[(word * lanes) + lane];
    }

    /// <summary>Overwrites a whole lane.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lanes">How many there are. Public.</param>
    /// <param name="lane">Which of them. Public.</param>
    /// <param name="state">The lane's <see cref="Words"/> words. Secret.</param>
    internal static void Insert(Span<ulong> states, int lanes, int lane, ReadOnlySpan<ulong> state)
    {
        for (int word = 0; word < Words; word++)
            states[(word * lanes) + lane] = state[word];
    }

    /// <summary>Copies a lane over another.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lanes">How many there are. Public.</param>
    /// <param name="from">The lane that is copied. Public.</param>
    /// <param name="to">The lane that is overwritten. Public.</param>
    internal static void Move(Span<ulong> states, int lanes, int from, int to)
    {
        for (int word = 0; word < Words * lanes; word += lanes)
            states[word + to] = states[word + from];
    }

    /// <summary>The first word of a lane, after the check that so many bytes of it lie in the states.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ulong First(ReadOnlySpan<ulong> states, int lanes, int lane, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Words * sizeof(ulong));
        ArgumentOutOfRangeException.ThrowIfLessThan(states.Length, Words * lanes);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)lane, (uint)lanes);
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(states), lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref byte target, int position, ulong value) =>
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, position), BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ref byte source, int position)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, position));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }
}
