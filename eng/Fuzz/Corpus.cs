using System.IO.Compression;

namespace PqCrypto.Fuzz;

/// <summary>What earlier runs found: one archive for each target, beside the program.</summary>
internal static class Corpus
{
    internal static IEnumerable<byte[]> Read(string target)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "corpus", $"{target}.zip");
        if (!File.Exists(path))
            yield break;
        using ZipArchive archive = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream content = entry.Open();
            using MemoryStream bytes = new();
            content.CopyTo(bytes);
            yield return bytes.ToArray();
        }
    }

    /// <summary>Keeps those inputs of a folder that take a branch that no seed and no shorter input takes; in instrumented code.</summary>
    internal static void Keep(Target target, string folder, string archive)
    {
        Traces.Place();
        HashSet<(int Branch, int Magnitude)> known = [];
        foreach (byte[] seed in target.Seeds().Concat(target.Seeds()))      // twice: the first time has self-tests and keys in it
            known.UnionWith(Traces.Of(() => target.Try(seed)));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(archive))!);
        File.Delete(archive);
        using ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create);
        int kept = 0;
        byte[][] inputs = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        foreach (byte[] input in inputs.OrderBy(input => input.Length))
        {
            List<(int Branch, int Magnitude)> taken = Traces.Of(() => target.Try(input));
            if (known.IsSupersetOf(taken))
                continue;
            known.UnionWith(taken);
            ZipArchiveEntry entry = zip.CreateEntry($"{kept++:d4}", CompressionLevel.SmallestSize);
            entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream content = entry.Open();
            content.Write(input);
        }

        Console.WriteLine($"{target.Name}: {kept} of {inputs.Length} inputs kept");
    }
}
