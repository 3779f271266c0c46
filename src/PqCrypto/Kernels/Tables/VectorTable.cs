using System.Runtime.InteropServices;

namespace PqCrypto.Kernels.Tables;

/// <summary>A table of public constants as vectors, aligned to cache lines, which ordinary arrays are not.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal sealed unsafe class VectorTable<TVector>
    where TVector : unmanaged
{
    private const int Alignment = 64;

    private readonly TVector* start;
    private readonly int count;

    private VectorTable(ReadOnlySpan<byte> content)
    {
        count = content.Length / sizeof(TVector);
        start = (TVector*)NativeMemory.AlignedAlloc((nuint)content.Length, Alignment);     // kept for as long as the process runs, as its users are
        content.CopyTo(new Span<byte>(start, content.Length));
    }

    /// <summary>The vectors.</summary>
    internal ReadOnlySpan<TVector> Vectors => new(start, count);

    /// <summary>Makes a table of values that fill whole vectors.</summary>
    internal static VectorTable<TVector> Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values));
}
