using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace PqCrypto.Base;

/// <summary>The one source of randomness: the platform's generator, which is the operating system's, or where there is OpenSSL that one's, seeded by it.</summary>
/// <remarks>One call of it takes as long as a quarter of an encapsulation, however few bytes it gives. So short draws come out of a block that
/// a thread has drawn at once; it lies in memory that does not move, and what is handed out is zeroed there. Whoever copies a running process or machine copies
/// what is left in the block too, as OpenSSL's state.</remarks>
internal static class Entropy
{
    /// <summary>Bytes that a thread draws at once: eight key seeds of ML-KEM.</summary>
    private const int BlockSize = 512;                      // = 8 * 64

    /// <summary>A generator that fills a buffer; stands in for the system's in tests of its failures.</summary>
    internal delegate void Generator(Span<byte> destination);

    /// <summary>Bytes at each end of a draw that must not all be zero: a working generator fails this once in 2^128 draws.</summary>
    private const int Checked = 16;

    /// <summary>The generator of this thread where a test has replaced it.</summary>
    [ThreadStatic]
    private static Generator? replacement;

    [ThreadStatic]
    private static Block? threadBlock;

    /// <summary>Fills a buffer with fresh random bytes.</summary>
    /// <param name="destination">Receives the bytes. Secret. Zeroed when the generator fails.</param>
    /// <exception cref="CryptographicException">The generator failed or gave nothing but zeros at either end.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory for the thread's block.</exception>
    internal static void Fill(Span<byte> destination)
    {
        destination.Clear();
        Exception? failure = null;
        try
        {
            Draw(destination);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            failure = error;                                // out of the handler first: it runs far down the stack
        }

        if (failure is null && destination.Length >= Checked && (AllZero(destination[..Checked]) || AllZero(destination[^Checked..])))
            failure = new CryptographicException("The operating system's random generator returned zeros.");
        if (failure is null)
            return;
        destination.Clear();
        Workspace.EraseTraces();
        if (failure is CryptographicException)
            ExceptionDispatchInfo.Throw(failure);
        throw new CryptographicException("The operating system's random generator failed.", failure);
    }

    /// <summary>Replaces the generator of the calling thread until the result is disposed. For tests only.</summary>
    internal static IDisposable Replace(Generator generator)
    {
        replacement = generator;
        return new Restore();
    }

    private static void Draw(Span<byte> destination)
    {
        if (replacement is not null)
            replacement(destination);
        else if (destination.Length > BlockSize / 4)
            DrawFromSystem(destination);
        else
            (threadBlock ??= new Block()).Take(destination);
    }

    private static void DrawFromSystem(Span<byte> destination)
    {
        Traces.EraseRegisters();                            // it may fail
        RandomNumberGenerator.Fill(destination);
    }

    private static bool AllZero(ReadOnlySpan<byte> bytes) =>
        Declassify.Value(ConstantTime.IsZeroMask(bytes), DeclassifyReason.GeneratorVerdict) != 0;

    /// <summary>One thread's fresh random bytes. The buffer's finalizer zeroes and frees them after the thread has ended. Secret.</summary>
    private sealed class Block
    {
        private readonly SecretBuffer memory = new(BlockSize);
        private int taken = BlockSize;

        /// <summary>Moves bytes out of the block, after a new draw where too few are left.</summary>
        internal void Take(Span<byte> destination)
        {
            if (destination.Length > BlockSize - taken)
            {
                taken = BlockSize;                          // a draw that fails leaves nothing to take
                DrawFromSystem(memory.Bytes);
                taken = 0;
            }

            Span<byte> bytes = memory.Bytes.Slice(taken, destination.Length);
            taken += destination.Length;
            bytes.CopyTo(destination);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private sealed class Restore : IDisposable
    {
        public void Dispose() => replacement = null;
    }
}
