using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>Every comment <c>// = formula</c> says what the number on its line is.</summary>
public partial class FormulaTests
{
    /// <summary>Comments of that form whose meaning is in words, each with the test that recomputes the value.</summary>
    private static readonly Dictionary<string, string> InWords = new(StringComparer.Ordinal)
    {
        ["first 64 bits of the fractional parts of the cube roots of the first 80 primes"] = nameof(ConstantsTests.Sha2_Constants_AreRootsOfPrimes),
        ["first 64 bits of the fractional parts of the square roots of the first 8 primes"] = nameof(ConstantsTests.Sha2_Constants_AreRootsOfPrimes),
        ["second 32 bits of the fractional parts of the square roots of the 9th to 16th primes"] =
            nameof(ConstantsTests.Sha2_Constants_AreRootsOfPrimes),
        ["rc(j + 7 * round) at bit 2^j - 1 (FIPS 202, Algorithm 5)"] = nameof(ConstantsTests.Keccak_Permutation_IsTheStepMappings),
        ["ceil((r - 2^12) / 2^13): leaves r0 in (-2^12, 2^12]"] = "every coefficient, by the tests of Power2Round",
        ["rho, two index bytes, and the output"] = "lengths of one buffer, by every key generation",
        ["s, A, t, d, z"] = "lengths of one buffer, by every key generation",
        ["seed, counter, and the output"] = "lengths of one buffer, by every key generation",
        ["the even x of the base point"] = nameof(ConstantsTests.Edwards25519_BasePoint_IsOnTheCurveAndHasU9),
        ["1 + bitlen(gamma1 - 1)"] = nameof(ConstantsTests.SignatureAlgorithm_Sizes_AreThoseOfTheStandard),
    };

    [Fact]
    public void EveryFormula_Gives_ANumberOnItsLine()
    {
        List<string> wrong = [];
        int checkedFormulas = 0;
        foreach (string file in Repository.Files("src", ".cs"))
        {
            foreach (string line in Repository.Lines(file))
            {
                string[] parts = line.Split("// = ", 2);
                if (parts.Length < 2 || InWords.ContainsKey(parts[1]))
                    continue;
                checkedFormulas++;
                BigInteger? value = Formula.Evaluate(parts[1], name => ValueOf(name, file));
                if (value is null)
                    wrong.Add($"{file}: the formula '{parts[1]}' is neither understood nor listed with its test");
                else if (!Numbers(parts[0], file).Contains(value.Value))
                    wrong.Add($"{file}: '{parts[1]}' is {value}, but the line is '{parts[0].Trim()}'");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(checkedFormulas > 20);
    }

    [Fact]
    public void EveryFormulaInWords_IsStillThere()
    {
        string source = string.Join('\n', Repository.Files("src", ".cs").SelectMany(Repository.Lines));
        Assert.All(InWords.Keys, words => Assert.Contains("// = " + words, source, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("round(2^26 / 3329)", 20159)]
    [InlineData("3303 - 3329, and 3303 = 128^-1 mod q", -26)]
    [InlineData("3329^-1 mod 2^16", 62209)]
    [InlineData("256^-1 * 2^32 mod 8380417", 16382)]
    [InlineData("ceil(2^10 / 5); a remark", 205)]
    [InlineData("floor(-7 / 2)", -4)]
    [InlineData("255 * 32 (RFC 5869, section 2.3)", 8160)]
    [InlineData("0x10 | 0x20", 48)]
    public void Evaluate_Formula_GivesValue(string formula, int expected) => Assert.Equal(expected, Formula.Evaluate(formula, _ => null));

    [Theory]
    [InlineData("7 / 2")]
    [InlineData("first 64 bits")]
    [InlineData("s, A, t, d, z")]
    [InlineData("2 * (3 + 4")]
    [InlineData("1 / 0")]
    [InlineData("2^-1 mod 4")]
    public void Evaluate_NoFormula_GivesNull(string text) => Assert.Null(Formula.Evaluate(text, _ => null));

    /// <summary>The numbers that the code of a line shows: its literals, and the value of its initializer.</summary>
    private static HashSet<BigInteger> Numbers(string code, string file)
    {
        HashSet<BigInteger> numbers = [];
        foreach (Match literal in Number().Matches(code))
        {
            if (Formula.Literal(literal.Value) is BigInteger value)
                numbers.UnionWith([value, -value]);
        }

        foreach (Match quoted in Hexadecimal().Matches(code))
            numbers.Add(BigInteger.Parse("0" + quoted.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        Match initializer = Initializer().Match(code);
        if (initializer.Success && Value(initializer.Groups["value"].Value, file) is BigInteger result)
            numbers.Add(result);
        return numbers;
    }

    private static BigInteger? ValueOf(string name, string file)
    {
        switch (name)
        {
            case "q":
                return file.Contains("Dsa", StringComparison.Ordinal) || file.Contains("Fips204", StringComparison.Ordinal) ? 8380417 : 3329;
            case "byte":
                return 1;
            case "short":
                return 2;
            case "int":
                return 4;
            case "ulong":
                return 8;
            default:
                break;
        }

        string[] parts = name.Split('.');
        string home = parts.Length == 1 ? file : Repository.Files("src", $"/{parts[^2]}.cs").Append(file).First();
        Match? declared = Repository.Lines(home).Select(line => Initializer().Match(line))
            .FirstOrDefault(match => match.Success && match.Groups["name"].Value == parts[^1]);
        return declared is null ? null : Value(declared.Groups["value"].Value, home);
    }

    private static BigInteger? Value(string expression, string file) =>
        Formula.Evaluate(Cast().Replace(expression, ""), name => ValueOf(name, file), wholeDivision: true);

    [GeneratedRegex(@"(?<!\w)(?<!\w\.)(?:0x[0-9A-Fa-f_]+|\d[\d_]*)[UL]*(?!\w)")]
    private static partial Regex Number();

    [GeneratedRegex("\"([0-9A-Fa-f]+)\"")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\bconst \w+ (?<name>\w+) = (?<value>[^;]+);")]
    private static partial Regex Initializer();

    [GeneratedRegex(@"\((?:byte|short|ushort|int|uint|long|ulong)\)")]
    private static partial Regex Cast();
}
