using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PqCrypto;
using PqCrypto.Tests.Vectors;

// Runs an accumulated digest that takes too long for the tests, and compares it with vectors/accumulated-digests.json.
if (args.Length != 3 || !int.TryParse(args[1], CultureInfo.InvariantCulture, out int iterations) || iterations < 1)
{
    Console.Error.WriteLine("usage: Accumulated <ML-KEM-512|768|1024 or ML-DSA-44|65|87> <iterations> <accumulated-digests.json>");
    return 2;
}

using JsonDocument published = JsonDocument.Parse(File.ReadAllBytes(args[2]));
long start = Stopwatch.GetTimestamp();
List<(string Run, string Digest)> results = [];
if (args[0].StartsWith("ML-KEM-", StringComparison.Ordinal) && KemAlgorithm.TryFind(args[0], out KemAlgorithm? kem))
{
    KemRunDigests digests = AccumulatedRuns.MLKem(kem, iterations);
    results.Add(("ml-kem-with-private-key", digests.WithPrivateKey));
    results.Add(("ml-kem-without-private-key", digests.WithoutPrivateKey));
    results.Add(("ml-kem-text-pq-crystals", digests.Text));
}
else if (args[0].StartsWith("ML-DSA-", StringComparison.Ordinal) && SignatureAlgorithm.TryFind(args[0], out SignatureAlgorithm? signature))
{
    results.Add(("ml-dsa", AccumulatedRuns.MLDsa(signature, iterations)));
}
else
{
    Console.Error.WriteLine($"{args[0]} is none of ML-KEM-512, ML-KEM-768, ML-KEM-1024, ML-DSA-44, ML-DSA-65, ML-DSA-87.");
    return 2;
}

bool equal = true;
foreach ((string run, string digest) in results)
{
    JsonElement digests = published.RootElement.GetProperty(run).GetProperty("digests").GetProperty(args[0]);
    string verdict = "nothing published for this number of iterations";
    if (digests.TryGetProperty($"{iterations}", out JsonElement expected))
    {
        bool same = expected.GetString() == digest;
        equal &= same;
        verdict = same ? "as published" : $"DIFFERS from {expected.GetString()}";
    }

    Console.WriteLine($"{run}: {digest} ({verdict})");
}

Console.WriteLine($"{args[0]}: {iterations} iterations in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
return equal ? 0 : 1;
