using System.Security.Cryptography;

namespace PqCrypto.Base;

/// <summary>The one source of randomness: the operating system's generator.</summary>
/// <remarks>One call of the system takes as long as a quarter of an encapsulation, however few bytes it gives. So short draws come out of a block that
/// a thread has drawn at once; it lies in memory that does not move, and what is handed out is zeroed there.</remarks>
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
    internal static void Fill(Span<byte> destination)
    {
        destination.Clear();
        try
        {
            if (replacement is not null)
                replacement(destination);
            else if (destination.Length > BlockSize / 4)
                RandomNumberGenerator.Fill(destination);
            else
                (threadBlock ??= new Block()).Take(destination);
        }
        catch (Exception failure)
        {
            destination.Clear();
            Traces.EraseRegisters();
            if (failure is CryptographicException)
                throw;
            throw new CryptographicException("The operating system's random generator failed.", failure);
        }

        if (destination.Length >= Checked && (AllZero(destination[..Checked]) || AllZero(destination[^Checked..])))
        {
            destination.Clear();
            Traces.EraseRegisters();
            throw new CryptographicException("The operating system's random generator returned zeros.");
        }
    }

    /// <summary>Replaces the generator of the calling thread until the result is disposed. For tests only.</summary>
    internal static IDisposable Replace(Generator generator)
    {
        replacement = generator;
        return new Restore();
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
                RandomNumberGenerator.Fill(memory.Bytes);
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
