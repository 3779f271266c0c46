using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203, section 4.2.2: sampling.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private const int Piece = 12;                           // = 3 * 4: bytes of the candidates in 128 bits, eight of 12 bits or four of 24

    /// <summary>Bytes of the candidates in a vector.</summary>
    private static int Pieces => Unsafe.SizeOf<TVector>() / Vector128<byte>.Count * Piece;

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 7 (SampleNTT), L5 to L16.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int KemSampleUniform(ReadOnlySpan<byte> stream, Span<short> f, int filled)
    {
        f = f[..256];
        ReadOnlySpan<Vector128<byte>> orders = Compaction.Shorts.Vectors;
        ref byte source = ref MemoryMarshal.GetReference(stream);
        TVector spread = TWidth.Repeat128(Vector128.Create((byte)0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11));
        TVector mask = TWidth.Repeat16(0xFFF);
        int end = stream.Length - Vector128<byte>.Count + Piece - Pieces;       // behind it a vector does not find all its bytes
        int position = 0;
        for (; position <= end && filled < f.Length; position += Pieces)
        {
            TVector pairs = TWidth.Shuffle8(TWidth.LoadPieces(in Unsafe.Add(ref source, position), Piece), spread);
            TVector d = TWidth.And(TWidth.Blend16(pairs, TWidth.ShiftRight64(pairs, 4)), mask);         // L6, L7
            filled = TWidth.AppendBelow16(d, KemZetas.Q, orders, f, filled);                                    // L8 to L15
        }

        return ReferenceKernels.KemSampleUniform(stream[position..], f, filled);
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 8 (SamplePolyCBD_η).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f)
    {
        if (eta == 2)                                       // public: a parameter
            KemSampleCbd2(bytes[..128], f[..256]);          // = 64 * 2
        else
            KemUnpack(bytes, BitFields.Low[2 * 3], f, new KemBinomial());
    }

    /// <summary>Samples with eta = 2, where all sums have room where their bits are: half a byte becomes 3 + x - y, and that a coefficient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KemSampleCbd2(ReadOnlySpan<byte> bytes, Span<short> f)
    {
        TVector everyBit = TWidth.Repeat16(0x5555);
        TVector everyPair = TWidth.Repeat16(0x3333);
        TVector firstFour = TWidth.Repeat128(Vector128.Create((byte)0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3));
        ref byte target = ref Unsafe.As<short, byte>(ref MemoryMarshal.GetReference(f));
        foreach (TVector bits in MemoryMarshal.Cast<byte, TVector>(bytes))
        {
            TVector sums = TWidth.Add8(TWidth.And(bits, everyBit), TWidth.And(TWidth.ShiftRight64(bits, 1), everyBit));         // L3, L4
            TVector halves = TWidth.Add8(TWidth.And(sums, everyPair), TWidth.AndNot(everyPair, TWidth.ShiftRight64(sums, 2)));  // L5
            TVector order = firstFour;
            for (int i = 0; i < 4; i++)
            {
                TVector twice = TWidth.Shuffle8(halves, order);                         // each byte is in two lanes
                TVector half = TWidth.And(TWidth.Blend16(twice, TWidth.ShiftRight64(twice, 4)), TWidth.Repeat16(0xF));
                TWidth.StorePieces(TWidth.Subtract16(half, TWidth.Repeat16(3)), ref Unsafe.Add(ref target, 16 * i), 64);
                order = TWidth.Add8(order, TWidth.Repeat32(0x04040404));
            }

            target = ref Unsafe.Add(ref target, 4 * Unsafe.SizeOf<TVector>());
        }
    }

    /// <summary>From six bits to the number of ones in their lower half less that in their upper half.</summary>
    /// <remarks>FIPS 203, Algorithm 8 (SamplePolyCBD_η), L3 to L5, with eta = 3. The ones are added up and not looked up in a register: where a processor
    /// is not known to shuffle bytes, as with NativeAOT's default, the platform shuffles in memory, by addresses that would be secret.</remarks>
    private readonly struct KemBinomial : IMap<TVector>
    {
        private readonly TVector lowest;
        private readonly TVector sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public KemBinomial()
        {
            lowest = TWidth.Repeat16(9);                    // = 2^0 + 2^3
            sum = TWidth.Repeat16(3);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector a)
        {
            TVector sums = TWidth.Add16(TWidth.And(a, lowest), TWidth.And(TWidth.ShiftRight64(a, 1), lowest));
            sums = TWidth.Add16(sums, TWidth.And(TWidth.ShiftRight64(a, 2), lowest));
            return TWidth.Subtract16(TWidth.And(sums, sum), TWidth.And(TWidth.ShiftRight64(sums, 3), sum));
        }
    }
}
