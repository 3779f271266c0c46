using PqCrypto.Kernels;

namespace PqCrypto.Fips202;

/// <content>The streams: their memory, their beginning, and the queue of those that wait for a lane.</content>
internal ref partial struct LaneGroup<TKernels>
    where TKernels : struct, IKernels
{
    /// <summary>Adds a stream.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="outputLength">Bytes to squeeze.</param>
    /// <param name="first">The input, or its beginning. Secret.</param>
    /// <param name="second">The rest of the input. Secret.</param>
    /// <returns>The stream's number, for <see cref="Output"/>.</returns>
    internal int Add(SpongeKind kind, int outputLength, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second = default) =>
        Add(kind, outputLength, first, second, None);

    /// <summary>Adds a stream whose input is a prefix followed by the whole output of an earlier stream of this group.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="outputLength">Bytes to squeeze.</param>
    /// <param name="prefix">The beginning of the input. Secret.</param>
    /// <param name="predecessor">The number of the earlier stream.</param>
    /// <returns>The stream's number.</returns>
    internal int AddAfter(SpongeKind kind, int outputLength, scoped ReadOnlySpan<byte> prefix, int predecessor) =>
        Add(kind, outputLength, prefix, default, predecessor);

    /// <summary>Makes room for a stream whose input is written later, as a whole, piece by piece, or again and again.</summary>
    /// <param name="kind">Which function.</param>
    /// <param name="inputLength">Bytes of input.</param>
    /// <param name="outputLength">Bytes to squeeze.</param>
    /// <returns>The stream's number.</returns>
    internal int Reserve(SpongeKind kind, int inputLength, int outputLength)
    {
        int rate = kind.RateInBytes;
        int paddedLength = rate;
        while (paddedLength <= inputLength)                                             // public: a length
            paddedLength += rate;
        int start = used;
        int inputEnd = start + paddedLength;
        arena[start + inputLength] ^= kind.Suffix;                                      // FIPS 202, sections 5.1, 6.1 and 6.2
        arena[inputEnd - 1] ^= 0x80;
        ref Stream stream = ref streams[count];
        stream.Kind = kind;
        stream.Phase = Phase.Idle;
        stream.Start = start;
        stream.InputLength = inputLength;
        stream.InputEnd = inputEnd;
        stream.OutputLength = outputLength;
        stream.OutputEnd = inputEnd + outputLength;
        stream.Predecessor = None;
        used = stream.OutputEnd + SpongeKind.MaxRateInBytes;                            // output is written in blocks of any function
        return count++;
    }

    /// <summary>Where the input of a stream is written, and still lies when the stream has ended.</summary>
    /// <param name="stream">The stream's number.</param>
    internal readonly Span<byte> Input(int stream) => arena.Slice(streams[stream].Start, streams[stream].InputLength);

    /// <summary>Lets a stream wait for a lane, behind all others. One that has ended starts anew.</summary>
    /// <param name="stream">The stream's number.</param>
    internal void Start(int stream)
    {
        Make(stream, Phase.Waiting, streams[stream].InputLength);
        Enqueue(stream);
    }

    /// <summary>Lets a stream wait for a lane, before all others. One that has ended starts anew.</summary>
    /// <param name="stream">The stream's number.</param>
    internal void StartFirst(int stream)
    {
        Make(stream, Phase.Waiting, streams[stream].InputLength);
        EnqueueFirst(stream);
    }

    /// <summary>Lets a stream wait for the end of another, whose output becomes the beginning of its input, and then before all others for a lane.</summary>
    /// <param name="stream">The stream's number.</param>
    /// <param name="predecessor">The other's number.</param>
    internal void StartAfter(int stream, int predecessor)
    {
        streams[stream].Predecessor = predecessor;
        StartFirst(stream);
    }

    /// <summary>Starts a stream, or lets it go on, with as much of its input as is there; the rest follows. At most one stream of a group waits for
    /// more.</summary>
    /// <param name="stream">The stream's number.</param>
    /// <param name="available">Bytes of input that are there, not fewer than before.</param>
    internal void Feed(int stream, int available)
    {
        ref Stream fed = ref streams[stream];
        if (fed.Phase == Phase.Idle && (available >= fed.Kind.RateInBytes || available == fed.InputLength))
        {
            Make(stream, Phase.Waiting, available);
            EnqueueFirst(stream);
            return;
        }

        Extend(ref fed, available);
        if (fed.Phase == Phase.Parked && fed.Position < fed.Available)
        {
            fed.Phase = Phase.Returning;
            EnqueueFirst(stream);
        }
    }

    /// <summary>Whether a stream has ended.</summary>
    /// <param name="stream">The stream's number.</param>
    internal readonly bool HasEnded(int stream) => streams[stream].Phase == Phase.Done;

    /// <summary>What a stream has squeezed; filled once the group has run.</summary>
    /// <param name="stream">The stream's number.</param>
    internal readonly Span<byte> Output(int stream) => arena.Slice(streams[stream].InputEnd, streams[stream].OutputLength);

    private int Add(SpongeKind kind, int outputLength, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second, int predecessor)
    {
        int inherited = predecessor == None ? 0 : streams[predecessor].OutputLength;    // public: the shape of the operation
        int stream = Reserve(kind, first.Length + second.Length + inherited, outputLength);
        Span<byte> input = Input(stream);
        first.CopyTo(input);
        second.CopyTo(input[first.Length..]);
        streams[stream].Predecessor = predecessor;
        streams[stream].Inherited = first.Length;
        Start(stream);
        return stream;
    }

    /// <summary>Sets a stream to its beginning.</summary>
    private void Make(int stream, Phase phase, int available)
    {
        ref Stream made = ref streams[stream];
        made.Phase = phase;
        made.Position = made.Start;
        made.Available = made.Start;
        made.Remaining = 0;
        Extend(ref made, available);
    }

    /// <summary>Notes how many blocks of input are there, and what can be computed from them.</summary>
    private void Extend(ref Stream stream, int available)
    {
        int rate = stream.Kind.RateInBytes;
        int blocks = 0;
        while (stream.Available + rate <= stream.Start + available)     // public: lengths
        {
            stream.Available += rate;
            blocks++;
        }

        if (available == stream.InputLength && stream.Available < stream.InputEnd)
        {
            stream.Available = stream.InputEnd;
            for (int bytes = 0; bytes < stream.OutputLength; bytes += rate)
                blocks++;       // the last block of input has the first one of output
        }

        stream.Remaining += blocks;
        pending += blocks;
    }

    private void Enqueue(int stream)
    {
        streams[stream].Next = None;
        if (firstWaiting == None)
            firstWaiting = stream;
        else
            streams[lastWaiting].Next = stream;
        lastWaiting = stream;
    }

    private void EnqueueFirst(int stream)
    {
        streams[stream].Next = firstWaiting;
        firstWaiting = stream;
        if (lastWaiting == None)
            lastWaiting = stream;
    }

    /// <summary>The next stream that can start or go on, taken from those that wait; or none.</summary>
    private int NextReady()
    {
        int before = None;
        for (int i = firstWaiting; i != None; before = i, i = streams[i].Next)
        {
            ref Stream stream = ref streams[i];
            if (stream.Predecessor != None)
            {
                if (streams[stream.Predecessor].Phase != Phase.Done)
                    continue;
                Output(stream.Predecessor).CopyTo(Input(i)[stream.Inherited..]);
            }

            if (before == None)
                firstWaiting = stream.Next;
            else
                streams[before].Next = stream.Next;
            if (lastWaiting == i)
                lastWaiting = before;
            if (stream.Phase == Phase.Waiting)
                stream.Phase = Phase.Starting;
            return i;
        }

        return None;
    }

    private enum Phase : byte
    {
        Idle,
        Waiting,
        Starting,
        Returning,
        Absorbing,
        Squeezing,
        Parked,
        Done,
    }

    /// <summary>One computation. In the arena its output follows its padded input; Position is where it reads or writes next.</summary>
    private struct Stream
    {
        internal SpongeKind Kind;
        internal Phase Phase;
        internal int Start;
        internal int Position;
        internal int Available;
        internal int InputLength;
        internal int InputEnd;
        internal int OutputLength;
        internal int OutputEnd;
        internal int Predecessor;
        internal int Inherited;
        internal int Remaining;
        internal int Next;
    }
}
