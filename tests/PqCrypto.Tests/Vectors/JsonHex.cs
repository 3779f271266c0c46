using System.Text.Json;

namespace PqCrypto.Tests.Vectors;

/// <summary>Reads fields of vector files.</summary>
internal static class JsonHex
{
    /// <summary>The bytes of a hexadecimal field.</summary>
    public static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A text field, or null where there is none.</summary>
    public static string? OptionalText(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
