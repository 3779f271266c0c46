using System.Diagnostics;

namespace PqCrypto.Soak;

/// <summary>Calls that cost the same each time, on keys that last: what differs between their times comes from outside. One for each thread, over the
/// same keys. Signatures are deterministic and of the same data, since the number of attempts otherwise is as random as the data.</summary>
internal sealed class TimedCalls
{
    private readonly (string Name, Action Call)[] calls;
    private readonly Latencies[] processor;
    private readonly Latencies[] wall;

    internal TimedCalls(LastingKeys keys)
    {
        calls = [.. keys.Calls()];
        processor = [.. calls.Select(_ => new Latencies())];
        wall = [.. calls.Select(_ => new Latencies())];
    }

    internal int Count => calls.Length;

    /// <summary>Rows of calls that were timed, and those of them that do not count, since the system took the processor away meanwhile, or a garbage
    /// collection ran: there are many, as the budget is small.</summary>
    internal long Rows { get; private set; }

    /// <inheritdoc cref="Rows"/>
    internal long InterruptedRows { get; private set; }

    /// <summary>Runs one call some times in a row and takes the time of each but the first, which finds nothing near the processor.</summary>
    internal void Run(int index)
    {
        const int InARow = 4;
        Span<long> processorTimes = stackalloc long[InARow], wallTimes = stackalloc long[InARow];
        Action call = calls[index].Call;
        long interruptions = SystemCalls.Interruptions();
        int collections = GC.CollectionCount(0);
        call();
        for (int i = 0; i < InARow; i++)
        {
            long start = Stopwatch.GetTimestamp();
            long before = SystemCalls.ThreadTime();
            call();
            processorTimes[i] = SystemCalls.ThreadTime() - before;
            wallTimes[i] = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        bool isWhole = SystemCalls.Interruptions() == interruptions && GC.CollectionCount(0) == collections;
        Rows++;
        InterruptedRows += isWhole ? 0 : 1;
        for (int i = 0; i < InARow; i++)
        {
            wall[index].Add(wallTimes[i]);
            if (isWhole)
                processor[index].Add(processorTimes[i]);
        }
    }

    internal void Clear()
    {
        foreach (Latencies latencies in processor.Concat(wall))
            latencies.Clear();
        Rows = InterruptedRows = 0;
    }

    internal static IEnumerable<(string Name, Latencies Processor, Latencies Wall)> Sum(IReadOnlyList<TimedCalls> threads)
    {
        for (int i = 0; i < threads[0].Count; i++)
        {
            Latencies processor = new(), wall = new();
            foreach (TimedCalls thread in threads)
            {
                processor.Add(thread.processor[i]);
                wall.Add(thread.wall[i]);
            }

            yield return (threads[0].calls[i].Name, processor, wall);
        }
    }
}
