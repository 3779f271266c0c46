using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PqCrypto.Mutants;

/// <summary>Tries mutants, nearest tests first, and writes down what comes out as it comes.</summary>
internal sealed class Judge
{
    private const string Once = "once";

    private readonly Place place;
    private readonly Dictionary<string, Outcome> outcomes = new(StringComparer.Ordinal);
    private readonly Lazy<(Dictionary<string, double> Seconds, Dictionary<string, HashSet<int>> Reached)> reach;

    internal Judge(Place place)
    {
        this.place = place;
        foreach (string[] row in Table.Read(place.ResultsFile))
            outcomes[row[0]] = new Outcome(row[1], row[2], row[3], double.Parse(row[4], CultureInfo.InvariantCulture));
        reach = new(ReadReach);
    }

    /// <summary>Which test class noticed a mutant the last time, from the file that is kept with the sources.</summary>
    internal Dictionary<string, string> LastKillers { get; init; } = [];

    /// <summary>Whether only the nearest tests are tried.</summary>
    internal bool IsQuick { get; init; }

    /// <summary>Processes at a time.</summary>
    internal int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>What became of a mutant; null where it has not been tried.</summary>
    internal Outcome? Of(BuiltMutant mutant) => outcomes.GetValueOrDefault(mutant.Id);

    /// <summary>Whether any test reaches a mutant.</summary>
    internal bool IsReached(BuiltMutant mutant) => reach.Value.Reached.Values.Any(numbers => numbers.Contains(mutant.Number));

    /// <summary>Tries those of the mutants that have not been tried, several at a time.</summary>
    internal void TryAll(IEnumerable<BuiltMutant> mutants)
    {
        BuiltMutant[] open = [.. mutants.Where(mutant => Of(mutant) is null).OrderBy(mutant => mutant.Bug?.Gate is not null)];      // gates take minutes
        int done = 0;
        Parallel.ForEach(
            Partitioner.Create(open, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Jobs },
            mutant =>
            {
                Outcome outcome = mutant.Bug?.Gate is string gate ? Gate.Run(place, mutant.Bug, gate) : Try(mutant);
                lock (outcomes)
                {
                    if (IsQuick && !outcome.IsKilled)
                    {
                        Console.WriteLine($"{++done}/{open.Length} {mutant.Id} is not noticed by the nearest tests: {mutant.Text}");
                        return;
                    }

                    outcomes[mutant.Id] = outcome;
                    string seconds = outcome.Seconds.ToString("F1", CultureInfo.InvariantCulture);
                    string what = outcome.What.Replace('\t', ' ');
                    File.AppendAllLines(
                        place.ResultsFile, [$"{mutant.Id}\t{outcome.Verdict}\t{outcome.TestClass}\t{what}\t{seconds}\t{mutant.Text}"]);
                    Console.WriteLine($"{++done}/{open.Length} {mutant.Id} {outcome.Verdict} ({seconds} s) {mutant.Text} {outcome.What}");
                }
            });
    }

    /// <summary>Runs only one class, the one that noticed a mutant the last time.</summary>
    internal Outcome TryLast(BuiltMutant mutant, string testClass) =>
        Trial.Run(place.Program, mutant.Number, [testClass], static _ => TimeSpan.FromSeconds(60));

    private Outcome Try(BuiltMutant mutant)
    {
        string[] first = [.. mutant.Bug?.Tests ?? [], .. LastKillers.TryGetValue(mutant.Id, out string? last) ? [last] : Array.Empty<string>()];
        first = [.. first.Concat(Neighbours.Of(mutant.File)).Where(name => IsTried(name, mutant)).Intersect(TestHost.Classes).Distinct()];
        Outcome outcome = Trial.Run(place.Program, mutant.Number, first, static _ => TimeSpan.FromSeconds(600));
        if (outcome.IsKilled || IsQuick)
            return outcome;

        string[] rest = [.. Nearest(mutant).Except(first)];
        if (rest.Length == 0)
            return outcome with { What = IsReached(mutant) ? string.Empty : "no test reaches it" };
        Outcome second = Trial.Run(place.Program, mutant.Number, rest, Limit);
        return second with { Seconds = outcome.Seconds + second.Seconds };
    }

    /// <summary>The test classes that reach a mutant, quick ones first. What a process does once is done for all classes,
    /// though one alone reaches it.</summary>
    private IEnumerable<string> Nearest(BuiltMutant mutant)
    {
        (Dictionary<string, double> seconds, Dictionary<string, HashSet<int>> reached) = reach.Value;
        string[] nearest = [.. seconds.Keys.Where(name => reached[name].Contains(mutant.Number)).OrderBy(name => seconds[name])];
        if (nearest.Length == 0)
            return [];
        bool isForAll = reached[Once].Contains(mutant.Number) || nearest.Length <= 2;
        IEnumerable<string> all = isForAll ? nearest.Concat(seconds.Keys.OrderBy(name => seconds[name])).Distinct() : nearest;
        return all.Where(name => IsTried(name, mutant));
    }

    /// <summary>Each library's mutants are tried against its own tests. The code that the compiler makes is other code with mutants in it,
    /// chosen or not: tests of that code are left out.</summary>
    private static bool IsTried(string name, BuiltMutant mutant) =>
        !name.Contains("JitCode", StringComparison.Ordinal) && TestHost.IsOfPki(name) == mutant.IsOfPki;

    private TimeSpan Limit(string name) => TimeSpan.FromSeconds(30 + (10 * reach.Value.Seconds[name]));

    private (Dictionary<string, double> Seconds, Dictionary<string, HashSet<int>> Reached) ReadReach()
    {
        if (!File.Exists(place.ReachFile))
        {
            long start = Stopwatch.GetTimestamp();
            Trial.Record(place.Program, place.ReachFile);
            Console.WriteLine($"recorded which mutants each test class reaches: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        }

        Dictionary<string, double> seconds = new(StringComparer.Ordinal);
        Dictionary<string, HashSet<int>> reached = new(StringComparer.Ordinal);
        foreach (string[] row in Table.Read(place.ReachFile))
        {
            string[] numbers = row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            reached[row[0]] = [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            if (row[0] != Once)
                seconds[row[0]] = double.Parse(row[1], CultureInfo.InvariantCulture);
        }

        return (seconds, reached);
    }
}
