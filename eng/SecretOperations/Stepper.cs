using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.SecretOperations;

/// <summary>Runs operations one instruction at a time, through <c>step.c</c>.</summary>
internal static unsafe partial class Stepper
{
    private const string Shim = "ctstep";

    /// <summary>Runs an operation and writes down the registers before each of its instructions.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="secret">Its secret; what it declassifies comes from the tape.</param>
    /// <param name="trace">Receives the rows; null where nothing is written down.</param>
    /// <returns>Whether all that is on the tape was used.</returns>
    /// <remarks>A garbage collection that moves everything together leaves the managed heap in the same state each time: what is allocated from
    /// then on lies where it lay before.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool Run(Operation operation, byte[] secret, Trace? trace)
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        secret.CopyTo(operation.Secret, 0);
        Tape.Play();
        Observe(1);
        operation.Load();
        if (trace is null)
        {
            operation.Run();
            Observe(0);
            return Tape.Stop();
        }

        Start(trace.First, trace.Limit);
        operation.Run();
        trace.End = Stop();
        Observe(0);
        return Tape.Stop();
    }

    [LibraryImport(Shim, EntryPoint = "step_observe")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Observe(int yes);

    [LibraryImport(Shim, EntryPoint = "step_start")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Start(ulong* first, ulong* limit);

    [LibraryImport(Shim, EntryPoint = "step_stop")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial ulong* Stop();
}
