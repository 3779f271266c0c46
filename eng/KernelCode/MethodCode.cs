using System.Globalization;
using System.Text.RegularExpressions;

namespace PqCrypto.KernelCode;

/// <summary>What is to be seen in the code of one method.</summary>
/// <param name="Name">The JIT's name of it: type, method and signature.</param>
/// <param name="Instructions">How many instructions there are, those that raise exceptions included.</param>
/// <param name="Spills">The instructions that load a vector from the stack or store one there, but for those of the prologue.</param>
/// <param name="Calls">Whom it calls on the way to its return.</param>
/// <param name="Divisions">The instructions that divide.</param>
internal sealed partial record MethodCode(
    string Name, int Instructions, IReadOnlyList<string> Spills, IReadOnlyList<string> Calls, IReadOnlyList<string> Divisions)
{
    private const string Heading = "; Assembly listing for method ";

    /// <summary>The method without namespaces, type arguments and signature; without its type where that is the kernel set.</summary>
    internal string ShortName => Shorten(Name);

    /// <inheritdoc cref="ShortName"/>
    internal static string Shorten(string name)
    {
        string method = name.Split('(')[0];
        int colon = method.LastIndexOf(':');
        if (colon < 0)
            return method;
        string type = method[..colon].Split('[')[0];
        type = type[(type.LastIndexOfAny(['.', '+']) + 1)..].Split('`')[0];
        return type == "VectorKernels" ? method[(colon + 1)..] : type + method[colon..];
    }

    /// <summary>Reads what the JIT wrote, method by method.</summary>
    internal static IEnumerable<MethodCode> Read(IEnumerable<string> dump)
    {
        string? name = null;
        List<List<string>> blocks = [];
        foreach (string line in dump)
        {
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                if (name is not null)
                    yield return Of(name, blocks);
                name = line[Heading.Length..line.LastIndexOf(" (", StringComparison.Ordinal)];
                blocks = [];
            }
            else if (Label().IsMatch(line))
            {
                blocks.Add([]);
            }
            else if (blocks.Count > 0 && line.StartsWith("       ", StringComparison.Ordinal) && !line.TrimStart().StartsWith("align", StringComparison.Ordinal))
            {
                blocks[^1].Add(line.Trim());
            }
        }

        if (name is not null)
            yield return Of(name, blocks);
    }

    private static MethodCode Of(string name, List<List<string>> blocks)
    {
        List<string> prologue = blocks.Count == 0 ? [] : blocks[0];
        List<string> body = [.. blocks.Skip(1).SelectMany(block => block)];
        int frame = FrameSize(prologue);
        return new MethodCode(
            name,
            blocks.Sum(block => block.Count),
            [.. body.Where(line => IsSpill(line, frame))],
            [.. blocks.Where(block => block.Count == 0 || block[^1] != "int3").SelectMany(block => block).Select(Callee).OfType<string>()],
            [.. body.Where(line => Division().IsMatch(line))]);
    }

    /// <summary>How many bytes above the stack pointer are the method's own; beyond them lie its arguments.</summary>
    private static int FrameSize(List<string> prologue)
    {
        int size = 0;
        foreach (string line in prologue)
        {
            if (line.StartsWith("push ", StringComparison.Ordinal))
                size += sizeof(long);
            else if (Reserve().Match(line) is { Success: true } reserve)
                size += int.Parse(reserve.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        }

        return size;
    }

    private static bool IsSpill(string line, int frame)
    {
        if (!VectorOnStack().IsMatch(line))
            return false;
        Match operand = Displacement().Match(line);
        int displacement = operand.Groups[2].Success ? int.Parse(operand.Groups[2].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
        return operand.Groups[1].Value == "rbp" ? line.Contains("[rbp-", StringComparison.Ordinal) : displacement < frame;
    }

    private static string? Callee(string line)
    {
        Match call = Call().Match(line);
        return call.Success ? call.Groups[1].Value.TrimEnd(']') : null;
    }

    [GeneratedRegex(@"^G_M\d+_IG\d+:")]
    private static partial Regex Label();

    [GeneratedRegex(@"^sub\s+rsp, (\d+)$")]
    private static partial Regex Reserve();

    /// <summary>An instruction with a vector or mask register, or on a whole vector, one of whose operands lies on the stack.</summary>
    [GeneratedRegex(@"^(?!lea).*([xyz]mm|\bk[0-7]\b).*\[r[sb]p|^(?!lea)\S+\s.*\[r[sb]p.*([xyz]mm|\bk[0-7]\b)")]
    private static partial Regex VectorOnStack();

    [GeneratedRegex(@"\[(rsp|rbp)(?:[^\]]*[+-]0x([0-9A-F]+))?\]")]
    private static partial Regex Displacement();

    /// <summary>"call [Type:Method(...)]", "call HELPER", "call rax", "call [r11]Type:Method(...)"; also as a jump at the end of a method.</summary>
    [GeneratedRegex(@"^(?:call|tail\.jmp)\s+(?:\[r\w+(?:\+0x\w+)?\])?\[?(\S.*)$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(i?div|v?div[ps][sdh])\s")]
    private static partial Regex Division();
}
