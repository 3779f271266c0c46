using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>CurvePrivateKey (RFC 8410, section 7): a raw private key in an OCTET STRING of its own.</summary>
internal static class CurvePrivateKey
{
    /// <summary>Reads the raw private key.</summary>
    /// <param name="source">The content of the privateKey OCTET STRING. Secret; its structure is public.</param>
    /// <param name="size">Length of the raw private key in bytes.</param>
    /// <returns>The raw private key as a span over <paramref name="source"/>. Secret.</returns>
    /// <exception cref="CryptographicException">The encoding is not DER, has trailing bytes, or holds a key of another length.</exception>
    internal static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> source, int size)
    {
        DerReader reader = new(source);
        ReadOnlySpan<byte> key = reader.OctetString("the CurvePrivateKey");
        reader.End("the CurvePrivateKey");
        if (key.Length != size)
            throw Errors.MalformedEncoding($"the CurvePrivateKey is {size} bytes; got {key.Length}");
        return key;
    }

    /// <summary>Writes a raw private key.</summary>
    /// <param name="privateKey">The raw private key. Secret.</param>
    /// <returns>The DER encoding. Secret; the caller disposes it.</returns>
    internal static SecretBuffer Encode(ReadOnlySpan<byte> privateKey)
    {
        using SecretBuffer buffer = new(DerWriter.Room(privateKey.Length, values: 1));
        DerWriter writer = new(buffer.Bytes);
        writer.OctetString(privateKey);
        return new SecretBuffer(writer.Written);
    }
}
