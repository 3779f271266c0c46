using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>Every numbered algorithm of the standards is in the code under its number and name; docs/spec-map.md says where.</summary>
public partial class SpecMapTests
{
    private const string Map = "docs/spec-map.md";

    /// <summary>The algorithms of FIPS 203 (final), from 1.</summary>
    private static readonly string[] Fips203 =
    [
        "ForExample", "SHAKE128example", "BitsToBytes", "BytesToBits", "ByteEncode_d", "ByteDecode_d", "SampleNTT", "SamplePolyCBD_η", "NTT",
        "NTT⁻¹", "MultiplyNTTs", "BaseCaseMultiply", "K-PKE.KeyGen", "K-PKE.Encrypt", "K-PKE.Decrypt", "ML-KEM.KeyGen_internal",
        "ML-KEM.Encaps_internal", "ML-KEM.Decaps_internal", "ML-KEM.KeyGen", "ML-KEM.Encaps", "ML-KEM.Decaps",
    ];

    /// <summary>The algorithms of FIPS 204 (final), from 1.</summary>
    private static readonly string[] Fips204 =
    [
        "ML-DSA.KeyGen", "ML-DSA.Sign", "ML-DSA.Verify", "HashML-DSA.Sign", "HashML-DSA.Verify", "ML-DSA.KeyGen_internal",
        "ML-DSA.Sign_internal", "ML-DSA.Verify_internal", "IntegerToBits", "BitsToInteger", "IntegerToBytes", "BitsToBytes", "BytesToBits",
        "CoeffFromThreeBytes", "CoeffFromHalfByte", "SimpleBitPack", "BitPack", "SimpleBitUnpack", "BitUnpack", "HintBitPack",
        "HintBitUnpack", "pkEncode", "pkDecode", "skEncode", "skDecode", "sigEncode", "sigDecode", "w1Encode", "SampleInBall", "RejNTTPoly",
        "RejBoundedPoly", "ExpandA", "ExpandS", "ExpandMask", "Power2Round", "Decompose", "HighBits", "LowBits", "MakeHint", "UseHint", "NTT",
        "NTT⁻¹", "BitRev8", "AddNTT", "MultiplyNTT", "AddVectorNTT", "ScalarVectorNTT", "MatrixVectorNTT", "MontgomeryReduce",
    ];

    private static readonly Dictionary<int, string[]> Standards = new() { [203] = Fips203, [204] = Fips204 };

    /// <summary>Algorithms without a place of their own in the code, and where their work is done.</summary>
    private static readonly Dictionary<(int Standard, int Number), string> Folded = new()
    {
        [(203, 1)] = "an illustration of the notation",
        [(203, 2)] = "an illustration of the notation",
        [(203, 3)] = "in ByteEncode_d, which packs coefficients without listing bits",
        [(203, 4)] = "in ByteDecode_d and SamplePolyCBD_η, which take bits from whole words",
        [(204, 9)] = "in SimpleBitPack and BitPack, which pack coefficients without listing bits",
        [(204, 10)] = "in SimpleBitUnpack and BitUnpack",
        [(204, 11)] = "the platform's little-endian writes",
        [(204, 12)] = "in SimpleBitPack and BitPack",
        [(204, 13)] = "in SimpleBitUnpack, BitUnpack and SampleInBall",
        [(204, 46)] = "in the kernel that multiplies and accumulates",
    };

    private static readonly Lazy<List<Citation>> Citations = new(() => [.. Repository.Files("src", ".cs").SelectMany(Read)]);

    [Fact]
    public void EveryCitation_HasTheNumberOfItsName()
    {
        List<string> wrong = [];
        foreach (Citation citation in Citations.Value)
        {
            string[] names = Standards[citation.Standard];
            string? name = names.ElementAtOrDefault(citation.Number - 1);
            if (name != citation.Name)
                wrong.Add($"{citation.File}, {citation.Member}: Algorithm {citation.Number} of FIPS {citation.Standard} is {name ?? "none"}, not {citation.Name}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void EveryAlgorithm_IsEitherCitedOrFolded()
    {
        List<string> wrong = [];
        foreach ((int standard, string[] names) in Standards)
        {
            for (int number = 1; number <= names.Length; number++)
            {
                bool cited = Citations.Value.Exists(c => c.Standard == standard && c.Number == number);
                if (cited == Folded.ContainsKey((standard, number)))
                    wrong.Add($"FIPS {standard}, Algorithm {number} ({names[number - 1]}) is {(cited ? "both cited and folded" : "neither cited nor folded")}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void SpecMap_Is_WhatTheCitationsGive() => Repository.AssertGenerated(Map, Render());

    [Theory]
    [InlineData("FIPS 203, Algorithm 9 (NTT).", "203/9/NTT")]
    [InlineData("FIPS 204, Algorithm 30 (RejNTTPoly) with Algorithm 14 (CoeffFromThreeBytes).", "204/30/RejNTTPoly 204/14/CoeffFromThreeBytes")]
    [InlineData("FIPS 202, Algorithm 5 (rc). FIPS 203, Algorithm 15 (K-PKE.Decrypt).", "203/15/K-PKE.Decrypt")]
    [InlineData("(FIPS 204, Algorithm 7, L6)", "")]
    public void Find_Text_GivesStandardNumberAndName(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Find(text).Select(found => $"{found.Standard}/{found.Number}/{found.Name}")));

    /// <summary>The citations in the documentation comments of a file, each with the member that follows it.</summary>
    private static IEnumerable<Citation> Read(string file)
    {
        StringBuilder comment = new();
        foreach (string line in Repository.Lines(file).Select(line => line.Trim()))
        {
            if (line.StartsWith("///", StringComparison.Ordinal))
            {
                comment.Append(line[3..]);
            }
            else if (comment.Length != 0 && !line.StartsWith('['))
            {
                foreach ((int standard, int number, string name) in Find(comment.ToString()))
                    yield return new Citation(standard, number, name, file, MemberName(line));
                comment.Clear();
            }
        }
    }

    private static IEnumerable<(int Standard, int Number, string Name)> Find(string text)
    {
        int standard = 0;
        foreach (Match match in Mention().Matches(text))
        {
            if (match.Groups["standard"].Success)
                standard = int.Parse(match.Groups["standard"].ValueSpan, CultureInfo.InvariantCulture);
            else if (Standards.ContainsKey(standard))
                yield return (standard, int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["name"].Value);
        }
    }

    private static string MemberName(string declaration)
    {
        Match type = TypeName().Match(declaration);
        return type.Success ? type.Groups[1].Value : Name().Match(declaration).Groups[1].Value;
    }

    private static string Render()
    {
        StringBuilder text = new();
        text.Append("# Where each algorithm of the standards is\n\n");
        text.Append("Generated from the citations in the code by `SpecMapTests`, which also checks numbers and names. To write it anew:\n");
        text.Append("`PQCRYPTO_UPDATE=1 dotnet test -c Release tests/PqCrypto.Tests --filter SpecMap`.\n");
        foreach ((int standard, string[] names) in Standards)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## FIPS {standard}\n\n| | Algorithm | Where |\n|---:|---|---|\n");
            for (int number = 1; number <= names.Length; number++)
            {
                string[] places =
                [
                    .. Citations.Value.Where(c => c.Standard == standard && c.Number == number)
                        .GroupBy(c => c.File, c => c.Member)
                        .Select(file => $"[{Path.GetFileNameWithoutExtension(file.Key)}](../{file.Key}) {string.Join(", ", file.Distinct().Select(m => $"`{m}`"))}"),
                ];
                string where = places.Length != 0 ? string.Join("; ", places) : Folded.GetValueOrDefault((standard, number), "");
                text.Append(CultureInfo.InvariantCulture, $"| {number} | {names[number - 1]} | {where} |\n");
            }
        }

        return text.ToString();
    }

    private sealed record Citation(int Standard, int Number, string Name, string File, string Member);

    [GeneratedRegex(@"FIPS (?<standard>\d+)|Algorithm (?<number>\d+)\s+\((?<name>[^)]+)\)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum) (\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(\w+)(?:<[^(]*>)?\s*(?:\(|=|\{|;|$)")]
    private static partial Regex Name();
}
