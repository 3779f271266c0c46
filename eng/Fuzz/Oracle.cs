using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PqCrypto.Fuzz;

/// <summary>What an input may lead to: it is refused as documented, or it is taken and is what it says. Everything else is a defect.</summary>
internal static class Oracle
{
    /// <summary>Whether an input is taken. Refusals are <see cref="CryptographicException"/> with its subclasses and <see cref="ArgumentException"/>
    /// without them, since <see cref="ArgumentOutOfRangeException"/> is what a wrong slice throws; other exceptions come through.</summary>
    internal static bool Takes<T>(Func<T> read, [NotNullWhen(true)] out T? value)
        where T : class
    {
        try
        {
            value = read();
            return true;
        }
        catch (Exception refusal) when (refusal is CryptographicException || refusal.GetType() == typeof(ArgumentException))
        {
            value = null;
            return false;
        }
    }

    internal static void Equal(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        if (!expected.SequenceEqual(actual))
            throw new InvalidDataException($"{what}: {Convert.ToHexStringLower(expected)} expected, {Convert.ToHexStringLower(actual)} found");
    }

    internal static void True(bool condition, string what)
    {
        if (!condition)
            throw new InvalidDataException(what);
    }
}
