using System.Runtime.InteropServices;

namespace PqCrypto.SecretOperations;

/// <summary>What a recorder wrote in one run: of each block its address, and of each of its instructions the words.</summary>
internal sealed unsafe class Log : IDisposable
{
    private const int Capacity = 1 << 28;       // words; they cost no memory before they are touched

    /// <summary>Makes room.</summary>
    internal Log()
    {
        First = (ulong*)NativeMemory.Alloc(Capacity, sizeof(ulong));
        End = First;
    }

    /// <summary>Where the first word is.</summary>
    internal ulong* First { get; }

    /// <summary>Where the words end.</summary>
    internal ulong* End { get; set; }

    /// <summary>To what it went that the recorder does not know, and from where on nothing was recorded; 0 where all was recorded.</summary>
    internal ulong Missed { get; set; }

    /// <summary>The words.</summary>
    internal ReadOnlySpan<ulong> Words => new(First, (int)(End - First));

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(First);

    /// <summary>Forgets the words.</summary>
    internal void Clear()
    {
        End = First;
        Missed = 0;
    }

    /// <summary>The first difference of two logs of one recorder, in words; null where there is none and all was recorded.</summary>
    /// <param name="blocks">What both have recorded.</param>
    /// <param name="one">A log.</param>
    /// <param name="other">The other log.</param>
    /// <param name="nameOf">How to call what is at an address.</param>
    internal static string? FindDifference(Blocks blocks, Log one, Log other, Func<ulong, string> nameOf)
    {
        ReadOnlySpan<ulong> a = one.Words;
        ReadOnlySpan<ulong> b = other.Words;
        if (a.IsEmpty || b.IsEmpty)
            return "code has changed since it was copied";
        int common = a.CommonPrefixLength(b);
        if (common == a.Length && common == b.Length && one.Missed == 0 && other.Missed == 0)
            return null;
        ulong place = blocks.Entry;
        int step = 0;
        int at = 0;
        while (at < common)
        {
            at++;
            foreach (Blocks.Place instruction in blocks.ByStart[a[at - 1]].Places)
            {
                step++;
                place = instruction.Instruction.IP;
                foreach (Word word in instruction.Words)
                {
                    if (at == common)
                        return $"step {Symbols.Text(step)}: {nameOf(place)} {word.Meaning} {Symbols.Text(a[at])} or {Symbols.Text(b[at])}";
                    at++;
                }
            }
        }

        return $"step {Symbols.Text(step)}: after {nameOf(place)} one goes to {one.Next(common, nameOf)}, the other to {other.Next(common, nameOf)}";
    }

    private string Next(int word, Func<ulong, string> nameOf) => word < Words.Length ? nameOf(Words[word]) : Missed != 0 ? nameOf(Missed) : "the end";
}
