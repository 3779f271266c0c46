using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.KernelCode;

/// <summary>Has the JIT compile kernels and write down their code: this program runs itself under the switch of a path.</summary>
internal static class Compilation
{
    private const string Compile = "compile";
    private const string Time = "time";

    /// <summary>One code for each method, the optimised one.</summary>
    private static readonly Dictionary<string, string> Optimised = new() { ["DOTNET_TieredCompilation"] = "0" };

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
    };

    /// <summary>The code of the best kernel set under a path.</summary>
    internal static CompiledCode OfKernels(KernelPath path)
    {
        CompiledCode code = Dump(path, typeof(KernelSet).Namespace!, []);
        return code.Set == path.Set ? code : throw new InvalidOperationException($"The kernels under '{path.Name}' are {code.Set}.");
    }

    /// <summary>The code of the public static methods of a type.</summary>
    internal static CompiledCode OfType(KernelPath path, Type type) => Dump(path, type.Namespace!, [type.Assembly.Location, type.FullName!]);

    /// <summary>All code of the library and of a program that uses it, under a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="program">The program's assembly. It writes the name of the kernel set first.</param>
    /// <param name="isTiered">Whether methods are compiled without optimisation first, as they are by default; where they are used often the
    /// optimised code follows. Otherwise there is the optimised code only.</param>
    internal static IReadOnlyList<MethodCode> OfProgram(KernelPath path, string program, bool isTiered)
    {
        (string[] output, List<MethodCode> code) = Dump(path, program, nameof(PqCrypto), [], isTiered ? [] : Optimised);
        return output[0] == path.Set ? code : throw new InvalidOperationException($"The kernels under '{path.Name}' are {output[0]}.");
    }

    /// <summary>How many nanoseconds the kernels take under a path: those that the stopwatch has arguments for.</summary>
    internal static IReadOnlyDictionary<string, double> Times(KernelPath path) =>
        Run(path, typeof(Compilation).Assembly.Location, [Time], Optimised).Skip(1)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>What the other process does, where the arguments say that this is it.</summary>
    internal static bool TryServe(string[] arguments)
    {
        switch (arguments)
        {
            case [Compile]:
                Use();
                Prepare(typeof(ReferenceKernels));
                KernelSelector.Best.Accept(new KernelList(
                    static type => Prepare(type),
                    static kernel => Console.WriteLine(NameOf(kernel.DeclaringType!, kernel))));
                return true;
            case [Compile, string assembly, string name]:
                Type planted = AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly).GetType(name, throwOnError: true)!;
                Prepare(planted);
                Console.WriteLine(planted.Name);
                foreach (MethodInfo method in planted.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                    Console.WriteLine(NameOf(planted, method));
                return true;
            case [Time]:
                KernelSelector.Best.Accept(new KernelList(
                    static _ => { },
                    static kernel =>
                    {
                        if (Stopwatches.Measure(kernel) is double nanoseconds)
                            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kernel.Name} {nanoseconds:F1}"));
                    }));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Runs every post-quantum algorithm once, so that methods are compiled in the order, and with the tables built or not, in which they are
    /// for a user.</summary>
    private static void Use()
    {
        foreach (KemAlgorithm algorithm in KemAlgorithm.All.Where(algorithm => algorithm.Family != AlgorithmFamily.Classical))
        {
            using KemPrivateKey key = algorithm.GenerateKey();
            byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
            byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
            key.PublicKey.Encapsulate(ciphertext, secret);
            key.Decapsulate(ciphertext, secret);
        }

        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All.Where(algorithm => algorithm.Family != AlgorithmFamily.Classical))
        {
            using SignaturePrivateKey key = algorithm.GenerateKey();
            byte[] message = new byte[32];
            key.PublicKey.Verify(message, key.Sign(message));
        }
    }

    /// <summary>Compiles what the static methods of a type do that have no type parameters of their own.</summary>
    private static void Prepare(Type type)
    {
        RuntimeTypeHandle[] arguments = [.. type.GetGenericArguments().Select(argument => argument.TypeHandle)];
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (MethodInfo method in type.GetMethods(Own).Where(method => !method.IsGenericMethodDefinition))
            RuntimeHelpers.PrepareMethod(method.MethodHandle, arguments);
    }

    /// <summary>How the JIT writes the beginning of a method's name.</summary>
    private static string NameOf(Type type, MethodInfo method) =>
        $"{NameOf(type)}:{method.Name}({string.Join(',', method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)))})";

    private static string NameOf(Type type) =>
        Keywords.TryGetValue(type, out string? keyword) ? keyword
        : type.IsGenericType ? $"{type.Namespace}.{type.Name}[{string.Join(',', type.GetGenericArguments().Select(NameOf))}]"
        : $"{type.Namespace}.{type.Name}";

    private static CompiledCode Dump(KernelPath path, string names, string[] type)
    {
        (string[] output, List<MethodCode> code) = Dump(path, typeof(Compilation).Assembly.Location, names, [Compile, .. type], Optimised);
        Dictionary<string, MethodCode> methods = new(StringComparer.Ordinal);
        foreach (MethodCode method in code)
            methods[method.Name] = method;
        return new CompiledCode(output[0], names, methods, output[1..]);
    }

    /// <summary>Runs a program under a path; its output, and the code of the methods whose namespace begins as given.</summary>
    private static (string[] Output, List<MethodCode> Code) Dump(
        KernelPath path, string program, string names, string[] arguments, Dictionary<string, string> environment)
    {
        string dump = Path.GetTempFileName();
        try
        {
            string[] output = Run(path, program, arguments, new Dictionary<string, string>(environment)
            {
                ["DOTNET_JitDisasm"] = $"{names}.*:*",
                ["DOTNET_JitStdOutFile"] = dump,
            });
            return (output, [.. MethodCode.Read(File.ReadLines(dump))]);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    /// <summary>Runs a program under a path.</summary>
    private static string[] Run(KernelPath path, string program, string[] arguments, Dictionary<string, string> environment)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        foreach (string inherited in start.Environment.Keys.Where(ChangesCode).ToArray())
            start.Environment.Remove(inherited);
        if (path.Switch is not null)
            start.Environment[path.Switch] = "0";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        string[] output = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return process.ExitCode == 0 && output.Length > 0
            ? output
            : throw new InvalidOperationException($"The process for '{path.Name}' ended with {process.ExitCode}.");
    }

    /// <summary>Whether an environment variable changes what the JIT makes or writes.</summary>
    private static bool ChangesCode(string variable) =>
        new[] { "DOTNET_Enable", "DOTNET_Jit", "DOTNET_Tiered", "DOTNET_TC_", "DOTNET_ReadyToRun" }
            .Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Does something with a kernel set, writes its name, and does something with each of its kernels.</summary>
    private sealed class KernelList(Action<Type> start, Action<MethodInfo> action) : IKernelVisitor<bool>
    {
        public bool Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            start(typeof(TKernels));
            Console.WriteLine(TKernels.Name);
            foreach (MethodInfo method in typeof(TKernels).GetInterfaceMap(typeof(IKernels)).TargetMethods)
            {
                if (!method.IsSpecialName)      // a property
                    action(method);
            }

            return true;
        }
    }
}
