using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Classical;

/// <summary>HKDF with the labels of HPKE, bound to one KEM.</summary>
/// <remarks>RFC 9180, section 4, over RFC 5869. No output is longer than the hash, so Extract and Expand are one HMAC each, and the
/// platform computes these without allocating.</remarks>
/// <param name="hash">SHA-256 or SHA-384.</param>
/// <param name="kemId">The KEM's number; it is in the suite_id of every label.</param>
internal readonly struct LabeledHkdf(HashAlgorithmName hash, ushort kemId)
{
    private readonly HashAlgorithmName hash = hash;
    private readonly ushort kemId = kemId;

    /// <summary>Length of the hash in bytes.</summary>
    internal int HashSize => hash == HashAlgorithmName.SHA256 ? 32 : 48;

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    /// <summary>LabeledExtract with an empty salt.</summary>
    /// <param name="label">The label. Public.</param>
    /// <param name="ikm">The input keying material. Secret.</param>
    /// <param name="prk">Receives <see cref="HashSize"/> bytes. Secret.</param>
    /// <remarks>RFC 9180, section 4. An empty salt is a string of zeros for HKDF, and so for HMAC.</remarks>
    internal void Extract(ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(Version.Length + 5 + label.Length + ikm.Length);     // 5 = length of suite_id
        int used = Append(input, 0, Version);
        used = AppendSuite(input, used);
        used = Append(input, used, label);
        Append(input, used, ikm);
        Hmac([], input, prk);
    }

    /// <summary>LabeledExpand.</summary>
    /// <param name="prk">What Extract gave. Secret.</param>
    /// <param name="label">The label. Public.</param>
    /// <param name="info">What the output is bound to. Public.</param>
    /// <param name="output">Receives up to <see cref="HashSize"/> bytes. Secret.</param>
    /// <remarks>RFC 9180, section 4. The last byte of the input is the number of HKDF-Expand's first and only block.</remarks>
    internal void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        Debug.Assert(output.Length <= HashSize, "One block is all there is.");
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(2 + Version.Length + 5 + label.Length + info.Length + 1);
        BinaryPrimitives.WriteUInt16BigEndian(input, (ushort)output.Length);
        int used = Append(input, 2, Version);
        used = AppendSuite(input, used);
        used = Append(input, used, label);
        used = Append(input, used, info);
        input[used] = 1;
        Span<byte> block = workspace.Bytes(HashSize);
        Hmac(prk, input, block);
        block[..output.Length].CopyTo(output);
    }

    private static int Append(Span<byte> destination, int used, ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(destination[used..]);
        return used + piece.Length;
    }

    private int AppendSuite(Span<byte> destination, int used)
    {
        used = Append(destination, used, "KEM"u8);
        BinaryPrimitives.WriteUInt16BigEndian(destination[used..], kemId);
        return used + sizeof(ushort);
    }

    private void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (hash == HashAlgorithmName.SHA256)
            HMACSHA256.HashData(key, input, output);
        else
            HMACSHA384.HashData(key, input, output);
    }
}
