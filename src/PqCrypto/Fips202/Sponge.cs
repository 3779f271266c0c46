using System.Buffers.Binary;
using PqCrypto.Kernels;

namespace PqCrypto.Fips202;

/// <summary>One SHA-3 or SHAKE computation whose input and output come piece by piece, over a state that the caller owns.</summary>
/// <remarks>FIPS 202, section 4. For streams whose length is not known beforehand; hashes of known inputs belong into a
/// <see cref="LaneGroup{TKernels}"/>, where others run beside them. The state is as secret as what it absorbed; its owner zeroes it.</remarks>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal ref struct Sponge<TKernels>
    where TKernels : struct, IKernels
{
    private readonly Span<ulong> states;
    private readonly SpongeKind kind;
    private int position;
    private bool squeezing;

    /// <summary>Starts a computation.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="states"><see cref="StateSizeInWords"/> words; zeroed here.</param>
    internal Sponge(SpongeKind kind, Span<ulong> states)
    {
        this.kind = kind;
        this.states = states[..StateSizeInWords];
        this.states.Clear();
    }

    /// <summary>Continues a computation that is still absorbing.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="states">The words that the earlier part left behind.</param>
    /// <param name="position">Where the earlier part stopped: its <see cref="Position"/>.</param>
    internal Sponge(SpongeKind kind, Span<ulong> states, int position)
    {
        this.kind = kind;
        this.states = states[..StateSizeInWords];
        this.position = position;
    }

    /// <summary>Bytes of the current block that are absorbed already.</summary>
    internal readonly int Position => position;

    /// <summary>Words of state that the kernel set permutes at once; this computation uses the first lane.</summary>
    internal static int StateSizeInWords => 25 * TKernels.KeccakLanes;

    /// <summary>Takes in the next piece of input.</summary>
    /// <param name="data">Any number of bytes.</param>
    internal void Absorb(scoped ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int piece = int.Min(kind.RateInBytes - position, data.Length);
            Lane.Xor<TKernels>(states, 0, position, data[..piece]);
            data = data[piece..];
            position += piece;
            if (position == kind.RateInBytes)
            {
                TKernels.KeccakPermute(states);
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
            Lane.Pad<TKernels>(states, 0, position, kind);
            squeezing = true;
            position = kind.RateInBytes;
        }

        while (!output.IsEmpty)
        {
            if (position == kind.RateInBytes)
            {
                TKernels.KeccakPermute(states);
                position = 0;
            }

            int piece = int.Min(kind.RateInBytes - position, output.Length);
            Lane.Copy<TKernels>(states, 0, position, output[..piece]);
            output = output[piece..];
            position += piece;
        }
    }
}

/// <summary>Bytes in and out of one lane of interleaved Keccak states.</summary>
internal static class Lane
{
    /// <summary>XORs bytes into a lane.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lane">Which lane. Public.</param>
    /// <param name="position">Byte position in the lane. Public.</param>
    /// <param name="data">The bytes, not past the end of the state. Secret.</param>
    internal static void Xor<TKernels>(Span<ulong> states, int lane, int position, ReadOnlySpan<byte> data)
        where TKernels : struct, IKernels
    {
        int word = position >> 3;
        if ((position & 7) == 0)
        {
            for (; data.Length >= 8; data = data[8..])
                states[word++ * TKernels.KeccakLanes + lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(data);
            position = word << 3;
        }

        foreach (byte value in data)
        {
            states[(position >> 3) * TKernels.KeccakLanes + lane] ^= (ulong)value << (8 * (position & 7));
            position++;
        }
    }

    /// <summary>Copies bytes out of a lane.</summary>
    /// <param name="states">The interleaved states. Secret.</param>
    /// <param name="lane">Which lane. Public.</param>
    /// <param name="position">Byte position in the lane. Public.</param>
    /// <param name="output">Receives bytes, not past the end of the state. Secret.</param>
    internal static void Copy<TKernels>(ReadOnlySpan<ulong> states, int lane, int position, Span<byte> output)
        where TKernels : struct, IKernels
    {
        int word = position >> 3;
        if ((position & 7) == 0)
        {
            for (; output.Length >= 8; output = output[8..])
                BinaryPrimitives.WriteUInt64LittleEndian(output, states[word++ * TKernels.KeccakLanes + lane]);
            position = word << 3;
        }

        foreach (ref byte value in output)
        {
            value = (byte)(states[(position >> 3) * TKernels.KeccakLanes + lane] >> (8 * (position & 7)));
            position++;
        }
    }

    /// <summary>Ends the input of a lane: domain bits, then padding to the end of the block.</summary>
    /// <remarks>FIPS 202, section 5.1 (pad10*1) and sections 6.1 and 6.2.</remarks>
    internal static void Pad<TKernels>(Span<ulong> states, int lane, int position, SpongeKind kind)
        where TKernels : struct, IKernels
    {
        states[(position >> 3) * TKernels.KeccakLanes + lane] ^= (ulong)kind.Suffix << (8 * (position & 7));
        states[((kind.RateInBytes >> 3) - 1) * TKernels.KeccakLanes + lane] ^= 1UL << 63;
    }

    /// <summary>Zeroes a lane.</summary>
    internal static void Clear<TKernels>(Span<ulong> states, int lane)
        where TKernels : struct, IKernels
    {
        for (int word = 0; word < 25; word++)
            states[word * TKernels.KeccakLanes + lane] = 0;
    }
}
