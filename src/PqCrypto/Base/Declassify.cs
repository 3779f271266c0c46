using System.Runtime.CompilerServices;

namespace PqCrypto.Base;

/// <summary>The one gate through which a secret becomes public. <c>eng/CtMemcheck</c> compiles the library with another file in the place of this one.</summary>
internal static class Declassify
{
    /// <summary>Returns the value itself; marks in the code, and to analysis tools, that it is public from here on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Value<T>(T value, DeclassifyReason reason)
        where T : unmanaged
    {
        _ = reason;
        return value;
    }

    /// <summary>Marks what a span holds, in the code and to analysis tools, as public from here on.</summary>
    internal static void Bytes<T>(ReadOnlySpan<T> values, DeclassifyReason reason)
        where T : unmanaged
    {
        _ = values;
        _ = reason;
    }
}
