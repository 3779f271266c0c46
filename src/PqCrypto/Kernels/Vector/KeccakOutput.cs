using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.Kernels.Vector;

/// <summary>Takes blocks out of as many interleaved Keccak states as a vector has lanes, in whole vectors.</summary>
/// <typeparam name="TWidth">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static class KeccakOutput<TWidth, TVector>
    where TWidth : struct, IWidth<TVector>
    where TVector : unmanaged
{
    private static int Count => Unsafe.SizeOf<TVector>() / sizeof(ulong);

    /// <summary>Copies the first words of the first states.</summary>
    /// <param name="states">Word w of state l lies at w * lanes + l. Secret.</param>
    /// <param name="lanes">How many states are interleaved, at least as many as a vector has lanes. Public.</param>
    /// <param name="memory">Receives the words. Secret.</param>
    /// <param name="targets">For each state where its words begin in the memory. Public.</param>
    /// <param name="words">How many words, at least as many as a vector has lanes. Public.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Copy(ReadOnlySpan<ulong> states, int lanes, Span<byte> memory, ReadOnlySpan<int> targets, int words)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(words, Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words * lanes, states.Length);
        foreach (int place in targets)
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)place, (uint)(memory.Length - (words * sizeof(ulong))));
        ref ulong source = ref MemoryMarshal.GetReference(states);
        ref byte target = ref MemoryMarshal.GetReference(memory);
        ref int start = ref MemoryMarshal.GetReference(targets);
        for (int word = 0; word < words; word += Count)
        {
            int first = int.Min(word, words - Count);           // the last words are copied with some of those before them
            ref ulong from = ref Unsafe.Add(ref source, first * lanes);
            ref byte to = ref Unsafe.Add(ref target, first * sizeof(ulong));
            if (Count == 8)
                CopyEight(ref from, lanes, ref to, ref start);
            else if (Count == 4)
                CopyFour(ref from, lanes, ref to, ref start);
            else
                CopyTwo(ref from, lanes, ref to, ref start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyTwo(ref ulong from, int lanes, ref byte to, ref int start)
    {
        TVector a = TWidth.Load(ref from);
        TVector b = TWidth.Load(ref Unsafe.Add(ref from, lanes));
        TWidth.Transpose64(ref a, ref b);
        Store(a, ref to, ref start, 0);
        Store(b, ref to, ref start, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyFour(ref ulong from, int lanes, ref byte to, ref int start)
    {
        TVector a = TWidth.Load(ref from);
        TVector b = TWidth.Load(ref Unsafe.Add(ref from, lanes));
        TVector c = TWidth.Load(ref Unsafe.Add(ref from, 2 * lanes));
        TVector d = TWidth.Load(ref Unsafe.Add(ref from, 3 * lanes));
        TransposeFour(ref a, ref b, ref c, ref d);
        Store(a, ref to, ref start, 0);
        Store(b, ref to, ref start, 1);
        Store(c, ref to, ref start, 2);
        Store(d, ref to, ref start, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyEight(ref ulong from, int lanes, ref byte to, ref int start)
    {
        TVector a = TWidth.Load(ref from);
        TVector b = TWidth.Load(ref Unsafe.Add(ref from, lanes));
        TVector c = TWidth.Load(ref Unsafe.Add(ref from, 2 * lanes));
        TVector d = TWidth.Load(ref Unsafe.Add(ref from, 3 * lanes));
        TVector e = TWidth.Load(ref Unsafe.Add(ref from, 4 * lanes));
        TVector f = TWidth.Load(ref Unsafe.Add(ref from, 5 * lanes));
        TVector g = TWidth.Load(ref Unsafe.Add(ref from, 6 * lanes));
        TVector h = TWidth.Load(ref Unsafe.Add(ref from, 7 * lanes));
        TransposeFour(ref a, ref b, ref c, ref d);
        TransposeFour(ref e, ref f, ref g, ref h);
        TWidth.Transpose256(ref a, ref e);
        TWidth.Transpose256(ref b, ref f);
        TWidth.Transpose256(ref c, ref g);
        TWidth.Transpose256(ref d, ref h);
        Store(a, ref to, ref start, 0);
        Store(b, ref to, ref start, 1);
        Store(c, ref to, ref start, 2);
        Store(d, ref to, ref start, 3);
        Store(e, ref to, ref start, 4);
        Store(f, ref to, ref start, 5);
        Store(g, ref to, ref start, 6);
        Store(h, ref to, ref start, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        TWidth.Transpose64(ref a, ref b);
        TWidth.Transpose64(ref c, ref d);
        TWidth.Transpose128(ref a, ref c);
        TWidth.Transpose128(ref b, ref d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector vector, ref byte to, ref int start, int lane) =>
        TWidth.Store(vector, ref Unsafe.As<byte, ulong>(ref Unsafe.Add(ref to, Unsafe.Add(ref start, lane))));
}
