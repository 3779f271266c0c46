using System.Globalization;

namespace PqCrypto.Soak;

/// <summary>The memory of this process that no file stands behind, native and managed, sampled once a second.</summary>
internal sealed class Memory
{
    private const double Growth = 1.05;             // and
    private const long Slack = 8 << 20;

    private readonly List<long> samples = [];

    internal void Sample() => samples.Add(Anonymous());

    /// <summary>The median of the first and of the last fifth of the samples, and what the latter may be at most.</summary>
    internal (long Begin, long End, long Bound) Summary()
    {
        int part = int.Max(samples.Count / 5, 1);
        long begin = Median(samples[..part]), end = Median(samples[^part..]);
        return (begin, end, (long)(begin * Growth) + Slack);
    }

    private static long Median(List<long> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static long Anonymous()
    {
        const string Key = "RssAnon:";              // Linux
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(Key, StringComparison.Ordinal))
                return 1024 * long.Parse(line[Key.Length..].Replace("kB", null, StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }

        throw new PlatformNotSupportedException("The system does not say how much memory a process has.");
    }
}
