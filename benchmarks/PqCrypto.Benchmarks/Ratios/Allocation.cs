using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>Bytes that a call takes from the managed heap.</summary>
internal static class Allocation
{
    /// <summary>The fewest of some calls: now and then the runtime allocates something of its own.</summary>
    public static long Of(Work work)
    {
        long fewest = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            work.Before?.Invoke(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            work.Once(0);
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest / work.Operations;
    }
}
