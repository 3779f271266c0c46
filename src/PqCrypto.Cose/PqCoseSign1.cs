using System.Formats.Cbor;
using System.Security.Cryptography;

namespace PqCrypto.Cose;

/// <summary>A COSE_Sign1 message: one signature by ML-DSA or a composite signature algorithm, with the content inside or beside it.</summary>
/// <remarks>For what the platform's CoseSign1Message has not: composites, and ML-DSA where the platform's own class refuses. The protected headers are alg and kid, the
/// unprotected ones none, the encoding is deterministic and tagged; signatures are hedged, with the empty context. A decoded message is immutable and safe for many
/// threads. RFC 9052, section 4.2; RFC 9964, section 4.</remarks>
public sealed class PqCoseSign1
{
    private const CborTag Sign1Tag = (CborTag)18;
    private const int AlgorithmLabel = 1;
    private const int CriticalLabel = 2;
    private const int KeyIdLabel = 4;

    private readonly ReadOnlyMemory<byte> protectedHeaders;
    private readonly ReadOnlyMemory<byte> signature;

    private PqCoseSign1(ReadOnlyMemory<byte> protectedHeaders, ReadOnlyMemory<byte>? content, ReadOnlyMemory<byte> signature)
    {
        this.protectedHeaders = protectedHeaders;
        this.signature = signature;
        Content = content;
    }

    /// <summary>The number of the algorithm in the protected headers; null where there is none or a text.</summary>
    public int? Algorithm { get; private set; }

    /// <summary>The key identifier, a hint that is protected only where it stands in the protected headers; null where there is none.</summary>
    public ReadOnlyMemory<byte>? KeyId { get; private set; }

    /// <summary>The content, not to be trusted before <see cref="VerifyEmbedded"/> said so; null where it is detached.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>Signs content and puts it into the message.</summary>
    /// <param name="key">A private key.</param>
    /// <param name="content">The content, of any length. Public.</param>
    /// <param name="associatedData">What is signed with it and not in the message; both sides give the same. Public.</param>
    /// <returns>The encoded message. Public.</returns>
    /// <exception cref="InvalidOperationException">The key is not private.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static byte[] SignEmbedded(PqCoseKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> associatedData = default) =>
        Sign(key, content, associatedData, isDetached: false);

    /// <summary>Signs content that is not put into the message.</summary>
    /// <param name="key">A private key.</param>
    /// <param name="content">The content, of any length. Public.</param>
    /// <param name="associatedData">What is signed with it and not in the message; both sides give the same. Public.</param>
    /// <returns>The encoded message. Public.</returns>
    /// <exception cref="InvalidOperationException">The key is not private.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static byte[] SignDetached(PqCoseKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> associatedData = default) =>
        Sign(key, content, associatedData, isDetached: true);

    /// <summary>Reads a message, tagged or not; this verifies nothing.</summary>
    /// <param name="source">The encoding, without trailing bytes; not copied. Public.</param>
    /// <exception cref="CryptographicException">The encoding is no COSE_Sign1, has a header twice, or has critical headers, of which none is understood here.</exception>
    /// <remarks>RFC 9052, sections 3.1 and 4.2.</remarks>
    public static PqCoseSign1 Decode(ReadOnlyMemory<byte> source)
    {
        try
        {
            return Read(source);
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Malformed("it is no COSE_Sign1 (RFC 9052, section 4.2)", malformed);
        }
    }

    /// <summary>Verifies the signature over the content in the message.</summary>
    /// <param name="key">The key whose signature it has to be, with the key's own algorithm.</param>
    /// <param name="associatedData">What was signed with it. Public.</param>
    /// <returns>Whether it is; false also where the message names another algorithm.</returns>
    /// <exception cref="InvalidOperationException">The content is detached.</exception>
    public bool VerifyEmbedded(PqCoseKey key, ReadOnlySpan<byte> associatedData = default)
    {
        ReadOnlyMemory<byte> content = Content ?? throw new InvalidOperationException("The content is detached.");
        return Verify(key, content.Span, associatedData);
    }

    /// <summary>Verifies the signature over content that is not in the message.</summary>
    /// <param name="key">The key whose signature it has to be, with the key's own algorithm.</param>
    /// <param name="content">The content. Public.</param>
    /// <param name="associatedData">What was signed with it. Public.</param>
    /// <returns>Whether it is; false also where the message names another algorithm.</returns>
    /// <exception cref="InvalidOperationException">The message has a content of its own.</exception>
    public bool VerifyDetached(PqCoseKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> associatedData = default) =>
        Content is null ? Verify(key, content, associatedData) : throw new InvalidOperationException("The content is in the message.");

    private static byte[] Sign(PqCoseKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> associatedData, bool isDetached)
    {
        ArgumentNullException.ThrowIfNull(key);
        SignaturePrivateKey privateKey = key.PrivateKey ?? throw new InvalidOperationException("This key has no private part.");
        byte[] headers = WriteHeaders(key);
        byte[] signature = privateKey.Sign(ToBeSigned(headers, associatedData, content));
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteTag(Sign1Tag);
        writer.WriteStartArray(4);
        writer.WriteByteString(headers);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        if (isDetached)
            writer.WriteNull();
        else
            writer.WriteByteString(content);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static byte[] WriteHeaders(PqCoseKey key)
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartMap(2);
        writer.WriteInt32(AlgorithmLabel);
        writer.WriteInt32(key.Algorithm);
        writer.WriteInt32(KeyIdLabel);
        writer.WriteByteString(key.KeyId.Span);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Sig_structure.</summary>
    /// <remarks>RFC 9052, section 4.4.</remarks>
    private static byte[] ToBeSigned(ReadOnlySpan<byte> protectedHeaders, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> content)
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedHeaders);
        writer.WriteByteString(associatedData);
        writer.WriteByteString(content);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static PqCoseSign1 Read(ReadOnlyMemory<byte> source)
    {
        CborReader reader = new(source, CborConformanceMode.Strict);
        if (reader.PeekState() == CborReaderState.Tag && reader.ReadTag() != Sign1Tag)
            throw Malformed("its tag is not 18");
        int? size = reader.ReadStartArray();
        if (size is not (null or 4))
            throw Malformed("it has not four parts");
        byte[] headers = reader.ReadByteString();
        Headers inside = new(), outside = new();
        // no protected headers are an empty string (RFC 9052, section 3)
        if (headers.Length != 0)
        {
            CborReader inner = new(headers, CborConformanceMode.Strict);
            inside.Read(inner);
            if (inner.BytesRemaining != 0)
                throw Malformed("bytes follow the protected headers");
        }

        outside.Read(reader);
        if (inside.Labels.Overlaps(outside.Labels))
            throw Malformed("a header is both protected and unprotected (RFC 9052, section 3)");
        byte[]? content = null;
        if (reader.PeekState() == CborReaderState.Null)
            reader.ReadNull();
        else
            content = reader.ReadByteString();
        byte[] signature = reader.ReadByteString();
        reader.ReadEndArray();
        if (reader.BytesRemaining != 0)
            throw Malformed("bytes follow it");
        return new PqCoseSign1(headers, OrNone(content), signature) { Algorithm = inside.Algorithm, KeyId = OrNone(inside.KeyId ?? outside.KeyId) };
    }

    /// <summary>Null stays null; the conversion of an array would make it empty memory.</summary>
    private static ReadOnlyMemory<byte>? OrNone(byte[]? bytes)
    {
        if (bytes is null)
            return null;
        return bytes;
    }

    private static CryptographicException Malformed(string reason, Exception? inner = null) => new($"The COSE_Sign1 message is malformed: {reason}.", inner);

    private bool Verify(PqCoseKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> associatedData)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Algorithm == key.Algorithm && key.PublicKey.Verify(ToBeSigned(protectedHeaders.Span, associatedData, content), signature.Span);
    }

    /// <summary>What one map of headers says.</summary>
    private sealed class Headers
    {
        internal HashSet<(long Number, string? Text)> Labels { get; } = [];

        internal int? Algorithm { get; private set; }

        internal byte[]? KeyId { get; private set; }

        internal void Read(CborReader reader)
        {
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
            {
                bool isNumber = reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;
                (long Number, string? Text) label = isNumber ? (reader.ReadInt64(), null) : (0, reader.ReadTextString());
                Labels.Add(label);
                switch (label)
                {
                    case (AlgorithmLabel, null) when reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                        Algorithm = reader.ReadInt32();
                        break;
                    case (CriticalLabel, null):
                        throw Malformed("it has critical headers, of which none is understood here (RFC 9052, section 3.1)");
                    case (KeyIdLabel, null):
                        KeyId = reader.ReadByteString();
                        break;
                    default:
                        reader.SkipValue();
                        break;
                }
            }

            reader.ReadEndMap();
        }
    }
}
