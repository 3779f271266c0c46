using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PqCrypto.Tests.Vectors;

/// <summary>A response file of the NIST competition, generated in memory: a title line and 100 records.</summary>
/// <remarks>ASCII with LF: the title, an empty line, then each record followed by an empty line.</remarks>
internal sealed class KatFile
{
    private const int RecordCount = 100;

    private static readonly ConcurrentDictionary<string, Lazy<KatFile>> Files = new();

    private readonly string title;

    private KatFile(string title, IReadOnlyList<string> records)
    {
        this.title = title;
        Records = records;
    }

    /// <summary>The records, each ending with the LF of its last line.</summary>
    public IReadOnlyList<string> Records { get; }

    public string FullSha256 => Sha256($"# {title}\n\n{string.Concat(Records.Select(record => record + "\n"))}");

    public string FirstRecordSha256 => Sha256(Records[0]);

    public string RecordsSha256 => Sha256(string.Join('\n', Records));

    /// <summary>Generates the file of a set and an algorithm, once per run.</summary>
    public static KatFile Generate(string set, string algorithm, string title) =>
        Files.GetOrAdd($"{set}/{algorithm}", _ => new(() => new KatFile(title, GenerateRecords(KatScheme.Of(set, algorithm))))).Value;

    /// <summary>Splits a published response file into its records.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        string[] parts = text.Split("\n\n");
        Assert.StartsWith("# ", parts[0], StringComparison.Ordinal);
        Assert.Empty(parts[^1]);
        return [.. parts[1..^1].Select(record => record + "\n")];
    }

    /// <summary>The generator that hands out the records' seeds: entropy 00 01 .. 2f.</summary>
    public static CtrDrbg OuterGenerator() => new([.. Enumerable.Range(0, 48).Select(i => (byte)i)]);

    private static List<string> GenerateRecords(KatScheme scheme)
    {
        using CtrDrbg outer = OuterGenerator();
        List<string> records = [];
        for (int count = 0; count < RecordCount; count++)
        {
            byte[] seed = outer.Draw(48);
            StringBuilder record = new();
            Append(record, "count", count);
            Append(record, "seed", seed);
            byte[] message = [];
            if (scheme.IsSignature)
            {
                message = outer.Draw(33 * (count + 1));
                Append(record, "mlen", message.Length);
                Append(record, "msg", message);
            }

            using CtrDrbg inner = new(seed);
            foreach ((string name, byte[] value) in scheme.Run(inner, message))
            {
                if (name == "sm")
                    Append(record, "smlen", value.Length);
                Append(record, name, value);
            }

            records.Add(record.ToString());
        }

        return records;
    }

    private static void Append(StringBuilder record, string name, byte[] value) =>
        record.Append(name).Append(" = ").Append(Convert.ToHexString(value)).Append('\n');

    private static void Append(StringBuilder record, string name, int value) =>
        record.Append(name).Append(" = ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)));
}
