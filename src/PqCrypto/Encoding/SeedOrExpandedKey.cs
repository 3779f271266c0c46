using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>The private key CHOICE of ML-DSA (RFC 9881, section 6) and ML-KEM (RFC 9935, section 6): the seed, the expanded key, or both.</summary>
internal static class SeedOrExpandedKey
{
    /// <summary>Reads the choice by its tag. That seed and expanded key belong together is the importer's to check.</summary>
    /// <param name="source">The content of the privateKey OCTET STRING. Secret; its structure is public.</param>
    /// <param name="seedSize">Length of a seed in bytes.</param>
    /// <param name="expandedSize">Length of an expanded key in bytes.</param>
    /// <returns>One part or both, as spans over <paramref name="source"/>.</returns>
    /// <exception cref="CryptographicException">The encoding is not one of the three forms in DER, or a part has another length.</exception>
    internal static SeedAndExpandedKey Decode(ReadOnlySpan<byte> source, int seedSize, int expandedSize)
    {
        DerReader choice = new(source);
        ReadOnlySpan<byte> seed = default;
        ReadOnlySpan<byte> expandedKey = default;
        if (choice.NextIs(DerIdentifier.Context0))
        {
            seed = OfSize(choice.Content(DerIdentifier.Context0, "the seed"), "the seed", seedSize);
        }
        else if (choice.NextIs(DerIdentifier.OctetString))
        {
            expandedKey = OfSize(choice.Content(DerIdentifier.OctetString, "the expandedKey"), "the expandedKey", expandedSize);
        }
        else
        {
            DerReader both = choice.Sequence("the private key (seed, expandedKey or both)");
            seed = OfSize(both.Content(DerIdentifier.OctetString, "the seed"), "the seed", seedSize);
            expandedKey = OfSize(both.Content(DerIdentifier.OctetString, "the expandedKey"), "the expandedKey", expandedSize);
            both.End("the private key");
        }

        choice.End("the private key");
        return new SeedAndExpandedKey(seed, expandedKey);
    }

    /// <summary>Writes one of the three forms.</summary>
    /// <param name="form">Which; not <see cref="PrivateKeyForm.Default"/>.</param>
    /// <param name="seed">The seed; not read for <see cref="PrivateKeyForm.Expanded"/>. Secret.</param>
    /// <param name="expandedKey">The expanded key; not read for <see cref="PrivateKeyForm.Seed"/>. Secret.</param>
    /// <returns>The DER encoding. Secret; the caller disposes it.</returns>
    internal static SecretBuffer Encode(PrivateKeyForm form, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> expandedKey)
    {
        using SecretBuffer buffer = new(DerWriter.Room(seed.Length + expandedKey.Length, values: 3));
        DerWriter writer = new(buffer.Bytes);
        switch (form)
        {
            case PrivateKeyForm.Seed:
                writer.Primitive(DerIdentifier.Context0, seed);
                break;
            case PrivateKeyForm.Expanded:
                writer.OctetString(expandedKey);
                break;
            case PrivateKeyForm.SeedAndExpanded:
                writer.OctetString(expandedKey);
                writer.OctetString(seed);
                writer.Close(DerIdentifier.Sequence, end: 0);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(form));
        }

        return new SecretBuffer(writer.Written);
    }

    private static ReadOnlySpan<byte> OfSize(ReadOnlySpan<byte> content, string what, int size)
    {
        if (content.Length != size)
            throw Errors.MalformedEncoding($"{what} is {size} bytes; got {content.Length}");
        return content;
    }
}

/// <summary>A seed, an expanded key, or both.</summary>
/// <param name="seed">The seed, or empty. Secret.</param>
/// <param name="expandedKey">The expanded key, or empty. Secret.</param>
internal readonly ref struct SeedAndExpandedKey(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> expandedKey)
{
    /// <summary>The seed; empty where there is none. Secret.</summary>
    internal ReadOnlySpan<byte> Seed { get; } = seed;

    /// <summary>The expanded key; empty where there is none. Secret.</summary>
    internal ReadOnlySpan<byte> ExpandedKey { get; } = expandedKey;

    /// <summary>Whether there is a seed.</summary>
    internal bool HasSeed => !Seed.IsEmpty;

    /// <summary>Whether there is an expanded key.</summary>
    internal bool HasExpandedKey => !ExpandedKey.IsEmpty;
}
