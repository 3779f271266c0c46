using System.Runtime.InteropServices;

namespace PqCrypto.Soak;

/// <summary>What Linux says about the calling thread.</summary>
internal static partial class SystemCalls
{
    private const int ThreadClock = 3;              // CLOCK_THREAD_CPUTIME_ID
    private const int Thread = 1;                   // RUSAGE_THREAD
    private const int UsageWords = 18;              // two times of two words, and 14 counts
    private const int InterruptionsWord = 17;       // ru_nivcsw, the last one

    /// <summary>Its processor time in nanoseconds; what others did with the processor meanwhile is not in it.</summary>
    internal static unsafe long ThreadTime()
    {
        long* time = stackalloc long[2];
        if (GetTime(ThreadClock, time) != 0)
            throw new PlatformNotSupportedException("There is no clock of a thread's processor time.");
        return (time[0] * 1_000_000_000) + time[1];
    }

    /// <summary>How often the system took the processor away from it; waiting of its own accord is not in it.</summary>
    internal static unsafe long Interruptions()
    {
        long* usage = stackalloc long[UsageWords];
        if (GetUsage(Thread, usage) != 0)
            throw new PlatformNotSupportedException("The system does not say how often a thread was interrupted.");
        return usage[InterruptionsWord];
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetTime(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetUsage(int who, long* usage);
}
