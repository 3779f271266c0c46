using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <content>Fields of bits one after the other in bytes, and in lanes: a lane of 32 bits holds two fields of d bits or one of 2 * d bits.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <summary>Maps nothing.</summary>
    private readonly struct AsItIs : IMap<TVector>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector a) => a;
    }

    /// <summary>Writes pairs of fields.</summary>
    private readonly struct PairWriter
    {
        private readonly int d;
        private readonly TVector quads;
        private readonly TVector join;
        private readonly TVector joinShifted;

        /// <summary>Makes it of the table for d bits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal PairWriter(BitFields fields)
        {
            d = fields.Bits;
            quads = TWidth.Repeat64((1UL << 32) | (1UL << (32 - (2 * d))));
            join = TWidth.Repeat128(fields.Join);
            joinShifted = TWidth.Repeat128(fields.JoinShifted);
        }

        /// <summary>Writes the pairs of a vector.</summary>
        /// <param name="pairs">In each lane of 32 bits a number of 2 * d bits. Secret.</param>
        /// <param name="bytes">Receives d bytes of each 128 bits; what lies behind these may be overwritten, and is written later. Secret.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Write(TVector pairs, Span<byte> bytes)
        {
            ref byte target = ref MemoryMarshal.GetReference(bytes);
            if (d == 4)                                     // public: a parameter
            {
                TWidth.StoreNarrow32To8(pairs, ref target);
                return;
            }

            TVector x = TWidth.ShiftRight64(TWidth.MultiplyLow32(pairs, quads), 32 - (2 * d));      // the even pair below the odd one
            TVector joined = TWidth.Shuffle8(x, join);
            if ((d & 1) != 0)                               // public: a parameter
                joined = TWidth.Or(joined, TWidth.Shuffle8(TWidth.ShiftLeft64(x, 4), joinShifted));

            int lastPiece = d * ((Unsafe.SizeOf<TVector>() / 16) - 1);
            if (bytes.Length >= lastPiece + 16)             // public: a position
                TWidth.StorePieces(joined, ref target, d);
            else
                TWidth.StorePiecesExactly(joined, ref target, d);
        }
    }

    /// <summary>Reads pairs of fields, and leaves them at the upper end of lanes of 32 bits.</summary>
    /// <remarks>In the first half of the bytes, 16 bytes are loaded from where four pairs begin, in the second half to where they end, which is within
    /// the bytes for each d.</remarks>
    private readonly struct PairReader
    {
        private readonly int d;
        private readonly TVector spread;
        private readonly TVector spreadFromEnd;
        private readonly TVector align;

        /// <summary>Makes it of the table for d bits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal PairReader(BitFields fields)
        {
            d = fields.Bits;
            spread = TWidth.Repeat128(fields.Spread);
            spreadFromEnd = TWidth.Repeat128(fields.SpreadFromEnd);
            align = TWidth.Repeat128(fields.Align);
        }

        /// <summary>Reads from the first half of the bytes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector ReadLower(ref readonly byte source) =>
            TWidth.MultiplyLow32(TWidth.Shuffle8(TWidth.LoadPieces(in source, d), spread), align);

        /// <summary>Reads from the second half of the bytes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector ReadUpper(ref readonly byte source) =>
            TWidth.MultiplyLow32(TWidth.Shuffle8(TWidth.LoadPieces(in Unsafe.Add(ref Unsafe.AsRef(in source), d - 16), d), spreadFromEnd), align);
    }
}
