using System.Text.Json;
using System.Text.Json.Serialization;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Ratios;

namespace PqCrypto.Benchmarks.Report;

/// <summary>What a report measured: the file that pages, charts and comparisons are made from.</summary>
/// <param name="Format">2.</param>
/// <param name="Date">When.</param>
/// <param name="Command">How to measure it again.</param>
/// <param name="Machine">Where, with the versions of everything.</param>
/// <param name="KemSizes">Sizes of the KEMs.</param>
/// <param name="SignatureSizes">Sizes of the signature algorithms.</param>
/// <param name="Threads">What two threads do in the time in which one does its part.</param>
/// <param name="Measurements">The operations, over the best kernels.</param>
/// <param name="Narrower">Some of them over narrower kernels.</param>
/// <param name="Handshakes">The handshakes.</param>
internal sealed record ReportFile(
    int Format,
    DateTimeOffset Date,
    string Command,
    IReadOnlyDictionary<string, string> Machine,
    IReadOnlyList<KemSizes> KemSizes,
    IReadOnlyList<SignatureSizes> SignatureSizes,
    IReadOnlyList<TwoThreads.Gain> Threads,
    IReadOnlyList<Measurement> Measurements,
    IReadOnlyList<KernelMeasurements> Narrower,
    IReadOnlyList<HandshakeMeasurement> Handshakes)
{
    public const int CurrentFormat = 2;

    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static ReportFile Read(string path)
    {
        ReportFile? file = JsonSerializer.Deserialize<ReportFile>(File.ReadAllBytes(path), Options);
        return file is { Format: CurrentFormat } ? file : throw new InvalidDataException($"{path} is no report of format {CurrentFormat}.");
    }

    /// <summary>Writes one measurement a line, so that versions can be compared as text.</summary>
    public void Write(string path)
    {
        string Lines<T>(IEnumerable<T> values) => string.Join(",\n", values.Select(value => $"  {JsonSerializer.Serialize(value, Options)}"));
        string head = JsonSerializer.Serialize(this with { Measurements = [], Narrower = [], Handshakes = [] }, Options);
        string start = head[..head.IndexOf("\"measurements\":", StringComparison.Ordinal)];
        File.WriteAllText(path, $"{start}\n\"measurements\":[\n{Lines(Measurements)}\n],\n\"narrower\":[\n{Lines(Narrower)}\n],\n\"handshakes\":[\n{Lines(Handshakes)}\n]}}\n");
    }

    /// <summary>This report with the rounds of more processes behind its own.</summary>
    public ReportFile Append(IReadOnlyList<Measurement> more) => this with { Measurements = Measurement.Join([Measurements, more]) };

    /// <summary>The measurement of an operation by an implementation; null where it was not measured.</summary>
    public Measurement? Find(string algorithm, string operation, string implementation) => Find(Measurements, algorithm, operation, implementation);

    /// <summary>The same over other kernels; null where it was not measured.</summary>
    public Measurement? Find(string kernels, string algorithm, string operation, string implementation) =>
        Narrower.FirstOrDefault(set => set.Kernels == kernels) is { } set ? Find(set.Measurements, algorithm, operation, implementation) : null;

    private static Measurement? Find(IEnumerable<Measurement> all, string algorithm, string operation, string implementation) =>
        all.FirstOrDefault(line => line.Algorithm == algorithm && line.Operation == operation && line.Implementation == implementation);
}

/// <summary>Operations over one kernel set.</summary>
/// <param name="Kernels">The set.</param>
/// <param name="Measurements">The operations.</param>
internal sealed record KernelMeasurements(string Kernels, IReadOnlyList<Measurement> Measurements);

/// <summary>Handshakes of one kind.</summary>
/// <param name="Name">The policy, or what is compared.</param>
/// <param name="Link">Over what.</param>
/// <param name="KeyExchange">What was agreed on.</param>
/// <param name="Signature">What the server signed with.</param>
/// <param name="BytesToServer">Bytes of the handshake from the client.</param>
/// <param name="BytesToClient">Bytes of the handshake from the server.</param>
/// <param name="ClientProcessorMicroseconds">Processor time of the client for one, connecting included.</param>
/// <param name="ServerProcessorMicroseconds">Processor time of the server for one.</param>
/// <param name="Samples">Microseconds at the client, from the connected socket to the agreed keys.</param>
internal sealed record HandshakeMeasurement(
    string Name,
    string Link,
    string KeyExchange,
    string Signature,
    long BytesToServer,
    long BytesToClient,
    double ClientProcessorMicroseconds,
    double ServerProcessorMicroseconds,
    IReadOnlyList<double> Samples)
{
    /// <summary>The value below which so many of a hundred handshakes are.</summary>
    public double Percentile(int percent)
    {
        double[] sorted = [.. Samples.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * percent / 100.0) - 1, 0, sorted.Length - 1)];
    }
}
