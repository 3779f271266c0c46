using System.Globalization;
using System.Text;
using PqCrypto.Benchmarks.Handshakes;
using PqCrypto.Benchmarks.Operations;

namespace PqCrypto.Benchmarks.Report;

/// <summary>Two claims about the cost of migrating that are in circulation, held against each metric that they may have meant.</summary>
internal sealed class Claims(ReportFile report)
{
    private const double Near = 5;      // percentage points within which a metric is said to give the figure

    /// <summary>One thing that may have been compared.</summary>
    private sealed record Metric(string Name, double? Old, double? New, string Unit)
    {
        public double? Change => Old is { } old && New is { } now ? (now / old - 1) * 100 : null;
    }

    /// <summary>The section of the page.</summary>
    public string Write()
    {
        KemSizes rsa = Sizes("RSA-OAEP-2048"), kem = Sizes("ML-KEM-768");
        SignatureSizes ec = SignatureSizesOf("ECDSA-P256-SHA256"), dsa = SignatureSizesOf("ML-DSA-65");
        StringBuilder page = new();
        Compare(page, "Kyber-768 costs 18 % more than RSA-2048", 18, "RSA-2048 (OAEP)", "ML-KEM-768", "the server signs with RSA-2048, and the key exchange is P-256 or ML-KEM-768",
        [
            Time("encrypt, encapsulate (key in hand)", "RSA-OAEP-2048", kem.Name, Operation.Encapsulate),
            Time("decrypt, decapsulate", "RSA-OAEP-2048", kem.Name, Operation.Decapsulate),
            Both("both together", "RSA-OAEP-2048", kem.Name, Operation.Encapsulate, Operation.Decapsulate),
            Time("generate a key", "RSA-OAEP-2048", kem.Name, Operation.GenerateKey),
            new("ciphertext", rsa.Ciphertext, kem.Ciphertext, "bytes sent"),
            new("public key", rsa.PublicKey, kem.PublicKey, "bytes sent"),
            new("private key or seed", rsa.PrivateKey, kem.PrivateKey, "bytes stored"),
            .. Handshake(HandshakeKinds.RsaSignature, HandshakeKinds.RsaSignatureNewKeyExchange),
        ]);
        Compare(page, "Dilithium3 costs 22 % more than ECC P-256", 22, "ECDSA P-256", "ML-DSA-65", "the key exchange is P-256, and the server signs with ECDSA P-256 or ML-DSA-65",
        [
            Time("sign", ec.Name, dsa.Name, Operation.Sign),
            Time("verify (key in hand)", ec.Name, dsa.Name, Operation.Verify),
            Both("both together", ec.Name, dsa.Name, Operation.Sign, Operation.Verify),
            Time("generate a key", ec.Name, dsa.Name, Operation.GenerateKey),
            new("signature, at most", ec.Signature, dsa.Signature, "bytes sent"),
            new("public key", ec.PublicKey, dsa.PublicKey, "bytes sent"),
            new("private key or seed", ec.PrivateKey, dsa.PrivateKey, "bytes stored"),
            .. Handshake(HandshakeKinds.EllipticCurves, HandshakeKinds.NewSignature),
        ]);
        return page.ToString();
    }

    private KemSizes Sizes(string algorithm) => report.KemSizes.Single(sizes => sizes.Name == algorithm);

    private SignatureSizes SignatureSizesOf(string algorithm) => report.SignatureSizes.Single(sizes => sizes.Name == algorithm);

    private static void Compare(StringBuilder page, string claim, int figure, string old, string now, string handshake, Metric[] metrics)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"### “{claim}”").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"| metric | {old} | {now} | unit | change |").AppendLine("|---|---:|---:|---|---:|");
        foreach (Metric metric in metrics)
            page.AppendLine(CultureInfo.InvariantCulture, $"| {metric.Name} | {Number(metric.Old)} | {Number(metric.New)} | {metric.Unit} | {Percent(metric.Change)} |");
        string[] fitting = [.. metrics.Where(metric => metric.Change is { } change && Math.Abs(change - figure) <= Near).Select(metric => $"*{metric.Name}*")];
        string verdict = fitting.Length == 0
            ? $"None of these metrics gives +{figure} % (within {Near} points)."
            : $"+{figure} % (within {Near} points) is given by: {string.Join(", ", fitting)}.";
        page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{verdict} Handshakes: {handshake}; the claim itself names no metric.").AppendLine();
    }

    private Metric Time(string name, string old, string now, string operation) =>
        new(name, Median(old, operation, Operation.Platform), Median(now, operation, Operation.Ours), "us");

    private Metric Both(string name, string old, string now, string first, string second) => new(
        name,
        Median(old, first, Operation.Platform) + Median(old, second, Operation.Platform),
        Median(now, first, Operation.Ours) + Median(now, second, Operation.Ours),
        "us");

    private double? Median(string algorithm, string operation, string implementation) => report.Find(algorithm, operation, implementation)?.Median;

    private IEnumerable<Metric> Handshake(string old, string now)
    {
        HandshakeMeasurement? before = report.Handshakes.FirstOrDefault(handshake => handshake.Name == old);
        HandshakeMeasurement? after = report.Handshakes.FirstOrDefault(handshake => handshake.Name == now);
        yield return new("whole loopback handshake, median", before?.Percentile(50), after?.Percentile(50), "us");
        yield return new(
            "whole loopback handshake, processor of both sides",
            before?.ClientProcessorMicroseconds + before?.ServerProcessorMicroseconds,
            after?.ClientProcessorMicroseconds + after?.ServerProcessorMicroseconds,
            "us");
        yield return new("whole handshake, bytes of both sides", before?.BytesToClient + before?.BytesToServer, after?.BytesToClient + after?.BytesToServer, "bytes sent");
    }

    private static string Number(double? value) => value is null ? "–" : value.Value.ToString(value < 100 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private static string Percent(double? value) => value is null ? "–" : value.Value.ToString("+0;−0;0", CultureInfo.InvariantCulture) + " %";
}
