namespace PqCrypto.ZeroScanNeedles;

/// <summary>Where the windows of memory go.</summary>
internal interface IWindows
{
    /// <summary>Takes windows that lie in a range of memory.</summary>
    /// <returns>How many.</returns>
    int Take(ReadOnlySpan<byte> memory, int from, int to);
}
