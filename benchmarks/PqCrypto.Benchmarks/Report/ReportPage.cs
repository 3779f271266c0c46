using System.Globalization;
using System.Text;
using PqCrypto.Benchmarks.Handshakes;
using PqCrypto.Benchmarks.Operations;

namespace PqCrypto.Benchmarks.Report;

/// <summary>Writes a report as the generated part of docs/benchmarks.md, and its main figures into the README.</summary>
/// <param name="report">What was measured.</param>
/// <param name="starts">What <c>eng/cold-start</c> measured.</param>
internal sealed class ReportPage(ReportFile report, IReadOnlyList<ColdStart> starts)
{
    private const string Begin = "<!-- report: generated, do not edit -->";
    private const string End = "<!-- /report -->";

    /// <summary>Replaces what stands between the marks of a document.</summary>
    public static void Replace(string path, string content)
    {
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"{path} has no place for a report.");
        File.WriteAllText(path, $"{text[..(begin + Begin.Length)]}\n\n{content.Trim()}\n\n{text[end..]}");
    }

    /// <summary>The whole report.</summary>
    public string Write()
    {
        StringBuilder page = new();
        page.AppendLine(CultureInfo.InvariantCulture, $"`{report.Command}`, {report.Date:yyyy-MM-dd HH:mm} UTC. All samples: [report.json](benchmarks/report.json).").AppendLine();
        foreach ((string name, string value) in report.Machine)
            page.AppendLine(CultureInfo.InvariantCulture, $"- {name}: {value}");
        page.AppendLine().AppendLine(Picture("main", "Microseconds of a key exchange and of a signature, for each implementation", "benchmarks/")).AppendLine();
        page.AppendLine("## Two claims in circulation").AppendLine();
        page.AppendLine("Old algorithms by the platform, new ones by PqCrypto.").AppendLine().Append(new Claims(report).Write());
        page.AppendLine("## Against each peer").AppendLine();
        page.AppendLine("Medians in microseconds; implementations of one line took turns. The percentage is PqCrypto's time in that of the peer: the median of the ratios, pass by pass.").AppendLine();
        page.AppendLine(Picture("peers", "PqCrypto's time as a part of BouncyCastle's", "benchmarks/")).AppendLine();
        Peers(page);
        page.AppendLine("Two threads, each with its own key, do so many times what one does in the same time, in the median and at most over windows of 25 ms: "
            + string.Join("; ", report.Threads.Select(gain => string.Create(CultureInfo.InvariantCulture, $"{gain.Operation} {gain.Median:F2}, {gain.Most:F2}"))) + ".").AppendLine();
        page.AppendLine("## Narrower kernels").AppendLine();
        Narrower(page);
        page.AppendLine("## In a fresh process").AppendLine();
        Starts(page);
        page.AppendLine("## Sizes").AppendLine().AppendLine(Picture("sizes", "Bytes that are sent", "benchmarks/")).AppendLine();
        Sizes(page);
        page.AppendLine("## Multiples of the Keccak floor").AppendLine();
        Floors(page);
        page.AppendLine("## Handshakes").AppendLine();
        page.AppendLine("The sample's own protocol, server and client in a process each, over TCP on the loopback interface, the kinds in turns of 25; times at the client, connected socket to agreed keys.").AppendLine();
        page.AppendLine(Picture("handshakes", "Median times of whole handshakes", "benchmarks/")).AppendLine();
        Handshakes(page);
        return page.ToString();
    }

    /// <summary>What the README's first screen shows.</summary>
    public string WriteSummary()
    {
        StringBuilder page = new();
        page.AppendLine(Picture("main", "Microseconds of a key exchange and of a signature, for each implementation", "docs/benchmarks/")).AppendLine();
        string[] sets = [.. report.Narrower.Select(set => set.Kernels).Where(kernels => kernels != "reference")];
        page.AppendLine(CultureInfo.InvariantCulture, $"| | PqCrypto, us | of BouncyCastle's time | {string.Concat(sets.Select(set => $"the same with {set} only | "))}of libsodium's time | bytes allocated |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|---:|---:|{string.Concat(sets.Select(_ => "---:|"))}---:|---:|");
        foreach ((string algorithm, string operation) in new[]
        {
            ("ML-KEM-768", Operation.GenerateKey),
            ("ML-KEM-768", Operation.EncapsulateToBytes),
            ("ML-KEM-768", Operation.Encapsulate),
            ("ML-KEM-768", Operation.Decapsulate),
            ("ML-DSA-65", Operation.GenerateKey),
            ("ML-DSA-65", Operation.Sign),
            ("ML-DSA-65", Operation.VerifyFromBytes),
            ("ML-DSA-65", Operation.Verify),
        })
        {
            if (report.Find(algorithm, operation, Operation.Ours) is not { } ours)
                continue;
            IEnumerable<string> parts = sets.Select(set => Part(report.Find(set, algorithm, operation, Operation.Ours), report.Find(set, algorithm, operation, Operation.BouncyCastle)))
                .Prepend(Part(ours, report.Find(algorithm, operation, Operation.BouncyCastle))).Append(Part(ours, report.Find(algorithm, operation, Operation.Libsodium)));
            page.AppendLine(CultureInfo.InvariantCulture, $"| {algorithm} {operation} | {Number(ours.Median)} | {string.Join(" | ", parts)} | {ours.AllocatedBytes} |");
        }

        page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{report.Machine["processor"]}, {report.Date:yyyy-MM-dd}, load before the run: {report.Machine["load of the machine before"]}. On a machine that others use, the parts of other libraries' time hold and microseconds do not travel. [docs/benchmarks.md](docs/benchmarks.md) has every line and the method. On your machine, and against an earlier run:");
        page.AppendLine().AppendLine("```").AppendLine("dotnet run -c Release --project benchmarks/PqCrypto.Benchmarks -- report --quick --output NEW.json");
        page.AppendLine("dotnet run -c Release --project benchmarks/PqCrypto.Benchmarks -- compare OLD.json NEW.json").AppendLine("```");
        return page.ToString();
    }

    private static string Picture(string name, string text, string folder) => $"""
        <picture>
          <source media="(prefers-color-scheme: dark)" srcset="{folder}{name}-dark.svg">
          <img alt="{text}" src="{folder}{name}-light.svg">
        </picture>
        """;

    private void Peers(StringBuilder page)
    {
        string[] peers = [.. new[] { Operation.Platform, Operation.BouncyCastle, Operation.Libsodium, Operation.NSec }.Where(peer => report.Measurements.Any(line => line.Implementation == peer))];
        page.AppendLine(CultureInfo.InvariantCulture, $"| operation | PqCrypto | bytes allocated | {string.Join(" | ", peers)} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|---:|---:|{string.Concat(Enumerable.Repeat("---:|", peers.Length))}");
        foreach (IGrouping<string, Measurement> subject in report.Measurements.GroupBy(line => line.Subject))
        {
            Measurement? ours = subject.FirstOrDefault(line => line.Implementation == Operation.Ours);
            IEnumerable<string> cells = peers.Select(peer => subject.FirstOrDefault(line => line.Implementation == peer))
                .Select(line => line is null ? "" : ours is null ? Number(line.Median) : $"{Number(line.Median)} ({Part(ours, line)})");
            page.AppendLine(CultureInfo.InvariantCulture, $"| {subject.Key} | {(ours is null ? "" : Number(ours.Median))} | {ours?.AllocatedBytes} | {string.Join(" | ", cells)} |");
        }

        page.AppendLine();
    }

    private void Narrower(StringBuilder page)
    {
        if (report.Narrower.Count == 0)
        {
            page.AppendLine("This machine has none.").AppendLine();
            return;
        }

        page.AppendLine("The same program with the runtime's switches that leave it less of the processor: microseconds, and the part of BouncyCastle's time in the same process. A permutation is of as many states as the kernels take together.").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"| operation | {string.Join(" | ", report.Narrower.Select(set => set.Kernels))} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(report.Narrower.Select(_ => "---:|"))}");
        foreach (Measurement line in report.Narrower[0].Measurements.Where(line => line.Implementation == Operation.Ours))
        {
            IEnumerable<string> cells = report.Narrower.Select(set => Cell(
                report.Find(set.Kernels, line.Algorithm, line.Operation, Operation.Ours), report.Find(set.Kernels, line.Algorithm, line.Operation, Operation.BouncyCastle)));
            page.AppendLine(CultureInfo.InvariantCulture, $"| {line.Subject} | {string.Join(" | ", cells)} |");
        }

        page.AppendLine();

        static string Cell(Measurement? ours, Measurement? peer) => ours is null ? "" : peer is null ? Number(ours.Median) : $"{Number(ours.Median)} ({Part(ours, peer)})";
    }

    private void Starts(StringBuilder page)
    {
        page.AppendLine("`eng/cold-start`: milliseconds that a whole process takes beyond an empty one, medians. [Its data](benchmarks/cold-start.jsonl).").AppendLine();
        page.AppendLine("| compiler | kernels | empty process | the platform's random generator alone | X25519MLKEM768: key, encapsulation, decapsulation | with an ML-DSA-65 verification | machine |");
        page.AppendLine("|---|---|---:|---:|---:|---:|---|");
        foreach (ColdStart start in starts)
        {
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {start.Compiler} | {start.Kernels} | {start.Empty:F1} | {start.Random:F1} | {start.Exchange:F1} | {start.Verification:F1} | {start.Processor}, {start.Date:yyyy-MM-dd} |");
        }

        page.AppendLine();
    }

    private void Sizes(StringBuilder page)
    {
        page.AppendLine("| KEM | public key | ciphertext | private key or seed | both that are sent |").AppendLine("|---|---:|---:|---:|---:|");
        foreach (KemSizes sizes in report.KemSizes)
            page.AppendLine(CultureInfo.InvariantCulture, $"| {sizes.Name} | {sizes.PublicKey} | {sizes.Ciphertext} | {sizes.PrivateKey} | {sizes.PublicKey + sizes.Ciphertext} |");
        page.AppendLine().AppendLine("| signature | public key | signature, at most | private key or seed | both that are sent |").AppendLine("|---|---:|---:|---:|---:|");
        foreach (SignatureSizes sizes in report.SignatureSizes)
            page.AppendLine(CultureInfo.InvariantCulture, $"| {sizes.Name} | {sizes.PublicKey} | {sizes.Signature} | {sizes.PrivateKey} | {sizes.PublicKey + sizes.Signature} |");
        page.AppendLine().AppendLine("Bytes; keys of RSA are SubjectPublicKeyInfo and PKCS#8, the others raw.").AppendLine();
    }

    private void Floors(StringBuilder page)
    {
        double permutation = report.Find(KeccakFloors.Keccak, Operation.Permute, Operation.Ours)!.Median;
        page.AppendLine(CultureInfo.InvariantCulture, $"The longest chain of permutations that depend on each other, at {permutation * 1000:F0} ns for one of all lanes on this machine.").AppendLine();
        page.AppendLine("| operation | permutations in a row | floor, us | PqCrypto, us | multiple |").AppendLine("|---|---:|---:|---:|---:|");
        foreach (Measurement line in report.Measurements.Where(line => line.Implementation == Operation.Ours && KeccakFloors.Of(line.Algorithm, line.Operation) != 0))
        {
            int chain = KeccakFloors.Of(line.Algorithm, line.Operation);
            double floor = chain * permutation;
            page.AppendLine(CultureInfo.InvariantCulture, $"| {line.Subject} | {chain} | {floor:F2} | {line.Median:F2} | {line.Median / floor:F2} |");
        }

        page.AppendLine();
    }

    private void Handshakes(StringBuilder page)
    {
        page.AppendLine("| handshake | link | key exchange | signature | bytes to server | to client | client, us | server, us | p50, us | p99, us |");
        page.AppendLine("|---|---|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (HandshakeMeasurement line in report.Handshakes)
        {
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {line.Name} | {line.Link} | {line.KeyExchange} | {line.Signature} | {line.BytesToServer} | {line.BytesToClient} | {line.ClientProcessorMicroseconds:F0} | {line.ServerProcessorMicroseconds:F0} | {line.Percentile(50):F0} | {line.Percentile(99):F0} |");
        }

        page.AppendLine().AppendLine("*client* and *server* are processor time, with all that the runtime does beside.").AppendLine();
        page.AppendLine("On paper, from these bytes: TCP's first window of ten segments of 1460 bytes, one round trip for its connection and one for the handshake, and the median from above.").AppendLine();
        page.AppendLine("| handshake | segments to server | to client | round trips | ms at 20 ms a round trip | at 100 ms | nothing lost at 1 % loss |").AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (HandshakeMeasurement line in report.Handshakes)
        {
            OnPaper paper = new(line);
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {line.Name} | {paper.SegmentsToServer} | {paper.SegmentsToClient} | {paper.RoundTrips} | {paper.Milliseconds(20):F1} | {paper.Milliseconds(100):F1} | {paper.NothingLost(0.01) * 100:F0} % |");
        }

        page.AppendLine();
    }

    private static string Part(Measurement? ours, Measurement? peer) =>
        ours is null || peer is null ? "" : ours.RatioTo(peer).ToString(ours.RatioTo(peer) < 0.1 ? "P1" : "P0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(value < 10 ? "F2" : value < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);
}
