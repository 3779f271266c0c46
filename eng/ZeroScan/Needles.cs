using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PqCrypto.ZeroScan;

/// <summary>The needles of a scan, in native memory, masked.</summary>
internal sealed unsafe class Needles : IDisposable
{
    private const int FilterBits = 24;
    private const int Lower = 16;               // below the highest 24 bits: a needle sets two bits of the filter
    private const int Room = 1 << 16;           // for the words of secrets that nobody knew before
    private const int StackSize = 32 * 1024;    // the frame of a signal and its handler's

    private readonly byte* filter;
    private readonly Entry* table;
    private readonly int tableBits = 10;

    /// <summary>Makes the table.</summary>
    internal Needles(IEnumerable<Window> windows, int count)
    {
        while ((1 << tableBits) < 2 * (count + Room))
            tableBits++;
        filter = (byte*)NativeMemory.AllocZeroed(1 << (FilterBits - 3));
        table = (Entry*)NativeMemory.AllocZeroed((nuint)1 << tableBits, (nuint)sizeof(Entry));
        foreach (Window window in windows)
            Add(window);
    }

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>How many were in memory before the secrets were, and are left out.</summary>
    internal int Common { get; private set; }

    /// <summary>Adds a random secret that nobody knew before. Words of it that a collection has saved meanwhile are zeroed.</summary>
    internal void Add(Caller.Memory secret)
    {
        AddWords(secret);
        ClearStack();
    }

    /// <summary>Whether a needle begins at one of four places. Longer needles are looked for at the first of these only: what they are of is longer still, and a
    /// register is saved where words begin.</summary>
    /// <param name="start">The first place, a multiple of four. 67 bytes are there.</param>
    /// <param name="leaveOut">Whether to leave what is found out from now on.</param>
    /// <returns>How many begin there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int CountAt(byte* start, bool leaveOut)
    {
        int found = 0;
        for (int i = 0; i < 4; i++)
        {
            ulong trigger = Window.Trigger8(ref start[i]);
            if (MayBe(trigger))
                found += Find(start + i, trigger, 8, leaveOut);
        }

        ulong longer = Window.Trigger16(ref *start);
        if (MayBe(longer))
            found += Find(start, longer, 16, leaveOut);
        longer = Window.Trigger64(ref *start);
        if (MayBe(longer))
            found += Find(start, longer, Window.Longest, leaveOut);
        return found;
    }

    /// <summary>Whether an address is in the table or the filter, which hold masked values only.</summary>
    internal bool Holds(nuint address) =>
        address - (nuint)table < ((nuint)sizeof(Entry) << tableBits) || address - (nuint)filter < 1 << (FilterBits - 3);

    /// <summary>Frees the table.</summary>
    public void Dispose()
    {
        NativeMemory.Free(filter);
        NativeMemory.Free(table);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayBe(ulong trigger) => IsSet(trigger >> (64 - FilterBits)) && IsSet((trigger >> Lower) & ((1 << FilterBits) - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsSet(ulong bit) => ((filter[bit >> 3] >> (int)(bit & 7)) & 1) != 0;

    private void Set(ulong bit) => filter[bit >> 3] |= (byte)(1 << (int)(bit & 7));

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int Find(byte* start, ulong trigger, byte length, bool leaveOut)
    {
        for (Entry* entry = Place(trigger); entry->Length != 0; entry = Next(entry))
        {
            if (entry->First != trigger || entry->Length != length || entry->IsLeftOut || Window.HashOf(ref *start, length) != entry->Hash)
                continue;
            if (leaveOut)
            {
                entry->IsLeftOut = true;
                Common++;
            }

            return 1;
        }

        return 0;
    }

    /// <summary>No more than one word is out of its memory at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AddWords(Caller.Memory secret)
    {
        ref byte start = ref MemoryMarshal.GetReference(secret.Bytes);
        for (int i = 0; i + sizeof(ulong) <= secret.Bytes.Length; i++)
        {
            ref byte window = ref Unsafe.Add(ref start, i);
            Add(new Window(Window.Trigger8(ref window), Window.HashOf(ref window, sizeof(ulong)), sizeof(ulong)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void ClearStack()
    {
        byte* below = stackalloc byte[StackSize];
        CryptographicOperations.ZeroMemory(new Span<byte>(below, StackSize));
    }

    private void Add(Window window)
    {
        Entry* entry = Place(window.First);
        while (entry->Length != 0)
            entry = Next(entry);
        *entry = new Entry { First = window.First, Hash = window.Hash, Length = window.Length };
        Set(window.First >> (64 - FilterBits));
        Set((window.First >> Lower) & ((1 << FilterBits) - 1));
        Count++;
        if (2 * Count > 1 << tableBits)
            throw new InvalidOperationException("The table of needles is full.");
    }

    private Entry* Place(ulong masked) => table + (masked >> (64 - tableBits));

    private Entry* Next(Entry* entry) => entry + 1 == table + (1 << tableBits) ? table : entry + 1;

    private struct Entry
    {
        internal ulong First;
        internal ulong Hash;
        internal byte Length;
        internal bool IsLeftOut;
    }
}
