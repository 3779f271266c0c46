using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PqCrypto.Tests.Conformance;

/// <summary>Kernels that do what a kernel should not, for the tests of the guard that looks at the JIT's code.</summary>
public static class PlantedKernels
{
    /// <summary>Nothing to find: vectors in registers, and a check that ends in an exception.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adds(Span<int> f)
    {
        foreach (ref Vector128<int> vector in MemoryMarshal.Cast<int, Vector128<int>>(f[..256]))
            vector += vector;
    }

    /// <summary>The sum is on the stack, since it has an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Spills(ReadOnlySpan<int> f)
    {
        Vector128<int> sum = Vector128<int>.Zero;
        foreach (Vector128<int> vector in MemoryMarshal.Cast<int, Vector128<int>>(f))
            sum += vector;
        int total = 0;
        foreach (int lane in MemoryMarshal.Cast<Vector128<int>, int>(MemoryMarshal.CreateReadOnlySpan(ref sum, 1)))
            total += lane;
        return total;
    }

    /// <summary>Calls another method, which spills.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Calls(ReadOnlySpan<int> f) => Inner(f) + 1;

    /// <summary>Divides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divides(Span<int> f, int divisor)
    {
        foreach (ref int value in f)
            value /= divisor;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Inner(ReadOnlySpan<int> f) => Spills(f);
}
