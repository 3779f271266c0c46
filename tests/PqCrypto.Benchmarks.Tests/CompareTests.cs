using PqCrypto.Benchmarks.Compare;
using PqCrypto.Benchmarks.Operations;
using PqCrypto.Benchmarks.Report;

namespace PqCrypto.Benchmarks.Tests;

/// <summary>Regressions and noise are told apart.</summary>
public class CompareTests
{
    private const double Threshold = 5;

    [Fact]
    public void Same_IsNoRegression() => Assert.Equal(0, Compare(Report(1, 10, 100), Report(2, 10, 100)));

    [Fact]
    public void Slower_IsOne() => Assert.Equal(1, Compare(Report(1, 10, 100), Report(2, 11.5, 100)));

    [Fact]
    public void Faster_IsNone() => Assert.Equal(0, Compare(Report(1, 10, 100), Report(2, 8, 100)));

    [Fact]
    public void SlowerWithinTheThreshold_IsNone() => Assert.Equal(0, Compare(Report(1, 10, 100), Report(2, 10.2, 100)));

    [Fact]
    public void MachineOfHalfTheSpeed_IsNone() => Assert.Equal(0, Compare(Report(1, 10, 100), Report(2, 20, 200)));

    [Fact]
    public void MachineOfHalfTheSpeed_HidesNoRegression() => Assert.Equal(1, Compare(Report(1, 10, 100), Report(2, 23, 200)));

    [Fact]
    public void SlowerWithoutAPeer_IsSeenByTime() => Assert.Equal(1, Compare(Report(1, 10, null), Report(2, 12, null)));

    [Fact]
    public void MuchNoise_IsNoRegression() => Assert.Equal(0, Compare(Report(1, 10, 100, noise: 2), Report(2, 10.6, 100, noise: 2)));

    [Fact]
    public void RoundsThatDiffer_AreNoRegression() => Assert.Equal(0, Compare(Report(1, 10, 100, drift: [1, 1, 1, 1, 1]), Report(2, 10, 100, drift: [0.9, 1.3, 1, 1.25, 1.2])));

    [Fact]
    public void DriftOfBoth_HidesNoRegression() =>
        Assert.Equal(1, Compare(Report(1, 10, null, drift: [1, 1.6, 0.8, 1.3, 2]), Report(2, 11.5, null, drift: [1, 1.6, 0.8, 1.3, 2])));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TooFewRounds_CannotTell(int rounds)
    {
        double[] drift = [.. Enumerable.Repeat(1.0, rounds)];
        Assert.Equal(2, Compare(Report(1, 10, 100, drift: drift), Report(2, 20, 100)));
        Assert.Equal(2, Compare(Report(1, 10, 100), Report(2, 20, 100, drift: drift)));
    }

    [Fact]
    public void NothingInCommon_CannotTell() => Assert.Equal(2, Compare(Report(1, 10, 100), Report(2, 10, 100) with { Measurements = [] }));

    [Fact]
    public void Table_Names_TheOperation()
    {
        using StringWriter output = new();
        CompareCommand.Run(Report(1, 10, 100), Report(2, 12, 100), Threshold, output);
        Assert.Contains("| ML-KEM-768 decapsulate | ratio to BouncyCastle | +", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("SLOWER", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("compare: 1 of 1 operations slower by more than 5 %, 5 pairs of rounds", output.ToString(), StringComparison.Ordinal);
    }

    private static int Compare(ReportFile old, ReportFile now) => CompareCommand.Run(old, now, Threshold, TextWriter.Null);

    /// <summary>A report with one operation; times above the given ones by noise, as measured times are.</summary>
    /// <param name="seed">Of the noise.</param>
    /// <param name="ours">Our least time.</param>
    /// <param name="peer">The peer's; null where there is none.</param>
    /// <param name="noise">The mean of what is added, in parts of the least time.</param>
    /// <param name="drift">By what our times of each round are multiplied; null for five rounds with none.</param>
    private static ReportFile Report(int seed, double ours, double? peer, double noise = 0.1, double[]? drift = null)
    {
        Random random = new(seed);
        double[] Samples(double least) => [.. Enumerable.Range(0, 60).Select(_ => least * (1 - (noise * Math.Log(1 - random.NextDouble()))))];
        drift ??= [1, 1, 1, 1, 1];
        List<Measurement> lines = [new("ML-KEM-768", Operation.Decapsulate, Operation.Ours, 0, [.. drift.Select(factor => Samples(ours * factor))])];
        if (peer is { } least)
            lines.Add(new("ML-KEM-768", Operation.Decapsulate, Operation.BouncyCastle, 0, [.. drift.Select(_ => Samples(least))]));
        return new ReportFile(ReportFile.CurrentFormat, DateTimeOffset.UnixEpoch, "", new Dictionary<string, string>(), [], [], [], lines, [], []);
    }
}
