using System.Diagnostics;
using System.Text.Json;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Kernels;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>Measures every operation beside its peer, in one process and in turn, so that what disturbs one disturbs the other.</summary>
internal static class RatiosCommand
{
    private const int FewestPairs = 5;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static int Run(string only, double seconds, string? json)
    {
        Line[] lines =
        [
            .. new[] { MLKemLines.All(), MLDsaLines.All(), X25519Lines.All(), PlatformLines.All() }.SelectMany(all => all)
                .Where(line => line.Name.Contains(only, StringComparison.OrdinalIgnoreCase)),
        ];
        Passes[] permutations = [.. KernelSelector.Best.Accept(new PermutationTime()).Select(work => new Passes(work))];
        (Line Line, Passes Ours, Passes? Theirs)[] all =
            [.. lines.Select(line => (line, new Passes(line.Ours), line.Theirs is null ? null : new Passes(line.Theirs)))];

        Console.WriteLine(Machine.Name);
        string warmth = WarmUp.Run([.. permutations, .. all.SelectMany(item => new[] { item.Ours, item.Theirs }).OfType<Passes>()]);
        Console.WriteLine(warmth);
        foreach (Passes permutation in permutations)
            Measure(permutation, null, seconds / 4);
        double latency = permutations[0].Times.Median;
        string[] nanoseconds = [.. permutations.Select(passes => $"{passes.Times.Median * 1000:F0} ns, least {passes.Times.Least * 1000:F0}")];
        Console.WriteLine($"One permutation: all lanes {nanoseconds[0]}; few {nanoseconds[1]}; one {nanoseconds[2]}");
        Console.WriteLine();

        RatioTable.WriteHead();
        List<RatioResult> results = [];
        foreach ((Line line, Passes ours, Passes? theirs) in all)
        {
            Measure(ours, theirs, seconds);
            double? floors = line.Latencies == 0 ? null : ours.Times.Median / (line.Latencies * latency);
            results.Add(new RatioResult(
                line.Name,
                theirs is null ? null : line.Peer,
                theirs?.Times,
                ours.Times,
                line.Required,
                floors,
                Allocation.Of(line.Ours),
                ours.Count));
            RatioTable.Write(results[^1]);
        }

        Console.WriteLine();
        TwoThreads.Gain[] threads = [.. TwoThreads.All(only)];
        foreach (TwoThreads.Gain gain in threads)
        {
            string verdict = gain.Most >= 1.9 || gain.Operation == TwoThreads.Nothing ? "" : ", NOT 1.9";
            Console.WriteLine($"{gain.Operation}: two threads do {gain.Median:F2} times what one does, at most {gain.Most:F2}{verdict}");
        }

        if (json is not null)
        {
            var report = new { machine = Machine.Name, warmth, latency, results, threads };
            File.WriteAllText(json, JsonSerializer.Serialize(report, Readable));
        }

        return 0;
    }

    /// <summary>Lets both sides take turns, each beginning every other time.</summary>
    private static void Measure(Passes ours, Passes? theirs, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        for (int pair = 0; pair < FewestPairs || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; pair++)
        {
            Passes? first = pair % 2 == 0 ? theirs : ours;
            Passes? second = pair % 2 == 0 ? ours : theirs;
            first?.Run();
            second?.Run();
        }
    }
}
