using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.SecretOperations;

/// <summary>Runs operations one instruction at a time, or recorded, through <c>step.c</c>.</summary>
internal static unsafe partial class Stepper
{
    private const string Shim = "ctstep";
    private const int Half = 51_200;            // bytes: the runtime reports each 100 KB that are allocated, which is no part of an operation

    /// <summary>Runs an operation and observes it.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="secret">Its secret; what it declassifies comes from the tape.</param>
    /// <param name="trace">Receives the registers before each instruction; null where it does not go by steps.</param>
    /// <param name="recorder">Runs the operation, null where there is none.</param>
    /// <param name="log">Receives what the recorder writes; nothing, if code has changed since it was copied.</param>
    /// <returns>Whether all that is on the tape was used.</returns>
    /// <remarks>A garbage collection that moves everything together leaves the managed heap in the same state each time: what is allocated from
    /// then on lies where it lay before.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool Run(Operation operation, byte[] secret, Trace? trace, Recorder? recorder, Log log)
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        for (int i = 0; i < 2; i++)
            GC.KeepAlive(new byte[Half]);
        if (recorder is { Blocks.IsCurrent: false })
            recorder = null;
        log.Clear();
        recorder?.Begin(log);
        secret.CopyTo(operation.Secret, 0);
        Tape.Play();
        Observe(1);
        operation.Load();
        if (trace is null && recorder is null)
        {
            operation.Run();
            Observe(0);
            return Tape.Stop();
        }

        ulong* first = trace is null ? null : trace.First;
        ulong* limit = trace is null ? null : trace.Limit;
        Start(first, limit, recorder is null ? null : recorder.Slots, recorder is null ? null : recorder.Entry);
        operation.Run();
        ulong* end = Stop();
        Observe(0);
        if (trace is not null)
            trace.End = end;
        recorder?.End(log);
        return Tape.Stop();
    }

    /// <summary>Memory for code; null where there is none.</summary>
    [LibraryImport(Shim, EntryPoint = "step_allocate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial byte* Allocate(nuint size);

    /// <summary>Gives such memory back.</summary>
    [LibraryImport(Shim, EntryPoint = "step_release")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void Release(byte* memory, nuint size);

    [LibraryImport(Shim, EntryPoint = "step_observe")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Observe(int yes);

    [LibraryImport(Shim, EntryPoint = "step_start")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Start(ulong* first, ulong* limit, void* slots, void* entry);

    [LibraryImport(Shim, EntryPoint = "step_stop")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial ulong* Stop();
}
