using System.Runtime.InteropServices;

namespace PqCrypto.Base;

/// <summary>Comparison and selection without branches or indices on secrets.</summary>
internal static class ConstantTime
{
    /// <summary>Compares two byte strings over their whole length.</summary>
    /// <param name="a">First string. Secret; its length is public.</param>
    /// <param name="b">Second string of the same length. Secret.</param>
    /// <returns>0xFF where all bytes are equal, 0x00 otherwise. Secret.</returns>
    internal static byte EqualMask(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException("Only strings of equal length are compared in constant time.", nameof(b));
        ReadOnlySpan<ulong> aWords = MemoryMarshal.Cast<byte, ulong>(a);
        ReadOnlySpan<ulong> bWords = MemoryMarshal.Cast<byte, ulong>(b);
        ulong difference = 0;
        for (int i = 0; i < aWords.Length; i++)
            difference |= aWords[i] ^ bWords[i];
        for (int i = aWords.Length * sizeof(ulong); i < a.Length; i++)
            difference |= (uint)(a[i] ^ b[i]);
        return (byte)~((long)(difference | (0 - difference)) >> 63);      // the sign bit is set unless the difference is 0
    }

    /// <summary>Tests whether all bytes are zero, over the whole length.</summary>
    /// <param name="a">The string. Secret; its length is public.</param>
    /// <returns>0xFF where all bytes are zero, 0x00 otherwise. Secret.</returns>
    internal static byte IsZeroMask(ReadOnlySpan<byte> a)
    {
        int any = 0;
        foreach (byte value in a)
            any |= value;
        return (byte)((any - 1) >> 31);
    }

    /// <summary>Copies one of two strings.</summary>
    /// <param name="mask">0xFF selects <paramref name="whenSet"/>, 0x00 <paramref name="whenClear"/>. Secret.</param>
    /// <param name="whenSet">First candidate. Secret.</param>
    /// <param name="whenClear">Second candidate, of the same length. Secret.</param>
    /// <param name="destination">Receives the chosen string; the same length.</param>
    internal static void Select(byte mask, ReadOnlySpan<byte> whenSet, ReadOnlySpan<byte> whenClear, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (byte)(whenClear[i] ^ (mask & (whenSet[i] ^ whenClear[i])));
    }
}
