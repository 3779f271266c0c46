namespace PqCrypto.Tests.Properties;

/// <summary>Runs over all single-bit flips and all lengths.</summary>
internal static class Flips
{
    /// <summary>Hands every single-bit flip of some bytes to a check, with the position of the flipped byte, on all processors.</summary>
    internal static void ForEach(byte[] original, Action<byte[], int> check) => Parallel.For(0, original.Length, position =>
    {
        for (int bit = 0; bit < 8; bit++)
        {
            byte[] flipped = [.. original];
            flipped[position] ^= (byte)(1 << bit);
            check(flipped, position);
        }
    });

    /// <summary>Asserts that of all lengths up to 100 bytes above the right one, only that one is taken.</summary>
    internal static void EveryLength(int right, Action<int> call)
    {
        for (int length = 0; length <= right + 100; length++)
        {
            if (length == right)
                call(length);
            else
                Assert.ThrowsAny<ArgumentException>(() => call(length));
        }
    }
}
