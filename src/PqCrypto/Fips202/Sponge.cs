using System.Buffers.Binary;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Fips202;

/// <summary>One SHA-3 or SHAKE computation whose input and output come piece by piece, over a state that the caller owns.</summary>
/// <remarks>FIPS 202, section 4. For streams whose length is not known beforehand; hashes of known inputs belong into a
/// <see cref="LaneGroup{TKernels}"/>, where others run beside them. The state is as secret as what it absorbed; its owner zeroes it.</remarks>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal ref struct Sponge<TKernels>
    where TKernels : struct, IKernels
{
    private readonly Span<ulong> state;
    private readonly SpongeKind kind;
    private int position;
    private bool squeezing;

    /// <summary>Starts a computation.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="state"><see cref="StateSizeInWords"/> words; zeroed here.</param>
    internal Sponge(SpongeKind kind, Span<ulong> state)
    {
        this.kind = kind;
        this.state = state[..StateSizeInWords];
        this.state.Clear();
    }

    /// <summary>Continues a computation that is still absorbing.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="state">The words that the earlier part left behind.</param>
    /// <param name="position">Where the earlier part stopped: its <see cref="Position"/>.</param>
    internal Sponge(SpongeKind kind, Span<ulong> state, int position)
    {
        this.kind = kind;
        this.state = state[..StateSizeInWords];
        this.position = position;
    }

    /// <summary>Bytes of the current block that are absorbed already.</summary>
    internal readonly int Position => position;

    /// <summary>Words of one state: a sponge runs alone, whatever the number of lanes.</summary>
    internal static int StateSizeInWords => KeccakLane.Words;

    /// <summary>Takes in the next piece of input.</summary>
    /// <param name="data">Any number of bytes.</param>
    internal void Absorb(scoped ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int piece = int.Min(kind.RateInBytes - position, data.Length);
            Xor(position, data[..piece]);
            data = data[piece..];
            position += piece;
            if (position == kind.RateInBytes)
            {
                Permute();
                position = 0;
            }
        }
    }

    /// <summary>Writes the next bytes of output; the first call ends the input.</summary>
    /// <param name="output">Any number of bytes.</param>
    internal void Squeeze(scoped Span<byte> output)
    {
        if (!squeezing)
        {
            Pad();
            squeezing = true;
            position = kind.RateInBytes;
        }

        while (!output.IsEmpty)
        {
            if (position == kind.RateInBytes)
            {
                Permute();
                position = 0;
            }

            int piece = int.Min(kind.RateInBytes - position, output.Length);
            Copy(position, output[..piece]);
            output = output[piece..];
            position += piece;
        }
    }

    /// <summary>Ends the input: domain bits, then padding to the end of the block.</summary>
    /// <remarks>FIPS 202, section 5.1 (pad10*1) and sections 6.1 and 6.2.</remarks>
    private readonly void Pad()
    {
        state[position >> 3] ^= (ulong)kind.Suffix << (8 * (position & 7));
        state[(kind.RateInBytes >> 3) - 1] ^= 1UL << 63;
    }

    private readonly void Permute()
    {
        if (kind.FirstRound == 0)
            TKernels.KeccakPermuteOne(state);
        else
            ReferenceKernels.KeccakPermute(state, kind.FirstRound);
    }

    private readonly void Xor(int start, ReadOnlySpan<byte> data)
    {
        int word = start >> 3;
        if ((start & 7) == 0)
        {
            for (; data.Length >= 8; data = data[8..])
                state[word++] ^= BinaryPrimitives.ReadUInt64LittleEndian(data);
            start = word << 3;
        }

        foreach (byte value in data)
        {
            state[start >> 3] ^= (ulong)value << (8 * (start & 7));
            start++;
        }
    }

    private readonly void Copy(int start, Span<byte> output)
    {
        int word = start >> 3;
        if ((start & 7) == 0)
        {
            for (; output.Length >= 8; output = output[8..])
                BinaryPrimitives.WriteUInt64LittleEndian(output, state[word++]);
            start = word << 3;
        }

        foreach (ref byte value in output)
        {
            value = (byte)(state[start >> 3] >> (8 * (start & 7)));
            start++;
        }
    }
}
