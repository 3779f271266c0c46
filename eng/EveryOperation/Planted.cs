using System.Runtime.CompilerServices;

namespace PqCrypto.EveryOperation;

/// <summary>Divisions that a look at the compiled code must find.</summary>
internal static class Planted
{
    private static readonly int Q = 3300 + Environment.ProcessorCount;

    /// <summary>Divides in every code, since the compiler does not know the divisor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Divide(int value) => value / Q;

    /// <summary>Divides in code that is not optimised.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int DivideByConstant(int value) => value / 3329;
}
