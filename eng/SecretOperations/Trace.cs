using System.Runtime.InteropServices;

namespace PqCrypto.SecretOperations;

/// <summary>The registers before each instruction of one run.</summary>
internal sealed unsafe class Trace : IDisposable
{
    /// <summary>Words of a row: the registers in the order of a signal's context, of which the last is rip, and the masks of AVX-512.</summary>
    internal const int Row = 25;            // = 17 + 8

    /// <summary>Where rip is in a row.</summary>
    internal const int Rip = 16;

    /// <summary>Where the masks begin in a row.</summary>
    internal const int Masks = 17;

    private const long Capacity = 12_000_000;

    /// <summary>Makes room, which costs no memory before it is touched.</summary>
    internal Trace()
    {
        First = (ulong*)NativeMemory.Alloc((nuint)(Capacity * Row * sizeof(ulong)));
        Limit = First + (Capacity * Row);
        End = First;
    }

    /// <summary>Where the first row is.</summary>
    internal ulong* First { get; }

    /// <summary>Where the room ends.</summary>
    internal ulong* Limit { get; }

    /// <summary>Where the rows end.</summary>
    internal ulong* End { get; set; }

    /// <summary>Instructions.</summary>
    internal long Steps => (End - First) / Row;

    /// <summary>Whether there were more instructions than room.</summary>
    internal bool IsCut => Limit - End < Row;

    /// <summary>A row.</summary>
    internal ulong* this[long step] => First + (step * Row);

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(First);
}
