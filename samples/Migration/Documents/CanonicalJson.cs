using System.Text.Json;

namespace PqCrypto.Samples.Migration.Documents;

/// <summary>JSON of which there is one spelling only: what does not come out byte for byte when it is written again is refused.</summary>
/// <remarks>So a changed byte is noticed even where a tolerant reader would see the same values: in white space, in the case of an escape, in the
/// unused bits at the end of base64, in a property that was added or given twice.</remarks>
public static class CanonicalJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Writes a value.</summary>
    public static byte[] Write<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Options), (byte)'\n'];

    /// <summary>Reads a value.</summary>
    /// <exception cref="InvalidDataException">It is not JSON of this shape, or not in its one spelling.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, string what)
        where T : class
    {
        T value;
        try
        {
            RefuseNullElements(json);
            value = JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{what} is damaged: {exception.Message}", exception);
        }
        if (!json.SequenceEqual(Write(value)))
            throw new InvalidDataException($"{what} is damaged: it is not as this program writes it.");
        return value;
    }

    /// <summary>No list has an element that is not there; the serializer does not ask.</summary>
    private static void RefuseNullElements(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        JsonTokenType before = JsonTokenType.None;
        for (; reader.Read(); before = reader.TokenType)
        {
            if (reader.TokenType == JsonTokenType.Null && before != JsonTokenType.PropertyName)
                throw new JsonException("A list has an element that is null.");
        }
    }
}
