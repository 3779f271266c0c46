using System.Text.Json;

namespace PqCrypto.Coverage;

/// <summary>Lines and branches of the library, and whether any run passed them.</summary>
internal sealed class Covered
{
    private readonly SortedDictionary<(string File, int Line), bool> lines = [];
    private readonly SortedDictionary<(string File, int Line, string Method, int Offset, int Path), bool> branches = [];

    /// <summary>Adds what one run has found, a file of the collector.</summary>
    /// <param name="report">The file, in the collector's own form: modules, files, classes, methods.</param>
    /// <param name="root">The folder of the sources.</param>
    internal void Add(string report, string root)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(report));
        foreach (JsonProperty file in document.RootElement.EnumerateObject().SelectMany(module => module.Value.EnumerateObject()))
        {
            string name = Path.GetRelativePath(root, file.Name).Replace('\\', '/');
            if (!name.StartsWith("src/", StringComparison.Ordinal) || name.Contains("/obj/", StringComparison.Ordinal))
                continue;
            foreach (JsonProperty method in file.Value.EnumerateObject().SelectMany(type => type.Value.EnumerateObject()))
            {
                foreach (JsonProperty line in method.Value.GetProperty(nameof(Lines)).EnumerateObject())
                {
                    (string, int) place = (name, int.Parse(line.Name, System.Globalization.CultureInfo.InvariantCulture));
                    lines[place] = lines.GetValueOrDefault(place) || line.Value.GetInt32() > 0;
                }

                foreach (JsonElement branch in method.Value.GetProperty(nameof(Branches)).EnumerateArray())
                {
                    (string, int, string, int, int) place = (
                        name, branch.GetProperty("Line").GetInt32(), method.Name, branch.GetProperty("Offset").GetInt32(), branch.GetProperty("Path").GetInt32());
                    branches[place] = branches.GetValueOrDefault(place) || branch.GetProperty("Hits").GetInt32() > 0;
                }
            }
        }
    }

    /// <summary>How many lines there are, and how many of them no run passed.</summary>
    internal (int All, int Missing) Lines => (lines.Count, lines.Values.Count(hit => !hit));

    /// <summary>How many branches there are, and how many of them no run took.</summary>
    internal (int All, int Missing) Branches => (branches.Count, branches.Values.Count(hit => !hit));

    /// <summary>What is not covered: file, and lines; those of which only a branch was not taken have a ? behind them.</summary>
    internal IEnumerable<string> Names()
    {
        HashSet<(string File, int Line)> missing = [.. lines.Where(line => !line.Value).Select(line => line.Key)];
        HashSet<(string File, int Line)> partly = [.. branches.Where(branch => !branch.Value).Select(branch => (branch.Key.File, branch.Key.Line)).Except(missing)];
        return missing.Concat(partly).GroupBy(place => place.File).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {string.Join(", ", Ranges([.. group.Select(place => place.Line).Order()], line => partly.Contains((group.Key, line))))}");
    }

    private static IEnumerable<string> Ranges(int[] numbers, Func<int, bool> isPartly)
    {
        for (int first = 0; first < numbers.Length;)
        {
            int last = first;
            while (last + 1 < numbers.Length && numbers[last + 1] == numbers[last] + 1 && isPartly(numbers[last + 1]) == isPartly(numbers[first]))
                last++;
            string sign = isPartly(numbers[first]) ? "?" : string.Empty;
            yield return (first == last ? $"{numbers[first]}" : $"{numbers[first]}-{numbers[last]}") + sign;
            first = last + 1;
        }
    }
}
