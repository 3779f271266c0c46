using PqCrypto.ZeroScan;

namespace PqCrypto.ZeroScanNeedles;

/// <summary>Writes down what the library has in its memory, and what its caller has.</summary>
internal static class Notes
{
    /// <summary>The most that is written down at a time: the scratch memory of a thread.</summary>
    internal const int MaxSize = 512 * 1024;

    private const int Block = 64;

    private static readonly Lock Gate = new();
    private static readonly byte[] Before = new byte[MaxSize];

    /// <summary>Where the windows of all memory go; none are taken while it is null.</summary>
    internal static IWindows? Into
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
            Scratch(windows, taken[..(taken.Length & -Block)]);
    }

    /// <summary>Any memory.</summary>
    internal static void Memory(ReadOnlySpan<byte> memory)
    {
        lock (Gate)                                         // the finalizer may come in between
            Into?.Take(memory, 0, memory.Length);
    }

    /// <summary>A secret that the caller has: something of it must be left to look for.</summary>
    internal static void Secret(ReadOnlySpan<byte> secret)
    {
        lock (Gate)
        {
            if (Into?.Take(secret, 0, secret.Length) == 0)
                throw new InvalidOperationException($"Of a secret of {secret.Length} bytes nothing is left to look for.");
        }
    }

    private static void Scratch(IWindows windows, ReadOnlySpan<byte> taken)
    {
        for (int start = 0; start < taken.Length;)
        {
            if (taken.Slice(start, Block).SequenceEqual(Before.AsSpan(start, Block)))
            {
                start += Block;
                continue;
            }

            int first = start;
            while (start < taken.Length && !taken.Slice(start, Block).SequenceEqual(Before.AsSpan(start, Block)))
                start += Block;
            windows.Take(taken, int.Max(0, first - Block), int.Min(taken.Length, start + Block));
        }

        taken.CopyTo(Before);
    }
}
