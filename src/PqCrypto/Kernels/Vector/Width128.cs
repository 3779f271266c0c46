using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace PqCrypto.Kernels.Vector;

/// <summary>128 bits on the portable vector type: AdvSimd, SSE (which is what native compilation for x64 assumes by default), WebAssembly.</summary>
internal readonly struct Width128 : IWidth<Vector128<ulong>>
{
    /// <inheritdoc/>
    public static string Name => "128-bit";

    /// <inheritdoc/>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static string Needs => $"vectors in hardware ({Vector128.IsHardwareAccelerated})";

    /// <inheritdoc/>
    public static bool HasManyRegisters => AdvSimd.Arm64.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Repeat64(ulong value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor3(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => a ^ b ^ c;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Chi(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => a ^ Vector128.AndNot(c, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> RotateLeft64(Vector128<ulong> a, [ConstantExpected] byte count) => (a << count) | (a >>> (64 - count));
}
