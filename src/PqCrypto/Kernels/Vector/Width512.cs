using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PqCrypto.Kernels.Vector;

/// <summary>512 bits: AVX-512 with its foundation and its operations on bytes and words.</summary>
/// <typeparam name="TWords">What it has besides.</typeparam>
internal readonly struct Width512<TWords> : IWidth<Vector512<ulong>>
    where TWords : struct, IWordCompaction
{
    /// <inheritdoc/>
    public static string Name => TWords.Name;

    /// <inheritdoc/>
    /// <remarks>The first question is whether the runtime finds 512 bits worth while on this processor; each can be answered no alone.</remarks>
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512BW.IsSupported && TWords.IsSupported;

    /// <inheritdoc/>
    public static string Needs =>
        $"512-bit vectors that the runtime finds worth while ({Vector512.IsHardwareAccelerated}), "
        + $"AVX-512F ({Avx512F.IsSupported}) and AVX-512BW ({Avx512BW.IsSupported}){TWords.Needs}";

    /// <inheritdoc/>
    public static bool HasManyRegisters => true;

    /// <inheritdoc/>
    public static bool HasShorterKeccak => Avx512F.VL.IsSupported;

    /// <inheritdoc/>
    /// <remarks>AMD's family 25, which is Zen 4 where it has these vectors; what follows it computes them whole, as Intel does.</remarks>
    public static bool IsHalved { get; } = IsFamily25();

    /// <inheritdoc/>
    public static void ShorterKeccak(Span<ulong> states) => Keccak<Width256, Vector256<ulong>>.Permute(states, Vector512<ulong>.Count);

    /// <inheritdoc/>
    public static void ShorterKeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words) =>
        KeccakOutput<Width256, Vector256<ulong>>.Copy(states, Vector512<ulong>.Count, memory, targets, words);

    /// <inheritdoc/>
    public static bool HasRotation64 => Avx512F.VL.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(ref ulong words) => Vector512.LoadUnsafe(ref words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ulong> vector, ref ulong words) => vector.StoreUnsafe(ref words);

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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Repeat16(short value) => Vector512.Create(value).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Repeat32(int value) => Vector512.Create(value).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Repeat128(Vector128<byte> value)
    {
        Vector512<ulong> first = value.AsUInt64().ToVector256Unsafe().ToVector512Unsafe();
        return Avx512F.Shuffle4x128(first, first, 0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> And(Vector512<ulong> a, Vector512<ulong> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> AndNot(Vector512<ulong> a, Vector512<ulong> b) => Vector512.AndNot(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Or(Vector512<ulong> a, Vector512<ulong> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add8(Vector512<ulong> a, Vector512<ulong> b) => (a.AsByte() + b.AsByte()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add16(Vector512<ulong> a, Vector512<ulong> b) => (a.AsInt16() + b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Subtract16(Vector512<ulong> a, Vector512<ulong> b) => (a.AsInt16() - b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MinUnsigned16(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512BW.Min(a.AsUInt16(), b.AsUInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyLow16(Vector512<ulong> a, Vector512<ulong> b) => (a.AsInt16() * b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyHigh16(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512BW.MultiplyHigh(a.AsInt16(), b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyHighRound16(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512BW.MultiplyHighRoundScale(a.AsInt16(), b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyAddPairs16(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512BW.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add32(Vector512<ulong> a, Vector512<ulong> b) => (a.AsInt32() + b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Subtract32(Vector512<ulong> a, Vector512<ulong> b) => (a.AsInt32() - b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MinUnsigned32(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.Min(a.AsUInt32(), b.AsUInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyLow32(Vector512<ulong> a, Vector512<ulong> b) => (a.AsInt32() * b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyEven32(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.Multiply(a.AsInt32(), b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyHigh32(Vector512<ulong> a, Vector512<ulong> b) =>
        UpperHalves64(MultiplyEven32(a, b), MultiplyEven32(a >> 32, b >> 32));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyHighByPairs32(Vector512<ulong> a, Vector512<ulong> b) =>
        UpperHalves64(MultiplyEven32(a, b), MultiplyEven32(a >> 32, b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add64(Vector512<ulong> a, Vector512<ulong> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Subtract64(Vector512<ulong> a, Vector512<ulong> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRight16(Vector512<ulong> a, [ConstantExpected] byte count) => (a.AsInt16() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRightSigned32(Vector512<ulong> a, [ConstantExpected] byte count) => (a.AsInt32() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRight32(Vector512<ulong> a, int count) => (a.AsUInt32() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRight64(Vector512<ulong> a, int count) => a >> count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftLeft32(Vector512<ulong> a, int count) => (a.AsUInt32() << count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftLeft64(Vector512<ulong> a, int count) => a << count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Widen8To32(Vector512<ulong> a, [ConstantExpected] byte quarter) =>
        Avx512F.ConvertToVector512Int32(Avx512F.ExtractVector128(a.AsSByte(), quarter)).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Narrow32To16(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.PermuteVar8x64(
        Avx512BW.PackUnsignedSaturate(a.AsInt32(), b.AsInt32()).AsUInt64(), Vector512.Create(0UL, 2, 4, 6, 1, 3, 5, 7));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrow32To8(Vector512<ulong> a, ref byte target) => Avx512F.ConvertToVector128Byte(a.AsUInt32()).StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Shuffle8(Vector512<ulong> a, Vector512<ulong> order) => Avx512BW.Shuffle(a.AsByte(), order.AsByte()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadPieces(ref readonly byte source, int step)
    {
        Vector256<ulong> lower = Width256.LoadPieces(in source, step);
        Vector256<ulong> upper = Width256.LoadPieces(in Unsafe.Add(ref Unsafe.AsRef(in source), 2 * step), step);
        return Avx512F.InsertVector256(lower.ToVector512Unsafe(), upper, 1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePieces(Vector512<ulong> a, ref byte target, int step)
    {
        Width256.StorePieces(a.GetLower(), ref target, step);
        Width256.StorePieces(a.GetUpper(), ref Unsafe.Add(ref target, 2 * step), step);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePiecesExactly(Vector512<ulong> a, ref byte target, int step)
    {
        Width256.StorePiecesExactly(a.GetLower(), ref target, step);
        Width256.StorePiecesExactly(a.GetUpper(), ref Unsafe.Add(ref target, 2 * step), step);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum32(Vector512<ulong> a) => Width256.Sum32((a.GetLower().AsInt32() + a.GetUpper().AsInt32()).AsUInt64());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow16(Vector512<ulong> a, short bound, ReadOnlySpan<Vector128<byte>> orders, Span<short> list, int count) =>
        TWords.AppendBelow16(a, bound, orders, list, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow32(Vector512<ulong> a, int bound, ReadOnlySpan<Vector128<byte>> orders, Span<int> list, int count)
    {
        Vector512<int> below = Vector512.LessThan(a.AsInt32(), Vector512.Create(bound));
        Vector512<int> found = Avx512F.Compress(Vector512<int>.Zero, below, a.AsInt32());
        int longer = count + BitOperations.PopCount(below.ExtractMostSignificantBits());
        ref int first = ref MemoryMarshal.GetReference(list);
        int last = list.Length - Vector512<int>.Count;
        if (count <= last)
        {
            found.StoreUnsafe(ref first, (nuint)count);
            return longer;
        }

        Vector512<int> free = Vector512.GreaterThanOrEqual(Vector512<int>.Indices, Vector512.Create(count - last));
        Avx512F.Expand(Vector512.LoadUnsafe(ref first, (nuint)last), free, found).StoreUnsafe(ref first, (nuint)last);
        return int.Min(longer, list.Length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FoldOr64(Vector512<ulong> a) => Width256.FoldOr64(a.GetLower() | a.GetUpper());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Blend16(Vector512<ulong> even, Vector512<ulong> odd) =>
        Vector512.ConditionalSelect(Vector512.Create(0x0000_FFFF_0000_FFFFUL), even, odd);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Blend32(Vector512<ulong> even, Vector512<ulong> odd) =>
        Vector512.ConditionalSelect(Vector512.Create(0x0000_0000_FFFF_FFFFUL), even, odd);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LowerHalves64(Vector512<ulong> even, Vector512<ulong> odd) =>
        Avx512F.BlendVariable(even.AsSingle(), Avx512F.DuplicateEvenIndexed(odd.AsSingle()), Vector512.Create(0xFFFF_FFFF_0000_0000UL).AsSingle()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> UpperHalves64(Vector512<ulong> even, Vector512<ulong> odd) =>
        Avx512F.BlendVariable(odd.AsSingle(), Avx512F.DuplicateOddIndexed(even.AsSingle()), Vector512.Create(0x0000_0000_FFFF_FFFFUL).AsSingle()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose32(ref Vector512<ulong> a, ref Vector512<ulong> b)
    {
        Vector512<ulong> first = a;
        a = LowerHalves64(first, b);
        b = UpperHalves64(first, b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose64(ref Vector512<ulong> a, ref Vector512<ulong> b)
    {
        Vector512<ulong> first = a;
        a = Avx512F.UnpackLow(first, b);
        b = Avx512F.UnpackHigh(first, b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose128(ref Vector512<ulong> a, ref Vector512<ulong> b)
    {
        Vector512<ulong> first = a;
        a = Avx512F.PermuteVar8x64x2(first, Vector512.Create(0UL, 1, 8, 9, 4, 5, 12, 13), b);
        b = Avx512F.PermuteVar8x64x2(first, Vector512.Create(2UL, 3, 10, 11, 6, 7, 14, 15), b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose256(ref Vector512<ulong> a, ref Vector512<ulong> b)
    {
        Vector512<ulong> first = a;
        a = Avx512F.Shuffle4x128(first, b, 0x44);
        b = Avx512F.Shuffle4x128(first, b, 0xEE);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave32(ref Vector512<ulong> a, ref Vector512<ulong> b)
    {
        Vector512<uint> first = a.AsUInt32();
        a = Avx512F.PermuteVar16x32x2(first, Vector512.Create(0U, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), b.AsUInt32()).AsUInt64();
        b = Avx512F.PermuteVar16x32x2(first, Vector512.Create(8U, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), b.AsUInt32()).AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Separate32(ref Vector512<ulong> a, ref Vector512<ulong> b)
    {
        Vector512<uint> first = a.AsUInt32();
        a = Avx512F.PermuteVar16x32x2(first, Vector512.Create(0U, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), b.AsUInt32()).AsUInt64();
        b = Avx512F.PermuteVar16x32x2(first, Vector512.Create(1U, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), b.AsUInt32()).AsUInt64();
    }

    private static bool IsFamily25()
    {
        const int Amd = 0x444D4163;             // "cAMD", the end of AuthenticAMD
        const int Family25 = 0xA00F00;          // 15 and 10 in the two fields whose sum is the family
        const int FamilyFields = 0xFF00F00;
        return X86Base.IsSupported && X86Base.CpuId(0, 0).Ecx == Amd && (X86Base.CpuId(1, 0).Eax & FamilyFields) == Family25;
    }
}
