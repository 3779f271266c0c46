using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: rejection sampling of uniform polynomials. All of it is public.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 30 (RejNTTPoly) with Algorithm 14 (CoeffFromThreeBytes).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaSampleUniform(ReadOnlySpan<byte> stream, Span<int> f, int filled)
    {
        f = f[..256];
        ReadOnlySpan<Vector128<byte>> orders = Compaction.Ints.Vectors;
        ref byte source = ref MemoryMarshal.GetReference(stream);
        TVector spread = TWidth.Repeat128(Vector128.Create((byte)0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11));
        TVector mask = TWidth.Repeat32((1 << 23) - 1);
        int end = stream.Length - Vector128<byte>.Count + Piece - Pieces;       // behind it a vector does not find all its bytes
        int position = 0;
        for (; position <= end && filled < f.Length; position += Pieces)
        {
            TVector triples = TWidth.Shuffle8(TWidth.LoadPieces(in Unsafe.Add(ref source, position), Piece), spread);
            filled = TWidth.AppendBelow32(TWidth.And(triples, mask), DsaField.Q, orders, f, filled);
        }

        return ReferenceKernels.DsaSampleUniform(stream[position..], f, filled);
    }
}
