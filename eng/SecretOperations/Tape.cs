namespace PqCrypto.SecretOperations;

/// <summary>What was declassified: recorded with one secret, played with others, so that these see the same public values.</summary>
/// <remarks>So an operation with another secret takes rho, the verdicts and challenges of signing attempts, the pattern of rejected candidates and
/// the verdicts of checks from the first one. What it does beside that is observed.</remarks>
internal static unsafe class Tape
{
    private const int Capacity = 1 << 22;

    private static readonly byte[] Bytes = GC.AllocateArray<byte>(Capacity, pinned: true);

    private static Mode mode;
    private static int position;
    private static int end;

    private enum Mode
    {
        Off,
        Recording,
        Playing,
    }

    /// <summary>Bytes on the tape.</summary>
    internal static int Length => end;

    /// <summary>Starts to record.</summary>
    internal static void Record()
    {
        mode = Mode.Recording;
        position = end = 0;
    }

    /// <summary>Starts to play from the beginning.</summary>
    internal static void Play()
    {
        mode = Mode.Playing;
        position = 0;
    }

    /// <summary>Stops. What was played must have been the whole tape: otherwise the operations differ in what they declassify.</summary>
    /// <returns>Whether it was.</returns>
    internal static bool Stop()
    {
        bool isWhole = mode != Mode.Playing || position == end;
        mode = Mode.Off;
        return isWhole;
    }

    /// <summary>Records a value, or puts the recorded one in its place.</summary>
    internal static void Pass(void* value, int size)
    {
        if (mode == Mode.Off)
            return;
        if (size > (mode == Mode.Recording ? Capacity : end) - position)
            throw new InvalidOperationException("The tape ended.");
        Span<byte> there = new(value, size);
        Span<byte> here = Bytes.AsSpan(position, size);
        position += size;
        if (mode == Mode.Playing)
        {
            here.CopyTo(there);
            return;
        }

        there.CopyTo(here);
        end = position;
    }
}
