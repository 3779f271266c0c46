using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PqCrypto.Kernels.Vector;

/// <summary>512 bits: AVX-512 with its foundation and its operations on bytes and words.</summary>
internal readonly struct Width512 : IWidth<Vector512<ulong>>
{
    /// <inheritdoc/>
    public static string Name => "AVX-512";

    /// <inheritdoc/>
    /// <remarks>The first question is whether the runtime finds 512 bits worth while on this processor; each can be answered no alone.</remarks>
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512BW.IsSupported;

    /// <inheritdoc/>
    public static string Needs =>
        $"512-bit vectors that the runtime finds worth while ({Vector512.IsHardwareAccelerated}), AVX-512F ({Avx512F.IsSupported}) and AVX-512BW ({Avx512BW.IsSupported})";

    /// <inheritdoc/>
    public static bool HasManyRegisters => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Repeat64(ulong value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor3(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
        Avx512F.TernaryLogic(a, b, c, 0x96);        // the truth table of a ^ b ^ c at bit 4a + 2b + c

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Chi(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
        Avx512F.TernaryLogic(a, b, c, 0xD2);        // the truth table of a ^ (~b & c) at bit 4a + 2b + c

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> RotateLeft64(Vector512<ulong> a, [ConstantExpected] byte count) => Avx512F.RotateLeft(a, count);
}
