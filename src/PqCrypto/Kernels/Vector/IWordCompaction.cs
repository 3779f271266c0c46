using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Vector;

/// <summary>How 512 bits append lanes of 16 bits to a list: what tells AVX-512 with VBMI2 from AVX-512 alone.</summary>
internal interface IWordCompaction
{
    /// <inheritdoc cref="IWidth{TVector}.Name"/>
    static abstract string Name { get; }

    /// <summary>Whether this machine has what is needed besides AVX-512.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>What is needed besides, and whether this machine has it.</summary>
    static abstract string Needs { get; }

    /// <inheritdoc cref="IWidth{TVector}.AppendBelow16"/>
    static abstract int AppendBelow16(Vector512<ulong> a, short bound, ReadOnlySpan<Vector128<byte>> orders, Span<short> list, int count);
}

/// <summary>Half by half.</summary>
internal readonly struct WordsByHalves : IWordCompaction
{
    /// <inheritdoc/>
    public static string Name => "AVX-512";

    /// <inheritdoc/>
    public static bool IsSupported => true;

    /// <inheritdoc/>
    public static string Needs => "";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow16(Vector512<ulong> a, short bound, ReadOnlySpan<Vector128<byte>> orders, Span<short> list, int count) =>
        Width256.AppendBelow16(a.GetUpper(), bound, orders, list, Width256.AppendBelow16(a.GetLower(), bound, orders, list, count));
}

/// <summary>With the instructions of VBMI2.</summary>
internal readonly struct WordsByVbmi2 : IWordCompaction
{
    /// <inheritdoc/>
    public static string Name => "AVX-512 with VBMI2";

    /// <inheritdoc/>
    public static bool IsSupported => Avx512Vbmi2.IsSupported;

    /// <inheritdoc/>
    public static string Needs => $", and VBMI2 ({Avx512Vbmi2.IsSupported})";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow16(Vector512<ulong> a, short bound, ReadOnlySpan<Vector128<byte>> orders, Span<short> list, int count)
    {
        Vector512<short> below = Declassify.Value(Vector512.LessThan(a.AsInt16(), Vector512.Create(bound)), DeclassifyReason.RejectedCandidates);
        Vector512<short> found = Avx512Vbmi2.Compress(Vector512<short>.Zero, below, a.AsInt16());
        int longer = count + BitOperations.PopCount(below.ExtractMostSignificantBits());
        ref short first = ref MemoryMarshal.GetReference(list);
        int last = list.Length - Vector512<short>.Count;
        if (count <= last)
        {
            found.StoreUnsafe(ref first, (nuint)count);
            return longer;
        }

        Vector512<short> free = Vector512.GreaterThanOrEqual(Vector512<short>.Indices, Vector512.Create((short)(count - last)));
        Avx512Vbmi2.Expand(Vector512.LoadUnsafe(ref first, (nuint)last), free, found).StoreUnsafe(ref first, (nuint)last);
        return int.Min(longer, list.Length);
    }
}
