using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 204: rejection sampling of uniform polynomials, twelve bytes at a time: each width has 128 bits. All of it is public.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    private const int Piece = 12;                   // = 3 * 4: bytes of four candidates

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 30 (RejNTTPoly) with Algorithm 14 (CoeffFromThreeBytes).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int DsaSampleUniform(ReadOnlySpan<byte> stream, Span<int> f, int filled)
    {
        f = f[..256];
        ref byte source = ref MemoryMarshal.GetReference(stream);
        ref byte target = ref Unsafe.As<int, byte>(ref MemoryMarshal.GetReference(f));
        ReadOnlySpan<Vector128<byte>> orders = Compaction.Ints.Vectors;
        Vector128<byte> spread = Vector128.Create((byte)0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11);
        int position = 0;
        while (position + Vector128<byte>.Count <= stream.Length && filled + Vector128<int>.Count <= f.Length)
        {
            Vector128<int> triples = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source, (nuint)position), spread).AsInt32();
            Vector128<int> z = triples & Vector128.Create((1 << 23) - 1);
            uint accepted = Vector128.LessThan(z, Vector128.Create(DsaField.Q)).ExtractMostSignificantBits();
            Vector128.ShuffleNative(z.AsByte(), orders[(int)accepted]).StoreUnsafe(ref target, (nuint)(filled * sizeof(int)));
            filled += int.PopCount((int)accepted);
            position += Piece;
        }

        return ReferenceKernels.DsaSampleUniform(stream[position..], f, filled);
    }
}
