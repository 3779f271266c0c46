using System.Diagnostics;
using System.Globalization;
using PqCrypto.Mutants;

// Tries mutants of the library against its tests. Ends with 1 where one of a bug class survives, or more of the others than two in a hundred, or one
// that is not listed; or where a listed one is noticed.
const double Least = 0.98;
switch (args)
{
    case ["try", .. string[] classes]:
        return TestHost.Try(classes);
    case ["record", string file]:
        return TestHost.Record(file);
}

bool isPlanted = args.Contains("--planted");
bool isSample = args.Contains("--sample");
string[] parts = [.. args.Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
long start = Stopwatch.GetTimestamp();
string root = FindRoot();
string survivorsFile = Path.Combine(root, "eng", "Mutants", "survivors.tsv");
string killersFile = Path.Combine(root, "eng", "Mutants", "killers.tsv");
Dictionary<string, string> listed = Table.Read(survivorsFile).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
Place place = new(root);
int jobs = int.TryParse(Environment.GetEnvironmentVariable("PQCRYPTO_MUTANT_JOBS"), out int asked) ? asked : Environment.ProcessorCount;
Judge judge = new(place)
{
    Jobs = jobs,
    IsQuick = args.Contains("--quick"),
    LastKillers = Table.Read(killersFile).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal),
};
BuiltMutant planted = place.Mutants.Single(mutant => mutant.Id == BugClasses.Planted.Id);
BuiltMutant[] bugs = [.. place.Mutants.Where(mutant => mutant.Bug is not null && mutant != planted)];
BuiltMutant[] others = [.. place.Mutants.Where(mutant => mutant.Bug is null)];
return isSample ? TrySample() : TryAll();

int TrySample()
{
    const int Half = 5;
    BuiltMutant[] sample =
    [
        .. bugs.Where(mutant => mutant.Bug!.Gate is null && judge.LastKillers.ContainsKey(mutant.Id))
            .OrderBy(Scattered, StringComparer.Ordinal).Take(Half),
        .. others.Where(mutant => judge.LastKillers.ContainsKey(mutant.Id)).OrderBy(Scattered, StringComparer.Ordinal).Take(Half),
    ];
    if (isPlanted)
        sample = [planted, .. sample.Take(1)];
    int killed = 0;
    foreach (BuiltMutant mutant in sample)
    {
        Outcome outcome = judge.TryLast(mutant, mutant == planted ? planted.Bug!.Tests[0] : judge.LastKillers[mutant.Id]);
        killed += outcome.IsKilled ? 1 : 0;
        Console.WriteLine($"{mutant.Id} {outcome.Verdict} ({outcome.Seconds:F1} s): {mutant.Text} {outcome.What}");
    }

    Console.WriteLine($"mutants: {killed} of a sample of {sample.Length} killed, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
    return killed == 2 * Half ? 0 : 1;        // fewer too where the sample is smaller
}

int TryAll()
{
    BuiltMutant[] chosen = [.. bugs, .. others, .. isPlanted ? new[] { planted } : []];
    if (parts.Length > 0)
        chosen = [.. chosen.Where(mutant => parts.Any(part => mutant.Id.StartsWith(part, StringComparison.Ordinal)))];
    judge.TryAll(chosen);
    if (args.Contains("--note"))
        Note();
    BuiltMutant[] open = [.. chosen.Where(mutant => judge.Of(mutant) is null)];
    if (parts.Length > 0 || open.Length > 0)
    {
        int killed = chosen.Count(mutant => judge.Of(mutant) is { IsKilled: true });
        Console.WriteLine($"mutants: {killed} of {chosen.Length} killed, {open.Length} not tried to the end");
        return open.Length == 0 ? 0 : 1;
    }

    return Count(chosen);
}

// What came out: the figures, and what breaks the rule.
int Count(BuiltMutant[] chosen)
{
    BuiltMutant[] chosenBugs = [.. chosen.Where(mutant => mutant.Bug is not null)];
    BuiltMutant[] bugsAlive = [.. chosenBugs.Where(mutant => !judge.Of(mutant)!.IsKilled)];
    BuiltMutant[] elsewhere = [.. others.Where(mutant => !judge.Of(mutant)!.IsKilled && mutant.IsForSomeProcessors && !judge.IsReached(mutant))];
    BuiltMutant[] counted = [.. others.Except(elsewhere)];
    BuiltMutant[] alive = [.. counted.Where(mutant => !judge.Of(mutant)!.IsKilled)];
    int same = alive.Count(mutant => listed.GetValueOrDefault(mutant.Id)?.StartsWith("same:", StringComparison.Ordinal) == true);
    string[] findings =
    [
        .. bugsAlive.Select(mutant => $"survives: {mutant.Id} {mutant.Text} {judge.Of(mutant)!.What}"),
        .. alive.Where(mutant => !listed.ContainsKey(mutant.Id)).Select(mutant => $"survives and is not listed: {mutant.Id} {mutant.Text}"),
        .. listed.Keys.Where(id => alive.All(mutant => mutant.Id != id)).Select(id => $"is listed and does not survive: {id}"),
    ];
    foreach (string finding in findings)
        Console.WriteLine(finding);
    int different = counted.Length - same;
    double share = (double)(counted.Length - alive.Length) / different;
    string percent = (100 * share).ToString("F1", CultureInfo.InvariantCulture);
    Console.WriteLine(
        $"mutants: {chosenBugs.Length - bugsAlive.Length} of {chosenBugs.Length} of bug classes and {counted.Length - alive.Length} of {different} others "
        + $"killed ({percent} %); {same} more change nothing, {elsewhere.Length} are for other processors; "
        + $"{chosen.Sum(mutant => judge.Of(mutant)!.Seconds):F0} s of trials, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
    return findings.Length == 0 && share >= Least && different >= 200 ? 0 : 1;
}

// Keeps the names of the test classes that noticed mutants, for those that were tried.
void Note()
{
    Dictionary<string, string[]> rows = Table.Read(killersFile)
        .Where(row => place.Mutants.Any(mutant => mutant.Id == row[0])).ToDictionary(row => row[0]);
    foreach (BuiltMutant mutant in place.Mutants.Where(mutant => judge.Of(mutant) is { IsKilled: true } && mutant.Bug?.Gate is null))
        rows[mutant.Id] = [mutant.Id, judge.Of(mutant)!.TestClass, mutant.Text];
    Table.Write(
        killersFile,
        rows.Values.OrderBy(row => row[0], StringComparer.Ordinal),
        "The test class that noticed each mutant the last time; it is tried first the next time. Written by eng/mutants --note.");
}

static string Scattered(BuiltMutant mutant) => string.Concat(mutant.Id.Reverse());

static string FindRoot()
{
    DirectoryInfo? folder = new(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PqCrypto.sln")))
        folder = folder.Parent;
    return folder?.FullName ?? throw new InvalidOperationException("This runs from a build inside the source tree.");
}
