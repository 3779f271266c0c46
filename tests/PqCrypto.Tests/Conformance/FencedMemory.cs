using System.Runtime.InteropServices;

namespace PqCrypto.Tests.Conformance;

/// <summary>Memory between two pages that nobody may touch: whoever reads or writes one byte too many ends the process. Without fences on Windows.</summary>
internal sealed unsafe partial class FencedMemory : IDisposable
{
    private const int None = 0;
    private const int ReadAndWrite = 3;

    private readonly nuint page = (nuint)Environment.SystemPageSize;
    private readonly byte* start;

    internal FencedMemory()
    {
        start = (byte*)NativeMemory.AlignedAlloc(3 * page, page);
        Protect(None);
    }

    /// <summary>The first bytes behind the first fence.</summary>
    internal Span<byte> First(int length) => new Span<byte>(start + page, (int)page)[..length];

    /// <summary>The last bytes before the second fence.</summary>
    internal Span<byte> Last(int length) => new Span<byte>(start + page, (int)page)[^length..];

    /// <inheritdoc/>
    public void Dispose()
    {
        Protect(ReadAndWrite);
        NativeMemory.AlignedFree(start);
    }

    private void Protect(int protection)
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(0, ChangeProtection(start, page, protection));
        Assert.Equal(0, ChangeProtection(start + (2 * page), page, protection));
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeProtection(void* address, nuint length, int protection);
}
