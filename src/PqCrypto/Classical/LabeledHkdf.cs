using System.Buffers.Binary;
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Classical;

/// <summary>HKDF with the labels of HPKE, bound to one KEM.</summary>
/// <remarks>RFC 9180, section 4.</remarks>
/// <param name="hash">SHA-256 or SHA-384.</param>
/// <param name="kemId">The KEM's number; it is in the suite_id of every label.</param>
internal readonly struct LabeledHkdf(HashAlgorithmName hash, ushort kemId)
{
    private readonly HashAlgorithmName hash = hash;
    private readonly ushort kemId = kemId;

    /// <summary>Length of the hash in bytes.</summary>
    internal int HashSize => Hkdf.HashSize(hash);

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    /// <summary>LabeledExtract with an empty salt.</summary>
    /// <param name="label">The label. Public.</param>
    /// <param name="ikm">The input keying material. Secret.</param>
    /// <param name="prk">Receives <see cref="HashSize"/> bytes. Secret.</param>
    /// <remarks>RFC 9180, section 4.</remarks>
    internal void Extract(ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(Version.Length + 5 + label.Length + ikm.Length);     // 5 = length of suite_id
        int used = Append(input, 0, Version);
        used = AppendSuite(input, used);
        used = Append(input, used, label);
        Append(input, used, ikm);
        Hkdf.Extract(hash, [], input, prk);
    }

    /// <summary>LabeledExpand.</summary>
    /// <param name="prk">What Extract gave. Secret.</param>
    /// <param name="label">The label. Public.</param>
    /// <param name="info">What the output is bound to. Public.</param>
    /// <param name="output">Receives up to 255 times <see cref="HashSize"/> bytes. Secret.</param>
    /// <remarks>RFC 9180, section 4.</remarks>
    internal void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(2 + Version.Length + 5 + label.Length + info.Length);
        BinaryPrimitives.WriteUInt16BigEndian(input, (ushort)output.Length);
        int used = Append(input, 2, Version);
        used = AppendSuite(input, used);
        used = Append(input, used, label);
        Append(input, used, info);
        Hkdf.Expand(hash, prk, input, output);
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
}
