using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>What the documentation shows in C# is what a test or a sample compiles: each block stands to the letter in a file that its page links to.</summary>
public sealed partial class SnippetTests
{
    private static readonly IReadOnlyList<string> Pages = Repository.Files(".", ".md");

    [Fact]
    public void EverySnippet_StandsInASourceFileThatItsPageLinksTo()
    {
        List<string> wrong = [];
        foreach (string page in Pages)
        {
            string text = File.ReadAllText(Repository.PathOf(page));
            string[][] sources = [.. Sources(page, text).Select(Lines)];
            wrong.AddRange(CSharpBlock().Matches(text)
                .Select(block => block.Groups["code"].Value)
                .Where(code => !sources.Any(source => Contains(source, Lines(code))))
                .Select(code => $"{page}: in none of the {sources.Length} test or sample files that it links to:\n{code}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Readme_Shows_KemSignatureHybridKeysAndErrors() =>
        Assert.True(CSharpBlock().Count(File.ReadAllText(Repository.PathOf("README.md"))) >= 5);

    [Theory]
    [InlineData("a();\nb();", true)]
    [InlineData("    a();\n\n    b();", true)]
    [InlineData("a();\nc();", false)]
    [InlineData("a();\nb();\nd();", false)]
    [InlineData("a(); // changed", false)]
    public void Contains_Snippet_IsLookedForByWholeLinesInARow(string snippet, bool expected) =>
        Assert.Equal(expected, Contains(Lines("void M()\n{\n    a();\n    b();\n    c();\n}"), Lines(snippet)));

    /// <summary>The C# files of tests and samples that a page links to.</summary>
    private static IEnumerable<string> Sources(string page, string text) => SourceLink().Matches(text)
        .Select(link => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(page))!, link.Groups["target"].Value)))
        .Where(file => (file.StartsWith(Repository.PathOf("tests"), StringComparison.Ordinal) || file.StartsWith(Repository.PathOf("samples"), StringComparison.Ordinal)) && File.Exists(file))
        .Distinct()
        .Select(File.ReadAllText);

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static bool Contains(string[] program, string[] snippet) =>
        Enumerable.Range(0, program.Length).Any(start => program.Skip(start).Take(snippet.Length).SequenceEqual(snippet));

    [GeneratedRegex(@"```(csharp|cs|c#)[^\n]*\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\((?<target>[^)\s#]+\.cs)\)")]
    private static partial Regex SourceLink();
}
