using System.Globalization;
using PqCrypto.KernelCode;

// Prints, as Markdown, how long the JIT's code of each kernel is and how long it takes, for each instruction set of this machine; then what breaks the
// rules. Ends with 1 where something does. With "divisions", it looks for these in all code of the library instead.
if (Compilation.TryServe(args))
    return 0;
if (args is ["divisions", string program, string native, ..])
    return DivisionGate.Run(program, native, isPlanted: args[^1] == "--planted");
KernelPath[] paths = [.. KernelPath.Supported];
if (paths.Length == 0)
{
    Console.WriteLine("There is no x64 code of kernels on this machine.");
    return 0;
}

CompiledCode[] codes = [.. paths.Select(Compilation.OfKernels)];
IReadOnlyDictionary<string, double>[] times = [.. paths.Select(Compilation.Times)];
string numbers = string.Join(", ", Stopwatches.Numbers.Select(number => $"{number.Key} = {number.Value}"));
Console.WriteLine($"Instructions and shortest time of each kernel, with what it calls of the kernels' own methods; {numbers}.");
Console.WriteLine();
Console.WriteLine($"| kernel | {string.Join(" | ", paths.Select(path => path.Name))} |");
Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", paths.Length))}");
KernelCalls[][] trees = [.. codes.Select(code => code.Trees().ToArray())];
for (int row = 0; row < trees[0].Length; row++)
    Console.WriteLine($"| {trees[0][row].Kernel.ShortName} | {string.Join(" | ", trees.Select((column, i) => Cell(column[row], times[i])))} |");

Console.WriteLine();
Console.WriteLine("| allowed | calls | spills | because |");
Console.WriteLine("|---|---|---|---|");
foreach (Allowance allowance in Allowance.All)
{
    string sets = allowance.Sets.Length == 0 ? string.Empty : $" ({string.Join(", ", allowance.Sets)})";
    Console.WriteLine($"| {allowance.Method}{sets} | {string.Join(", ", allowance.Calls)} | {allowance.Spills} | {allowance.Reason} |");
}

Console.WriteLine();
int findings = 0;
for (int i = 0; i < paths.Length; i++)
{
    foreach (string finding in Guard.Findings(codes[i]))
    {
        findings++;
        Console.WriteLine($"{paths[i].Name}: {finding}");
    }
}

Console.WriteLine($"{trees[0].Length} kernels on {paths.Length} paths: {findings} findings, {Allowance.All.Count} allowances");
return findings == 0 ? 0 : 1;

static string Cell(KernelCalls tree, IReadOnlyDictionary<string, double> times)
{
    int spills = tree.All.Sum(method => method.Spills.Count);
    int divisions = tree.All.Sum(method => method.Divisions.Count);
    return string.Create(CultureInfo.InvariantCulture, $"{tree.All.Sum(method => method.Instructions)}")
        + (times.TryGetValue(tree.Kernel.ShortName, out double time) ? string.Create(CultureInfo.InvariantCulture, $", {time:F1} ns") : string.Empty)
        + (spills == 0 ? string.Empty : $", {spills} spills")
        + (divisions == 0 ? string.Empty : $", {divisions} divisions");
}
