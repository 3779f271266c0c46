using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PqCrypto.MakeVectors;

/// <summary>Writes files, and makes the bytes that go into them.</summary>
internal static class VectorFile
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a file.</summary>
    public static void Write(string folder, string name, JsonObject[] algorithms)
    {
        WriteObject(folder, name, new JsonObject { ["algorithms"] = new JsonArray([.. algorithms]) });
        Console.WriteLine($"{name}.json: {algorithms.Length} algorithms");
    }

    /// <summary>Writes a file of some content.</summary>
    public static void WriteObject(string folder, string name, JsonObject content)
    {
        content.Insert(0, "about", "Made by eng/MakeVectors; vectors/README.md explains the fields.");
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), content.ToJsonString(Readable) + "\n");
    }

    /// <summary>Writes a file of random content unless it is there.</summary>
    public static void WriteOnce(string folder, string name, Func<JsonObject[]> make)
    {
        if (File.Exists(Path.Combine(folder, $"{name}.json")))
            Console.WriteLine($"{name}.json: kept; delete it to make new keys");
        else
            Write(folder, name, make());
    }

    /// <summary>Bytes that depend on nothing but their name, so that the command writes the same file every time.</summary>
    public static byte[] Fixed(int length, params ReadOnlySpan<string> path)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes("PqCrypto vectors/" + string.Join('/', path));
        return length == 0 ? [] : HKDF.DeriveKey(HashAlgorithmName.SHA256, name, length);
    }

    public static string Hex(ReadOnlySpan<byte> value) => Convert.ToHexStringLower(value);

    public static string Sha256(ReadOnlySpan<byte> value) => Hex(SHA256.HashData(value));
}
