using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203, section 4.2.1: encoding, compression, and their reverses.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 5 (ByteEncode_d) with d = 12.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemEncode12(ReadOnlySpan<short> f, Span<byte> bytes) => KemPack(f, BitFields.Low[12], bytes, default(KemToCanonical));

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) with d = 12. One subtraction reduces: 2^12 is less than 2 * q.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int KemDecode12(ReadOnlySpan<byte> bytes, Span<short> f)
    {
        KemUnpack(bytes, BitFields.Low[12], f, default(AsItIs));
        TVector q = TWidth.Repeat16(KemZetas.Q);
        TVector changed = TWidth.Repeat16(0);
        foreach (ref TVector vector in MemoryMarshal.Cast<short, TVector>(f[..256]))
        {
            TVector reduced = TWidth.MinUnsigned16(vector, TWidth.Subtract16(vector, q));       // a negative difference is, without a sign, the greater
            changed = TWidth.Or(changed, TWidth.Xor(vector, reduced));
            vector = reduced;
        }

        ulong any = TWidth.FoldOr64(changed);
        return (int)(any | (any >> 32));
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Eq. (4.7) and Algorithm 5 (ByteEncode_d).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemCompressEncode(ReadOnlySpan<short> f, int d, Span<byte> bytes) => KemPack(f, BitFields.Low[d], bytes, new KemCompress(d));

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d) and Eq. (4.8).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemDecodeDecompress(ReadOnlySpan<byte> bytes, int d, Span<short> f) =>
        KemUnpack(bytes, BitFields.High[d], f, default(KemDecompress));

    /// <summary>Maps coefficients to d bits each and writes these one after the other.</summary>
    /// <param name="f">256 coefficients. Secret.</param>
    /// <param name="fields">For d. Public.</param>
    /// <param name="bytes">Receives 32 * d bytes. Secret.</param>
    /// <param name="map">Makes values of d bits. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 5 (ByteEncode_d).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KemPack<TMap>(ReadOnlySpan<short> f, BitFields fields, Span<byte> bytes, TMap map)
        where TMap : struct, IMap<TVector>
    {
        int d = fields.Bits;
        int size = d * Shorts / 8;                          // bytes of a vector's fields
        bytes = bytes[..(32 * d)];
        ReadOnlySpan<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        PairWriter writer = new(fields);
        TVector pairs = TWidth.Repeat32(1 | (1 << (16 + d)));
        for (int i = 0; i < vectors.Length; i++)
            writer.Write(TWidth.MultiplyAddPairs16(map.Apply(vectors[i]), pairs), bytes[(i * size)..]);         // the odd field above the even one
    }

    /// <summary>Reads values of d bits each and maps them to coefficients.</summary>
    /// <param name="bytes">32 * d bytes. Secret.</param>
    /// <param name="fields">For d. Public.</param>
    /// <param name="f">Receives 256 coefficients. Secret.</param>
    /// <param name="map">Takes values of d bits at their place. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 6 (ByteDecode_d). In the first half, 16 bytes are loaded from where eight fields begin, in the second half to
    /// where they end, which is within the bytes for each d.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KemUnpack<TMap>(ReadOnlySpan<byte> bytes, BitFields fields, Span<short> f, TMap map)
        where TMap : struct, IMap<TVector>
    {
        int d = fields.Bits;
        int size = d * Shorts / 8;                          // bytes of a vector's fields
        ref byte first = ref MemoryMarshal.GetReference(bytes[..(32 * d)]);
        Span<TVector> vectors = MemoryMarshal.Cast<short, TVector>(f[..256]);
        TVector spread = TWidth.Repeat128(fields.Spread);
        TVector spreadFromEnd = TWidth.Repeat128(fields.SpreadFromEnd);
        TVector align = TWidth.Repeat128(fields.Align);
        TVector mask = TWidth.Repeat16((short)(((1 << d) - 1) << fields.Place));
        for (int i = 0; i < vectors.Length / 2; i++)
        {
            ref byte source = ref Unsafe.Add(ref first, i * size);
            TVector lower = TWidth.LoadPieces(in source, d);
            TVector upper = TWidth.LoadPieces(in Unsafe.Add(ref source, (17 * d) - 16), d);
            vectors[i] = map.Apply(KemFields(TWidth.Shuffle8(lower, spread), align, mask, d));
            vectors[(vectors.Length / 2) + i] = map.Apply(KemFields(TWidth.Shuffle8(upper, spreadFromEnd), align, mask, d));
        }
    }

    /// <summary>Two fields in each lane of 32 bits, brought into lanes of 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector KemFields(TVector pairs, TVector align, TVector mask, int d)
    {
        TVector aligned = TWidth.MultiplyLow32(pairs, align);
        return TWidth.And(TWidth.Blend16(TWidth.ShiftRight64(aligned, 16 - d), aligned), mask);
    }

    /// <summary>From any short to the representative in [0, q).</summary>
    private readonly struct KemToCanonical : IMap<TVector>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector a) => KemCanonical(a);
    }

    /// <summary>From y * 2^(15 - d) to q * y / 2^d, rounded.</summary>
    /// <remarks>FIPS 203, Eq. (4.8).</remarks>
    private readonly struct KemDecompress : IMap<TVector>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector a) => TWidth.MultiplyHighRound16(a, TWidth.Repeat16(KemZetas.Q));
    }

    /// <summary>From any short x to 2^d * x / q, rounded, modulo 2^d.</summary>
    /// <remarks>FIPS 203, Eq. (4.7). A first quotient is nearly right: what it leaves of 2^d * x is at most 4905. The rest, divided by q and rounded,
    /// makes it exact. Adding q to x adds 2^d to the quotient, so that any representative of x gives the same d bits.</remarks>
    private readonly struct KemCompress : IMap<TVector>
    {
        private const int Factor = 20159;                   // = round(2^26 / q)

        private readonly TVector factor;
        private readonly TVector power;
        private readonly TVector mask;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal KemCompress(int d)
        {
            factor = TWidth.Repeat16((short)(Factor >> (11 - d)));      // about 2^(15 + d) / q
            power = TWidth.Repeat16((short)(1 << d));
            mask = TWidth.Repeat16((short)((1 << d) - 1));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector a)
        {
            TVector quotient = TWidth.MultiplyHighRound16(a, factor);
            TVector rest = TWidth.Subtract16(TWidth.MultiplyLow16(a, power), TWidth.MultiplyLow16(quotient, TWidth.Repeat16(KemZetas.Q)));
            return TWidth.And(TWidth.Add16(quotient, KemDivide(rest)), mask);
        }
    }
}
