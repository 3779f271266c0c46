using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204, section 7.1. Coefficients of at most 13 bits are moved two by two, as pairs of fields; one of 18 or 20 bits is moved as a pair
/// of half as many.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private const int DsaMaxPairBits = 13;

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 16 (SimpleBitPack).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaSimpleBitPack(ReadOnlySpan<int> f, int bits, Span<byte> bytes)
    {
        Bounds.AssertRange(f, 0, (1 << bits) - 1);
        DsaPackPairs(f, bits, bytes, default(AsItIs));
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 17 (BitPack).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaBitPack(ReadOnlySpan<int> f, int high, int bits, Span<byte> bytes)
    {
        Bounds.AssertRange(f, high - (1 << bits) + 1, high);
        if (bits <= DsaMaxPairBits)                         // public: a parameter
            DsaPackPairs(f, bits, bytes, new DsaBelow(high));
        else
            DsaPackLong(f, bits, bytes, new DsaBelow(high));
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 18 (SimpleBitUnpack).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaSimpleBitUnpack(ReadOnlySpan<byte> bytes, int bits, Span<int> f) => DsaUnpackPairs(bytes, bits, f, default(AsItIs));

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 19 (BitUnpack).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DsaBitUnpack(ReadOnlySpan<byte> bytes, int high, int bits, Span<int> f)
    {
        if (bits <= DsaMaxPairBits)                         // public: a parameter
            DsaUnpackPairs(bytes, bits, f, new DsaBelow(high));
        else
            DsaUnpackLong(bytes, bits, f, new DsaBelow(high));
    }

    /// <summary>Maps coefficients to at most 13 bits each and writes these one after the other. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaPackPairs<TMap>(ReadOnlySpan<int> f, int bits, Span<byte> bytes, TMap map)
        where TMap : struct, IMap<TVector>
    {
        bytes = bytes[..(32 * bits)];
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<int, TVector>(f[..256]);
        PairWriter writer = new(BitFields.Top[bits]);
        TVector pairs = TWidth.Repeat32(1 | (1 << (16 + bits)));
        for (int i = 0; i + 1 < vectors.Length; i += 2)
        {
            TVector fields = TWidth.Narrow32To16(map.Apply(vectors[i]), map.Apply(vectors[i + 1]));
            writer.Write(TWidth.MultiplyAddPairs16(fields, pairs), bytes[(i * Ints * bits / 8)..]);     // the odd field above the even one
        }
    }

    /// <summary>Maps coefficients to 18 or 20 bits each and writes these one after the other. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaPackLong<TMap>(ReadOnlySpan<int> f, int bits, Span<byte> bytes, TMap map)
        where TMap : struct, IMap<TVector>
    {
        bytes = bytes[..(32 * bits)];
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<int, TVector>(f[..256]);
        PairWriter writer = new(BitFields.Top[bits / 2]);
        for (int i = 0; i < vectors.Length; i++)
            writer.Write(map.Apply(vectors[i]), bytes[(i * Ints * bits / 8)..]);
    }

    /// <summary>Reads values of at most 13 bits each and maps them to coefficients. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaUnpackPairs<TMap>(ReadOnlySpan<byte> bytes, int bits, Span<int> f, TMap map)
        where TMap : struct, IMap<TVector>
    {
        ref byte lower = ref MemoryMarshal.GetReference(bytes[..(32 * bits)]);
        ref byte upper = ref Unsafe.Add(ref lower, 16 * bits);
        Span<TVector> vectors = MemoryMarshal.Cast<int, TVector>(f[..256]);
        PairReader reader = new(BitFields.Top[bits]);
        int half = vectors.Length / 2;
        for (int i = 0; i < half; i += 2)
        {
            int position = i * Ints * bits / 8;
            DsaSplitPairs(reader.ReadLower(in Unsafe.Add(ref lower, position)), bits, vectors[i..], map);
            DsaSplitPairs(reader.ReadUpper(in Unsafe.Add(ref upper, position)), bits, vectors[(half + i)..], map);
        }
    }

    /// <summary>Maps the fields of pairs at the upper end of lanes to coefficients. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaSplitPairs<TMap>(TVector pairs, int bits, Span<TVector> coefficients, TMap map)
        where TMap : struct, IMap<TVector>
    {
        TVector even = TWidth.ShiftRight32(TWidth.ShiftLeft32(pairs, bits), 32 - bits);
        TVector odd = TWidth.ShiftRight32(pairs, 32 - bits);
        TWidth.Interleave32(ref even, ref odd);
        coefficients[0] = map.Apply(even);
        coefficients[1] = map.Apply(odd);
    }

    /// <summary>Reads values of 18 or 20 bits each and maps them to coefficients. Secret.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DsaUnpackLong<TMap>(ReadOnlySpan<byte> bytes, int bits, Span<int> f, TMap map)
        where TMap : struct, IMap<TVector>
    {
        ref byte lower = ref MemoryMarshal.GetReference(bytes[..(32 * bits)]);
        ref byte upper = ref Unsafe.Add(ref lower, 16 * bits);
        Span<TVector> vectors = MemoryMarshal.Cast<int, TVector>(f[..256]);
        PairReader reader = new(BitFields.Top[bits / 2]);
        int half = vectors.Length / 2;
        for (int i = 0; i < half; i++)
        {
            int position = i * Ints * bits / 8;
            vectors[i] = map.Apply(TWidth.ShiftRight32(reader.ReadLower(in Unsafe.Add(ref lower, position)), 32 - bits));
            vectors[half + i] = map.Apply(TWidth.ShiftRight32(reader.ReadUpper(in Unsafe.Add(ref upper, position)), 32 - bits));
        }
    }

    /// <summary>The distance below an upper end, and back.</summary>
    private readonly struct DsaBelow : IMap<TVector>
    {
        private readonly TVector high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal DsaBelow(int high) => this.high = TWidth.Repeat32(high);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector a) => TWidth.Subtract32(high, a);
    }
}
