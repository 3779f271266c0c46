using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PqCrypto.Base;

/// <summary>Native memory for long-lived secrets: it never moves, starts as zero, and is zeroed before it is freed.</summary>
/// <remarks>Zeroed by <see cref="Dispose"/> and, where that was forgotten, by the finalizer. Not safe against a Dispose that races with a
/// use: the key object that owns it counts its users (<see cref="UseCount"/>).</remarks>
internal sealed unsafe partial class SecretBuffer : IDisposable
{
    /// <summary>Alignment in bytes of every buffer: one vector of 512 bits, one cache line.</summary>
    internal const int Alignment = 64;

    /// <summary>Told of each buffer that this thread makes (1, before it is made) or frees (-1) where a test watches; it may refuse one by throwing.</summary>
    [ThreadStatic]
    private static Action<int>? watcher;

    private readonly int sizeInBytes;
    private nint block;

    /// <summary>Allocates a zeroed buffer.</summary>
    /// <param name="sizeInBytes">Bytes wanted; 1 or more.</param>
    internal SecretBuffer(int sizeInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sizeInBytes);
        this.sizeInBytes = sizeInBytes;
        UsedSizeInBytes = sizeInBytes;
        Traces.EraseRegisters();            // there may be no memory
        OutOfMemoryException? refusal = null;
        try
        {
            watcher?.Invoke(1);
            block = (nint)NativeMemory.AllocZeroed((nuint)sizeInBytes + Alignment - 1);     // large ones cost no memory before they are touched
        }
        catch (OutOfMemoryException error)
        {
            refusal = error;                // out of the handler first: it runs far down the stack
        }

        if (refusal is not null)
        {
            Workspace.EraseTraces();
            throw refusal;
        }
    }

    /// <summary>Allocates a buffer that holds a copy of a secret.</summary>
    /// <param name="secret">The bytes to copy; 1 or more. Secret.</param>
    internal SecretBuffer(ReadOnlySpan<byte> secret)
        : this(secret.Length) => secret.CopyTo(Bytes);

    /// <summary>Zeroes and frees what nobody disposed.</summary>
    ~SecretBuffer() => Release();

    /// <summary>How many bytes from the start may be anything but zero, where the owner keeps count; otherwise all.</summary>
    internal int UsedSizeInBytes { get; set; }

    /// <summary>The whole buffer. The owner stays referenced for as long as the span is used.</summary>
    internal Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(block == 0, this);
            return Aligned(block);
        }
    }

    /// <summary>The whole buffer as values of another unmanaged type.</summary>
    internal Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    /// <summary>Watches the buffers of the calling thread until the result is disposed. For tests only.</summary>
    internal static IDisposable Watch(Action<int> watcher)
    {
        SecretBuffer.watcher = watcher;
        return new Restore();
    }

    /// <summary>Zeroes and frees the memory; calling it twice is harmless.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        nint freed = Interlocked.Exchange(ref block, 0);
        if (freed != 0)
        {
            Observe(Aligned(freed));
            CryptographicOperations.ZeroMemory(Aligned(freed)[..UsedSizeInBytes]);
            NativeMemory.Free((void*)freed);
            watcher?.Invoke(-1);
        }
    }

    /// <summary>Implemented, and called at all, only where <c>eng/ZeroScanNeedles</c> compiles the library.</summary>
    /// <param name="memory">What is about to be zeroed. Secret.</param>
    static partial void Observe(ReadOnlySpan<byte> memory);

    private Span<byte> Aligned(nint allocated) => new((void*)((allocated + Alignment - 1) & -Alignment), sizeInBytes);

    private sealed class Restore : IDisposable
    {
        public void Dispose() => watcher = null;
    }
}
