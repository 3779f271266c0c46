namespace PqCrypto.DifferentialRounds;

/// <summary>A kind of rounds.</summary>
/// <param name="Group">What <c>--only</c> may name beside the kind itself.</param>
/// <param name="Name">Its name.</param>
/// <param name="Weight">How often it has its turn, beside the others of its group.</param>
/// <param name="Run">Runs one round.</param>
internal sealed record Kind(string Group, string Name, int Weight, Action<Draw> Run)
{
    internal const string Kems = "kems";
    internal const string Signatures = "signatures";

    internal static List<Kind> All(bool isPlanted) =>
    [
        .. new[] { "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024" }.Select(name => new Kind(Kems, name, 4, new KemRounds(name, isPlanted).Run)),
        .. new[] { "Kyber512-Round3", "Kyber768-Round3", "Kyber1024-Round3" }
            .Select(name => new Kind(Kems, name, 1, new KemRounds(name, isPlanted).Run)),
        new(Kems, CurveRounds.HybridsName, 2, CurveRounds.RunHybrids),
        new("x25519", CurveRounds.X25519Name, 2, CurveRounds.RunX25519),
        .. new[] { "ML-DSA-44", "ML-DSA-65", "ML-DSA-87" }.Select(name => new Kind(Signatures, name, 1, new SignatureRounds(name).Run)),
        .. new[] { "Dilithium2-Round3", "Dilithium3-Round3", "Dilithium5-Round3" }
            .Select(name => new Kind(Signatures, name, 1, new SignatureRounds(name).Run)),
    ];

    internal bool IsNamed(string text) =>
        Group.Equals(text, StringComparison.OrdinalIgnoreCase) || Name.Equals(text, StringComparison.OrdinalIgnoreCase);
}
