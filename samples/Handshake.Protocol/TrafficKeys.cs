using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>AES-256-GCM for the records of one direction; the nonce is the record's number XOR the IV (RFC 8446, section 5.3).</summary>
internal sealed class TrafficKeys : IDisposable
{
    internal const int KeySizeInBytes = 32;
    internal const int NonceSizeInBytes = 12;
    internal const int TagSizeInBytes = 16;
    internal const ulong MaxRecords = 1 << 24;                  // below the 2^24.5 full records of RFC 8446, section 5.5; there is no key update

    private readonly AesGcm cipher;
    private readonly PinnedSecret iv = new(NonceSizeInBytes);

    internal TrafficKeys(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        cipher = new AesGcm(key, TagSizeInBytes);
        iv.CopyTo(this.iv.Bytes);
    }

    /// <summary>The number of the next record.</summary>
    internal ulong Sequence { get; set; }

    /// <summary>Encrypts a record; output: ciphertext and tag.</summary>
    internal void Protect(ReadOnlySpan<byte> header, ReadOnlySpan<byte> plaintext, Span<byte> output)
    {
        Span<byte> nonce = stackalloc byte[NonceSizeInBytes];
        NextNonce(nonce);
        cipher.Encrypt(nonce, plaintext, output[..plaintext.Length], output[plaintext.Length..], header);
    }

    /// <summary>Decrypts a record of ciphertext and tag.</summary>
    /// <exception cref="HandshakeException">It does not authenticate; the output is zeroed.</exception>
    internal void Unprotect(ReadOnlySpan<byte> header, ReadOnlySpan<byte> input, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceSizeInBytes];
        NextNonce(nonce);
        try
        {
            cipher.Decrypt(nonce, input[..^TagSizeInBytes], input[^TagSizeInBytes..], plaintext, header);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new HandshakeException(
                HandshakeReason.BadRecord, "a record does not authenticate: it was changed, or the two sides did not see the same handshake", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cipher.Dispose();
        iv.Dispose();
    }

    private void NextNonce(Span<byte> nonce)
    {
        if (Sequence >= MaxRecords)
            throw new HandshakeException(HandshakeReason.KeyExhausted, $"a key protects at most {MaxRecords} records");
        iv.Bytes.CopyTo(nonce);
        Span<byte> counter = nonce[(NonceSizeInBytes - sizeof(ulong))..];
        BinaryPrimitives.WriteUInt64BigEndian(counter, BinaryPrimitives.ReadUInt64BigEndian(counter) ^ Sequence);
        Sequence++;
    }
}
