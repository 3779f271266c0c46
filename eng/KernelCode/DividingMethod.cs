using System.Text.RegularExpressions;

namespace PqCrypto.KernelCode;

/// <summary>The compiled code of one method, as far as it concerns divisions.</summary>
/// <param name="Type">The outermost type, without namespace and type arguments.</param>
/// <param name="Method">The method; those that the compiler makes have the name of their origin in angle brackets.</param>
/// <param name="Divisions">The instructions that divide.</param>
internal sealed partial record DividingMethod(string Type, string Method, IReadOnlyList<string> Divisions)
{
    /// <summary>Both parts of the name.</summary>
    internal string Name => $"{Type}:{Method}";

    /// <summary>A method that the JIT wrote down, such as <c>PqCrypto.Fips204.Sign`3+Inner[A,B]:Mask(int):int:this</c>.</summary>
    internal static DividingMethod Of(MethodCode code)
    {
        string name = WithoutArguments(code.Name.Split('(')[0], '[', ']');
        int colon = name.LastIndexOf(':');
        string type = name[..colon].Split('+')[0];
        return new(type[(type.LastIndexOf('.') + 1)..].Split('`')[0], name[(colon + 1)..], code.Divisions);
    }

    /// <summary>The functions of the library and of the program in what <c>objdump</c> writes of a native program, whose names are such as
    /// <c>PqCrypto_PqCrypto_Fips204_Sign_3&lt;A__B&gt;__Mask</c>.</summary>
    internal static IEnumerable<DividingMethod> OfNative(IEnumerable<string> dump)
    {
        DividingMethod? method = null;
        List<string> divisions = [];
        foreach (string line in dump)
        {
            if (Function().Match(line) is { Success: true } function)
            {
                if (method is not null)
                    yield return method;
                divisions = [];
                method = function.Groups[1].Value.StartsWith("PqCrypto_", StringComparison.Ordinal) ? OfSymbol(function.Groups[1].Value, divisions) : null;
            }
            else if (method is not null && NativeDivision().IsMatch(line))
            {
                divisions.Add(line.Trim());
            }
        }

        if (method is not null)
            yield return method;
    }

    private static DividingMethod OfSymbol(string symbol, List<string> divisions)
    {
        string name = WithoutArguments(symbol, '<', '>');
        if (Lambda().Match(name) is { Success: true } lambda)
            return new(LastWord(lambda.Groups[1].Value), $"<{lambda.Groups[2].Value}>", divisions);
        int end = name.LastIndexOf("__", StringComparison.Ordinal);
        return end < 0 ? new(name, string.Empty, divisions) : new(LastWord(name[..end]), name[(end + 2)..], divisions);
    }

    /// <summary>The type in namespaces and type with underscores between them, and the number of type parameters at the end.</summary>
    private static string LastWord(string type) => type.Split('_').Last(word => word.Length > 0 && !char.IsAsciiDigit(word[0]));

    private static string WithoutArguments(string name, char open, char close)
    {
        int depth = 0;
        return string.Concat(name.Where(sign =>
        {
            depth += sign == open ? 1 : 0;
            bool isOutside = depth == 0;
            depth -= sign == close ? 1 : 0;
            return isOutside;
        }));
    }

    [GeneratedRegex(@"^[0-9a-f]+ <(.+)>:$")]
    private static partial Regex Function();

    /// <summary>A lambda's class and method: "Type_2___c__DisplayClass33_3___Origin_b__5", "Type___c___Origin_b__5_0".</summary>
    [GeneratedRegex(@"^(.+?)___c(?:__DisplayClass\w+?)?___(\w+?)_[bg]__")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"\s(i?div|v?div[ps][sdh])\s")]
    private static partial Regex NativeDivision();
}
