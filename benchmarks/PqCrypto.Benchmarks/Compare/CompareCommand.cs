using System.Globalization;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;
using PqCrypto.Benchmarks.Report;

namespace PqCrypto.Benchmarks.Compare;

/// <summary>Tells, of two reports, what has become slower from what is noise.</summary>
/// <remarks>Where both reports have a peer that took turns with an operation, what is compared is the ratio to it, pass by pass, so that a faster or a busier machine cancels out;
/// else the times. The interval is that of the ratio of medians, by bootstrap: the passes of either side are drawn again with replacement.</remarks>
internal static class CompareCommand
{
    private const int Draws = 2000;
    private const int Seed = 1;      // the same answer each time

    /// <summary>Compares.</summary>
    /// <param name="old">The report before.</param>
    /// <param name="now">The report after.</param>
    /// <param name="percent">A change of more than so many per cent counts.</param>
    /// <param name="output">Where the table goes.</param>
    /// <returns>1 where an operation has become slower than that with 99 % confidence; else 0.</returns>
    public static int Run(ReportFile old, ReportFile now, double percent, TextWriter output)
    {
        Random random = new(Seed);
        int slower = 0, compared = 0;
        output.WriteLine("| operation | by | change | 99 % of draws | verdict |");
        output.WriteLine("|---|---|---:|---|---|");
        foreach (Measurement line in now.Measurements.Where(line => line.Implementation == Operation.Ours))
        {
            if (old.Find(line.Algorithm, line.Operation, Operation.Ours) is not { } before)
                continue;
            (string by, double[] first, double[] second) = Series(old, before, now, line);
            (double change, double low, double high) = Change(first, second, random);
            string verdict = low > percent ? "SLOWER" : high < -percent ? "faster" : "";
            compared++;
            slower += low > percent ? 1 : 0;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {line.Subject} | {by} | {change:+0.0;-0.0;0.0} % | {low:+0.0;-0.0;0.0} to {high:+0.0;-0.0;0.0} % | {verdict} |"));
        }

        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compare: {slower} of {compared} operations slower by more than {percent} %"));
        return slower == 0 ? 0 : 1;
    }

    /// <summary>What is compared: the ratios to a peer that both reports have, or the times.</summary>
    private static (string By, double[] Old, double[] New) Series(ReportFile old, Measurement before, ReportFile now, Measurement after)
    {
        foreach (string peer in new[] { Operation.BouncyCastle, Operation.Platform, Operation.Libsodium, Operation.NSec })
        {
            if (old.Find(before.Algorithm, before.Operation, peer) is { } oldPeer && now.Find(after.Algorithm, after.Operation, peer) is { } newPeer)
                return ($"ratio to {peer}", Ratios(before, oldPeer), Ratios(after, newPeer));
        }

        return ("time", [.. before.Samples], [.. after.Samples]);
    }

    private static double[] Ratios(Measurement ours, Measurement peer) => [.. ours.Samples.Zip(peer.Samples, (our, their) => our / their)];

    /// <summary>The change of the median in per cent, and the interval that 99 % of the draws lie in.</summary>
    private static (double Change, double Low, double High) Change(double[] old, double[] now, Random random)
    {
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => Percent(Draw(old, random), Draw(now, random))).Order()];
        return (Percent(old, now), draws[Draws / 200], draws[^(1 + (Draws / 200))]);
    }

    private static double[] Draw(double[] values, Random random) => [.. Enumerable.Range(0, values.Length).Select(_ => values[random.Next(values.Length)])];

    private static double Percent(double[] old, double[] now) => (Statistics.Median(now) / Statistics.Median(old) - 1) * 100;
}
