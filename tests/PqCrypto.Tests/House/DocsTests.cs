using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>Relative links in the documentation lead to files, folders and headings that exist.</summary>
public partial class DocsTests
{
    [Fact]
    public void EveryRelativeLink_LeadsSomewhere()
    {
        IReadOnlyList<string> documents = Repository.Files(".", ".md");
        Assert.Contains("README.md", documents);
        List<string> wrong = [];
        foreach (string document in documents)
        {
            foreach (Match link in Link().Matches(WithoutCode(document)))
            {
                string target = link.Groups["target"].Value;
                if (!target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal) && !Exists(document, target))
                    wrong.Add($"{document}: {target}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool Exists(string document, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0
            ? Repository.PathOf(document)
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(document))!, Uri.UnescapeDataString(parts[0])));
        if (!File.Exists(path))
            return Directory.Exists(path) && parts.Length == 1;
        return parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal)
            || File.ReadLines(path).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]);
    }

    /// <summary>The anchor that a heading gets: lower case, letters and digits, blanks as hyphens.</summary>
    private static string Anchor(string heading) =>
        NotInAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string document) => Code().Replace(File.ReadAllText(Repository.PathOf(document)), "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`(?!\])", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
