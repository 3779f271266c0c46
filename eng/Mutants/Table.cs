namespace PqCrypto.Mutants;

/// <summary>Text files of rows whose cells are divided by tabulators; lines that begin with # are for readers.</summary>
internal static class Table
{
    /// <summary>The rows of a file; none where there is no file.</summary>
    internal static IEnumerable<string[]> Read(string file) => File.Exists(file)
        ? File.ReadAllLines(file).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
        : [];

    /// <summary>Writes a file anew.</summary>
    internal static void Write(string file, IEnumerable<string[]> rows, string? comment = null) =>
        File.WriteAllLines(file, (comment is null ? [] : new[] { $"# {comment}" }).Concat(rows.Select(row => string.Join('\t', row))));
}
