using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PqCrypto;
using PqCrypto.Tests.Vectors;

// One accumulated run, compared with vectors/accumulated-digests.json. Ends with 0 where it is as published, 1 where it differs, and 2 where nothing is
// published for it. --planted loses the last iteration.
if (args.Length is not (3 or 4) || !int.TryParse(args[1], CultureInfo.InvariantCulture, out int iterations) || iterations < 1
    || (args.Length == 4 && args[3] != "--planted"))
{
    Console.Error.WriteLine("usage: Accumulated <ML-KEM-512|768|1024 or ML-DSA-44|65|87> <iterations> <accumulated-digests.json> [--planted]");
    return 2;
}

using JsonDocument published = JsonDocument.Parse(File.ReadAllBytes(args[2]));
int runs = args.Length == 4 ? iterations - 1 : iterations;
long start = Stopwatch.GetTimestamp();
List<(string Run, string Digest)> results = [];
if (args[0].StartsWith("ML-KEM-", StringComparison.Ordinal) && KemAlgorithm.TryFind(args[0], out KemAlgorithm? kem))
{
    KemRunDigests digests = AccumulatedRuns.MLKem(kem, runs);
    results.Add(("ml-kem-with-private-key", digests.WithPrivateKey));
    results.Add(("ml-kem-without-private-key", digests.WithoutPrivateKey));
    results.Add(("ml-kem-text-pq-crystals", digests.Text));
}
else if (args[0].StartsWith("ML-DSA-", StringComparison.Ordinal) && SignatureAlgorithm.TryFind(args[0], out SignatureAlgorithm? signature))
{
    results.Add(("ml-dsa", AccumulatedRuns.MLDsa(signature, runs)));
}
else
{
    Console.Error.WriteLine($"{args[0]} is none of ML-KEM-512, ML-KEM-768, ML-KEM-1024, ML-DSA-44, ML-DSA-65, ML-DSA-87.");
    return 2;
}

int compared = 0, different = 0;
foreach ((string run, string digest) in results)
{
    JsonElement digests = published.RootElement.GetProperty(run).GetProperty("digests").GetProperty(args[0]);
    if (!digests.TryGetProperty($"{iterations}", out JsonElement expected))
        continue;
    compared++;
    if (expected.GetString() == digest)
        continue;
    different++;
    Console.WriteLine($"{run}: {digest} DIFFERS from {expected.GetString()}");
}

string verdict = compared == 0 ? "nothing is published for this number of iterations"
    : different == 0 ? "as published" : "NOT as published";
Console.WriteLine($"{args[0]}, {PqCryptoRuntime.Kernels}: {iterations} iterations in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {verdict}");
return compared == 0 ? 2 : different == 0 ? 0 : 1;
