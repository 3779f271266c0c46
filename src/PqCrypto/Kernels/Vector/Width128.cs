using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using PqCrypto.Base;

namespace PqCrypto.Kernels.Vector;

/// <summary>128 bits on the portable vector type: AdvSimd, SSE (which is what native compilation for x64 assumes by default), WebAssembly.</summary>
internal readonly partial struct Width128 : IWidth<Vector128<ulong>>
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
    public static bool HasShorterKeccak => false;

    /// <inheritdoc/>
    public static bool IsHalved => false;

    /// <inheritdoc/>
    public static void ShorterKeccak(Span<ulong> states) => throw new NotSupportedException();

    /// <inheritdoc/>
    public static void ShorterKeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words) => throw new NotSupportedException();

    /// <inheritdoc/>
    public static bool HasRotation64 => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(ref ulong words) => Vector128.LoadUnsafe(ref words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<ulong> vector, ref ulong words) => vector.StoreUnsafe(ref words);

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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Repeat16(short value) => Vector128.Create(value).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Repeat32(int value) => Vector128.Create(value).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Repeat128(Vector128<byte> value) => value.AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> And(Vector128<ulong> a, Vector128<ulong> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> AndNot(Vector128<ulong> a, Vector128<ulong> b) => Vector128.AndNot(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Or(Vector128<ulong> a, Vector128<ulong> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Add8(Vector128<ulong> a, Vector128<ulong> b) => (a.AsByte() + b.AsByte()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Add16(Vector128<ulong> a, Vector128<ulong> b) => (a.AsInt16() + b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Subtract16(Vector128<ulong> a, Vector128<ulong> b) => (a.AsInt16() - b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MinUnsigned16(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Min(a.AsUInt16(), b.AsUInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyLow16(Vector128<ulong> a, Vector128<ulong> b) => (a.AsInt16() * b.AsInt16()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyHigh16(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyHigh(a.AsInt16(), b.AsInt16()).AsUInt64();
        (Vector128<int> aLow, Vector128<int> aHigh) = Vector128.Widen(a.AsInt16());
        (Vector128<int> bLow, Vector128<int> bHigh) = Vector128.Widen(b.AsInt16());
        return Vector128.Narrow((aLow * bLow) >> 16, (aHigh * bHigh) >> 16).AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyHighRound16(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Ssse3.IsSupported)
            return Ssse3.MultiplyHighRoundScale(a.AsInt16(), b.AsInt16()).AsUInt64();
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyRoundedDoublingSaturateHigh(a.AsInt16(), b.AsInt16()).AsUInt64();
        (Vector128<int> aLow, Vector128<int> aHigh) = Vector128.Widen(a.AsInt16());
        (Vector128<int> bLow, Vector128<int> bHigh) = Vector128.Widen(b.AsInt16());
        Vector128<int> half = Vector128.Create(1 << 14);
        return Vector128.Narrow(((aLow * bLow) + half) >> 15, ((aHigh * bHigh) + half) >> 15).AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyAddPairs16(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16()).AsUInt64();
        Vector128<int> even = ((a.AsInt32() << 16) >> 16) * ((b.AsInt32() << 16) >> 16);
        return (even + ((a.AsInt32() >> 16) * (b.AsInt32() >> 16))).AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Add32(Vector128<ulong> a, Vector128<ulong> b) => (a.AsInt32() + b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Subtract32(Vector128<ulong> a, Vector128<ulong> b) => (a.AsInt32() - b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MinUnsigned32(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Min(a.AsUInt32(), b.AsUInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyLow32(Vector128<ulong> a, Vector128<ulong> b) => (a.AsInt32() * b.AsInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyEven32(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Sse41.IsSupported)
            return Sse41.Multiply(a.AsInt32(), b.AsInt32()).AsUInt64();
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(a.AsInt64()), AdvSimd.ExtractNarrowingLower(b.AsInt64())).AsUInt64();
        return (((a.AsInt64() << 32) >> 32) * ((b.AsInt64() << 32) >> 32)).AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyHigh32(Vector128<ulong> a, Vector128<ulong> b) => AdvSimd.IsSupported
        ? (AdvSimd.MultiplyDoublingSaturateHigh(a.AsInt32(), b.AsInt32()) >> 1).AsUInt64()
        : UpperHalves64(MultiplyEven32(a, b), MultiplyEven32(a >> 32, b >> 32));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyHighByPairs32(Vector128<ulong> a, Vector128<ulong> b) => AdvSimd.IsSupported
        ? MultiplyHigh32(a, b)
        : UpperHalves64(MultiplyEven32(a, b), MultiplyEven32(a >> 32, b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Add64(Vector128<ulong> a, Vector128<ulong> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Subtract64(Vector128<ulong> a, Vector128<ulong> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRight16(Vector128<ulong> a, [ConstantExpected] byte count) => (a.AsInt16() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRightSigned32(Vector128<ulong> a, [ConstantExpected] byte count) => (a.AsInt32() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRight32(Vector128<ulong> a, int count) => (a.AsUInt32() >> count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRight64(Vector128<ulong> a, int count) => a >> count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftLeft32(Vector128<ulong> a, int count) => (a.AsUInt32() << count).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftLeft64(Vector128<ulong> a, int count) => a << count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Widen8To32(Vector128<ulong> a, [ConstantExpected] byte quarter)
    {
        Vector128<short> half = quarter < 2 ? Vector128.WidenLower(a.AsSByte()) : Vector128.WidenUpper(a.AsSByte());
        return (quarter % 2 == 0 ? Vector128.WidenLower(half) : Vector128.WidenUpper(half)).AsUInt64();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Narrow32To16(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Narrow(a.AsUInt32(), b.AsUInt32()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrow32To8(Vector128<ulong> a, ref byte target)
    {
        Vector128<byte> order = Vector128.Create((byte)0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12);
        Unsafe.WriteUnaligned(ref target, Lookup(a.AsByte(), order).AsUInt32().ToScalar());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Shuffle8(Vector128<ulong> a, Vector128<ulong> order) => Lookup(a.AsByte(), order.AsByte()).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadPieces(ref readonly byte source, int step) => Vector128.LoadUnsafe(in source).AsUInt64();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePieces(Vector128<ulong> a, ref byte target, int step) => a.AsByte().StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePiecesExactly(Vector128<ulong> a, ref byte target, int step)
    {
        ulong low = a.ToScalar();
        if (step >= sizeof(ulong))
        {
            int shift = 8 * (step - sizeof(ulong));
            Unsafe.WriteUnaligned(ref target, low);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, step - sizeof(ulong)), (low >> shift) | (a.GetElement(1) << 1 << (63 - shift)));
        }
        else if (step >= sizeof(uint))
        {
            Unsafe.WriteUnaligned(ref target, (uint)low);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, step - sizeof(uint)), (uint)(low >> (8 * (step - sizeof(uint)))));
        }
        else
        {
            for (int i = 0; i < step; i++)
                Unsafe.Add(ref target, i) = (byte)(low >> (8 * i));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum32(Vector128<ulong> a) => Vector128.Sum(a.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow16(Vector128<ulong> a, short bound, ReadOnlySpan<Vector128<byte>> orders, Span<short> list, int count)
    {
        uint below = Declassify.Value(
            Vector128.LessThan(a.AsInt16(), Vector128.Create(bound)).ExtractMostSignificantBits(), DeclassifyReason.RejectedCandidates);
        Vector128<byte> found = Lookup(a.AsByte(), orders[(int)below]);
        int longer = count + int.PopCount((int)below);
        if (count <= list.Length - Vector128<short>.Count)
        {
            found.As<byte, short>().StoreUnsafe(ref MemoryMarshal.GetReference(list), (nuint)count);
            return longer;
        }

        AppendAtEnd(found, MemoryMarshal.AsBytes(list), count * sizeof(short));
        return int.Min(longer, list.Length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendBelow32(Vector128<ulong> a, int bound, ReadOnlySpan<Vector128<byte>> orders, Span<int> list, int count)
    {
        uint below = Vector128.LessThan(a.AsInt32(), Vector128.Create(bound)).ExtractMostSignificantBits();
        Vector128<byte> found = Lookup(a.AsByte(), orders[(int)below]);
        int longer = count + int.PopCount((int)below);
        if (count <= list.Length - Vector128<int>.Count)
        {
            found.As<byte, int>().StoreUnsafe(ref MemoryMarshal.GetReference(list), (nuint)count);
            return longer;
        }

        AppendAtEnd(found, MemoryMarshal.AsBytes(list), count * sizeof(int));
        return int.Min(longer, list.Length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FoldOr64(Vector128<ulong> a) => a.ToScalar() | a.GetElement(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Blend16(Vector128<ulong> even, Vector128<ulong> odd) => Sse41.IsSupported
        ? Sse41.Blend(even.AsUInt16(), odd.AsUInt16(), 0xAA).AsUInt64()
        : Vector128.ConditionalSelect(Vector128.Create(0x0000_FFFF_0000_FFFFUL), even, odd);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Blend32(Vector128<ulong> even, Vector128<ulong> odd) => Sse41.IsSupported
        ? Sse41.Blend(even.AsUInt16(), odd.AsUInt16(), 0xCC).AsUInt64()
        : Vector128.ConditionalSelect(Vector128.Create(0x0000_0000_FFFF_FFFFUL), even, odd);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LowerHalves64(Vector128<ulong> even, Vector128<ulong> odd) => Blend32(even, odd << 32);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> UpperHalves64(Vector128<ulong> even, Vector128<ulong> odd) => Blend32(even >> 32, odd);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose32(ref Vector128<ulong> a, ref Vector128<ulong> b)
    {
        Vector128<ulong> first = a;
        a = LowerHalves64(first, b);
        b = UpperHalves64(first, b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose64(ref Vector128<ulong> a, ref Vector128<ulong> b)
    {
        Vector128<ulong> first = a;
        if (Sse2.IsSupported)
        {
            a = Sse2.UnpackLow(first, b);
            b = Sse2.UnpackHigh(first, b);
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            a = AdvSimd.Arm64.ZipLow(first, b);
            b = AdvSimd.Arm64.ZipHigh(first, b);
        }
        else
        {
            a = Vector128.Create(first.GetLower(), b.GetLower());
            b = Vector128.Create(first.GetUpper(), b.GetUpper());
        }
    }

    /// <inheritdoc/>
    public static void Transpose128(ref Vector128<ulong> a, ref Vector128<ulong> b) => throw new NotSupportedException();

    /// <inheritdoc/>
    public static void Transpose256(ref Vector128<ulong> a, ref Vector128<ulong> b) => throw new NotSupportedException();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave32(ref Vector128<ulong> a, ref Vector128<ulong> b)
    {
        Transpose32(ref a, ref b);
        Transpose64(ref a, ref b);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Separate32(ref Vector128<ulong> a, ref Vector128<ulong> b)
    {
        Transpose64(ref a, ref b);
        Transpose32(ref a, ref b);
    }

    /// <summary>Stores bytes behind the first of a list, fewer than sixteen, as many as it has room for. Their number is public.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AppendAtEnd(Vector128<byte> a, Span<byte> list, int count)
    {
        int last = list.Length - Vector128<byte>.Count;
        ref byte end = ref Unsafe.Add(ref MemoryMarshal.GetReference(list), last);
        Vector128<sbyte> order = Vector128<sbyte>.Indices - Vector128.Create((sbyte)(count - last));        // negative for the bytes that stay
        Vector128<byte> stays = Vector128.LessThan(order, Vector128<sbyte>.Zero).AsByte();
        Vector128.ConditionalSelect(stays, Vector128.LoadUnsafe(ref end), Lookup(a, order.AsByte())).StoreUnsafe(ref end);
    }
}
