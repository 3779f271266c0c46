using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using PqCrypto.Akp;

namespace PqCrypto.IdentityModel;

/// <summary>JSON Web Keys of type AKP as text.</summary>
/// <remarks>RFC 7517, section 4; RFC 9964, section 3.</remarks>
internal static class Jwk
{
    /// <summary>Reads the members of a key; "priv" is in a buffer that the caller zeroes.</summary>
    /// <param name="utf8Json">The text in UTF-8. Secret where it holds a private key.</param>
    /// <exception cref="CryptographicException">The text is no JSON object, has a member twice, or a member of the key that is no string or no base64url.</exception>
    internal static JwkMembers Read(ReadOnlySpan<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json))
            throw AkpAlgorithm.Malformed("the text is not UTF-8");
        JwkMembers members = new();
        try
        {
            Utf8JsonReader reader = new(utf8Json);
            ReadObject(ref reader, members);
            return members;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            members.Dispose();
            throw AkpAlgorithm.Malformed("the text is not one JSON object (RFC 7517, section 4)", malformed);
        }
        catch
        {
            members.Dispose();
            throw;
        }
    }

    /// <summary>Reads base64url without padding; every value has one text.</summary>
    /// <param name="member">The member's name, for messages.</param>
    /// <param name="text">The text. As secret as the member.</param>
    /// <exception cref="CryptographicException">It is no such text.</exception>
    /// <remarks>RFC 7515, section 2.</remarks>
    internal static byte[] Decode(string member, ReadOnlySpan<byte> text)
    {
        byte[] value = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        byte[] again = new byte[text.Length + 4];
        try
        {
            bool isDecoded = Base64Url.DecodeFromUtf8(text, value, out _, out int written) == System.Buffers.OperationStatus.Done;
            int length = isDecoded && Base64Url.TryEncodeToUtf8(value.AsSpan(0, written), again, out int count) ? count : 0;
            if (!isDecoded || !CryptographicOperations.FixedTimeEquals(again.AsSpan(0, length), text))
                throw AkpAlgorithm.Malformed($"\"{member}\" is not base64url without padding (RFC 7515, section 2)");
            return value.AsSpan(0, written).ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(value);
            CryptographicOperations.ZeroMemory(again);
        }
    }

    /// <summary>Writes a public key.</summary>
    internal static string Write(AkpAlgorithm algorithm, SignaturePublicKey key, string keyId) =>
        $$"""{"kty":"{{AkpAlgorithm.JoseKeyType}}","alg":"{{algorithm.JoseName}}","kid":"{{JsonEncodedText.Encode(keyId)}}","pub":"{{Encode(key)}}"}""";

    /// <summary>Writes a private key into one buffer of its exact length.</summary>
    /// <returns>The text in UTF-8. Secret.</returns>
    internal static byte[] WritePrivate(AkpAlgorithm algorithm, SignaturePrivateKey key, string keyId)
    {
        string head = Write(algorithm, key.PublicKey, keyId)[..^1] + ",\"priv\":\"";
        ReadOnlySpan<byte> tail = "\"}"u8;
        byte[] json = new byte[System.Text.Encoding.UTF8.GetByteCount(head) + Base64Url.GetEncodedLength(algorithm.PrivateSizeInBytes) + tail.Length];
        byte[] secret = new byte[algorithm.PrivateSizeInBytes];
        try
        {
            algorithm.ExportPrivateKey(key, secret);
            int written = System.Text.Encoding.UTF8.GetBytes(head, json);
            written += Base64Url.EncodeToUtf8(secret, json.AsSpan(written));
            tail.CopyTo(json.AsSpan(written));
            return json;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The SHA-256 thumbprint.</summary>
    /// <remarks>RFC 7638, section 3; RFC 9964, section 6, for the members.</remarks>
    internal static byte[] ComputeThumbprint(AkpAlgorithm algorithm, SignaturePublicKey key) =>
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm.JoseName}}","kty":"{{AkpAlgorithm.JoseKeyType}}","pub":"{{Encode(key)}}"}"""));

    /// <summary>The header of a signature by a key.</summary>
    /// <remarks>RFC 7515, section 4.1.</remarks>
    internal static byte[] WriteHeader(AkpAlgorithm algorithm, string keyId, string? type)
    {
        string end = type is null ? "" : $",\"typ\":\"{JsonEncodedText.Encode(type)}\"";
        return System.Text.Encoding.UTF8.GetBytes($"{{\"alg\":\"{algorithm.JoseName}\",\"kid\":\"{JsonEncodedText.Encode(keyId)}\"{end}}}");
    }

    /// <summary>"pub".</summary>
    internal static string Encode(SignaturePublicKey key) => Base64Url.EncodeToString(key.ExportPublicKey());

    private static void ReadObject(ref Utf8JsonReader reader, JwkMembers members)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        HashSet<string> seen = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!seen.Add(name))
                throw AkpAlgorithm.Malformed($"\"{name}\" stands in it twice (RFC 7517, section 4)");
            reader.Read();
            switch (name)
            {
                case "kty":
                    members.KeyType = Text(ref reader, name);
                    break;
                case "alg":
                    members.Algorithm = Text(ref reader, name);
                    break;
                case "kid":
                    members.KeyId = Text(ref reader, name);
                    break;
                case "pub":
                    members.PublicKey = Bytes(ref reader, name);
                    break;
                case "priv":
                    members.PrivateKey = Bytes(ref reader, name);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // what follows the object is no JSON
        if (reader.Read())
            throw new JsonException();
    }

    private static string Text(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw AkpAlgorithm.Malformed($"\"{name}\" is no string");

    private static byte[] Bytes(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw AkpAlgorithm.Malformed($"\"{name}\" is no string");
        byte[] text = new byte[reader.ValueSpan.Length];
        try
        {
            return Decode(name, text.AsSpan(0, reader.CopyString(text)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
