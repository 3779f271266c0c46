namespace PqCrypto.Tests.Api;

/// <summary>What every refusal of a length looks like.</summary>
internal static class Failure
{
    /// <summary>An ArgumentException that names the parameter, the expected and the actual length.</summary>
    internal static void IsWrongLength(Action call, string parameterName, int expected, int actual)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Equal(parameterName, exception.ParamName);
        Assert.Matches($@"\b{expected}\b", exception.Message);
        Assert.Matches($@"\b{actual}\b", exception.Message);
    }

    /// <summary>A NotSupportedException that names the algorithm and a property to ask first, or says why there is none.</summary>
    internal static void IsNotSupported(Action call, string algorithm)
    {
        NotSupportedException exception = Assert.Throws<NotSupportedException>(call);
        Assert.Contains(algorithm, exception.Message, StringComparison.Ordinal);
        Assert.Matches("ask [A-Z][A-Za-z]+ first|its keys have no object identifier", exception.Message);
    }

    /// <summary>Lengths around the right one.</summary>
    internal static IEnumerable<int> WrongLengths(int right) => new[] { 0, 1, right - 1, right + 1, right + 100, 2 * right }.Where(length => length != right && length >= 0).Distinct();

    /// <summary>A buffer whose content is easily recognised as untouched.</summary>
    internal static byte[] Marked(int length)
    {
        byte[] buffer = new byte[length];
        buffer.AsSpan().Fill(0xA5);
        return buffer;
    }

    internal static void IsUntouched(byte[] buffer) => Assert.True(buffer.AsSpan().IndexOfAnyExcept((byte)0xA5) < 0, "The buffer was written to.");

    internal static void IsUntouchedOrZero(byte[] buffer) =>
        Assert.True(buffer.AsSpan().IndexOfAnyExcept((byte)0xA5) < 0 || buffer.AsSpan().IndexOfAnyExcept((byte)0) < 0, "The buffer holds part of a result.");
}
