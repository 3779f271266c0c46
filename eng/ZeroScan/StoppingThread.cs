using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.ZeroScan;

/// <summary>A thread that stops another one again and again, wherever it is, so that its registers are saved: by collections, or by signals,
/// which nobody counts.</summary>
internal sealed unsafe partial class StoppingThread : IDisposable
{
    private const int StackSize = 256 * 1024;
    private const nint Failed = -1;
    private const int UserSignal = 10;                  // SIGUSR1
    private const int RuntimeSignal = 34;               // SIGRTMIN
    private const int Pause = 1000;                     // tens of microseconds, in which the other thread wakes up and goes on

    private readonly Thread thread;
    private readonly ManualResetEventSlim begin = new();
    private readonly ManualResetEventSlim end = new();
    private nuint stack;
    private int target;
    private int steps;
    private bool hasEnded;

    private StoppingThread(string name, int repeats, Action<int> stop)
    {
        Name = name;
        thread = new Thread(() =>
        {
            byte here;
            stack = (nuint)(&here);
            begin.Wait();
            for (int stops = 0; stops < repeats || Volatile.Read(ref steps) < repeats; stops++)
            {
                stop(target);
                Thread.SpinWait(Pause);
            }

            Volatile.Write(ref hasEnded, true);
            end.Wait();
            ClearStack();
        });
        thread.Start();
    }

    /// <summary>Whether it collects, so that the runtime copies registers to its stack.</summary>
    internal bool Collects { get; private init; }

    /// <summary>What it does meanwhile.</summary>
    internal string Name { get; }

    /// <summary>What this thread's own calls have used of its stack, and more.</summary>
    internal (nuint Start, nuint End) Stack => (stack - StackSize, stack);

    /// <summary>Makes one that collects, one that sends a signal whose handler does nothing, and one that sends the signal by which the runtime stops threads,
    /// without a collection: so comes one that is too late for it, or that has to be sent again.</summary>
    /// <param name="repeats">How often a step runs at least.</param>
    /// <param name="collects">Whether the first is among them.</param>
    internal static IEnumerable<StoppingThread> All(int repeats, bool collects = true)
    {
        if (collects)
            yield return new("collects", repeats, static _ => GC.Collect(0)) { Collects = true };
        if (Handle(UserSignal, NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "abs")) == Failed)
            throw new PlatformNotSupportedException("The signal cannot be handled.");
        yield return Sending(UserSignal, "signals", repeats);
        string handled = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
        if ((ulong.Parse(handled.AsSpan("SigCgt:".Length), NumberStyles.HexNumber, null) >> (RuntimeSignal - 1) & 1) == 0)
            throw new PlatformNotSupportedException("The runtime stops threads by another signal than SIGRTMIN.");
        yield return Sending(RuntimeSignal, "signals as the runtime does", repeats);
    }

    /// <summary>Runs a step on the thread that is to be stopped, as often, and until it has been stopped for the last time.</summary>
    internal void During(Action step)
    {
        target = ThreadId();
        begin.Set();
        try
        {
            while (!Volatile.Read(ref hasEnded))
            {
                step();
                Volatile.Write(ref steps, steps + 1);
            }
        }
        finally
        {
            Volatile.Write(ref steps, int.MaxValue);    // a step may have failed
        }
    }

    /// <summary>Ends the thread, and zeroes what it has used of its stack.</summary>
    public void Dispose()
    {
        end.Set();
        thread.Join();
        begin.Dispose();
        end.Dispose();
    }

    private static StoppingThread Sending(int signal, string name, int repeats) =>
        new(name, repeats, target =>
        {
            if (Send(Environment.ProcessId, target, signal) != 0)
                Environment.FailFast("A signal cannot be sent.");
        });

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void ClearStack()
    {
        byte* below = stackalloc byte[StackSize];
        NativeMemory.Clear(below, StackSize);
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "tgkill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int thread, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Handle(int signal, nint handler);
}
