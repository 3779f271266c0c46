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
    public static void KemSampleCbd(ReadOnlySpan<byte> bytes, int eta, Span<short> f) =>
        KemUnpack(bytes, BitFields.Low[2 * eta], f, new KemBinomial(eta));

    /// <summary>From 2 * eta bits to the number of ones in their lower half less that in their upper half.</summary>
    /// <remarks>FIPS 203, Algorithm 8 (SamplePolyCBD_η), L3 to L5. Ones are looked up in a register: no address depends on a secret.</remarks>
    private readonly struct KemBinomial : IMap<TVector>
    {
        private readonly TVector ones;
        private readonly TVector lower;
        private readonly int eta;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal KemBinomial(int eta)
        {
            this.eta = eta;
            ones = TWidth.Repeat128(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0));
            lower = TWidth.Repeat16((short)((1 << eta) - 1));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector a)
        {
            TVector x = TWidth.And(a, lower);
            TVector y = TWidth.ShiftRight64(TWidth.AndNot(a, lower), eta);
            return TWidth.Subtract16(TWidth.Shuffle8(ones, x), TWidth.Shuffle8(ones, y));
        }
    }
}
