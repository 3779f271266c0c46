using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Base;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: bounded sampling, 128 bits at a time, which each width has.</content>
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
}
