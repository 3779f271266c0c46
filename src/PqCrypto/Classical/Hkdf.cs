using System.Diagnostics;
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Classical;

/// <summary>HKDF: Extract and Expand, over the platform's HMAC.</summary>
/// <remarks>RFC 5869. The platform's own HKDF refuses an info of more than 32 KB with OpenSSL 3.0.19, and with older versions a shorter one; its HMAC has no such limit and
/// allocates nothing.</remarks>
internal static class Hkdf
{
    /// <summary>How many blocks Expand has at most.</summary>
    internal const int MaxBlocks = 255;

    /// <summary>Length of the hash in bytes.</summary>
    /// <param name="hash">SHA-256, SHA-384 or SHA-512.</param>
    internal static int HashSize(HashAlgorithmName hash) => hash.Name switch
    {
        nameof(HashAlgorithmName.SHA256) => 32,
        nameof(HashAlgorithmName.SHA384) => 48,
        _ => 64,
    };

    /// <summary>HKDF-Extract.</summary>
    /// <param name="hash">SHA-256, SHA-384 or SHA-512.</param>
    /// <param name="salt">The salt; an empty one is a string of zeros for HKDF, and so for HMAC.</param>
    /// <param name="ikm">The input keying material. Secret.</param>
    /// <param name="prk">Receives as many bytes as the hash has. Secret.</param>
    /// <remarks>RFC 5869, section 2.2.</remarks>
    internal static void Extract(HashAlgorithmName hash, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> ikm, Span<byte> prk) => Hmac(hash, salt, ikm, prk);

    /// <summary>HKDF-Expand.</summary>
    /// <param name="hash">SHA-256, SHA-384 or SHA-512.</param>
    /// <param name="prk">What Extract gave. Secret.</param>
    /// <param name="info">What the output is bound to.</param>
    /// <param name="output">Receives up to <see cref="MaxBlocks"/> times the length of the hash. Secret.</param>
    /// <remarks>RFC 5869, section 2.3.</remarks>
    internal static void Expand(HashAlgorithmName hash, ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info, Span<byte> output)
    {
        int size = HashSize(hash);
        Debug.Assert(output.Length <= MaxBlocks * size, "The number of a block is one byte.");
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(size + info.Length + 1);     // T(i - 1) || info || i
        Span<byte> block = workspace.Bytes(size);
        info.CopyTo(input[size..]);
        for (int i = 1, done = 0; done < output.Length; i++, done += size)
        {
            input[^1] = (byte)i;
            Hmac(hash, prk, i == 1 ? input[size..] : input, block);     // T(0) is empty
            block.CopyTo(input);
            block[..int.Min(size, output.Length - done)].CopyTo(output[done..]);
        }
    }

    private static void Hmac(HashAlgorithmName hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (hash == HashAlgorithmName.SHA256)
            HMACSHA256.HashData(key, input, output);
        else if (hash == HashAlgorithmName.SHA384)
            HMACSHA384.HashData(key, input, output);
        else
            HMACSHA512.HashData(key, input, output);
    }
}
