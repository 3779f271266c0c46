namespace PqCrypto.Benchmarks.Measuring;

/// <summary>Something to time.</summary>
/// <param name="Once">Does it once; the number says which case, or which repetition where there is one case.</param>
internal sealed record Work(Action<int> Once)
{
    /// <summary>What is done before, outside of the time: makes the key of a first use.</summary>
    public Action<int>? Before { get; init; }

    /// <summary>How many cases there are, whose mean is wanted: the messages of a list.</summary>
    public int Cases { get; init; } = 1;

    /// <summary>How many operations one call does: the time is divided by it.</summary>
    public int Operations { get; init; } = 1;
}

/// <summary>Times of one operation in microseconds.</summary>
/// <param name="Median">The mean over the cases of each one's median.</param>
/// <param name="Least">The mean over the cases of each one's least.</param>
internal sealed record Times(double Median, double Least);
