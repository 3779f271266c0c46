using System.Diagnostics;
using System.Security.Cryptography;
using PqCrypto.DifferentialRounds;
using PqCrypto.Kernels;

// Random rounds for some time: every kernel set against each other, and other implementations in a share of the rounds. Ends with 1 at the first
// mismatch and prints the seed of the round, from which the round follows.
if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

List<Kind> kinds = [.. Kind.All(arguments.IsPlanted).Where(kind => arguments.Only is null || kind.IsNamed(arguments.Only))];
if (kinds.Count == 0 || (arguments.Seed is not null && kinds.Count != 1))
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

int[] turns = [.. kinds.SelectMany((kind, index) => Enumerable.Repeat(index, kind.Weight))];
long[] counts = new long[kinds.Count];
string? mismatch = null;
long start = Stopwatch.GetTimestamp();
if (arguments.Seed is { } only)
{
    TryRound(kind: 0, only);
}
else
{
    ulong first = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    long next = 0;
    Thread[] threads =
    [
        .. Enumerable.Range(0, arguments.Threads).Select(_ => new Thread(() =>
        {
            while (Volatile.Read(ref mismatch) is null && Stopwatch.GetElapsedTime(start).TotalSeconds < arguments.Seconds)
            {
                long round = Interlocked.Increment(ref next);
                if (round > arguments.Rounds)
                    break;
                TryRound(turns[(int)(round % turns.Length)], first + (ulong)round);
            }
        })),
    ];
    foreach (Thread thread in threads)
        thread.Start();
    foreach (Thread thread in threads)
        thread.Join();
}

for (int i = 0; i < kinds.Count; i++)
    Console.WriteLine($"{kinds[i].Name}: {counts[i]} rounds; {Tally.Text(kinds[i].Name)}");
if (Sodium.Missing is { } why)
    Console.WriteLine($"libsodium is left out: {why}");
if (!MLKem.IsSupported || !MLDsa.IsSupported)
    Console.WriteLine("The platform's own ML-KEM and ML-DSA are left out: it has none. On Debian eng/openssl35.sh brings an OpenSSL that has them.");
if (mismatch is not null)
    Console.WriteLine(mismatch);
Console.WriteLine(
    $"differential: {(mismatch is null ? "no mismatch" : "a mismatch")} in {Sum(Kind.Kems)} rounds of KEMs, {Sum("x25519")} of X25519 and "
    + $"{Sum(Kind.Signatures)} of signatures, {Comparison.Count} answers compared; {KernelSelector.Supported.Count()} kernel sets; "
    + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {Environment.CpuUsage.TotalTime.TotalSeconds:F0} s of processor time");
return mismatch is null ? 0 : 1;

long Sum(string group) => kinds.Zip(counts).Where(entry => entry.First.Group == group).Sum(entry => entry.Second);

void TryRound(int kind, ulong seed)
{
    try
    {
        kinds[kind].Run(new Draw(seed));
        Interlocked.Increment(ref counts[kind]);
    }
    catch (Exception failure)
    {
        string what = failure is InvalidDataException ? failure.Message : failure.ToString();
        Interlocked.CompareExchange(ref mismatch, $"--seed {seed:x16} --only {kinds[kind].Name}: {what}", null);
    }
}
