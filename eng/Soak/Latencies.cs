namespace PqCrypto.Soak;

/// <summary>How often an operation took how long, in steps of 2 %, without allocating.</summary>
internal sealed class Latencies
{
    private const double Step = 1.02;
    private const int Steps = 1200;         // to 20 s

    private readonly long[] counts = new long[Steps];

    internal long Count { get; private set; }

    internal void Add(long nanoseconds)
    {
        int step = (int)(Math.Log(long.Max(nanoseconds, 1)) / Math.Log(Step));
        counts[int.Min(step, Steps - 1)]++;
        Count++;
    }

    internal void Add(Latencies other)
    {
        for (int i = 0; i < Steps; i++)
            counts[i] += other.counts[i];
        Count += other.Count;
    }

    internal void Clear()
    {
        Array.Clear(counts);
        Count = 0;
    }

    /// <summary>The time in microseconds that a share of the calls did not exceed.</summary>
    internal double Quantile(double share)
    {
        long left = (long)Math.Ceiling(share * Count);
        int step = 0;
        for (; step < Steps - 1 && left > counts[step]; step++)
            left -= counts[step];
        return Math.Pow(Step, step + 1) / 1000;
    }
}
