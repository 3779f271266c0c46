using PqCrypto.ZeroScan;

namespace PqCrypto.ZeroScanNeedles;

/// <summary>Writes down what the library has in its memory, and what its caller has.</summary>
internal static class Notes
{
    private const int Block = 64;

    private static readonly Lock Gate = new();
    private static readonly byte[] Before = new byte[512 * 1024];

    /// <summary>Where the windows of all memory go; none are taken while it is null.</summary>
    internal static HashSet<Window>? Into
    {
        get;
        set
        {
            field = value;
            Array.Clear(Before);
        }
    }

    /// <summary>Scratch memory: what has changed since it was written down last.</summary>
    internal static void Scratch(ReadOnlySpan<byte> taken)
    {
        if (Into is not { } windows || taken.Length < Block)
            return;
        lock (Gate)
            Scratch(windows, taken);
    }

    private static void Scratch(HashSet<Window> windows, ReadOnlySpan<byte> taken)
    {
        int end = taken.Length & -Block;
        for (int start = 0; start < end;)
        {
            if (taken.Slice(start, Block).SequenceEqual(Before.AsSpan(start, Block)))
            {
                start += Block;
                continue;
            }

            int first = start;
            while (start < end && !taken.Slice(start, Block).SequenceEqual(Before.AsSpan(start, Block)))
                start += Block;
            int from = Math.Max(0, first - Block);
            Add(windows, taken[from..Math.Min(end, start + Block)]);
        }

        taken[..end].CopyTo(Before);
    }

    /// <summary>Any memory.</summary>
    internal static void Memory(ReadOnlySpan<byte> memory)
    {
        lock (Gate)                                         // the finalizer may come in between
        {
            if (Into is { } windows)
                Add(windows, memory);
        }
    }

    private static void Add(HashSet<Window> windows, ReadOnlySpan<byte> memory)
    {
        for (int i = 0; i + sizeof(ulong) <= memory.Length; i++)
        {
            if (Window.TryTake(memory[i..], out Window window))
                windows.Add(window);
        }
    }
}
