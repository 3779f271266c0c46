using System.Diagnostics;

namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>Times an operation: the median of many, after a warm-up that lets the compiler finish.</summary>
public static class Stopwatches
{
    private const int MaxSamples = 2000;

    /// <summary>The median in microseconds.</summary>
    /// <param name="operation">What to time.</param>
    /// <param name="budget">How long the samples may take together; the warm-up takes as long once more.</param>
    public static double MedianMicroseconds(Action operation, TimeSpan budget)
    {
        long warmUp = Stopwatch.GetTimestamp();
        do
            operation();
        while (Stopwatch.GetElapsedTime(warmUp) < budget);

        List<double> samples = [];
        long start = Stopwatch.GetTimestamp();
        do
        {
            long before = Stopwatch.GetTimestamp();
            operation();
            samples.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }
        while (samples.Count < MaxSamples && (samples.Count < 3 || Stopwatch.GetElapsedTime(start) < budget));
        return Median(samples);
    }

    /// <summary>The middle one of some values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
