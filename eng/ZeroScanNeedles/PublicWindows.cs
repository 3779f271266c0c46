using PqCrypto.ZeroScan;

namespace PqCrypto.ZeroScanNeedles;

/// <summary>The windows of what is public: of each place those of every length.</summary>
internal sealed class PublicWindows : IWindows
{
    private readonly HashSet<Window> windows = [];
    private readonly HashSet<ulong> triggers = [];          // asked first, since that takes less time

    /// <summary>How many there are.</summary>
    internal int Count => windows.Count;

    /// <inheritdoc/>
    public int Take(ReadOnlySpan<byte> memory, int from, int to)
    {
        int count = 0;
        for (int i = from; i < to; i++)
        {
            foreach (int length in Window.Lengths)
            {
                if (!Window.TryTake(memory[i..to], length, out Window window))
                    continue;
                windows.Add(window);
                triggers.Add(window.First);
                count++;
            }
        }

        return count;
    }

    /// <summary>Marks the bytes of all public windows in memory.</summary>
    internal void Mark(ReadOnlySpan<byte> memory, Span<bool> isPublic)
    {
        for (int i = 0; i < memory.Length; i++)
        {
            ReadOnlySpan<byte> bytes = memory[i..];
            foreach (int length in Window.Lengths)
            {
                if (length <= bytes.Length && triggers.Contains(Window.TriggerOf(bytes, length)) && Window.TryTake(bytes, length, out Window window)
                    && windows.Contains(window))
                    isPublic.Slice(i, length).Fill(true);
            }
        }
    }
}
