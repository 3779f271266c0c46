using System.Diagnostics;

namespace PqCrypto.KernelCode;

/// <summary>No division in compiled code of the library, but for those of public values that a list names: all methods that a program
/// uses, under each path, as the JIT makes them first and as it makes them at last, and those of the same program compiled to native code.</summary>
internal static class DivisionGate
{
    private const string PlantedType = "Planted";

    /// <summary>Prints what divides and is not listed.</summary>
    /// <param name="program">The program's assembly.</param>
    /// <param name="native">The same program as native code.</param>
    /// <param name="isPlanted">Whether the divisions that are planted in the program count.</param>
    /// <returns>The exit code: 0 where nothing was found.</returns>
    internal static int Run(string program, string native, bool isPlanted)
    {
        List<(string Code, DividingMethod Method)> found = [];
        List<string> broken = [];
        KernelPath[] paths = [.. KernelPath.Supported, KernelPath.Scalar];
        int compiled = 0;
        foreach (KernelPath path in paths)
        {
            compiled += Look($"{path.Name}, first code", Compilation.OfProgram(path, program, isTiered: true).Select(DividingMethod.Of), ["Divide", "DivideByConstant"]);
            compiled += Look($"{path.Name}, optimised", Compilation.OfProgram(path, program, isTiered: false).Select(DividingMethod.Of), ["Divide"]);
        }

        int functions = Look("native", DividingMethod.OfNative(Disassemble(native)), ["Divide"]);
        DividingMethod[] dividing = [.. found.Select(find => find.Method)];
        string[] findings =
        [
            .. found.Where(find => (isPlanted || find.Method.Type != PlantedType) && !DivisionAllowance.All.Any(allowance => allowance.IsFor(find.Method)))
                .GroupBy(find => find.Method.Name)
                .Select(group => $"{group.Key} divides: '{group.First().Method.Divisions[0]}' ({string.Join("; ", group.Select(find => find.Code).Distinct())})"),
            .. broken,
            .. DivisionAllowance.All.Where(allowance => paths.Length > KernelPath.All.Count && !dividing.Any(allowance.IsFor)).Select(allowance => $"{allowance.Type}:{allowance.Method} is listed and does not divide"),
        ];
        foreach (string finding in findings)
            Console.WriteLine(finding);
        Console.WriteLine(
            $"ct-nodiv: {findings.Length} findings in {compiled} methods of the JIT (first code and optimised, {paths.Length} paths) and {functions} native functions; "
            + $"{DivisionAllowance.All.Count} methods may divide public values");
        return findings.Length == 0 ? 0 : 1;

        // how many methods there are; what is planted must be found everywhere
        int Look(string code, IEnumerable<DividingMethod> methods, string[] planted)
        {
            DividingMethod[] all = [.. methods];
            found.AddRange(all.Where(method => method.Divisions.Count > 0).Select(method => (code, method)));
            broken.AddRange(
                planted.Where(name => !all.Any(method => method.Type == PlantedType && method.Method == name && method.Divisions.Count > 0))
                    .Select(name => $"{code}: the planted division of {name} was not found"));
            return all.Length;
        }
    }

    private static IEnumerable<string> Disassemble(string program)
    {
        ProcessStartInfo start = new("objdump", ["--disassemble", "--no-show-raw-insn", "--disassembler-options=intel", program]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("objdump did not start.");
        while (process.StandardOutput.ReadLine() is string line)
            yield return line;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"objdump ended with {process.ExitCode}.");
    }
}
