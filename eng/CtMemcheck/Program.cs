using System.Diagnostics;
using PqCrypto.Base;
using PqCrypto.CtMemcheck;
using PqCrypto.Kernels;

if (!Valgrind.IsRunning)
{
    Console.WriteLine("This program means something under valgrind only: eng/ct-memcheck builds it and runs it there.");
    return 2;
}

long start = Stopwatch.GetTimestamp();
Gate gate = new();
int reported = Canaries.Reported(gate);
(DeclassifyReason Reason, long Count)[] before = [.. Declassify.Passed];
new KernelChecks(gate).Run();
new ApiChecks(gate, hasRsa: args.Contains("--rsa")).Run();
string reasons = string.Join(", ", Declassify.Passed.Zip(before, static (now, then) => $"{now.Reason} {now.Count - then.Count}"));
string sets = string.Join(", ", KernelSelector.Supported.Select(static set => set.Name));
string curves = string.Join(", ", KernelSelector.Curves.Select(static curve => curve.Name));
Console.WriteLine($"  kernels: {sets}; Curve25519: {curves}");
Console.WriteLine($"  declassified: {reasons}");
Console.WriteLine(
    $"{gate.Reports} reports and {gate.Faults} faults in {gate.Operations} operations; {reported} of {Canaries.Count} planted leaks reported; "
    + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
return gate.Reports == 0 && gate.Faults == 0 && reported == Canaries.Count ? 0 : 1;
