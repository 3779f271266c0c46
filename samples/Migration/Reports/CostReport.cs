using PqCrypto.Samples.Migration.Measurements;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Reports;

/// <summary>Measures all algorithms of the migration and shows what they cost, in themselves and against RSA-2048 and P-256.</summary>
public static class CostReport
{
    private static readonly KemAlgorithm[] Kems =
    [
        KemAlgorithm.RsaOaep2048, KemAlgorithm.EcdhP256, KemAlgorithm.X25519, KemAlgorithm.XWing, KemAlgorithm.X25519MLKem768, KemAlgorithm.MLKem768,
        KemAlgorithm.Kyber768Round3,
    ];

    private static readonly SignatureAlgorithm[] SignatureAlgorithms =
        [SignatureAlgorithm.RsaPss2048Sha256, SignatureAlgorithm.EcdsaP256Sha256, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.Dilithium3Round3];

    private static readonly (KemAlgorithm KeyExchange, SignatureAlgorithm Signature)[] HandshakePairs =
    [
        (KemAlgorithm.EcdhP256, SignatureAlgorithm.RsaPss2048Sha256),
        (KemAlgorithm.EcdhP256, SignatureAlgorithm.EcdsaP256Sha256),
        (KemAlgorithm.MLKem768, SignatureAlgorithm.RsaPss2048Sha256),
        (KemAlgorithm.Kyber768Round3, SignatureAlgorithm.RsaPss2048Sha256),
        (KemAlgorithm.X25519MLKem768, SignatureAlgorithm.EcdsaP256Sha256),
        (KemAlgorithm.X25519MLKem768, SignatureAlgorithm.MLDsa65),
        (KemAlgorithm.EcdhP256, SignatureAlgorithm.MLDsa65),
        (KemAlgorithm.MLKem768, SignatureAlgorithm.MLDsa65),
    ];

    /// <summary>Measures and shows everything.</summary>
    /// <param name="console">Where.</param>
    /// <param name="budget">The time for the samples of one operation.</param>
    public static async Task ShowAsync(IAnsiConsole console, TimeSpan budget)
    {
        List<AlgorithmCost> kems = [];
        List<AlgorithmCost> signatures = [];
        new ConsoleProgress(console).Run("measuring algorithms", AlgorithmMeasurement.TurnsOf(Kems.Length + SignatureAlgorithms.Length), advance =>
        {
            List<AlgorithmMeasurement> all = [.. Kems.Select(AlgorithmMeasurement.Of), .. SignatureAlgorithms.Select(AlgorithmMeasurement.Of)];
            IReadOnlyList<AlgorithmCost> costs = AlgorithmMeasurement.Run(all, budget, advance);
            kems.AddRange(costs.Take(Kems.Length));
            signatures.AddRange(costs.Skip(Kems.Length));
        });
        IReadOnlyList<HandshakeCost> handshakes = await HandshakeMeasurement.RunAsync(HandshakePairs);
        signatures.Insert(2, AlgorithmCost.Together(
            signatures.Single(cost => cost.Name == SignatureAlgorithm.EcdsaP256Sha256.Name),
            signatures.Single(cost => cost.Name == SignatureAlgorithm.MLDsa65.Name)));

        console.MarkupLineInterpolated($"Machine: {Machine.Name}. Times are medians of many after a warm-up; all operations take turns.");
        ShowAlgorithms(
            console, "Key encapsulation", "Encapsulate us", "Decapsulate us", kems, KemAlgorithm.RsaOaep2048.Name, KemAlgorithm.EcdhP256.Name);
        ShowAlgorithms(
            console, "Signatures", "Sign us", "Verify us", signatures,
            SignatureAlgorithm.RsaPss2048Sha256.Name, SignatureAlgorithm.EcdsaP256Sha256.Name);
        ShowHandshakes(console, handshakes);
        ClaimsReport.Show(console, kems, signatures, handshakes);
    }

    private static void ShowAlgorithms(
        IAnsiConsole console, string title, string outward, string inward, List<AlgorithmCost> costs, string rsaName, string curveName)
    {
        AlgorithmCost rsa = costs.Single(cost => cost.Name == rsaName);
        AlgorithmCost curve = costs.Single(cost => cost.Name == curveName);
        Table table = Figures.Table(
            title, "Algorithm", ">Make key us", ">" + outward, ">" + inward, ">Bytes sent", ">Bytes stored",
            ">RSA-2048: time", ">sent", ">stored", ">P-256: time", ">sent", ">stored");
        foreach (AlgorithmCost cost in costs)
        {
            table.Row(
                cost.Name, Figures.Time(cost.Generate), Figures.Time(cost.Outward), Figures.Time(cost.Inward),
                Figures.Count(cost.Sent), Figures.Count(cost.Stored),
                Against(cost.Both, rsa.Both), Against(cost.Sent, rsa.Sent), Against(cost.Stored, rsa.Stored),
                Against(cost.Both, curve.Both), Against(cost.Sent, curve.Sent), Against(cost.Stored, curve.Stored));
        }
        table.Caption = new TableTitle("time: both operations of a use. sent: public key and ciphertext or signature. "
            + "stored: per document, ciphertext and wrapped key, or signature (the largest)");
        console.Write(table);
    }

    private static void ShowHandshakes(IAnsiConsole console, IReadOnlyList<HandshakeCost> handshakes)
    {
        HandshakeCost rsa = handshakes[0];
        HandshakeCost curve = handshakes[1];
        Table table = Figures.Table(
            "Whole handshakes over a loopback socket, server authenticated by a pinned key",
            "Key exchange", "Signature", ">Microseconds", ">Client sends", ">Server sends", ">Bytes",
            ">RSA-2048: time", ">bytes", ">P-256: time", ">bytes");
        foreach (HandshakeCost cost in handshakes)
        {
            table.Row(
                cost.KeyExchange, cost.Signature,
                Figures.Count(cost.Time), Figures.Count(cost.Sent), Figures.Count(cost.Received), Figures.Count(cost.Bytes),
                Against(cost.Time, rsa.Time), Against(cost.Bytes, rsa.Bytes), Against(cost.Time, curve.Time), Against(cost.Bytes, curve.Bytes));
        }
        table.Caption = new TableTitle("RSA-2048: the first row, P-256: the second. "
            + "Dilithium of round 3 has no SubjectPublicKeyInfo and is not spoken in handshakes");
        console.Write(table);
    }

    private static string Against(double cost, double yardstick) => Figures.Percent(Figures.Overhead(cost, yardstick));
}
