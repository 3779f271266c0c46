namespace PqCrypto.Allocations;

/// <summary>What calls of an operation leave on the managed heap.</summary>
/// <param name="Bytes">The bytes that the calling thread allocated.</param>
/// <param name="Collections">The garbage collections of the process meanwhile.</param>
internal readonly record struct Allocation(long Bytes, int Collections)
{
    private const int WarmUpCalls = 2000;
    private const int WarmUpRounds = 20;
    private const int QuietRounds = 3;

    internal bool IsNone => Bytes == 0 && Collections == 0;

    /// <summary>Counts over a number of calls, after a warm-up: keys keep their forms from the second use on, and the compiler, which improves
    /// methods while they run, allocates now and then on the thread that meets it. It is over when some rounds in a row were quiet.</summary>
    internal static Allocation Measure(Operation operation, int calls)
    {
        for (int round = 0, quiet = 0; round < WarmUpRounds && quiet < QuietRounds; round++)
        {
            quiet = Run(operation, int.Min(WarmUpCalls, calls)).IsNone ? quiet + 1 : 0;
            Thread.Sleep(150);          // the compiler begins when there was nothing new for 100 ms
        }

        Allocation allocation = Run(operation, calls);
        operation.Check();
        return allocation;
    }

    /// <summary>Counts over a number of calls, after as many others: what is printed and not bounded need not wait for quiet.</summary>
    internal static Allocation OfLaterCalls(Operation operation, int calls)
    {
        Run(operation, calls);
        return Run(operation, calls);
    }

    private static Allocation Run(Operation operation, int calls)
    {
        Action<int> call = operation.Call;
        int collections = GC.CollectionCount(0);        // those of higher generations are in it
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
            call(i);
        return new Allocation(GC.GetAllocatedBytesForCurrentThread() - before, GC.CollectionCount(0) - collections);
    }
}
