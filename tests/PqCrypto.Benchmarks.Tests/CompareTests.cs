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
    public void Table_Names_TheOperation()
    {
        using StringWriter output = new();
        CompareCommand.Run(Report(1, 10, 100), Report(2, 12, 100), Threshold, output);
        Assert.Contains("| ML-KEM-768 decapsulate | ratio to BouncyCastle | +", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("SLOWER", output.ToString(), StringComparison.Ordinal);
    }

    private static int Compare(ReportFile old, ReportFile now) => CompareCommand.Run(old, now, Threshold, TextWriter.Null);

    /// <summary>A report with one operation; times above the given ones by noise, as measured times are.</summary>
    private static ReportFile Report(int seed, double ours, double? peer, double noise = 0.1)
    {
        Random random = new(seed);
        double[] Samples(double least) => [.. Enumerable.Range(0, 60).Select(_ => least * (1 - (noise * Math.Log(1 - random.NextDouble()))))];
        List<Measurement> lines = [new("ML-KEM-768", Operation.Decapsulate, Operation.Ours, 0, Samples(ours))];
        if (peer is { } least)
            lines.Add(new("ML-KEM-768", Operation.Decapsulate, Operation.BouncyCastle, 0, Samples(least)));
        return new ReportFile(1, DateTimeOffset.UnixEpoch, "", new Dictionary<string, string>(), 0, [], [], [], lines, []);
    }
}
