using System.Runtime.InteropServices;

namespace PqCrypto.Samples.Migration.Durability;

/// <summary>Makes a rename durable: on Unix the new name is in the folder, which is flushed apart from the file.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;     // = O_RDONLY, the same on Linux and macOS

    /// <summary>Flushes a folder's entries; Windows writes them through by itself.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"The folder {folder} could not be opened to flush it (error {Marshal.GetLastPInvokeError()}).");
        int result = FlushDescriptor(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
            throw new IOException($"The folder {folder} could not be flushed to the disk (error {error}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
