using System.Globalization;

namespace PqCrypto.SecretOperations;

/// <summary>What is at an address: a method of the JIT's map for perf, a symbol of a native program, or else a place in a file.</summary>
internal static class Symbols
{
    /// <summary>The map that the JIT writes for perf.</summary>
    private static string Map { get; } = $"/tmp/perf-{Environment.ProcessId}.map";

    /// <summary>Deletes what the JIT has written.</summary>
    internal static void Forget() => File.Delete(Map);

    /// <summary>An address as people read it.</summary>
    internal static string Describe(ulong address) =>
        Find(Map, address, static words => (Parse(words[0]), Parse(words[0]) + Parse(words[1])), 2)
        ?? InProgram(address)
        ?? Find("/proc/self/maps", address, static words => (Parse(words[0].Split('-')[0]), Parse(words[0].Split('-')[1])), 5)
        ?? Text(address);

    /// <summary>A number as it is in texts. It is an interpolation with anything but texts in it that borrows an array from a pool.</summary>
    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An address as it is in texts.</summary>
    internal static string Text(ulong address) => address.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>A place in a native program, of which <c>nm</c> has written the symbols in their order.</summary>
    private static string? InProgram(ulong address)
    {
        string map = $"{Environment.ProcessPath}.map";
        if (!File.Exists(map))
            return null;
        string first = File.ReadLines("/proc/self/maps").First(static line => line.EndsWith(Environment.ProcessPath!, StringComparison.Ordinal));
        ulong start = Parse(first.Split('-')[0]);
        string? before = null;
        foreach (string line in File.ReadLines(map))
        {
            string[] words = line.Split(' ', 3);
            ulong symbol = start + Parse(words[0]);
            if (symbol > address)
                return before;
            before = $"{words[2]}+{Text(address - symbol)}";
        }

        return null;
    }

    private static string? Find(string map, ulong address, Func<string[], (ulong Start, ulong End)> range, int nameColumn)
    {
        if (!File.Exists(map))
            return null;
        string? found = null;
        foreach (string line in File.ReadLines(map))
        {
            string[] words = line.Split(' ', nameColumn + 1, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length <= nameColumn)
                continue;
            (ulong start, ulong end) = range(words);
            if (address >= start && address < end)
                found = $"{words[nameColumn].Trim()}+{Text(address - start)}";       // the last one: code is written again where it was before
        }

        return found;
    }

    private static ulong Parse(string text) =>
        ulong.Parse(text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
