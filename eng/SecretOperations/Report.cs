using System.Diagnostics;
using System.Runtime.CompilerServices;
using PqCrypto.Kernels;

namespace PqCrypto.SecretOperations;

/// <summary>Runs a gate over the planted leaks and the operations, and prints what it found.</summary>
internal static class Report
{
    /// <summary>The |t| that is an alarm: code without leaks reached 5.2 on a busy machine.</summary>
    private const double Alarm = 10;

    private static string Kernels =>
        $"{KernelSelector.Best.Name}, {(RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "native")}; "
        + $"Curve25519: {string.Join(", ", KernelSelector.Curves.Select(static curve => curve.Name))}";

    /// <summary>Compares traces.</summary>
    /// <returns>The exit code.</returns>
    internal static int Traces(IEnumerable<Operation> operations, int pairs, int inputs)
    {
        long start = Stopwatch.GetTimestamp();
        Console.WriteLine($"  kernels: {Kernels}");
        int faults = 0;
        int reported = 0;
        bool isVerbose = Environment.GetEnvironmentVariable("VERBOSE") is not null;
        Operation[] leaks = [.. Canaries.Leaks(), .. Canaries.QuietLeaks()];
        using (TraceGate gate = new(pairs, inputs))
        {
            foreach (Operation leak in leaks)
            {
                string? difference = gate.Observe(leak);
                reported += difference is null ? 0 : 1;
                if (isVerbose)
                    Console.WriteLine($"  planted: {leak.Name}: {difference}");
            }

            if (gate.Steps == 0)
            {
                Console.WriteLine("  Instructions cannot be stepped through here.");
                return 2;
            }

            faults += gate.Faults;
            foreach (Operation clean in Canaries.Clean())
            {
                if (gate.Observe(clean) is not string difference)
                    continue;
                faults++;
                Console.WriteLine($"  wrong: {clean.Name}: {difference}");
            }
        }

        using TraceGate real = new(pairs, inputs);
        foreach (Operation operation in operations)
        {
            long before = real.Steps;
            long began = Stopwatch.GetTimestamp();
            if (real.Observe(operation) is string difference)
                Console.WriteLine($"  {operation.Name}: {difference}");
            if (isVerbose)
            {
                string steps = Symbols.Text((int)(real.Steps - before));
                string took = Symbols.Text((int)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                Console.WriteLine($"  {operation.Name}: {steps} steps, {took} ms; {real.LastRepetition}");
            }
        }

        Symbols.Forget();
        faults += real.Faults;
        Console.WriteLine(
            $"{real.Findings} findings and {faults} faults in {real.Operations} operations, {real.Pairs} pairs of secrets, {real.Steps} steps "
            + $"({real.Places} instructions, {real.Repetitions} repetitions); {reported} of {leaks.Length} planted leaks reported; "
            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        return real.Findings == 0 && faults == 0 && reported == leaks.Length ? 0 : 1;
    }

    /// <summary>Tests times.</summary>
    /// <returns>The exit code.</returns>
    internal static int Times(IEnumerable<Operation> operations, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        Console.WriteLine($"  kernels: {Kernels}");
        TimingGate gate = new(seconds);
        Operation[] leaks = [.. Canaries.Leaks()];
        double[] leaking = [.. leaks.Select(gate.Measure)];
        Console.WriteLine($"  planted leaks: {string.Join(", ", leaks.Zip(leaking, static (leak, t) => Invariant($"{leak.Name} {t:F0}")))}");
        int count = 0;
        int alarms = 0;
        (string Name, double T) worst = ("", 0);
        foreach (Operation operation in Canaries.Clean().Concat(operations))
        {
            double t = gate.Measure(operation);
            count++;
            if (t > Alarm)
            {
                alarms++;
                Console.WriteLine(Invariant($"  {operation.Name}: |t| = {t:F1}"));
            }

            if (t > worst.T)
                worst = (operation.Name, t);
        }

        int reported = leaking.Count(static t => t > Alarm);
        Console.WriteLine(Invariant(
            $"{alarms} alarms (|t| > {Alarm}) in {count} operations, {gate.Runs} runs; the largest |t| is {worst.T:F1} ({worst.Name}); ")
            + Invariant($"{reported} of {leaks.Length} planted leaks reported; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
        return alarms == 0 && reported == leaks.Length ? 0 : 1;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
