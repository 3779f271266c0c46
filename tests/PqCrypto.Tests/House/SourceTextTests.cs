using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>What every source file must be: short, without leftovers, named for what it does.</summary>
public partial class SourceTextTests
{
    private const int MaxLines = 400;

    private static readonly IReadOnlyList<string> Sources =
        [.. new[] { "src", "tests", "samples", "benchmarks", "eng" }.SelectMany(folder => Repository.Files(folder, ".cs"))];

    [Fact]
    public void EveryFile_IsShort()
    {
        Assert.NotEmpty(Sources);
        string[] wrong = [.. Sources.Where(file => Repository.Lines(file).Length > MaxLines)];
        Assert.True(wrong.Length == 0, $"Longer than {MaxLines} lines: {string.Join(", ", wrong)}");
    }

    [Fact]
    public void EveryLine_IsFreeOfLeftovers()
    {
        List<string> wrong = [];
        foreach (string file in Sources.Where(file => !file.EndsWith(nameof(SourceTextTests) + ".cs", StringComparison.Ordinal)))
        {
            string[] lines = Repository.Lines(file);
            for (int i = 0; i < lines.Length; i++)
            {
                Match found = Leftover().Match(lines[i]);
                if (found.Success)
                    wrong.Add($"{file}:{i + 1}: {found.Value.Trim()}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("    #region Sampling")]
    [InlineData("// TODO: later")]
    [InlineData("#pragma warning disable CA1000")]
    [InlineData("internal static class KeyHelper")]
    [InlineData("// ==========")]
    [InlineData("    // x = y + 1;")]
    public void Leftover_Sample_IsFound(string line) => Assert.Matches(Leftover(), line);

    [Theory]
    [InlineData("        int t = a * 5;       // = round(2^26 / q)")]
    [InlineData("        // the sign is public; so is the length")]
    [InlineData("        a = NTT(b);          // L6")]
    public void Leftover_GoodLine_IsNotFound(string line) => Assert.DoesNotMatch(Leftover(), line);

    /// <summary>Regions, disabled warnings, open work, banners, names that say nothing, and code in comments (a line that ends in a semicolon
    /// after an assignment or a call).</summary>
    [GeneratedRegex(@"^\s*#(region|pragma warning disable)|\b(TODO|FIXME|HACK|XXX)\b|^\s*(public|internal|private|file)\b[\w ]*\b(class|struct|record|interface) \w*(Helper|Util|Utils|Utilities|Manager|Engine)\b|^\s*//\s*[=*\-#]{4}|^\s*// [\w.\[\]]+( [+*|^&-]?= .*|\(.*\));$")]
    private static partial Regex Leftover();
}
