using System.Reflection;
using PqCrypto.KernelCode;
using PqCrypto.Kernels;

namespace PqCrypto.Benchmarks.PerKernel;

/// <summary>Times each kernel in every kernel set of this machine, in one process, and writes a Markdown table.</summary>
/// <remarks>The narrower sets are compiled with all that the processor has, 32 registers for instance. What they take where nothing wider exists
/// is the first column of a run with a switch such as <c>DOTNET_EnableAVX512=0</c>.</remarks>
internal static class KernelsCommand
{
    /// <summary>The sets take turns; the first turn also lets the compiler finish.</summary>
    private const int Turns = 3;

    public static int Run(string[] args)
    {
        string only = args.FirstOrDefault() ?? "";
        KernelSet[] sets = [.. KernelSelector.Supported];
        MethodInfo[][] kernels = [.. sets.Select(set => set.Accept(new KernelMethods(only)))];
        double[,] shortest = new double[kernels[0].Length, sets.Length];
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int row = 0; row < kernels[0].Length; row++)
            {
                for (int column = 0; column < sets.Length; column++)
                {
                    double time = Stopwatches.Measure(kernels[column][row]) ?? double.NaN;
                    shortest[row, column] = turn == 0 ? time : Math.Min(shortest[row, column], time);
                }
            }
        }

        Console.WriteLine(Machine.Name);
        string numbers = string.Join(", ", Stopwatches.Numbers.Select(number => $"{number.Key} = {number.Value}"));
        Console.WriteLine($"Shortest time of a call in nanoseconds; {numbers}.");
        Console.WriteLine();
        Console.WriteLine($"| kernel | {string.Join(" | ", sets.Select(set => set.Name))} |");
        Console.WriteLine($"|---|{string.Concat(sets.Select(_ => "---:|"))}");
        for (int row = 0; row < kernels[0].Length; row++)
        {
            IEnumerable<string> cells = sets.Select((_, column) => $"{shortest[row, column]:F1}");
            Console.WriteLine($"| {kernels[0][row].Name} | {string.Join(" | ", cells)} |");
        }

        return 0;
    }

    /// <summary>The methods of a set that implement kernels, in the order of the interface.</summary>
    private sealed class KernelMethods(string only) : IKernelVisitor<MethodInfo[]>
    {
        public MethodInfo[] Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            InterfaceMapping map = typeof(TKernels).GetInterfaceMap(typeof(IKernels));
            return
            [
                .. map.InterfaceMethods.Zip(map.TargetMethods)
                    .Where(pair => !pair.First.IsSpecialName && pair.First.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                    .Select(pair => pair.Second),
            ];
        }
    }
}
