using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PqCrypto.DifferentialRounds;
using PqCrypto.Kernels;

// Random rounds for some time on two threads: every kernel set against the reference, and that against BouncyCastle. Ends with 1 at the first mismatch
// and prints the seed of the round, from which the round follows.
bool isPlanted = args.Contains("--planted");
string[] words = [.. args.Where(word => word != "--planted")];
double seconds = 0;
ulong only = 0;
bool isOne = words is ["--seed", string seed] && ulong.TryParse(seed, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out only);
if (!isOne && !(words is [string time] && double.TryParse(time, CultureInfo.InvariantCulture, out seconds)))
{
    Console.Error.WriteLine("usage: differential <seconds> | --seed <seed>, each with --planted or without");
    return 2;
}

(string Name, Action<Draw> Run)[] kinds =
[
    .. new[] { "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "Kyber512-Round3", "Kyber768-Round3", "Kyber1024-Round3" }
        .Select(name => (name, (Action<Draw>)new KemRounds(name, isPlanted).Run)),
    ("hybrids", CurveRounds.RunHybrids),
    ("X25519", CurveRounds.RunX25519),
    .. new[] { "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "Dilithium2-Round3", "Dilithium3-Round3", "Dilithium5-Round3" }
        .Select(name => (name, (Action<Draw>)new SignatureRounds(name).Run)),
];
int[] turns = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13];     // signatures take longest
long[] counts = new long[kinds.Length];
string? mismatch = null;
long start = Stopwatch.GetTimestamp();
if (isOne)
{
    TryRound(only);
}
else
{
    ulong first = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    long next = 0;
    Thread[] threads =
    [
        .. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            while (Volatile.Read(ref mismatch) is null && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
                TryRound(first + (ulong)Interlocked.Increment(ref next));
        })),
    ];
    foreach (Thread thread in threads)
        thread.Start();
    foreach (Thread thread in threads)
        thread.Join();
}

if (mismatch is not null)
    Console.WriteLine(mismatch);
long kems = counts.Take(7).Sum();
long signatures = counts.Skip(8).Sum();
Console.WriteLine(string.Join(", ", kinds.Zip(counts, (kind, count) => $"{kind.Name} {count}")));
Console.WriteLine(
    $"differential: {(mismatch is null ? "no mismatch" : "a mismatch")} in {kems} rounds of KEMs, {counts[7]} of X25519 and {signatures} of signatures; "
    + $"{KernelSelector.Supported.Count()} kernel sets, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
return mismatch is null ? 0 : 1;

void TryRound(ulong seed)
{
    Draw draw = new(seed);
    int kind = turns[draw.Below(turns.Length)];
    try
    {
        kinds[kind].Run(draw);
        Interlocked.Increment(ref counts[kind]);
    }
    catch (Exception failure)
    {
        string what = failure is InvalidDataException ? failure.Message : $"{kinds[kind].Name}: {failure}";
        Interlocked.CompareExchange(ref mismatch, $"--seed {seed:x16}: {what}", null);
    }
}
