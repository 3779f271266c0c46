using System.Globalization;

namespace PqCrypto.Tests.House;

/// <summary>The tables of algorithms in docs/api-conventions.md say what the code says, row by row and in its order.</summary>
public sealed class ApiConventionsTests
{
    private const string Page = "docs/api-conventions.md";

    [Fact]
    public void KemTable_Rows_AreTheAlgorithms() => Assert.Equal(
        KemAlgorithm.All.Select(kem => Row(
            kem.Name, Size(kem.PublicKeySizeInBytes), Size(kem.PrivateKeySizeInBytes), Size(kem.PrivateSeedSizeInBytes),
            Size(kem.CiphertextSizeInBytes), Size(kem.SharedSecretSizeInBytes), Forms(kem.Scheme.HasContainers, kem.Scheme.Description))),
        RowsBelow("| `KemAlgorithm` |"));

    [Fact]
    public void SignatureTable_Rows_AreTheAlgorithms() => Assert.Equal(
        SignatureAlgorithm.All.Select(signature => Row(
            signature.Name, Size(signature.PublicKeySizeInBytes), Size(signature.PrivateKeySizeInBytes), Size(signature.PrivateSeedSizeInBytes),
            Size(signature.MaxSignatureSizeInBytes), Options(signature), Forms(signature.Scheme.HasContainers, signature.Scheme.Description))),
        RowsBelow("| `SignatureAlgorithm` |"));

    private static string Forms(bool hasContainers, AlgorithmDescription description) => (hasContainers, description.PrivateSeedSizeInBytes) switch
    {
        (false, _) => "none",
        (_, 0) => "the key",
        _ => description.Pkcs8Content == Pkcs8Content.SeedOrExpanded ? "seed, expanded, both" : "seed",
    };

    private static string Options(SignatureAlgorithm signature)
    {
        string[] options =
        [
            .. signature.SupportsContext ? ["context"] : Array.Empty<string>(),
            .. signature.SupportsPreHash ? ["pre-hash"] : Array.Empty<string>(),
            .. signature.SupportsExternalMu ? ["mu"] : Array.Empty<string>(),
        ];
        return options.Length == 0 ? "none" : string.Join(", ", options);
    }

    private static string Size(int bytes) => bytes == 0 ? "–" : bytes.ToString(CultureInfo.InvariantCulture);

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>The rows of the table whose first line begins in a certain way.</summary>
    private static IEnumerable<string> RowsBelow(string head) => Repository.Lines(Page)
        .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'));
}
