using PqCrypto.Base;
using PqCrypto.Kernels;

namespace PqCrypto.Fips202;

/// <summary>Independent SHA-3 and SHAKE computations that run side by side in the lanes of one permutation.</summary>
/// <remarks>
/// An operation adds the streams that it needs and runs the group once; how many run at a time is the kernel set's affair. A lane takes the
/// next stream as soon as its own has ended, so the streams may differ in function and length. A stream may continue another: its
/// input then ends with that stream's output, and it starts when that one has ended. Which streams there are, and their lengths, is public;
/// what they hold is as secret as their inputs. Inputs are copied, and all memory belongs to the workspace.
/// </remarks>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal ref struct LaneGroup<TKernels>
    where TKernels : struct, IKernels
{
    private readonly Span<byte> arena;
    private readonly Span<Stream> streams;
    private readonly Span<ulong> states;
    private int count;
    private int used;

    /// <summary>Makes an empty group.</summary>
    /// <param name="workspace">Gives the memory.</param>
    /// <param name="maxStreams">Streams that will be added at most.</param>
    /// <param name="maxBytes">Bytes of all inputs and outputs together at most.</param>
    internal LaneGroup(Workspace workspace, int maxStreams, int maxBytes)
    {
        arena = workspace.Bytes(maxBytes);
        streams = workspace.Take<Stream>(maxStreams);
        states = workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords);
    }

    /// <summary>Adds a stream.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="outputLength">Bytes to squeeze.</param>
    /// <param name="first">The input, or its beginning. Secret.</param>
    /// <param name="second">The rest of the input. Secret.</param>
    /// <returns>The stream's number, for <see cref="Output"/>.</returns>
    internal int Add(SpongeKind kind, int outputLength, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second = default) =>
        Add(kind, outputLength, first, second, predecessor: -1);

    /// <summary>Adds a stream whose input is a prefix followed by the whole output of an earlier stream of this group.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="outputLength">Bytes to squeeze.</param>
    /// <param name="prefix">The beginning of the input. Secret.</param>
    /// <param name="predecessor">The number of the earlier stream.</param>
    /// <returns>The stream's number.</returns>
    internal int AddAfter(SpongeKind kind, int outputLength, scoped ReadOnlySpan<byte> prefix, int predecessor) =>
        Add(kind, outputLength, prefix, default, predecessor);

    /// <summary>What a stream has squeezed; filled once the group has run.</summary>
    /// <param name="stream">The stream's number.</param>
    internal readonly Span<byte> Output(int stream) => arena.Slice(streams[stream].OutputStart, streams[stream].OutputLength);

    /// <summary>Computes all streams that were added since the last run.</summary>
    internal void Run()
    {
        Span<int> running = stackalloc int[TKernels.KeccakLanes];       // the stream in each lane, or -1
        running.Fill(-1);
        while (true)
        {
            bool any = false;
            for (int lane = 0; lane < running.Length; lane++)
            {
                if (running[lane] < 0)
                    running[lane] = Start(lane);
                if (running[lane] >= 0)
                {
                    AbsorbBlock(lane, ref streams[running[lane]]);
                    any = true;
                }
            }

            if (!any)
                return;
            TKernels.KeccakPermute(states);
            for (int lane = 0; lane < running.Length; lane++)
            {
                if (running[lane] >= 0 && SqueezeBlock(lane, ref streams[running[lane]]))
                    running[lane] = -1;
            }
        }
    }

    private int Add(SpongeKind kind, int outputLength, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second, int predecessor)
    {
        int inherited = predecessor < 0 ? 0 : streams[predecessor].OutputLength;    // public: the shape of the operation
        int inputLength = first.Length + second.Length + inherited;
        ref Stream stream = ref streams[count];
        stream = new Stream
        {
            Kind = kind,
            InputStart = used,
            InputLength = inputLength,
            OutputStart = used + inputLength,
            OutputLength = outputLength,
            Predecessor = predecessor,
        };
        first.CopyTo(arena[used..]);
        second.CopyTo(arena[(used + first.Length)..]);
        used += inputLength + outputLength;
        return count++;
    }

    /// <summary>Puts the next stream that can start into a lane; -1 where there is none.</summary>
    private readonly int Start(int lane)
    {
        for (int i = 0; i < count; i++)
        {
            ref Stream stream = ref streams[i];
            if (stream.Phase != Phase.Waiting || (stream.Predecessor >= 0 && streams[stream.Predecessor].Phase != Phase.Done))
                continue;
            if (stream.Predecessor >= 0)
            {
                Span<byte> inherited = Output(stream.Predecessor);
                inherited.CopyTo(arena[(stream.OutputStart - inherited.Length)..]);
            }

            Lane.Clear<TKernels>(states, lane);
            stream.Phase = Phase.Absorbing;
            return i;
        }

        return -1;
    }

    /// <summary>Gives a lane its next block of input, with the padding once the input ends.</summary>
    private readonly void AbsorbBlock(int lane, ref Stream stream)
    {
        if (stream.Phase != Phase.Absorbing)
            return;
        int rate = stream.Kind.RateInBytes;
        int piece = int.Min(rate, stream.InputLength - stream.Done);
        Lane.Xor<TKernels>(states, lane, 0, arena.Slice(stream.InputStart + stream.Done, piece));
        stream.Done += piece;
        if (piece < rate)
        {
            Lane.Pad<TKernels>(states, lane, piece, stream.Kind);
            stream.Phase = Phase.Squeezing;
            stream.Done = 0;
        }
    }

    /// <summary>Takes the next block of output from a lane; true when the stream has ended.</summary>
    private readonly bool SqueezeBlock(int lane, ref Stream stream)
    {
        if (stream.Phase != Phase.Squeezing)
            return false;
        int piece = int.Min(stream.Kind.RateInBytes, stream.OutputLength - stream.Done);
        Lane.Copy<TKernels>(states, lane, 0, arena.Slice(stream.OutputStart + stream.Done, piece));
        stream.Done += piece;
        if (stream.Done < stream.OutputLength)
            return false;
        stream.Phase = Phase.Done;
        return true;
    }

    private enum Phase
    {
        Waiting,
        Absorbing,
        Squeezing,
        Done,
    }

    /// <summary>One computation: where its input and output lie in the arena, and how far it is.</summary>
    private struct Stream
    {
        internal SpongeKind Kind;
        internal int InputStart;
        internal int InputLength;
        internal int OutputStart;
        internal int OutputLength;
        internal int Predecessor;
        internal int Done;
        internal Phase Phase;
    }
}
