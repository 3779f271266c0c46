using System.Diagnostics;

namespace PqCrypto.Base;

/// <summary>Assertions on the bounds that kernels state; present in DEBUG builds only.</summary>
internal static class Bounds
{
    /// <summary>Asserts that the absolute value of every coefficient is at most a limit.</summary>
    [Conditional("DEBUG")]
    internal static void AssertAbsolute(ReadOnlySpan<short> f, int limit)
    {
        foreach (short coefficient in f)
            Debug.Assert(int.Abs(coefficient) <= limit, "A coefficient exceeds its stated bound.");
    }

    /// <summary>Asserts that the absolute value of every coefficient is at most a limit.</summary>
    [Conditional("DEBUG")]
    internal static void AssertAbsolute(ReadOnlySpan<int> f, long limit)
    {
        foreach (int coefficient in f)
            Debug.Assert(long.Abs(coefficient) <= limit, "A coefficient exceeds its stated bound.");
    }

    /// <summary>Asserts that the sums of absolute products of coefficients with the same number in each of several polynomials, the last of which may
    /// lie elsewhere, stay below a limit.</summary>
    [Conditional("DEBUG")]
    internal static void AssertSumsOfProducts(ReadOnlySpan<int> a, ReadOnlySpan<int> last, ReadOnlySpan<int> b, double limit)
    {
        for (int i = 0; i < 256; i++)
        {
            double sum = 0;
            for (int j = i; j < b.Length; j += 256)
                sum += double.Abs((double)(j < a.Length ? a[j] : last[i]) * b[j]);
            Debug.Assert(sum < limit, "A sum of products exceeds its stated bound.");
        }
    }

    /// <summary>Asserts that every coefficient lies in [low, high].</summary>
    [Conditional("DEBUG")]
    internal static void AssertRange(ReadOnlySpan<int> f, int low, int high)
    {
        foreach (int coefficient in f)
            Debug.Assert(coefficient >= low && coefficient <= high, "A coefficient lies outside its stated range.");
    }
}
