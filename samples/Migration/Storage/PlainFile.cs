using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PqCrypto.Samples.Migration.Storage;

/// <summary>Opens a user's file for reading without ever waiting: a named pipe among the files must not stop the run.</summary>
internal static partial class PlainFile
{
    private const int NonBlockingOnLinux = 0x800;       // = O_RDONLY | O_NONBLOCK
    private const int NonBlockingOnMacOS = 0x4;         // = O_RDONLY | O_NONBLOCK

    /// <summary>Opens a regular file.</summary>
    /// <exception cref="IOException">It cannot be opened, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        SafeFileHandle handle = OpenDescriptor(path, OperatingSystem.IsLinux() ? NonBlockingOnLinux : NonBlockingOnMacOS);
        if (handle.IsInvalid)
        {
            string reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            handle.Dispose();
            throw new IOException($"cannot be opened: {reason}");
        }
        FileStream stream = new(handle, FileAccess.Read);
        if (stream.CanSeek)
            return stream;
        stream.Dispose();
        throw new IOException("is not a regular file");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenDescriptor(string path, int flags);
}
