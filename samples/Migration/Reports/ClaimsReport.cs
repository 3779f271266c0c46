using PqCrypto.Samples.Migration.Measurements;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Reports;

/// <summary>Puts two claims that name no metric beside what was measured under every metric.</summary>
public static class ClaimsReport
{
    private const double KyberClaim = 18;           // percent over RSA-2048
    private const double DilithiumClaim = 22;       // percent over ECC-P256
    private const double Near = 5;                  // percentage points

    /// <summary>Shows both claims.</summary>
    public static void Show(
        IAnsiConsole console, IReadOnlyList<AlgorithmCost> kems, IReadOnlyList<AlgorithmCost> signatures, IReadOnlyList<HandshakeCost> handshakes)
    {
        ShowOne(
            console,
            "\"Kyber-768 costs +18 % over RSA-2048\"",
            KyberClaim,
            ("encapsulate", "decapsulate"),
            Find(kems, KemAlgorithm.RsaOaep2048.Name),
            [
                (Find(kems, KemAlgorithm.MLKem768.Name), Find(handshakes, KemAlgorithm.MLKem768, SignatureAlgorithm.RsaPss2048Sha256)),
                (Find(kems, KemAlgorithm.Kyber768Round3.Name), Find(handshakes, KemAlgorithm.Kyber768Round3, SignatureAlgorithm.RsaPss2048Sha256)),
            ],
            Find(handshakes, KemAlgorithm.EcdhP256, SignatureAlgorithm.RsaPss2048Sha256));
        ShowOne(
            console,
            "\"Dilithium3 costs +22 % over ECC-P256\"",
            DilithiumClaim,
            ("sign", "verify"),
            Find(signatures, SignatureAlgorithm.EcdsaP256Sha256.Name),
            [
                (Find(signatures, SignatureAlgorithm.MLDsa65.Name), Find(handshakes, KemAlgorithm.EcdhP256, SignatureAlgorithm.MLDsa65)),
                (Find(signatures, SignatureAlgorithm.Dilithium3Round3.Name), null),
            ],
            Find(handshakes, KemAlgorithm.EcdhP256, SignatureAlgorithm.EcdsaP256Sha256));
    }

    private static void ShowOne(
        IAnsiConsole console,
        string claim,
        double claimed,
        (string Outward, string Inward) verbs,
        AlgorithmCost yardstick,
        (AlgorithmCost Cost, HandshakeCost? Handshake)[] candidates,
        HandshakeCost handshakeYardstick)
    {
        Table table = Figures.Table(
            $"The claim {claim}, which names no metric, beside what was measured here",
            ["Metric", .. candidates.Select(candidate => ">" + candidate.Cost.Name), $"Within {Near} points of the claim"]);
        List<string> near = [];
        AddMetric("time, make a key", cost => cost.Generate);
        AddMetric($"time, {verbs.Outward}", cost => cost.Outward);
        AddMetric($"time, {verbs.Inward}", cost => cost.Inward);
        AddMetric($"time, {verbs.Outward} and {verbs.Inward}", cost => cost.Both);
        AddMetric("bytes sent", cost => cost.Sent);
        AddMetric("bytes stored", cost => cost.Stored);
        Add("whole handshake, time", [.. candidates.Select(candidate => Overhead(candidate.Handshake?.Time, handshakeYardstick.Time))]);
        Add("whole handshake, bytes", [.. candidates.Select(candidate => Overhead(candidate.Handshake?.Bytes, handshakeYardstick.Bytes))]);
        table.Caption = new TableTitle(
            near.Count == 0 ? "no metric comes near the claim on this machine" : $"near the claim on this machine: {string.Join(", ", near)}");
        console.Write(table);

        void AddMetric(string name, Func<AlgorithmCost, double> value) =>
            Add(name, [.. candidates.Select(candidate => Overhead(value(candidate.Cost), value(yardstick)))]);

        void Add(string name, double?[] overheads)
        {
            bool isNear = overheads.Any(overhead => overhead is double value && Math.Abs(value - claimed) <= Near);
            if (isNear)
                near.Add(name);
            IEnumerable<string> cells = overheads.Select(overhead => overhead is double value ? Figures.Percent(value) : "not spoken");
            table.Row([name, .. cells, isNear ? "yes" : "no"]);
        }
    }

    private static double? Overhead(double? cost, double yardstick) => cost is double value ? Figures.Overhead(value, yardstick) : null;

    private static AlgorithmCost Find(IReadOnlyList<AlgorithmCost> costs, string name) => costs.Single(cost => cost.Name == name);

    private static HandshakeCost Find(IReadOnlyList<HandshakeCost> costs, KemAlgorithm keyExchange, SignatureAlgorithm signature) =>
        costs.Single(cost => cost.KeyExchange == keyExchange.Name && cost.Signature == signature.Name);
}
