using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>What README.md shows is what samples/Quickstart compiles.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Snippets_OfReadme_StandInTheQuickstart()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        string[] program = Lines(File.ReadAllText(Repository.PathOf("samples/Quickstart/Program.cs")));

        MatchCollection snippets = CSharpBlock().Matches(readme);

        Assert.True(snippets.Count >= 5, "README.md shows a KEM, a signature, a hybrid, keys and errors.");
        Assert.All(snippets, snippet => Assert.True(Contains(program, Lines(snippet.Groups[1].Value)), $"Not in the quickstart:\n{snippet.Groups[1].Value}"));
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static bool Contains(string[] program, string[] snippet) =>
        Enumerable.Range(0, program.Length).Any(start => program.Skip(start).Take(snippet.Length).SequenceEqual(snippet));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
