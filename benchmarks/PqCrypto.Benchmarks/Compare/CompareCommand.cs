using System.Globalization;
using Perfolizer.Mathematics.Distributions.ContinuousDistributions;
using PqCrypto.Benchmarks.Operations;
using PqCrypto.Benchmarks.Report;

namespace PqCrypto.Benchmarks.Compare;

/// <summary>Tells, of two reports, what has become slower from what is noise.</summary>
/// <remarks>A round of one report is paired with that of the same number of the other; a pair gives one change of the median. The interval is Student's, of the pairs' changes:
/// it knows what differs from process to process, and where the reports were measured in turn, round by round, what drifts on the machine cancels out. Where both
/// reports have a peer that took turns with an operation, what is compared is the ratio to it, so that a faster or a busier machine cancels out too; else the times.</remarks>
internal static class CompareCommand
{
    private const int FewestRounds = 3;
    private const double Upper = 0.995;      // 99 % lie between this quantile and the opposite one

    /// <summary>Compares.</summary>
    /// <param name="old">The report before.</param>
    /// <param name="now">The report after.</param>
    /// <param name="percent">A change of more than so many per cent counts.</param>
    /// <param name="output">Where the table goes.</param>
    /// <returns>1 where an operation has become slower than that with 99 % confidence; 2 where there are too few rounds to tell; else 0.</returns>
    public static int Run(ReportFile old, ReportFile now, double percent, TextWriter output)
    {
        int slower = 0, compared = 0, fewest = int.MaxValue;
        output.WriteLine("| operation | by | change | 99 % interval | verdict |");
        output.WriteLine("|---|---|---:|---|---|");
        foreach (Measurement line in now.Measurements.Where(line => line.Implementation == Operation.Ours))
        {
            if (old.Find(line.Algorithm, line.Operation, Operation.Ours) is not { } before)
                continue;
            (string by, IReadOnlyList<double> first, IReadOnlyList<double> second) = Series(old, before, now, line);
            double[] changes = [.. first.Zip(second, (one, other) => Math.Log(other / one))];
            compared++;
            fewest = Math.Min(fewest, changes.Length);
            if (changes.Length < FewestRounds)
                continue;
            double change = changes.Average(), margin = Margin(changes);
            double low = Percent(change - margin), high = Percent(change + margin);
            string verdict = low > percent ? "SLOWER" : high < -percent ? "faster" : "";
            slower += low > percent ? 1 : 0;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {line.Subject} | {by} | {Percent(change):+0.0;-0.0;0.0} % | {low:+0.0;-0.0;0.0} to {high:+0.0;-0.0;0.0} % | {verdict} |"));
        }

        output.WriteLine();
        if (compared == 0 || fewest < FewestRounds)
        {
            output.WriteLine($"compare: cannot tell, since there are fewer than {FewestRounds} rounds of an operation that both reports have");
            return 2;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compare: {slower} of {compared} operations slower by more than {percent} %, {fewest} pairs of rounds"));
        return slower == 0 ? 0 : 1;
    }

    /// <summary>What is compared, round by round: the ratios to a peer that both reports have, or the times.</summary>
    private static (string By, IReadOnlyList<double> Old, IReadOnlyList<double> New) Series(ReportFile old, Measurement before, ReportFile now, Measurement after)
    {
        foreach (string peer in new[] { Operation.BouncyCastle, Operation.Platform, Operation.Libsodium, Operation.NSec })
        {
            if (old.Find(before.Algorithm, before.Operation, peer) is { } oldPeer && now.Find(after.Algorithm, after.Operation, peer) is { } newPeer)
                return ($"ratio to {peer}", before.RatiosTo(oldPeer), after.RatiosTo(newPeer));
        }

        return ("time", before.Medians, after.Medians);
    }

    /// <summary>Half of the interval around the mean.</summary>
    private static double Margin(double[] values)
    {
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        return new StudentDistribution(values.Length - 1).Quantile(Upper) * Math.Sqrt(variance / values.Length);
    }

    private static double Percent(double logarithm) => (Math.Exp(logarithm) - 1) * 100;
}
