using System.Diagnostics;

namespace PqCrypto.Benchmarks.Measuring;

/// <summary>One piece of work in passes, each of which gives one time per case. They are short, so that on a busy machine most of them are left
/// alone.</summary>
internal sealed class Passes
{
    private const double PassMicroseconds = 500;
    private const int MostKeysInAdvance = 32;

    private readonly Work work;
    private readonly List<double>[] samples;
    private int repetitions = 1;

    public Passes(Work work)
    {
        this.work = work;
        samples = [.. Enumerable.Range(0, work.Cases).Select(_ => new List<double>())];
    }

    /// <summary>How many passes were kept.</summary>
    public int Count => samples[0].Count;

    /// <summary>What the kept passes say.</summary>
    public Times Times => new(samples.Average(times => Statistics.Median(times)), samples.Average(times => times.Min()));

    /// <summary>Microseconds of an operation in each kept pass: the mean over the cases.</summary>
    public double[] Samples => [.. Enumerable.Range(0, Count).Select(pass => samples.Average(times => times[pass]))];

    /// <summary>Runs one pass and keeps its times.</summary>
    public void Run()
    {
        for (int number = 0; number < work.Cases; number++)
            samples[number].Add(Time(number));
    }

    /// <summary>Runs for some milliseconds without keeping times, and fits the length of a pass to the speed seen.</summary>
    /// <returns>The shortest time of an operation, of the first cases where there are many.</returns>
    public double Warm(double milliseconds)
    {
        const int Cases = 16;
        double[] least = [.. Enumerable.Repeat(double.MaxValue, Math.Min(Cases, work.Cases))];
        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int number = 0; number < least.Length; number++)
                least[number] = Math.Min(least[number], Time(number));
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds);

        double once = least.Average() * work.Operations;
        if (work.Cases == 1)
            repetitions = Math.Clamp((int)(PassMicroseconds / once), 1, work.Before is null ? 100_000 : MostKeysInAdvance);
        return least.Average();
    }

    /// <summary>Microseconds of an operation: of one case, or of so many repetitions of the only one.</summary>
    private double Time(int number)
    {
        int end = number + repetitions;
        for (int i = number; i < end && work.Before is not null; i++)
            work.Before(i);
        Action<int> once = work.Once;
        long start = Stopwatch.GetTimestamp();
        for (int i = number; i < end; i++)
            once(i);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / (repetitions * work.Operations);
    }
}
