using System.Runtime.InteropServices;

namespace PqCrypto.CtMemcheck;

/// <summary>What valgrind is told and asked, through <c>shim.c</c>.</summary>
internal static unsafe partial class Valgrind
{
    private const string Shim = "ctshim";

    /// <summary>Whether the program runs under valgrind; otherwise all the rest does nothing.</summary>
    internal static bool IsRunning => RunningOnValgrind() != 0;

    /// <summary>Reports up to here, repeated ones included.</summary>
    internal static int Reports => CountErrors();

    /// <summary>Marks bytes as secret.</summary>
    internal static void MakeSecret(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            MakeMemUndefined(start, (nuint)bytes.Length);
    }

    /// <summary>Marks bytes as public.</summary>
    internal static void MakePublic(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            MakeMemDefined(start, (nuint)bytes.Length);
    }

    /// <summary>How many of the bytes depend on secrets.</summary>
    internal static int CountSecret(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return CountUndefined(start, (nuint)bytes.Length);
    }

    [LibraryImport(Shim, EntryPoint = "make_mem_defined")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void MakeMemDefined(void* start, nuint length);

    [LibraryImport(Shim, EntryPoint = "make_mem_undefined")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void MakeMemUndefined(void* start, nuint length);

    [LibraryImport(Shim, EntryPoint = "running_on_valgrind")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RunningOnValgrind();

    [LibraryImport(Shim, EntryPoint = "count_errors")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CountErrors();

    [LibraryImport(Shim, EntryPoint = "count_undefined")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CountUndefined(byte* start, nuint length);
}
