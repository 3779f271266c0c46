using System.Text.RegularExpressions;

namespace PqCrypto.Tests.House;

/// <summary>Reads the compiled PqCrypto.dll: what uses what (docs/architecture.md).</summary>
public partial class LayeringTests
{
    private static readonly AssemblyReferences Assembly = AssemblyReferences.Read(typeof(KemAlgorithm).Assembly.Location);

    /// <summary>What each part may use besides itself. A line names only what lies below it; schemes do not know each other.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Base"] = [],
        ["Contracts"] = ["Base"],
        ["Encoding"] = ["Base", "Contracts"],
        ["Kernels"] = ["Base"],
        ["Fips180"] = ["Base"],
        ["Fips202"] = ["Base", "Kernels"],
        ["Fips203.Parameters"] = [],      // IKemParameters and what follows from it: constants
        ["Fips204.Parameters"] = [],
        ["Fips203.Algebra"] = ["Base", "Kernels", "Fips202", "Fips203.Parameters"],
        ["Fips204.Algebra"] = ["Base", "Kernels", "Fips202", "Fips204.Parameters"],
        ["Fips203"] = ["Base", "Contracts", "Encoding", "Kernels", "Fips202", "Fips203.Algebra", "Fips203.Parameters"],
        ["Fips204"] = ["Base", "Contracts", "Encoding", "Kernels", "Fips180", "Fips202", "Fips204.Algebra", "Fips204.Parameters"],
        ["Classical"] = ["Base", "Contracts", "Encoding", "Kernels", "Fips202"],
        ["Hybrid"] = ["Base", "Contracts", "Encoding", "Kernels", "Fips202", "Fips203", "Fips204", "Classical", "Fips203.Parameters"],
        ["Api"] =
        [
            "Base", "Contracts", "Encoding", "Kernels", "Fips180", "Fips202", "Fips203", "Fips204", "Classical", "Hybrid",
            "Fips203.Parameters", "Fips204.Parameters",
        ],
        ["Hpke"] = ["Base", "Contracts", "Kernels", "Fips202", "Classical", "Api"],
    };

    /// <summary>The public types in namespace PqCrypto that schemes receive or derive from; they lie in the folder Contracts.</summary>
    private static readonly string[] Contracts =
    [
        "AlgorithmDescription", "AlgorithmFamily", "AlgorithmStatus", "IFormattedMessage", "KemDescription", "KemPrivateKeyState",
        "KemPublicKeyState", "KemScheme", "KeyScheme", "MessageDigest", "Pkcs8Content", "PreHash", "PrivateKeyForm", "PrivateKeyState",
        "PublicKeyState", "SignatureCheck", "SignatureDescription", "SignatureOptions", "SignaturePrivateKeyState", "SignaturePublicKeyState", "SignatureScheme",
    ];

    [Fact]
    public void EveryType_Uses_OnlyWhatLiesBelow()
    {
        List<string> wrong = [];
        foreach ((string user, SortedSet<string> uses) in Assembly.Types)
        {
            string part = PartOf(user);
            wrong.AddRange(uses.Where(used => PartOf(used) != part && !MayUse[part].Contains(PartOf(used)))
                .Select(used => $"{user} ({part}) uses {used} ({PartOf(used)})"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(Assembly.Types.Values.Sum(uses => uses.Count) > 100);      // the reader saw the assembly at all
    }

    [Fact]
    public void MayUse_Table_HasNoCycle()
    {
        HashSet<string> below = [];
        foreach ((string part, string[] uses) in MayUse)
        {
            Assert.All(uses, used => Assert.Contains(used, below));
            below.Add(part);
        }
    }

    [Fact]
    public void ContractsTable_Is_TheFolder()
    {
        IEnumerable<string> declared = Repository.Files("src/PqCrypto/Contracts", ".cs")
            .SelectMany(Repository.Lines)
            .Select(line => Declaration().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);
        Assert.Equal(Contracts.Order(StringComparer.Ordinal), declared.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryFile_HasNamespaceOfItsFolder()
    {
        foreach (string file in Repository.Files("src/PqCrypto", ".cs"))
        {
            string folder = Path.GetDirectoryName(file)!.Replace("src/", "", StringComparison.Ordinal).Replace('/', '.').Replace('\\', '.');
            string expected = folder is "PqCrypto.Contracts" or "PqCrypto.Bcl" ? "PqCrypto" : folder;
            string? found = Repository.Lines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            Assert.True(found is null || found == $"namespace {expected};", $"{file}: {found}");
        }
    }

    [Fact]
    public void Randomness_IsDrawnByTheApiOnly()
    {
        Assert.All(
            Assembly.Types.Where(type => type.Value.Contains("PqCrypto.Base.Entropy")),
            type => Assert.Equal("Api", PartOf(type.Key)));
        Assert.Equal(["PqCrypto.Base.Entropy"], Users("System.Security.Cryptography.RandomNumberGenerator."));
        Assert.Empty(Users("System.Random."));
    }

    [Fact]
    public void Processor_IsAskedByTheSelectorAndTheWidthsOnly() =>
        Assert.All(
            Assembly.ForeignMembers.Where(type => type.Value.Any(member =>
                member.StartsWith("System.Runtime.Intrinsics.", StringComparison.Ordinal)
                && (member.EndsWith(".get_IsSupported", StringComparison.Ordinal) || member.EndsWith(".get_IsHardwareAccelerated", StringComparison.Ordinal)))),
            type => Assert.True(
                type.Key is "PqCrypto.Kernels.KernelSelector" or "PqCrypto.Kernels.Vector.WordsByVbmi2"        // a part of Width512
                || type.Key.StartsWith("PqCrypto.Kernels.Vector.Width", StringComparison.Ordinal),
                $"{type.Key} asks the processor."));

    [Fact]
    public void UnsafeMemory_IsReadInKernelsBaseAndPolynomialsOnly()
    {
        string[] users =
        [
            .. Users("System.Runtime.InteropServices.MemoryMarshal."),
            .. Users("System.Runtime.CompilerServices.Unsafe."),
            .. Users("System.Runtime.InteropServices.NativeMemory."),
        ];
        string polynomials = string.Concat(Repository.Files("src/PqCrypto", "/Polynomials.cs").SelectMany(Repository.Lines));
        Assert.All(users, user => Assert.True(
            PartOf(user) is "Base" or "Kernels" || Regex.IsMatch(polynomials, $@"\b(struct|class) {NameOf(user)}\b"),
            $"{user} reads memory without bounds."));
    }

    private static IEnumerable<string> Users(string memberPrefix) => Assembly.ForeignMembers
        .Where(type => type.Value.Any(member => member.StartsWith(memberPrefix, StringComparison.Ordinal)))
        .Select(type => type.Key);

    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..].Split('`')[0];

    private static string PartOf(string type)
    {
        string space = type[..type.LastIndexOf('.')];
        if (space == "PqCrypto")
            return Contracts.Contains(NameOf(type)) ? "Contracts" : "Api";
        string part = space["PqCrypto.".Length..];
        if (part is "Fips203" or "Fips204" && ParameterSet().IsMatch(NameOf(type)))
            return part + ".Parameters";
        return part.EndsWith(".Algebra", StringComparison.Ordinal) ? part : part.Split('.')[0];
    }

    [GeneratedRegex("^(?:I?(?:Kem|Dsa)Parameters|ML(?:Kem|Dsa)[0-9]+Parameters)$")]
    private static partial Regex ParameterSet();

    [GeneratedRegex(@"^(?:public|internal)(?: (?:abstract|sealed|readonly|static|partial|ref))* (?:class|record struct|record|struct|enum|interface) (\w+)")]
    private static partial Regex Declaration();
}
