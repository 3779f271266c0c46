using System.Runtime.CompilerServices;

namespace PqCrypto.Base;

/// <summary>Words on the stack below what an operation uses. Whatever stops the thread there, a collection or a signal, saves the registers on the stack and
/// overwrites some of them.</summary>
/// <remarks>The runtime counts collections, but neither signals of others nor its own that came too early or too late for a collection.</remarks>
internal readonly unsafe partial struct StackMarks
{
    /// <summary>Bytes between two marks: a saved register file is longer.</summary>
    internal const int Apart = 256;

    /// <summary>What is written. No address, and nothing that a loop would write.</summary>
    internal const ulong Mark = 0x5AC3_0F96_E1D2_784B;

    private const int Room = 8 * 1024;                  // frames leave gaps, but none of this length

    /// <summary>Bytes of stack as far as the last mark.</summary>
    internal const int Depth = Traces.Depth + Room;

    private readonly byte* lowest;

    private StackMarks(byte* lowest) => this.lowest = lowest;

    /// <summary>Marks the stack, from <see cref="Traces.Depth"/> bytes below the caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static StackMarks Set()
    {
        byte* below = stackalloc byte[Depth];
        for (int i = 0; i < Room; i += Apart)
            Volatile.Write(ref *(ulong*)(below + i), Mark);
        return new StackMarks(below);
    }

    /// <summary>Whether the thread has used no more of its stack than operations do.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal bool AreWhole()
    {
        MakeDefined(lowest, Room);
        ulong differences = 0;
        for (int i = 0; i < Room; i += Apart)
            differences |= Volatile.Read(ref *(ulong*)(lowest + i)) ^ Mark;
        return differences == 0;
    }

    /// <summary>Implemented, and called at all, only where <c>eng/CtMemcheck</c> compiles the library: to valgrind, nothing lies below the stack pointer.</summary>
    static partial void MakeDefined(void* start, int length);
}
