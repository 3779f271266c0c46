namespace PqCrypto.Base;

/// <summary>Scratch memory of one operation: rented, carved into spans, and zeroed when the operation ends, exceptions included.</summary>
/// <remarks>
/// Each thread owns one unmovable block that is used as a stack: an operation that rents while another holds a workspace (a hybrid
/// calling ML-KEM) continues above it. Memory is always zero when taken. Nothing is allocated after a thread's first use, and only
/// pages that were touched cost memory.
/// </remarks>
internal ref partial struct Workspace
{
    /// <summary>Bytes of one thread's block; more than the largest operation (ML-DSA-87 key generation) takes, with room for those around it.</summary>
    private const int Capacity = 512 * 1024;

    [ThreadStatic]
    private static Block? threadBlock;

    private readonly Block block;
    private readonly int start;

    private Workspace(Block block)
    {
        this.block = block;
        start = block.Top;
        if (block.Rented++ == 0)
            block.Marks = StackMarks.Set();
    }

    /// <summary>Rents the free part of this thread's block. Use with <c>using</c>.</summary>
    internal static Workspace Rent() => new(threadBlock ??= new Block());

    /// <summary>Takes zeroed memory, aligned to <see cref="SecretBuffer.Alignment"/> bytes, that lives until Dispose.</summary>
    /// <param name="count">Number of values, 0 or more.</param>
    internal readonly unsafe Span<T> Take<T>(int count)
        where T : unmanaged
    {
        int size = count * sizeof(T);
        int padded = (size + SecretBuffer.Alignment - 1) & -SecretBuffer.Alignment;
        if (padded > block.Room - block.Top)
        {
            EraseTraces();
            throw new InvalidOperationException("The workspace of a thread is used up; its capacity is a constant that a new algorithm outgrew.");
        }

        Span<byte> taken = block.Memory.Bytes.Slice(block.Top, size);
        block.Top += padded;
        block.Memory.UsedSizeInBytes = int.Max(block.Memory.UsedSizeInBytes, block.Top);
        Observe(block.Memory.Bytes[..block.Top]);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(taken);
    }

    /// <summary>Takes zeroed bytes.</summary>
    internal readonly Span<byte> Bytes(int count) => Take<byte>(count);

    /// <summary>Zeroes all that was taken and gives it back; at the end of the outermost operation, what its methods left on the stack too.</summary>
    public readonly void Dispose()
    {
        Observe(block.Memory.Bytes[..block.Top]);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(block.Memory.Bytes[start..block.Top]);
        block.Top = start;
        if (--block.Rented == 0)
            Traces.Erase(block.Marks);
    }

    /// <summary>Erases what the operation under way has left so far in registers, and on the stack below the caller: before an exception, during which an
    /// operation's Dispose runs so far down the stack that it does not reach there.</summary>
    internal static void EraseTraces()
    {
        if (threadBlock is { Rented: > 0 } block)
            Traces.Erase(block.Marks);
        else
            Traces.EraseRegisters();
    }

    /// <summary>Leaves the calling thread little scratch memory until the result is disposed. For tests only.</summary>
    internal static IDisposable Limit(int sizeInBytes)
    {
        (threadBlock ??= new Block()).Room = sizeInBytes;
        return new Restore();
    }

    /// <summary>Implemented, and called at all, only where <c>eng/ZeroScanNeedles</c> compiles the library.</summary>
    /// <param name="taken">All that the thread has taken. Secret.</param>
    static partial void Observe(ReadOnlySpan<byte> taken);

    /// <summary>One thread's memory and how much of it is taken. It is freed by finalizers after the thread has ended; the collector is told of it, or many short
    /// threads would leave much memory to few collections.</summary>
    private sealed class Block
    {
        internal readonly SecretBuffer Memory = new(Capacity) { UsedSizeInBytes = 0 };
        internal int Room = Capacity;
        internal int Top;
        internal int Rented;                // how many workspaces there are: an operation that takes nothing has one too
        internal StackMarks Marks;          // set when the outermost operation began

        internal Block() => GC.AddMemoryPressure(Capacity);

        ~Block()
        {
            if (Memory is not null)                     // null where there was no memory
                GC.RemoveMemoryPressure(Capacity);
        }
    }

    private sealed class Restore : IDisposable
    {
        public void Dispose() => threadBlock!.Room = Capacity;
    }
}
