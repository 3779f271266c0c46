using PqCrypto.ZeroScan;

namespace PqCrypto.ZeroScanNeedles;

/// <summary>The needles: of each place the shortest window, unless one of its bytes belongs to a public window.</summary>
/// <remarks>A window of seven public bytes and a secret one is found wherever the public ones lie before some byte, once in 256 times. What lies further inside a
/// secret stands for such windows: a secret that is looked for is longer than they are.</remarks>
/// <param name="others">What is public.</param>
internal sealed class SecretWindows(PublicWindows others) : IWindows
{
    private readonly HashSet<Window> windows = [];
    private readonly bool[] marks = new bool[Notes.MaxSize];

    /// <summary>All of them.</summary>
    internal IReadOnlyCollection<Window> All => windows;

    /// <inheritdoc/>
    public int Take(ReadOnlySpan<byte> memory, int from, int to)
    {
        int start = int.Max(0, from - Window.Longest);
        int stop = int.Min(memory.Length, to + Window.Longest);
        Span<bool> isPublic = marks.AsSpan(0, stop - start);
        isPublic.Clear();
        others.Mark(memory[start..stop], isPublic);
        int count = 0;
        for (int i = from; i < to; i++)
        {
            if (!Window.TryTake(memory[i..to], out Window window) || isPublic.Slice(i - start, window.Length).Contains(true))
                continue;
            windows.Add(window);
            count++;
        }

        return count;
    }
}
