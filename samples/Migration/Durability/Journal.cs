using System.Text.Json;
using System.Text.Json.Serialization;

namespace PqCrypto.Samples.Migration.Durability;

/// <summary>The write-ahead journal: one JSON object a line, each on the disk before the program goes on.</summary>
/// <remarks>
/// It says what is intended before it is done, and what is done. The documents and the manifest are what is true; the journal tells a new run
/// that an earlier one was cut off, and where. A last line without its end is the trace of a kill while it was written: it is taken away.
/// </remarks>
public sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Strict)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly FileStream stream;
    private readonly DurableSteps steps;
    private readonly List<JournalRecord> records;

    private Journal(FileStream stream, DurableSteps steps, List<JournalRecord> records)
    {
        this.stream = stream;
        this.steps = steps;
        this.records = records;
    }

    /// <summary>All complete lines, oldest first.</summary>
    public IReadOnlyList<JournalRecord> Records => records;

    /// <summary>The run that was begun and not ended, or null.</summary>
    public JournalRecord? OpenRun => Open(JournalEvent.RunBegin, JournalEvent.RunEnd);

    /// <summary>The step that was begun and not ended, or null.</summary>
    public JournalRecord? OpenStep => Open(JournalEvent.StepBegin, JournalEvent.StepEnd);

    /// <summary>Opens a journal for writing, or begins one.</summary>
    /// <exception cref="InvalidDataException">A line before the last one is not readable.</exception>
    public static Journal OpenForWriting(string path, DurableSteps steps)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream stream = new(path, options);
        try
        {
            byte[] content = new byte[checked((int)stream.Length)];
            stream.ReadExactly(content);
            int complete = content.AsSpan().LastIndexOf((byte)'\n') + 1;
            List<JournalRecord> records = Parse(content.AsSpan(0, complete));
            stream.SetLength(complete);
            stream.Position = complete;
            return new Journal(stream, steps, records);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a journal without changing it; no file is an empty journal.</summary>
    /// <exception cref="InvalidDataException">A line before the last one is not readable.</exception>
    public static IReadOnlyList<JournalRecord> Read(string path)
    {
        byte[] content = File.Exists(path) ? File.ReadAllBytes(path) : [];
        return Parse(content.AsSpan(0, content.AsSpan().LastIndexOf((byte)'\n') + 1));
    }

    /// <summary>Adds a line and waits until the disk has it.</summary>
    public void Append(JournalEvent what, string? from = null, string? to = null, string? item = null)
    {
        JournalRecord entry = new(what, DateTimeOffset.UtcNow, from, to, item);
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(entry, Json));
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
        records.Add(entry);
        steps.Taken();
    }

    /// <summary>Adds a line about an item unless the step or run under way has it already.</summary>
    /// <returns>Whether it was added.</returns>
    public bool AppendOnce(JournalEvent what, JournalEvent since, string item)
    {
        int start = records.FindLastIndex(entry => entry.Event == since);
        if (records.FindIndex(start + 1, entry => entry.Event == what && entry.Item == item) >= 0)
            return false;
        Append(what, item: item);
        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    private static List<JournalRecord> Parse(ReadOnlySpan<byte> content)
    {
        List<JournalRecord> records = [];
        foreach (string line in System.Text.Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                records.Add(JsonSerializer.Deserialize<JournalRecord>(line, Json) ?? throw new JsonException("A line is null."));
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"Line {records.Count + 1} of the journal is damaged: {exception.Message}", exception);
            }
        }
        return records;
    }

    private JournalRecord? Open(JournalEvent begin, JournalEvent end)
    {
        JournalRecord? last = records.FindLast(entry => entry.Event == begin || entry.Event == end);
        return last?.Event == begin ? last : null;
    }
}
