using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 203, section 4.2.2: sampling.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    /// <remarks>FIPS 203, Algorithm 7 (SampleNTT), L5 to L16.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int KemSampleUniform(ReadOnlySpan<byte> stream, Span<short> f, int filled)
    {
        f = f[..256];
        ref byte source = ref MemoryMarshal.GetReference(stream);
        ref byte target = ref Unsafe.As<short, byte>(ref MemoryMarshal.GetReference(f));
        ReadOnlySpan<Vector128<byte>> orders = Compaction.Shorts.Vectors;
        Vector128<byte> spread = Vector128.Create((byte)0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11);
        Vector128<ushort> odd = Vector128.Create(0xFFFF0000U).AsUInt16();
        int position = 0;
        while (position + Vector128<byte>.Count <= stream.Length && filled + Vector128<short>.Count <= f.Length)
        {
            Vector128<ushort> pairs = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source, (nuint)position), spread).AsUInt16();
            Vector128<ushort> d = Vector128.ConditionalSelect(odd, pairs >> 4, pairs) & Vector128.Create((ushort)0xFFF);    // L6, L7
            uint accepted = Vector128.LessThan(d.AsInt16(), Vector128.Create((short)KemZetas.Q)).ExtractMostSignificantBits();
            Vector128.ShuffleNative(d.AsByte(), orders[(int)accepted]).StoreUnsafe(ref target, (nuint)(filled * sizeof(short)));  // L8 to L15
            filled += int.PopCount((int)accepted);
            position += Piece;
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
