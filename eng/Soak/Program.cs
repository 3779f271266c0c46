using System.Diagnostics;
using System.Globalization;
using PqCrypto;
using PqCrypto.Soak;

// Two threads use and dispose the same keys for some time, with handshakes over loopback beside them. Ends with 1 where an answer is wrong, where
// memory grows, or where more than one call in a thousand takes longer than five medians and what plain arithmetic loses to the system.
const double Medians = 5;
const long Enough = 100_000;        // calls, of which a hundred then lie beyond the bound; fewer say little
Defect defect = args is [_, "--planted-leak"] ? Defect.Leak : args is [_, "--planted-answer"] ? Defect.Answer : Defect.None;
if (args.Length != (defect == Defect.None ? 1 : 2) || !double.TryParse(args[0], CultureInfo.InvariantCulture, out double minutes) || minutes <= 0)
{
    Console.Error.WriteLine("usage: soak <minutes> [--planted-leak | --planted-answer]");
    return 2;
}

// On a busy machine the pool takes work that waits for a processor for work that blocks, and starts ever more threads.
ThreadPool.SetMinThreads(1, 1);
if (!ThreadPool.SetMaxThreads(int.Max(Environment.ProcessorCount, 2), 4))
    throw new InvalidOperationException("The pool keeps its number of threads.");
KemAlgorithm[] kems =
[
    KemAlgorithm.MLKem512, KemAlgorithm.MLKem768, KemAlgorithm.MLKem1024, KemAlgorithm.X25519MLKem768, KemAlgorithm.XWing, KemAlgorithm.X25519,
];
SignatureAlgorithm[] signatures = [SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87];
Func<SharedKey>[] makers =
[
    .. kems.Select(algorithm => (Func<SharedKey>)(() => new SharedKemKey(algorithm))),
    .. signatures.Select(algorithm => (Func<SharedKey>)(() => new SharedSignatureKey(algorithm))),
];
SharedKey[] keys = [.. makers.Select(make => make())];
LastingKeys lasting = new();
Worker[] workers = [.. Enumerable.Range(0, 2).Select(i => new Worker(keys, makers, lasting, new Planted(i == 0 ? defect : Defect.None), i))];
using Handshakes handshakes = new();
using CancellationTokenSource end = new();
Memory memory = new();
Exception? failure = null;
bool isWarm = false;
long start = Stopwatch.GetTimestamp();
TimeSpan length = TimeSpan.FromMinutes(minutes), warmUp = length / 4;

Thread[] threads = [.. workers.Select(worker => new Thread(() => Guard(() =>
{
    worker.Run(() => !Volatile.Read(ref isWarm) && GoesOn());
    worker.Timed.Clear();
    worker.Run(GoesOn);
})))];
foreach (Thread thread in threads)
    thread.Start();
Task beside = Task.Run(async () =>
{
    try
    {
        await handshakes.RunAsync(end.Token);
    }
    catch (Exception error)
    {
        Interlocked.CompareExchange(ref failure, error, null);
    }
});
while (GoesOn())
{
    Thread.Sleep(TimeSpan.FromSeconds(1));
    Volatile.Write(ref isWarm, Stopwatch.GetElapsedTime(start) >= warmUp);
    if (Volatile.Read(ref isWarm))
        memory.Sample();
}

await end.CancelAsync();
foreach (Thread thread in threads)
    thread.Join();
await beside;
foreach (SharedKey key in keys)
    key.Dispose();
if (failure is not null)
{
    Console.WriteLine($"soak: a wrong answer after {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s: {failure}");
    return 1;
}

double worst = 0, system = 0;
foreach ((string name, Latencies processor, Latencies wall) in TimedCalls.Sum([.. workers.Select(worker => worker.Timed)]))
{
    double median = processor.Quantile(0.5), slow = processor.Quantile(0.999);
    if (name == LastingKeys.Control)
        system = slow - median;
    else if (processor.Count >= Enough)
        worst = double.Max(worst, (slow - system) / median);
    Console.WriteLine(
        $"{name,-26} {processor.Count,9} calls, us of processor time: median {median,7:F1}, 99.9 % {slow,7:F1}; by the clock "
        + $"{wall.Quantile(0.5):F1} and {wall.Quantile(0.999):F1}");
}

string times = worst == 0 ? "too few calls to bound their times" : $"99.9 % of calls within {worst:F1} medians";
long rows = workers.Sum(worker => worker.Timed.Rows), interrupted = workers.Sum(worker => worker.Timed.InterruptedRows);
Console.WriteLine(
    $"{times}, beside the {system:F0} us that arithmetic loses; not counted: {interrupted} of {rows} rows of calls, which the system or a collection "
    + "interrupted");
(long first, long last, long bound) = memory.Summary();
bool isGrown = last > bound, isSlow = worst > Medians;
Console.WriteLine(
    $"soak: {(isGrown ? "memory grew" : isSlow ? "calls took too long" : "no wrong answer")} in {workers.Sum(worker => worker.Uses)} uses, "
    + $"{workers.Sum(worker => worker.Disposals)} disposals ({workers.Sum(worker => worker.Refusals)} uses refused), {handshakes.Count} handshakes, "
    + $"{GC.CollectionCount(0)} collections; memory {first >> 10} KB, then {last >> 10} (at most {bound >> 10}); {times}; "
    + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
return isGrown || isSlow ? 1 : 0;

bool GoesOn() => Volatile.Read(ref failure) is null && Stopwatch.GetElapsedTime(start) < length;

void Guard(Action run)
{
    try
    {
        run();
    }
    catch (Exception error)
    {
        Interlocked.CompareExchange(ref failure, error, null);
    }
}
