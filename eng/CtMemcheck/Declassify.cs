using System.Runtime.CompilerServices;
using PqCrypto.CtMemcheck;

namespace PqCrypto.Base;

/// <summary>The gate of the library as the analysis sees it: what passes is defined from here on, and counted by its reason.</summary>
internal static unsafe class Declassify
{
    private static readonly long[] Counts = new long[Enum.GetValues<DeclassifyReason>().Length];

    /// <summary>How often each reason was given.</summary>
    internal static IEnumerable<(DeclassifyReason Reason, long Count)> Passed =>
        Enum.GetValues<DeclassifyReason>().Select(static reason => (reason, Counts[(int)reason]));

    /// <summary>Returns the value, public.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static T Value<T>(T value, DeclassifyReason reason)
        where T : unmanaged
    {
        Counts[(int)reason]++;
        Valgrind.MakeMemDefined(&value, (nuint)sizeof(T));      // the call receives its address, so the value goes through memory
        return value;
    }

    /// <summary>Makes what a span holds public.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Bytes<T>(ReadOnlySpan<T> values, DeclassifyReason reason)
        where T : unmanaged
    {
        Counts[(int)reason]++;
        fixed (T* start = values)
            Valgrind.MakeMemDefined(start, (nuint)values.Length * (nuint)sizeof(T));
    }
}
