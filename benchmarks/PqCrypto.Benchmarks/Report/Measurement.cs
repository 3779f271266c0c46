using System.Text.Json.Serialization;
using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Report;

/// <summary>One operation of one algorithm by one implementation.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Implementation">By whom.</param>
/// <param name="AllocatedBytes">Bytes that a call allocates on the managed heap.</param>
/// <param name="Rounds">Microseconds of one operation: for each round, which is a process, pass by pass. Implementations of the same take turns, so equal indexes belong
/// together.</param>
internal sealed record Measurement(string Algorithm, string Operation, string Implementation, long AllocatedBytes, IReadOnlyList<IReadOnlyList<double>> Rounds)
{
    /// <summary>What implementations of the same are compared by.</summary>
    [JsonIgnore]
    public string Subject => $"{Algorithm} {Operation}";

    /// <summary>The median of each round.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Medians => [.. Rounds.Select(Statistics.Median)];

    /// <summary>The median of the rounds' medians.</summary>
    [JsonIgnore]
    public double Median => Statistics.Median(Medians);

    /// <summary>Our time in that of a peer which took turns: the median of each round's passes, one by one, so that what slows both down cancels out.</summary>
    public IReadOnlyList<double> RatiosTo(Measurement peer) =>
        [.. Rounds.Zip(peer.Rounds, (our, their) => Statistics.Median(our.Zip(their, (time, peerTime) => time / peerTime)))];

    /// <summary>The median over the rounds of <see cref="RatiosTo"/>.</summary>
    public double RatioTo(Measurement peer) => Statistics.Median(RatiosTo(peer));

    /// <summary>The same operations in several rounds, as one measurement each, in the order of the first round.</summary>
    public static IReadOnlyList<Measurement> Join(IReadOnlyList<IReadOnlyList<Measurement>> rounds)
    {
        ILookup<(string, string, string), Measurement> all = rounds.SelectMany(round => round).ToLookup(line => (line.Algorithm, line.Operation, line.Implementation));
        return [.. all.Select(same => same.First() with { Rounds = [.. same.SelectMany(line => line.Rounds)] })];
    }
}
