using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PqCrypto.Kernels.Vector;

/// <summary>One state, each of its words alone in a vector: AVX-512 has instructions for the steps of Keccak that scalar code lacks, and
/// registers for the whole state.</summary>
internal readonly struct SingleState : IKeccakWidth<Vector128<ulong>>
{
    /// <inheritdoc/>
    public static bool HasManyRegisters => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(ref ulong words) => Vector128.CreateScalarUnsafe(words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<ulong> vector, ref ulong words) => words = vector.ToScalar();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Repeat64(ulong value) => Vector128.CreateScalarUnsafe(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor3(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) =>
        Avx512F.VL.TernaryLogic(a, b, c, 0x96);     // the truth table of a ^ b ^ c at bit 4a + 2b + c

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Chi(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) =>
        Avx512F.VL.TernaryLogic(a, b, c, 0xD2);     // the truth table of a ^ (~b & c) at bit 4a + 2b + c

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> RotateLeft64(Vector128<ulong> a, [ConstantExpected] byte count) => Avx512F.VL.RotateLeft(a, count);
}
