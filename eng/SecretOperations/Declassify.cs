using System.Runtime.CompilerServices;
using PqCrypto.SecretOperations;

namespace PqCrypto.Base;

/// <summary>The gate of the library as the observation needs it: what passes is recorded, or what was recorded passes.</summary>
internal static unsafe class Declassify
{
    /// <summary>Returns the value, or the recorded one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static T Value<T>(T value, DeclassifyReason reason)
        where T : unmanaged
    {
        _ = reason;
        Tape.Pass(&value, sizeof(T));       // the call receives its address, so the value goes through memory
        return value;
    }

    /// <summary>Leaves what a span holds, or writes there what was recorded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Bytes<T>(ReadOnlySpan<T> values, DeclassifyReason reason)
        where T : unmanaged
    {
        _ = reason;
        fixed (T* start = values)
            Tape.Pass(start, values.Length * sizeof(T));
    }
}
