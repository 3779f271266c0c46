using System.Globalization;
using System.Security.Cryptography;

namespace PqCrypto.Mutants;

/// <summary>A mutant as it lies in the built library.</summary>
/// <param name="Number">The number by which the library knows it.</param>
/// <param name="Id">Its name.</param>
/// <param name="IsForSomeProcessors">Whether it lies in code that not every processor has.</param>
/// <param name="Text">Where it is and what is changed.</param>
internal sealed record BuiltMutant(int Number, string Id, bool IsForSomeProcessors, string Text)
{
    /// <summary>The file that it is in, relative to the library's folder; of PqCrypto.Pki with that name before it.</summary>
    internal string File => Text[..Text.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Whether it is one of PqCrypto.Pki.</summary>
    internal bool IsOfPki => File.StartsWith("PqCrypto.Pki/", StringComparison.Ordinal);

    /// <summary>The bug class that it stands for, if any.</summary>
    internal BugClass? Bug => BugClasses.All.Append(BugClasses.Planted).FirstOrDefault(bug => bug.Id == Id);
}

/// <summary>The folders of a run: the library with its mutants, beside the tests, and what is known so far.</summary>
internal sealed class Place
{
    private readonly string artifacts;

    /// <summary>Builds what is not there.</summary>
    /// <param name="root">The repository's folder.</param>
    internal Place(string root)
    {
        Root = root;
        artifacts = Directory.CreateDirectory(Path.Combine(root, "artifacts", "mutants")).FullName;
        Dictionary<string, string> marks = Fingerprints();
        Dictionary<string, string> last = Table.Read(FingerprintFile).Where(row => row.Length == 2).ToDictionary(row => row[0], row => row[1]);
        if (marks.Count != last.Count || marks.Except(last).Any())
        {
            foreach (string file in new[] { FingerprintFile, MutantsFile, ReachFile })
                File.Delete(file);
            Build();
            KeepResults([.. marks.Except(last).Concat(last.Except(marks)).Select(mark => mark.Key).Distinct()]);
            Table.Write(FingerprintFile, marks.Select(mark => new[] { mark.Key, mark.Value }));
        }

        Mutants = [.. Table.Read(MutantsFile).Select(row => new BuiltMutant(
            int.Parse(row[0], CultureInfo.InvariantCulture), row[1], row[2] == "some", row[3]))];
    }

    /// <summary>The repository's folder.</summary>
    internal string Root { get; }

    /// <summary>All mutants of the library.</summary>
    internal IReadOnlyList<BuiltMutant> Mutants { get; }

    /// <summary>The program beside the library with mutants.</summary>
    internal string Program => Path.Combine(artifacts, "run", "PqCrypto.Mutants.dll");

    /// <summary>What came out, as it comes.</summary>
    internal string ResultsFile => Path.Combine(artifacts, "results.tsv");

    /// <summary>Which mutants each test class reaches.</summary>
    internal string ReachFile => Path.Combine(artifacts, "reach.tsv");

    /// <summary>A copy of the source tree, for gates that look at code.</summary>
    internal string Tree => Path.Combine(artifacts, "tree");

    private string FingerprintFile => Path.Combine(artifacts, "fingerprint");

    private string MutantsFile => Path.Combine(artifacts, "mutants.tsv");

    private void Build()
    {
        string run = Path.GetDirectoryName(Program)!;
        if (Directory.Exists(run))
            Directory.Delete(run, recursive: true);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(run, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        string sources = Path.Combine(Root, "src");
        MutatedLibrary core = new(sources, TestHost.Core, BugClasses.OfCore.Append(BugClasses.Planted), hasGeneric: true);
        MutatedLibrary pki = new(sources, TestHost.Pki, BugClasses.Pki, hasGeneric: false);
        List<Mutant> mutants = [.. core.Build(Path.Combine(run, "PqCrypto.dll"), before: 0)];
        mutants.AddRange(pki.Build(Path.Combine(run, "PqCrypto.Pki.dll"), mutants.Count));
        Table.Write(
            MutantsFile,
            mutants.Select(mutant => new[]
            {
                mutant.Number.ToString(CultureInfo.InvariantCulture), mutant.Id, mutant.IsForSomeProcessors ? "some" : "all", mutant.ToString(),
            }));
        Console.WriteLine($"built: {mutants.Count} mutants, of {core.Candidates} that there could be");
    }

    /// <summary>Keeps what still holds: where test classes have changed and nothing else, what other ones noticed.</summary>
    private void KeepResults(string[] changed)
    {
        string[] classes = [.. changed.Select(file => Path.GetFileNameWithoutExtension(file))];
        bool isTestsOnly = classes.All(name => TestHost.Classes.Any(known => NameOf(known) == name));
        string[][] kept = [.. Table.Read(ResultsFile).Where(row => isTestsOnly && row[1] != Outcome.Survived && !classes.Contains(NameOf(row[2])))];
        Table.Write(ResultsFile, kept);

        static string NameOf(string testClass) => testClass.Split('.')[^1];
    }

    /// <summary>Tells sources from all others: those of each test class alone, those of libraries and mutants together.</summary>
    private Dictionary<string, string> Fingerprints()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string folder, string files) in new[]
        {
            ("src/PqCrypto", "*.cs"), ("src/PqCrypto.Pki", "*.cs"), ("eng/Mutants", "Bug*.cs"), ("eng/Mutants", "Candidate*.cs"),
            ("eng/Mutants", "Mutated*.cs"), ("eng/Mutants", "Scope.cs"), ("eng/Mutants", "TestHost.cs"),
        })
        {
            foreach (string file in Sources(folder, files))
                hash.AppendData(File.ReadAllBytes(file));
        }

        Dictionary<string, string> marks = new() { ["libraries and mutants"] = Convert.ToHexStringLower(hash.GetHashAndReset()) };
        foreach (string file in Sources("tests/PqCrypto.Tests", "*.cs").Concat(Sources("tests/PqCrypto.Pki.Tests", "*.cs")))
            marks[Path.GetRelativePath(Root, file)] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        return marks;
    }

    private IEnumerable<string> Sources(string folder, string files) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), files, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
