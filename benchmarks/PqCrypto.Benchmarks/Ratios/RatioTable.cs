namespace PqCrypto.Benchmarks.Ratios;

/// <summary>Writes results as rows of a Markdown table.</summary>
internal static class RatioTable
{
    public static void WriteHead()
    {
        const string Times = "peer | peer, us | least | ours, us | least";
        Console.WriteLine($"| operation | {Times} | ratio | of the least | required | met | floors | bytes | pairs |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|");
    }

    public static void Write(RatioResult result)
    {
        string[] cells =
        [
            result.Operation,
            result.Peer ?? "",
            $"{result.Theirs?.Median:F2}",
            $"{result.Theirs?.Least:F2}",
            $"{result.Ours.Median:F2}",
            $"{result.Ours.Least:F2}",
            $"{result.Ratio:F3}",
            $"{result.RatioOfLeast:F3}",
            $"{result.Required.InUse}",
            result.Met switch { true => "yes", false => "NO", null => "" },
            $"{result.Floors:F2}",
            $"{result.Allocated}",
            $"{result.Pairs}",
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }
}
