using System.Security.Cryptography;

namespace PqCrypto.DifferentialRounds;

/// <summary>Compares answers; a refusal is an answer. Where two sides differ, it throws <see cref="InvalidDataException"/>.</summary>
internal static class Comparison
{
    private static long count;

    /// <summary>How many answers were compared.</summary>
    internal static long Count => Volatile.Read(ref count);

    /// <summary>The answer of an operation: bytes, or null where it refused its input.</summary>
    internal static byte[]? Try(Func<byte[]> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception refusal) when (refusal is CryptographicException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    internal static void Equal(byte[]? expected, byte[]? actual, string what)
    {
        Interlocked.Increment(ref count);
        if (!(expected is null ? actual is null : actual is not null && expected.AsSpan().SequenceEqual(actual)))
            throw new InvalidDataException($"{what}: {Text(expected)} expected, {Text(actual)} found");
    }

    internal static void Equal(bool expected, bool actual, string what)
    {
        Interlocked.Increment(ref count);
        if (expected != actual)
            throw new InvalidDataException($"{what}: {expected} expected, {actual} found");
    }

    private static string Text(byte[]? bytes) =>
        bytes is null ? "a refusal" : bytes.Length <= 32 ? Convert.ToHexStringLower(bytes) : $"{Convert.ToHexStringLower(bytes.AsSpan(..32))}...";
}
