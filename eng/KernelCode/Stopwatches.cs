using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;

namespace PqCrypto.KernelCode;

/// <summary>Times kernels on arguments that it makes from the types and names of their parameters.</summary>
internal static class Stopwatches
{
    /// <summary>What parameters that are numbers receive, by their names; a kernel of its own comes first.</summary>
    internal static readonly IReadOnlyDictionary<string, int> Numbers = new Dictionary<string, int>
    {
        ["KemSampleCbd eta"] = 2,
        ["DsaSimpleBitPack bits"] = 4,
        ["DsaSimpleBitUnpack bits"] = 10,
        ["d"] = 10,
        ["eta"] = 4,
        ["high"] = 1 << 19,
        ["bits"] = 20,
        ["gamma2"] = 261888,
        ["bound"] = (1 << 19) - 196,
        ["filled"] = 0,
        ["step"] = 1,
        ["negated"] = 0,
    };

    /// <summary>How many elements parameters that are spans have, by name and element.</summary>
    internal static readonly IReadOnlyDictionary<string, int> Lengths = new Dictionary<string, int>
    {
        ["a short"] = 3 * 256,
        ["b short"] = 3 * 256,
        ["factors short"] = 3 * 512,
        ["a int"] = 5 * 256,
        ["b int"] = 5 * 256,
        ["last int"] = 0,
        ["stream byte"] = 840,
        ["byte"] = 640,
        ["table sbyte"] = 768,
        ["offsets ushort"] = 49,
        ["short"] = 256,
        ["int"] = 256,
        ["ulong"] = 200,
    };

    private static readonly Dictionary<Type, string> Elements = new()
    {
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(ulong)] = "ulong",
    };

    /// <summary>The shortest time of a call in nanoseconds; null where a parameter is none of those that are known here.</summary>
    internal static double? Measure(MethodInfo kernel)
    {
        if (Compile(kernel) is not { } loop)
            return null;
        loop(1);        // compiles it
        int calls = 1;
        while (Run(loop, calls) < TimeSpan.FromMilliseconds(0.1))
            calls *= 2;
        TimeSpan best = TimeSpan.MaxValue;
        for (int round = 0; round < 300; round++)
        {
            TimeSpan time = Run(loop, calls);
            best = time < best ? time : best;
        }

        return best.TotalNanoseconds / calls;
    }

    private static TimeSpan Run(Action<int> loop, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        loop(calls);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>A method that calls a kernel as often as it is told.</summary>
    private static Action<int>? Compile(MethodInfo kernel)
    {
        DynamicMethod method = new("Loop", null, [typeof(int)], typeof(Stopwatches).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        List<Action> arguments = [];
        foreach (ParameterInfo parameter in kernel.GetParameters())
        {
            if (parameter.ParameterType == typeof(int) || parameter.ParameterType == typeof(bool))
            {
                if (!Find(Numbers, $"{kernel.Name} {parameter.Name}", parameter.Name!, out int number))
                    return null;
                arguments.Add(() => il.Emit(OpCodes.Ldc_I4, number));
                continue;
            }

            Type? element = parameter.ParameterType.GenericTypeArguments.FirstOrDefault();
            if (element is null || !Elements.TryGetValue(element, out string? name) || !Find(Lengths, $"{parameter.Name} {name}", name, out int length))
                return null;
            LocalBuilder span = il.DeclareLocal(parameter.ParameterType);
            il.Emit(OpCodes.Ldc_I8, Memory(element, length));
            il.Emit(OpCodes.Conv_U);
            il.Emit(OpCodes.Ldc_I4, length);
            il.Emit(OpCodes.Newobj, parameter.ParameterType.GetConstructor([typeof(void*), typeof(int)])!);
            il.Emit(OpCodes.Stloc, span);
            arguments.Add(() => il.Emit(OpCodes.Ldloc, span));
        }

        Label next = il.DefineLabel();
        il.MarkLabel(next);
        foreach (Action argument in arguments)
            argument();
        il.Emit(OpCodes.Call, kernel);
        if (kernel.ReturnType != typeof(void))
            il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Starg_S, (byte)0);
        il.Emit(OpCodes.Brtrue, next);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<int>>();
    }

    private static bool Find(IReadOnlyDictionary<string, int> values, string special, string common, out int value) =>
        values.TryGetValue(special, out value) || values.TryGetValue(common, out value);

    /// <summary>The address of elements as kernels find them, in whole cache lines: small values that differ, the same in each run; zeros where they
    /// are positions.</summary>
    private static unsafe long Memory(Type element, int length)
    {
        int size = Marshal.SizeOf(element);
        byte* start = (byte*)NativeMemory.AlignedAlloc((nuint)(length * size), 64);
        Span<byte> memory = new(start, length * size);
        new Random(1).NextBytes(memory);
        for (int i = 0; i < memory.Length; i++)
        {
            if (element == typeof(ushort) || (size > 1 && i % size > 0))
                memory[i] = 0;
            else if (element == typeof(sbyte))
                memory[i] &= 3;
        }

        return (long)start;
    }
}
