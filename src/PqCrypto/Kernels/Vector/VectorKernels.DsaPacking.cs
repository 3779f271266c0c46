using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Base;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: bounded sampling and the unpacking of long vectors, 128 bits at a time, which each width has.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 31 (RejBoundedPoly), with FIPS 204, Algorithm 15 (CoeffFromHalfByte). Four bytes are eight candidates in lanes
    /// of 16 bits; which of them are rejected is public, and only that chooses the order of the others.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaSampleBounded(ReadOnlySpan<byte> stream, int eta, Span<int> f, int filled)
    {
        f = f[..256];
        short limit = (short)(eta == 2 ? 15 : 9);           // public: a parameter
        short fifth = (short)(eta == 2 ? 205 : 0);          // eta = 4 takes no remainder
        ref int target = ref MemoryMarshal.GetReference(f);
        ReadOnlySpan<Vector128<byte>> orders = Compaction.Shorts.Vectors;
        Vector128<byte> spread = Vector128.Create((byte)0, 4, 0, 4, 1, 4, 1, 4, 2, 4, 2, 4, 3, 4, 3, 4);
        Vector128<short> odd = Vector128.Create(0xFFFF0000U).AsInt16();
        int position = 0;
        for (; position + sizeof(uint) <= stream.Length && filled + Vector128<short>.Count <= f.Length; position += sizeof(uint))
        {
            uint word = MemoryMarshal.Read<uint>(stream[position..]);
            Vector128<short> bytes = Vector128.ShuffleNative(Vector128.CreateScalar(word).AsByte(), spread).AsInt16();
            Vector128<short> half = Vector128.ConditionalSelect(odd, bytes >> 4, bytes) & Vector128.Create((short)15);
            Vector128<short> remainder = half - (((half * fifth) >> 10) * 5);
            uint mask = Vector128.LessThan(half, Vector128.Create(limit)).ExtractMostSignificantBits();
            int accepted = Declassify.Value((int)mask, DeclassifyReason.RejectedCandidates);
            Vector128<short> values = Vector128.ShuffleNative((Vector128.Create((short)eta) - remainder).AsByte(), orders[accepted]).AsInt16();
            Vector128.WidenLower(values).StoreUnsafe(ref target, (nuint)filled);
            Vector128.WidenUpper(values).StoreUnsafe(ref target, (nuint)(filled + 4));
            filled += int.PopCount(accepted);
        }

        return ReferenceKernels.DsaSampleBounded(stream[position..], eta, f, filled);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 19 (BitUnpack). Four coefficients of 18 or 20 bits begin at whole bytes; each gets its three bytes, is shifted
    /// to the left until all have the same bits below them, and back.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaBitUnpack(ReadOnlySpan<byte> bytes, int high, int bits, Span<int> f)
    {
        if (bits is not (18 or 20))                         // public: a parameter; the short ones occur once per key
        {
            ReferenceKernels.DsaBitUnpack(bytes, high, bits, f);
            return;
        }

        bytes = bytes[..(32 * bits)];
        f = f[..256];
        Vector128<byte> spread = bits == 18
            ? Vector128.Create((byte)0, 1, 2, 15, 2, 3, 4, 15, 4, 5, 6, 15, 6, 7, 8, 15)
            : Vector128.Create((byte)0, 1, 2, 15, 2, 3, 4, 15, 5, 6, 7, 15, 7, 8, 9, 15);
        Vector128<int> scale = bits == 18 ? Vector128.Create(64, 16, 4, 1) : Vector128.Create(16, 1, 16, 1);
        int shift = bits == 18 ? 6 : 4;
        Vector128<int> mask = Vector128.Create((1 << bits) - 1);
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref int target = ref MemoryMarshal.GetReference(f);
        int last = bytes.Length - Vector128<byte>.Count;
        int position = 0;
        for (int i = 0; i < f.Length; i += 4, position += bits / 2)
        {
            int start = int.Min(position, last);            // public: the last pieces are taken from the middle of the last load
            Vector128<byte> order = spread + Vector128.Create((byte)(position - start));
            Vector128<int> fields = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source, (nuint)start), order).AsInt32();
            Vector128<int> z = ((fields & Vector128.Create(0xFFFFFF)) * scale >> shift) & mask;
            (Vector128.Create(high) - z).StoreUnsafe(ref target, (nuint)i);
        }
    }
}
