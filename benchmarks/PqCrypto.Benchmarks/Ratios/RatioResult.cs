using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>What was measured of a line.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Peer">What it is compared with; null where there is nothing.</param>
/// <param name="Theirs">The peer's times.</param>
/// <param name="Ours">This library's times.</param>
/// <param name="Required">The ratio to reach.</param>
/// <param name="Floors">Our median in multiples of the operation's chain of permutations.</param>
/// <param name="Allocated">Bytes that one of our calls allocates.</param>
/// <param name="Pairs">How often the two took turns.</param>
internal sealed record RatioResult(
    string Operation, string? Peer, Times? Theirs, Times Ours, Required Required, double? Floors, long Allocated, int Pairs)
{
    public double? Ratio => Ours.Median / Theirs?.Median;

    /// <summary>The ratio of the shortest times, which a busy machine disturbs less.</summary>
    public double? RatioOfLeast => Ours.Least / Theirs?.Least;

    public bool? Met => Ratio is { } ratio && Required.InUse is { } most ? ratio <= most && ratio >= Required.AtLeast : null;
}
