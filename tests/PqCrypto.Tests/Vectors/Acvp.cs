using System.Collections.Concurrent;
using System.Text.Json;

namespace PqCrypto.Tests.Vectors;

/// <summary>One ACVP case: its group's properties, its inputs and its expected outputs.</summary>
internal sealed record AcvpCase(string Id, JsonElement Group, JsonElement Prompt, JsonElement Expected)
{
    public string ParameterSet => Group.Text("parameterSet");

    public KemAlgorithm Kem => KemAlgorithm.TryFind(ParameterSet, out KemAlgorithm? algorithm) ? algorithm : throw new InvalidDataException(Id);

    public SignatureAlgorithm Signature =>
        SignatureAlgorithm.TryFind(ParameterSet, out SignatureAlgorithm? algorithm) ? algorithm : throw new InvalidDataException(Id);

    public bool TestPassed => Expected.GetProperty("testPassed").GetBoolean();

    public byte[] Input(string name) => Prompt.Bytes(name);

    public string ExpectedHex(string name) => Expected.Text(name);
}

/// <summary>NIST's ACVP sample sets, ACVP-Server v1.1.0.43: every group of prompt.json with the results of expectedResults.json.</summary>
internal static class Acvp
{
    public const string KemKeyGen = "ML-KEM-keyGen-FIPS203";
    public const string KemEncapDecap = "ML-KEM-encapDecap-FIPS203";
    public const string DsaKeyGen = "ML-DSA-keyGen-FIPS204";
    public const string DsaSigGen = "ML-DSA-sigGen-FIPS204";
    public const string DsaSigVer = "ML-DSA-sigVer-FIPS204";

    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<string, AcvpCase>>> Sets = new();

    /// <summary>The ids of a set's cases, one test each; all of them, or those of the groups with a certain property.</summary>
    public static TheoryData<string> Ids(string set, string? property = null, string? value = null)
    {
        TheoryData<string> ids = [];
        foreach (AcvpCase candidate in Load(set).Values)
        {
            if (property is null || candidate.Group.Text(property) == value)
                ids.Add(candidate.Id);
        }

        return ids;
    }

    public static AcvpCase Find(string set, string id) => Load(set)[id];

    private static IReadOnlyDictionary<string, AcvpCase> Load(string set) => Sets.GetOrAdd(set, name => new(() => Read(name))).Value;

    private static Dictionary<string, AcvpCase> Read(string set)
    {
        Dictionary<(int Group, int Case), JsonElement> expected = [];
        foreach (JsonElement group in Groups(set, "expectedResults"))
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
                expected.Add((Number(group, "tgId"), Number(test, "tcId")), test);
        }

        Dictionary<string, AcvpCase> cases = [];
        foreach (JsonElement group in Groups(set, "prompt"))
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                string id = $"{group.Text("parameterSet")} tg{Number(group, "tgId")} tc{Number(test, "tcId")}";
                cases.Add(id, new AcvpCase(id, group, test, expected[(Number(group, "tgId"), Number(test, "tcId"))]));
            }
        }

        Assert.Equal(expected.Count, cases.Count);
        return cases;
    }

    private static JsonElement.ArrayEnumerator Groups(string set, string file) =>
        SharedVectors.ReadJson($"acvp/{set}/{file}.json.gz").GetProperty("testGroups").EnumerateArray();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
