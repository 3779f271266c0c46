using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PqCrypto.Kernels.Vector;

/// <summary>256 bits: AVX2, and where AVX-512 offers it at this width, its rotations and three-operand logic.</summary>
internal readonly struct Width256 : IWidth<Vector256<ulong>>
{
    /// <inheritdoc/>
    public static string Name => "AVX2";

    /// <inheritdoc/>
    public static bool IsSupported => Avx2.IsSupported;

    /// <inheritdoc/>
    public static string Needs => $"AVX2 ({Avx2.IsSupported})";

    /// <inheritdoc/>
    public static bool HasManyRegisters => Avx512F.VL.IsSupported;

    /// <inheritdoc/>
    public static bool HasShorterKeccak => false;

    /// <inheritdoc/>
    public static bool IsHalved => false;

    /// <inheritdoc/>
    public static void ShorterKeccak(Span<ulong> states) => throw new NotSupportedException();

    /// <inheritdoc/>
    public static void ShorterKeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public static bool HasRotation64 => Avx512F.VL.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Load(ref ulong words) => Vector256.LoadUnsafe(ref words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<ulong> vector, ref ulong words) => vector.StoreUnsafe(ref words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Repeat64(ulong value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor3(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, 0x96) : a ^ b ^ c;        // the truth table of the other form

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Chi(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, 0xD2) : a ^ Avx2.AndNot(b, c);        // the truth table of the other form

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> RotateLeft64(Vector256<ulong> a, [ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(a, count) : (a << count) | (a >>> (64 - count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Repeat16(short value) => Vector256.Create(value).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Repeat32(int value) => Vector256.Create(value).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Repeat128(Vector128<byte> value) => Vector256.Create(value, value).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> And(Vector256<ulong> a, Vector256<ulong> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> AndNot(Vector256<ulong> a, Vector256<ulong> b) => Vector256.AndNot(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Or(Vector256<ulong> a, Vector256<ulong> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add8(Vector256<ulong> a, Vector256<ulong> b) => (a.AsByte() + b.AsByte()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add16(Vector256<ulong> a, Vector256<ulong> b) => (a.AsInt16() + b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Subtract16(Vector256<ulong> a, Vector256<ulong> b) => (a.AsInt16() - b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MinUnsigned16(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.Min(a.AsUInt16(), b.AsUInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyLow16(Vector256<ulong> a, Vector256<ulong> b) => (a.AsInt16() * b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyHigh16(Vector256<ulong> a, Vector256<ulong> b) => Avx2.MultiplyHigh(a.AsInt16(), b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyHighRound16(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.MultiplyHighRoundScale(a.AsInt16(), b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyAddPairs16(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add32(Vector256<ulong> a, Vector256<ulong> b) => (a.AsInt32() + b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Subtract32(Vector256<ulong> a, Vector256<ulong> b) => (a.AsInt32() - b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MinUnsigned32(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Min(a.AsUInt32(), b.AsUInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyLow32(Vector256<ulong> a, Vector256<ulong> b) => (a.AsInt32() * b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyEven32(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Multiply(a.AsInt32(), b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyHigh32(Vector256<ulong> a, Vector256<ulong> b) =>
        UpperHalves64(MultiplyEven32(a, b), MultiplyEven32(a >> 32, b >> 32));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyHighByPairs32(Vector256<ulong> a, Vector256<ulong> b) =>
        UpperHalves64(MultiplyEven32(a, b), MultiplyEven32(a >> 32, b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add64(Vector256<ulong> a, Vector256<ulong> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Subtract64(Vector256<ulong> a, Vector256<ulong> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRight16(Vector256<ulong> a, [ConstantExpected] byte count) => (a.AsInt16() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRightSigned32(Vector256<ulong> a, [ConstantExpected] byte count) => (a.AsInt32() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRight32(Vector256<ulong> a, int count) => (a.AsUInt32() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRight64(Vector256<ulong> a, int count) => a >> count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftLeft32(Vector256<ulong> a, int count) => (a.AsUInt32() << count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftLeft64(Vector256<ulong> a, int count) => a << count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Widen8To32(Vector256<ulong> a, [ConstantExpected] byte quarter)
    {
        Vector128<ulong> half = quarter < 2 ? a.GetLower() : a.GetUpper();
        return Avx2.ConvertToVector256Int32((quarter % 2 == 0 ? half : Sse2.UnpackHigh(half, half)).AsSByte()).AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Narrow32To16(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.Permute4x64(Avx2.PackUnsignedSaturate(a.AsInt32(), b.AsInt32()).AsUInt64(), 0xD8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrow32To8(Vector256<ulong> a, ref byte target)
    {
        Vector256<byte> order = Vector256.Create(Vector128.Create((byte)0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12));
        Vector256<ulong> packed = Avx2.Shuffle(a.AsByte(), order).AsUInt64();       // each half's four bytes, four times over
        Vector128<ushort> both = Sse41.Blend(packed.GetLower().AsUInt16(), packed.GetUpper().AsUInt16(), 0x0C);
        Unsafe.WriteUnaligned(ref target, both.AsUInt64().ToScalar());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Shuffle8(Vector256<ulong> a, Vector256<ulong> order) => Avx2.Shuffle(a.AsByte(), order.AsByte()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadPieces(ref readonly byte source, int step) => Vector256.Create(
        Vector128.LoadUnsafe(in source), Vector128.LoadUnsafe(in source, (nuint)step)).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePieces(Vector256<ulong> a, ref byte target, int step)
    {
        a.AsByte().GetLower().StoreUnsafe(ref target);
        a.AsByte().GetUpper().StoreUnsafe(ref target, (nuint)step);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePiecesExactly(Vector256<ulong> a, ref byte target, int step)
    {
        Width128.StorePiecesExactly(a.GetLower(), ref target, step);
        Width128.StorePiecesExactly(a.GetUpper(), ref Unsafe.Add(ref target, step), step);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum32(Vector256<ulong> a) => Width128.Sum32((a.GetLower().AsInt32() + a.GetUpper().AsInt32()).AsUInt64());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow16(Vector256<ulong> a, short bound, ReadOnlySpan<Vector128<byte>> orders, Span<short> list, int count) =>
        Width128.AppendBelow16(a.GetUpper(), bound, orders, list, Width128.AppendBelow16(a.GetLower(), bound, orders, list, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow32(Vector256<ulong> a, int bound, ReadOnlySpan<Vector128<byte>> orders, Span<int> list, int count) =>
        Width128.AppendBelow32(a.GetUpper(), bound, orders, list, Width128.AppendBelow32(a.GetLower(), bound, orders, list, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FoldOr64(Vector256<ulong> a) => Width128.FoldOr64(a.GetLower() | a.GetUpper());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Blend16(Vector256<ulong> even, Vector256<ulong> odd) =>
        Vector256.ConditionalSelect(Vector256.Create(0x0000_FFFF_0000_FFFFUL), even, odd);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Blend32(Vector256<ulong> even, Vector256<ulong> odd) => Avx2.Blend(even.AsInt32(), odd.AsInt32(), 0xAA).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LowerHalves64(Vector256<ulong> even, Vector256<ulong> odd) => Blend32(even, odd << 32);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> UpperHalves64(Vector256<ulong> even, Vector256<ulong> odd) => Blend32(even >> 32, odd);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose32(ref Vector256<ulong> a, ref Vector256<ulong> b)
    {
        Vector256<ulong> first = a;
        a = LowerHalves64(first, b);
        b = UpperHalves64(first, b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose64(ref Vector256<ulong> a, ref Vector256<ulong> b)
    {
        Vector256<ulong> first = a;
        a = Avx2.UnpackLow(first, b);
        b = Avx2.UnpackHigh(first, b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose128(ref Vector256<ulong> a, ref Vector256<ulong> b)
    {
        Vector256<ulong> first = a;
        a = Avx2.Permute2x128(first, b, 0x20);
        b = Avx2.Permute2x128(first, b, 0x31);
    }

    /// <inheritdoc/>
    public static void Transpose256(ref Vector256<ulong> a, ref Vector256<ulong> b) => throw new NotSupportedException();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave32(ref Vector256<ulong> a, ref Vector256<ulong> b)
    {
        Vector256<ulong> low = Avx2.UnpackLow(a.AsUInt32(), b.AsUInt32()).AsUInt64();
        b = Avx2.UnpackHigh(a.AsUInt32(), b.AsUInt32()).AsUInt64();
        a = low;
        Transpose128(ref a, ref b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Separate32(ref Vector256<ulong> a, ref Vector256<ulong> b)
    {
        Vector256<float> first = a.AsSingle();
        a = Avx2.Permute4x64(Avx.Shuffle(first, b.AsSingle(), 0x88).AsUInt64(), 0xD8);
        b = Avx2.Permute4x64(Avx.Shuffle(first, b.AsSingle(), 0xDD).AsUInt64(), 0xD8);
    }
}
