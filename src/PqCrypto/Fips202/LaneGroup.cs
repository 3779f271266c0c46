using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Kernels;

namespace PqCrypto.Fips202;

/// <summary>Independent SHA-3 and SHAKE computations that run side by side in the lanes of one permutation.</summary>
/// <remarks>
/// An operation adds the streams that it needs, the longest first, and runs the group; how many run at a time is the kernel set's affair. A
/// lane takes the next stream as soon as its own has ended, so the streams may differ in function and length. A stream may continue another: its
/// input then ends with that stream's output, and it starts when that one has ended. <see cref="RunUntil"/> stops when one stream has ended
/// and leaves the others in their lanes, so that streams that depend on it run beside the rest of them. A stream that has ended may start
/// again with another input, and one may begin before its input is complete: it leaves its lane until there is more. Which streams there are,
/// and their lengths, is public; what they hold is as secret as their inputs. Inputs are padded to whole blocks, and all memory belongs to the
/// workspace.
/// <para>Where the kernel set permutes a few states in less time than all, only the first lanes go on for as long as that keeps pace: while
/// these lanes finish everything before the longest stream ends. Those in the other lanes wait. Where only one stream is left, it goes on outside the
/// lanes, which it would not fill.</para>
/// </remarks>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal ref partial struct LaneGroup<TKernels>
    where TKernels : struct, IKernels
{
    private const int None = -1;

    /// <summary>Bytes at the beginning of the arena for what is taken from lanes that give no output.</summary>
    private const int Unused = SpongeKind.MaxRateInBytes;

    private readonly Span<byte> arena;
    private readonly Span<Stream> streams;
    private readonly Span<int> running;         // the stream in each lane, or none
    private readonly Span<int> targets;         // where in the arena the output of each lane is written
    private readonly Span<ulong> states;
    private readonly Span<ulong> single;
    private readonly Span<ulong> parked;        // the state of a stream that waits for more input
    private int count;
    private int used;
    private int firstWaiting = None;            // the queue of those that wait for a lane
    private int lastWaiting = None;
    private int pending;                        // permutations that are left to do
    private int lanes;                          // how many lanes go on: a few, or all
    private int active;                         // how many of these have a stream
    private int last;                           // the last of these that has one
    private int longest;                        // permutations that the longest of these streams has left
    private uint dirty;                         // a bit for each lane that is not zero
    private bool reachesBack;                   // whether a lane behind the few first ones may have a stream

    /// <summary>Makes an empty group.</summary>
    /// <param name="workspace">Gives the memory.</param>
    /// <param name="maxStreams">Streams that will be added at most.</param>
    /// <param name="maxBytes">Bytes of all inputs and outputs together at most.</param>
    /// <param name="steady">Whether to use only as many lanes as give the most permutations in a given time; streams that come and go one by one would
    /// not fill more.</param>
    internal LaneGroup(Workspace workspace, int maxStreams, int maxBytes, bool steady = false)
    {
        arena = workspace.Bytes(Unused + maxBytes + (2 * maxStreams * SpongeKind.MaxRateInBytes));
        used = Unused;
        targets = workspace.Take<int>(TKernels.KeccakLanes);
        streams = workspace.Take<Stream>(maxStreams);
        running = workspace.Take<int>(steady ? TKernels.KeccakSteadyLanes : TKernels.KeccakLanes);
        running.Fill(None);
        states = workspace.Take<ulong>(KeccakLane.Words * TKernels.KeccakLanes);
        single = TKernels.KeccakLanes == 1 ? states : workspace.Take<ulong>(KeccakLane.Words);
        parked = workspace.Take<ulong>(KeccakLane.Words);
    }

    /// <summary>Computes all streams that were added and are not computed yet.</summary>
    internal void Run() => RunUntil(None);

    /// <summary>Computes until a stream has ended; others may have ended too, or be on their way.</summary>
    /// <param name="stream">The stream's number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal void RunUntil(int stream)
    {
        bool changed = true;
        while (stream == None || streams[stream].Phase != Phase.Done)
        {
            if (changed || (lanes != TKernels.KeccakFewLanes && pending <= TKernels.KeccakFewLanes * longest))
                Fill();
            changed = false;
            if (active == 0)
                return;
            if (active == 1 && pending == longest)
            {
                RunAlone();
                changed = true;
                continue;
            }

            ReadOnlySpan<int> occupied = running[..(last + 1)];
            for (int lane = 0; lane < occupied.Length; lane++)
            {
                int number = occupied[lane];
                if (number != None && streams[number].Phase != Phase.Squeezing)
                    AbsorbBlock(lane, ref streams[number]);
            }

            if (lanes == TKernels.KeccakLanes)
                TKernels.KeccakPermute(states);
            else
                TKernels.KeccakPermuteFew(states);
            dirty |= (1U << lanes) - 1;                     // an empty lane too is no longer zero
            pending -= active;
            longest--;
            changed = Squeeze();
            if (changed)
                Leave();
        }
    }

    /// <summary>Takes the next block of output from all lanes at once; what those give that still absorb is not used.</summary>
    /// <returns>Whether a stream leaves its lane, since it has ended or waits for input.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly bool Squeeze()
    {
        Span<int> places = targets[..lanes];
        ReadOnlySpan<int> occupied = running[..(last + 1)];
        Span<Stream> all = streams;
        bool leaves = false;
        int rate = 0;
        places.Clear();
        for (int lane = 0; lane < occupied.Length; lane++)
        {
            int number = occupied[lane];
            if (number == None)
                continue;
            ref Stream stream = ref all[number];
            stream.Remaining--;
            int position = stream.Position;
            if (stream.Phase == Phase.Squeezing)
            {
                places[lane] = position;
                int block = stream.Kind.RateInBytes;
                stream.Position = position + block;
                rate = int.Max(rate, block);        // public: a parameter of the function
                leaves |= position + block >= stream.OutputEnd;
            }
            else
            {
                leaves |= position == stream.Available;
            }
        }

        if (rate != 0)
            TKernels.KeccakCopy(states, arena, places, rate >> 3);
        return leaves;
    }

    /// <summary>Takes out of their lanes the streams that have ended or wait for input.</summary>
    private readonly void Leave()
    {
        for (int lane = 0; lane <= last; lane++)
        {
            if (running[lane] != None && HasToLeave(states, TKernels.KeccakLanes, lane, ref streams[running[lane]]))
                running[lane] = None;
        }
    }

    /// <summary>Gives streams to the free ones of the lanes that go on next: to a few, while they keep pace with the longest stream, or to all.</summary>
    private void Fill()
    {
        lanes = TKernels.KeccakFewLanes;
        longest = 0;
        active = 0;
        last = None;
        for (int lane = 0; lane < running.Length; lane++)
        {
            if (lane == lanes && pending <= lanes * longest)        // public: lengths
                return;
            if (running[lane] == None)
                running[lane] = reachesBack && Paused(lane) is int paused and not None ? Move(paused, lane) : NextReady();
            if (running[lane] == None)
                continue;
            active++;
            last = lane;
            longest = int.Max(longest, streams[running[lane]].Remaining);       // public: lengths
        }

        if (last >= lanes)
        {
            lanes = TKernels.KeccakLanes;
            reachesBack = true;
        }
    }

    /// <summary>The next lane behind one of the first lanes whose stream waits there, or none.</summary>
    private int Paused(int lane)
    {
        if (lane >= TKernels.KeccakFewLanes)
            return None;
        for (int other = TKernels.KeccakFewLanes; other < running.Length; other++)
        {
            if (running[other] != None)
                return other;
        }

        reachesBack = false;
        return None;
    }

    /// <summary>Moves a stream to a free lane; returns it.</summary>
    private readonly int Move(int from, int to)
    {
        int stream = running[from];
        if (streams[stream].Phase is Phase.Absorbing or Phase.Squeezing)
            KeccakLane.Move(states, TKernels.KeccakLanes, from, to);
        running[from] = None;
        return stream;
    }

    /// <summary>Takes the only stream that is left out of its lane and computes the rest of it.</summary>
    private void RunAlone()
    {
        ref Stream stream = ref streams[running[last]];
        if (stream.Phase == Phase.Starting)
            single.Clear();
        else if (stream.Phase == Phase.Returning)
            parked.CopyTo(single);
        else if (TKernels.KeccakLanes > 1)
            KeccakLane.Extract(states, TKernels.KeccakLanes, last, single);
        pending -= stream.Remaining;
        running[last] = None;
        dirty |= 1;                                        // where there is one lane, it is the single state
        do
        {
            AbsorbBlock(single, 1, 0, ref stream);
            TKernels.KeccakPermuteOne(single);
            stream.Remaining--;
            if (stream.Phase == Phase.Squeezing)
            {
                KeccakLane.Copy(single, 1, 0, arena.Slice(stream.Position, stream.Kind.RateInBytes));
                stream.Position += stream.Kind.RateInBytes;
            }
        }
        while (!HasToLeave(single, 1, 0, ref stream));
    }

    /// <summary>Gives a lane its next block of input, if there is one; a stream that starts finds its lane zero.</summary>
    private readonly void AbsorbBlock(int lane, ref Stream stream)
    {
        if (stream.Phase == Phase.Starting && (dirty & (1U << lane)) != 0)
            KeccakLane.Clear(states, TKernels.KeccakLanes, lane);
        else if (stream.Phase == Phase.Returning)
            KeccakLane.Insert(states, TKernels.KeccakLanes, lane, parked);
        AbsorbBlock(states, TKernels.KeccakLanes, lane, ref stream);
    }

    /// <summary>Gives a state its next block of input, if there is one.</summary>
    private readonly void AbsorbBlock(Span<ulong> into, int count, int lane, ref Stream stream)
    {
        if (stream.Phase == Phase.Squeezing)
            return;
        ReadOnlySpan<byte> block = arena.Slice(stream.Position, stream.Kind.RateInBytes);
        stream.Position += block.Length;
        bool ends = stream.Position == stream.InputEnd;
        if (ends)
        {
            // behind the suffix the padding is zero up to the last word
            int start = stream.InputEnd - block.Length;
            int length = ((stream.InputLength - (start - stream.Start)) & -sizeof(ulong)) + sizeof(ulong);
            KeccakLane.Xor(into, count, lane, block[..int.Min(length, block.Length)]);
            if (length < block.Length)
                KeccakLane.XorLast(into, count, lane, block);
        }
        else
        {
            KeccakLane.Xor(into, count, lane, block);
        }

        stream.Phase = ends ? Phase.Squeezing : Phase.Absorbing;
    }

    /// <summary>Whether a stream leaves its lane: true when it has ended or waits for input. The state of one that waits is kept.</summary>
    private readonly bool HasToLeave(ReadOnlySpan<ulong> from, int lanes, int lane, ref Stream stream)
    {
        if (stream.Phase == Phase.Squeezing)
        {
            if (stream.Position < stream.OutputEnd)
                return false;
            stream.Phase = Phase.Done;
            return true;
        }

        if (stream.Position < stream.Available)
            return false;
        KeccakLane.Extract(from, lanes, lane, parked);
        stream.Phase = Phase.Parked;
        return true;
    }
}
