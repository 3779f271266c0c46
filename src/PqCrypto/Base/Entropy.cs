using System.Security.Cryptography;

namespace PqCrypto.Base;

/// <summary>The one source of randomness: the operating system's generator.</summary>
internal static class Entropy
{
    /// <summary>A generator that fills a buffer; stands in for the system's in tests of its failures.</summary>
    internal delegate void Generator(Span<byte> destination);

    /// <summary>Bytes at each end of a draw that must not all be zero: a working generator fails this once in 2^128 draws.</summary>
    private const int Checked = 16;

    /// <summary>The generator of this thread where a test has replaced it.</summary>
    [ThreadStatic]
    private static Generator? replacement;

    /// <summary>Fills a buffer with fresh random bytes.</summary>
    /// <param name="destination">Receives the bytes. Secret. Zeroed when the generator fails.</param>
    /// <exception cref="CryptographicException">The generator failed or gave nothing but zeros at either end.</exception>
    internal static void Fill(Span<byte> destination)
    {
        destination.Clear();
        try
        {
            if (replacement is null)
                RandomNumberGenerator.Fill(destination);
            else
                replacement(destination);
        }
        catch (Exception failure)
        {
            destination.Clear();
            if (failure is CryptographicException)
                throw;
            throw new CryptographicException("The operating system's random generator failed.", failure);
        }

        if (destination.Length >= Checked && (AllZero(destination[..Checked]) || AllZero(destination[^Checked..])))
        {
            destination.Clear();
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

    private sealed class Restore : IDisposable
    {
        public void Dispose() => replacement = null;
    }
}
