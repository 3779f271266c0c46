using System.Diagnostics;

namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>Times operations: the median of many, after a warm-up that lets the compiler finish.</summary>
public static class Stopwatches
{
    private const int Rounds = 10;

    /// <summary>The medians of some operations in microseconds.</summary>
    /// <param name="operations">What to time. They take turns, so that a machine that slows down slows all of them.</param>
    /// <param name="budget">How long the samples of one operation may take together; the warm-up takes as long once more.</param>
    /// <param name="advance">Is called after every turn: <see cref="TurnsOf"/> times.</param>
    public static double[] MedianMicroseconds(IReadOnlyList<Action> operations, TimeSpan budget, Action advance)
    {
        foreach (Action operation in operations)
        {
            Repeat(operation, budget, static _ => { });
            advance();
        }
        List<double>[] samples = [.. operations.Select(_ => new List<double>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int index = 0; index < operations.Count; index++)
            {
                Repeat(operations[index], budget / Rounds, samples[index].Add);
                advance();
            }
        }
        return [.. samples.Select(Median)];
    }

    /// <summary>How many turns so many operations take.</summary>
    public static int TurnsOf(int operations) => operations * (Rounds + 1);

    /// <summary>The middle one of some values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void Repeat(Action operation, TimeSpan budget, Action<double> sample)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            long before = Stopwatch.GetTimestamp();
            operation();
            sample(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }
        while (Stopwatch.GetElapsedTime(start) < budget);
    }
}
