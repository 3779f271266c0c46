using System.Diagnostics;

namespace PqCrypto.ZeroScan;

/// <summary>Runs the steps in several ways, looks after each, and counts.</summary>
/// <param name="repeats">How often a step runs while another thread stops it.</param>
/// <param name="isVerbose">Whether to print what each subject took, and the bytes of what is found.</param>
internal sealed class Gate(int repeats, bool isVerbose) : IDisposable
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Scanner scanner = new();
    private int canaries;
    private int steps;
    private int leaks;
    private long scans;
    private long bytes;
    private long count;
    private long common;
    private long copies;

    /// <summary>Leaves secrets behind on purpose, and counts those that are found.</summary>
    internal void Plant()
    {
        for (int i = 0; i < Canaries.All.Count; i++)
        {
            IReadOnlyCollection<Window> windows = Canaries.NeedlesOf(i);
            using Needles needles = new(windows, windows.Count);
            DeadFrame.Run(static () => { });
            bool isThere = Finds(needles);
            DeadFrame.Run(Canaries.All[i].Run);
            if (isThere)
                Console.WriteLine($"  found before it was planted: {Canaries.All[i].Name}");
            else if (Finds(needles))
                canaries++;
            else
                Console.WriteLine($"  not found: {Canaries.All[i].Name}");
        }
    }

    /// <summary>Runs an operation that holds a secret in registers while another thread stops it: here, and on the youngest thread, whose stack a collection
    /// looks at last, so that the copies which the runtime makes of its registers stay longest.</summary>
    internal void Hold()
    {
        IReadOnlyCollection<Window> windows = HeldVectors.Needles();
        using Needles needles = new(windows, windows.Count);
        Subject subject = new("Registers", HeldVectors.Run, [new Step("holding a secret", HeldVectors.Run)], static () => { });
        RunWhileStopped(subject, subject.Steps[0], needles, Here);
        RunWhileStopped(subject, subject.Steps[0], needles, OnThread);
    }

    /// <summary>Runs the steps of a subject: each on this thread, some on one of their own and while another thread stops them.</summary>
    internal void Run(Subject subject, BinaryReader file)
    {
        using Needles needles = new(NeedleFile.Read(file, subject.Name, out int size), size);
        Caller.Unknown = needles.Add;
        subject.WarmUp();
        scanner.Scan(needles, leaveOut: true);
        Caller.Collect = Collect;
        List<byte[]> published = [];
        Caller.Published = published.Add;
        foreach (Step step in subject.Steps)
        {
            DeadFrame.Run(step.Run);
            Look(subject, step.Name, needles);
        }

        Caller.Published = null;
        LookBeside(subject, published, needles);

        foreach (Step step in subject.Steps.Where(static step => !step.IsRandom && !step.IsVariant))
        {
            OnThread(() => DeadFrame.Run(step.Run), () => Look(subject, $"{step.Name} on a thread of its own", needles));
            if (step.EndsByException)                   // what a stop has left where methods lie that an exception then ends is out of reach
                continue;
            Caller.Collect = static () => { };
            RunWhileStopped(subject, step, needles, Here);
            Caller.Collect = Collect;
        }

        count += needles.Count;
        common += needles.Common;
        if (isVerbose)
            Console.WriteLine($"  {subject.Name}: {needles.Count} needles, {published.DistinctBy(Convert.ToHexString).Count()} public values; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
    }

    /// <summary>Prints the result.</summary>
    /// <returns>The exit code.</returns>
    internal int Report()
    {
        Console.WriteLine($"  {PqCryptoRuntime.Kernels}: {count} needles, of which {common} are left out since they were there before; {bytes / scans >> 20} MB are looked at; {copies} were in the stacks of threads that collected");
        Console.WriteLine(
            $"{leaks} leaks after {steps} steps; {canaries} of {Canaries.All.Count} planted secrets found; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        return leaks == 0 && canaries == Canaries.All.Count ? 0 : 1;
    }

    /// <summary>Frees the scanner's memory.</summary>
    public void Dispose() => scanner.Dispose();

    private static void Collect()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
    }

    /// <summary>Looks at copies of public values beside bytes of every value, which is how they lie about in memory: none of that may be taken for a secret.</summary>
    private void LookBeside(Subject subject, IEnumerable<byte[]> published, Needles needles)
    {
        const int Half = Window.Longest;
        byte[][] values = [.. published.DistinctBy(Convert.ToHexString)];
        using Caller.Memory copies = new(values.Length * (byte.MaxValue + 1) * 2 * Half);
        for (int i = 0; i < copies.Bytes.Length / (2 * Half); i++)
        {
            ReadOnlySpan<byte> value = values[i >> 8];
            Span<byte> copy = copies.Bytes.Slice(i * 2 * Half, 2 * Half);
            int size = int.Min(value.Length, Half - 1);
            value[^size..].CopyTo(copy[(Half - 1 - size)..]);
            copy[(Half - 1)..(Half + 1)].Fill((byte)i);
            value[..size].CopyTo(copy[(Half + 1)..]);
        }

        if (Finds(needles))
            Leak(subject, "laying public values beside other bytes");
    }

    private static void Here(Action run, Action look)
    {
        run();
        look();
    }

    /// <summary>Runs something on a thread that still lives when its stack is looked at.</summary>
    private static void OnThread(Action run, Action look)
    {
        using ManualResetEventSlim done = new();
        using ManualResetEventSlim end = new();
        Thread thread = new(() =>
        {
            run();
            done.Set();
            end.Wait();
        });
        thread.Start();
        done.Wait();
        look();
        end.Set();
        thread.Join();
    }

    /// <summary>Runs a step while another thread stops it. What the runtime has copied to the stack of a thread that collects, out of reach of the library, is
    /// counted apart.</summary>
    private void RunWhileStopped(Subject subject, Step step, Needles needles, Action<Action, Action> where)
    {
        foreach (StoppingThread thread in StoppingThread.All(repeats, collects: !step.IsInArrays))
        {
            using StoppingThread other = thread;
            where(
                () => DeadFrame.Run(() => other.During(step.Run)),
                () =>
                {
                    scanner.Apart = other.Collects ? other.Stack : default;
                    Look(subject, $"{step.Name} while another thread {other.Name}", needles);
                    scanner.Apart = default;
                });
        }
    }

    private void Look(Subject subject, string step, Needles needles)
    {
        steps++;
        if (Finds(needles))
            Leak(subject, step);
        Collect();
        if (Finds(needles))
            Leak(subject, $"{step} and collections");
    }

    private bool Finds(Needles needles)
    {
        scanner.Scan(needles, leaveOut: false);
        scans++;
        bytes += scanner.Bytes;
        copies += scanner.HitsApart;
        return scanner.Hits != 0;
    }

    private void Leak(Subject subject, string step)
    {
        leaks++;
        Console.WriteLine($"  {subject.Name}, after {step}: {scanner.Hits} needles: {scanner.Describe(DeadFrame.Bottom, isVerbose)}");
    }
}
