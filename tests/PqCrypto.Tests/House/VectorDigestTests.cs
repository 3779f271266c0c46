using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>Every known-answer file is listed with its origin and SHA-256, and is what the list says.</summary>
public partial class VectorDigestTests
{
    private const string List = "vectors/SOURCES.md";

    [Fact]
    public void EveryVectorFile_HasTheListedDigest()
    {
        Dictionary<string, string> listed = Repository.Lines(List)
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .ToDictionary(match => match.Groups["file"].Value, match => match.Groups["digest"].Value);
        string[] files =
        [
            .. Repository.Files("vectors", "").Select(file => file["vectors/".Length..])
                .Where(file => !file.EndsWith(".md", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(files);
        Assert.Equal(files.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(
            listed[file], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Repository.PathOf("vectors/" + file))))));
    }

    /// <summary>A row of a table: the path below vectors/ in backquotes, and somewhere after it 64 hexadecimal digits.</summary>
    [GeneratedRegex(@"^\|\s*`(?<file>[^`]+)`.*\b(?<digest>[0-9a-f]{64})\b")]
    private static partial Regex Row();
}
