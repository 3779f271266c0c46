using System.Text.Json;

namespace PqCrypto.Tests.Vectors;

/// <summary>The 18 response files of the NIST competition format, regenerated in memory: their published SHA-256 digests must come out.</summary>
/// <remarks>vectors/kat-digests.json says where each digest is published. One test class per family, so that they run side by side.</remarks>
public abstract class KatTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Entries = new(() =>
        OwnVectors.ReadJson("kat-digests.json").GetProperty("files").EnumerateArray().ToDictionary(Id));

    protected static TheoryData<string> IdsOf(string family)
    {
        TheoryData<string> ids = [];
        foreach (string id in Entries.Value.Keys.Where(id => id.StartsWith(family, StringComparison.Ordinal)))
            ids.Add(id);
        return ids;
    }

    /// <summary>Generates a file and compares its digests.</summary>
    protected static void MatchDigests(string id)
    {
        JsonElement entry = Entries.Value[id];
        KatFile file = Generate(entry);
        Assert.Equal(Sha256(entry, "firstRecord"), file.FirstRecordSha256);
        Assert.Equal(Sha256(entry, "recordsWithoutTitle"), file.RecordsSha256);
        Assert.Equal(Sha256(entry, "wholeFile"), file.FullSha256);
    }

    /// <summary>Compares a generated file with the published one, record by record.</summary>
    protected static void MatchRecords(string id)
    {
        KatFile file = Generate(Entries.Value[id]);
        IReadOnlyList<string> published = KatFile.Split(SharedVectors.ReadText($"kat/{Entries.Value[id].Text("responseFile")}"));
        Assert.Equal(published.Count, file.Records.Count);
        for (int i = 0; i < published.Count; i++)
            Assert.Equal(published[i], file.Records[i]);
    }

    private static KatFile Generate(JsonElement entry) =>
        KatFile.Generate(entry.Text("set"), entry.Text("algorithm"), entry.Text("title"));

    private static string Id(JsonElement entry) => $"{entry.Text("set")} {entry.Text("algorithm")}";

    private static string Sha256(JsonElement entry, string part) => entry.GetProperty(part).Text("sha256");
}

public class KatKemTests : KatTests
{
    public static TheoryData<string> MLKem => IdsOf("ml-kem");

    public static TheoryData<string> Kyber => IdsOf("kyber");

    [Theory, MemberData(nameof(MLKem)), MemberData(nameof(Kyber))]
    public void Generate_KemResponseFile_HasPublishedDigests(string id) => MatchDigests(id);

    [SharedTheory, MemberData(nameof(MLKem)), MemberData(nameof(Kyber))]
    public void Generate_KemResponseFile_EqualsPublishedRecords(string id) => MatchRecords(id);
}

public class KatMLDsaTests : KatTests
{
    public static TheoryData<string> MLDsa => IdsOf("ml-dsa");

    [Theory, MemberData(nameof(MLDsa))]
    public void Generate_MLDsaResponseFile_HasPublishedDigests(string id) => MatchDigests(id);

    [SharedTheory, MemberData(nameof(MLDsa))]
    public void Generate_MLDsaResponseFile_EqualsPublishedRecords(string id) => MatchRecords(id);
}

public class KatDilithiumTests : KatTests
{
    public static TheoryData<string> Dilithium => IdsOf("dilithium");

    [Fact]
    public void Theories_AllFamilies_CoverEighteenFiles()
    {
        IEnumerable<object[]>[] theories = [KatKemTests.MLKem, KatKemTests.Kyber, KatMLDsaTests.MLDsa, Dilithium];
        Assert.Equal(18, theories.SelectMany(theory => theory).Select(row => row[0]).Distinct().Count());
    }

    [Theory, MemberData(nameof(Dilithium))]
    public void Generate_DilithiumResponseFile_HasPublishedDigests(string id) => MatchDigests(id);

    [SharedTheory, MemberData(nameof(Dilithium))]
    public void Generate_DilithiumResponseFile_EqualsPublishedRecords(string id) => MatchRecords(id);
}
