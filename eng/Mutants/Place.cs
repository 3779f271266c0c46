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
    /// <summary>The file that it is in, relative to the library's folder.</summary>
    internal string File => Text[..Text.IndexOf(':', StringComparison.Ordinal)];

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
        string mark = Fingerprint();
        if (!File.Exists(FingerprintFile) || File.ReadAllText(FingerprintFile) != mark)
        {
            foreach (string file in new[] { FingerprintFile, MutantsFile, ReachFile, ResultsFile })
                File.Delete(file);
            Build();
            File.WriteAllText(FingerprintFile, mark);
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

        MutatedLibrary library = new(Path.Combine(Root, "src", "PqCrypto"));
        IReadOnlyList<Mutant> mutants = library.Build(Path.Combine(run, "PqCrypto.dll"));
        Table.Write(
            MutantsFile,
            mutants.Select(mutant => new[]
            {
                mutant.Number.ToString(CultureInfo.InvariantCulture), mutant.Id, mutant.IsForSomeProcessors ? "some" : "all", mutant.ToString(),
            }));
        Console.WriteLine($"built: {mutants.Count} mutants, of {library.Candidates} that there could be");
    }

    /// <summary>Tells the sources of library, tests and mutants from all others.</summary>
    private string Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string folder, string files) in new[]
        {
            ("src/PqCrypto", "*.cs"), ("tests/PqCrypto.Tests", "*.cs"), ("eng/Mutants", "Bug*.cs"), ("eng/Mutants", "Candidate*.cs"),
            ("eng/Mutants", "Mutated*.cs"), ("eng/Mutants", "Scope.cs"), ("eng/Mutants", "TestHost.cs"),
        })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, folder), files, SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                hash.AppendData(File.ReadAllBytes(file));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
