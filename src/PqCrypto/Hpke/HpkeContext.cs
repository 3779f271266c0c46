using System.Buffers.Binary;
using PqCrypto.Base;
using PqCrypto.Classical;

namespace PqCrypto.Hpke;

/// <summary>What sender and receiver of an HPKE context have in common: the key, the nonces in their order, and exported secrets.</summary>
/// <remarks>For one thread at a time. RFC 9180, section 5.</remarks>
public abstract class HpkeContext : IDisposable
{
    private readonly HpkeSuite suite;
    private readonly MessageCipher? cipher;
    private readonly SecretBuffer baseNonce;
    private readonly SecretBuffer exporterSecret;
    private ulong sequence;
    private bool disposed;

    private protected HpkeContext(HpkeSuite suite, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        this.suite = suite;
        using Workspace workspace = Workspace.Rent();
        Span<byte> key = workspace.Bytes(MessageCipher.KeySize(suite.Aead));
        Span<byte> nonce = workspace.Bytes(key.IsEmpty ? 0 : MessageCipher.NonceSize);
        Span<byte> exporter = workspace.Bytes(KeyDerivation.HashSize(suite.Kdf));
        KeySchedule.Run(suite, sharedSecret, info, psk, pskId, key, nonce, exporter);
        exporterSecret = new SecretBuffer(exporter);
        try
        {
            baseNonce = new SecretBuffer(MessageCipher.NonceSize);
            nonce.CopyTo(baseNonce.Bytes);
            cipher = key.IsEmpty ? null : MessageCipher.Create(suite.Aead, key);
        }
        catch
        {
            baseNonce?.Dispose();
            exporterSecret.Dispose();
            throw;
        }
    }

    /// <summary>Derives a secret that both sides of the context can derive.</summary>
    /// <param name="exporterContext">What the secret is for, 65535 bytes at most. Public.</param>
    /// <param name="secret">Receives the secret, at most 255 times the hash of the suite's HKDF, or 65535 bytes. Secret.</param>
    /// <exception cref="ArgumentException">The secret or its context is longer.</exception>
    /// <exception cref="ObjectDisposedException">The context was disposed.</exception>
    /// <remarks>RFC 9180, section 5.3 (Context.Export).</remarks>
    public void Export(ReadOnlySpan<byte> exporterContext, Span<byte> secret)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        KeySchedule.CheckLength(exporterContext, nameof(exporterContext));
        int longest = KeyDerivation.IsOneStage(suite.Kdf) ? ushort.MaxValue : Hkdf.MaxBlocks * KeyDerivation.HashSize(suite.Kdf);
        if (secret.Length > longest)
            throw new ArgumentException($"{suite.Kdf} exports {longest} bytes at most; asked for {secret.Length}.", nameof(secret));
        if (KeyDerivation.IsOneStage(suite.Kdf))
            KeyDerivation.Derive(suite.Kdf, suite.Identifier, exporterSecret.Bytes, "sec"u8, exporterContext, secret);
        else
            KeyDerivation.Expand(suite.Kdf, suite.Identifier, exporterSecret.Bytes, "sec"u8, exporterContext, secret);
        GC.KeepAlive(this);                                     // nobody else may hold the context any more
    }

    /// <summary>Zeroes the context. Calling it twice is harmless.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeroes the context.</summary>
    /// <param name="disposing">True from Dispose.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposed)
            return;
        disposed = true;
        cipher?.Dispose();
        baseNonce.Dispose();
        exporterSecret.Dispose();
    }

    /// <summary>The cipher and the nonce of the next message.</summary>
    /// <param name="nonce">Receives 12 bytes.</param>
    /// <exception cref="NotSupportedException">The suite is for export only.</exception>
    /// <exception cref="InvalidOperationException">The context has no more nonces.</exception>
    /// <remarks>RFC 9180, section 5.2 (ComputeNonce). 2^64 messages are far from the limit of 2^96.</remarks>
    private protected MessageCipher Next(Span<byte> nonce)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (cipher is null)
            throw new NotSupportedException($"The suite '{suite}' exports secrets and encrypts nothing.");
        if (sequence == ulong.MaxValue)
            throw new InvalidOperationException("The context has no more nonces (RFC 9180, section 5.2, MessageLimitReachedError).");
        baseNonce.Bytes.CopyTo(nonce);
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(counter, sequence);
        for (int i = 0; i < counter.Length; i++)
            nonce[nonce.Length - counter.Length + i] ^= counter[i];
        return cipher;
    }

    /// <summary>The platform's ciphers work in place, but not over buffers that are shifted against each other.</summary>
    private protected static void CheckOverlap(ReadOnlySpan<byte> input, ReadOnlySpan<byte> output, string outputName, string inputName)
    {
        if (input.Overlaps(output, out int offset) && offset != 0)
            throw Errors.Overlap(outputName, inputName);
    }

    /// <summary>Goes on to the next nonce, after a message was sealed or opened.</summary>
    private protected void Advance() => sequence++;
}

/// <summary>The sending side of an HPKE context: encrypts any number of messages, which the receiver opens in the same order.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class HpkeSender : HpkeContext
{
    internal HpkeSender(HpkeSuite suite, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
        : base(suite, sharedSecret, info, psk, pskId)
    {
    }

    /// <summary>Encrypts the next message.</summary>
    /// <param name="plaintext">The message. Secret.</param>
    /// <param name="associatedData">What is authenticated and not encrypted. Public.</param>
    /// <returns>The ciphertext, 16 bytes longer than the message. Public.</returns>
    /// <exception cref="NotSupportedException">The suite is for export only.</exception>
    /// <exception cref="InvalidOperationException">The context has no more nonces: 2^64 - 1 messages went through it.</exception>
    /// <exception cref="ObjectDisposedException">The context was disposed.</exception>
    /// <remarks>RFC 9180, section 5.2 (ContextS.Seal).</remarks>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData = default)
    {
        byte[] ciphertext = new byte[plaintext.Length + MessageCipher.TagSize];
        Seal(plaintext, associatedData, ciphertext);
        return ciphertext;
    }

    /// <summary>Encrypts the next message into a buffer.</summary>
    /// <param name="plaintext">The message. Secret.</param>
    /// <param name="associatedData">What is authenticated and not encrypted. Public.</param>
    /// <param name="ciphertext">Receives the ciphertext; exactly 16 bytes longer than the message. Public. May begin where the message begins.</param>
    /// <exception cref="ArgumentException">The buffer has the wrong length, or overlaps the message without beginning where it begins.</exception>
    /// <exception cref="NotSupportedException">The suite is for export only.</exception>
    /// <exception cref="InvalidOperationException">The context has no more nonces: 2^64 - 1 messages went through it.</exception>
    /// <exception cref="ObjectDisposedException">The context was disposed.</exception>
    public void Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext)
    {
        int size = plaintext.Length + MessageCipher.TagSize;
        if (ciphertext.Length != size)
            throw new ArgumentException($"The ciphertext of {plaintext.Length} bytes is {size} bytes; got {ciphertext.Length}.", nameof(ciphertext));
        CheckOverlap(plaintext, ciphertext, nameof(ciphertext), nameof(plaintext));
        Span<byte> nonce = stackalloc byte[MessageCipher.NonceSize];
        Next(nonce).Seal(nonce, plaintext, associatedData, ciphertext);
        Advance();
    }
}

/// <summary>The receiving side of an HPKE context: opens the messages in the order in which they were sealed.</summary>
/// <remarks>For one thread at a time. A message that does not open leaves the context where it was.</remarks>
public sealed class HpkeReceiver : HpkeContext
{
    internal HpkeReceiver(HpkeSuite suite, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
        : base(suite, sharedSecret, info, psk, pskId)
    {
    }

    /// <summary>Decrypts the next message.</summary>
    /// <param name="ciphertext">The ciphertext. Public.</param>
    /// <param name="associatedData">What was authenticated and not encrypted. Public.</param>
    /// <returns>The message. Secret.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The message is not the next one of this context, or was changed.</exception>
    /// <exception cref="NotSupportedException">The suite is for export only.</exception>
    /// <exception cref="InvalidOperationException">The context has no more nonces: 2^64 - 1 messages went through it.</exception>
    /// <exception cref="ObjectDisposedException">The context was disposed.</exception>
    /// <remarks>RFC 9180, section 5.2 (ContextR.Open).</remarks>
    public byte[] Open(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData = default)
    {
        byte[] plaintext = new byte[int.Max(0, ciphertext.Length - MessageCipher.TagSize)];
        Open(ciphertext, associatedData, plaintext);
        return plaintext;
    }

    /// <summary>Decrypts the next message into a buffer.</summary>
    /// <param name="ciphertext">The ciphertext. Public.</param>
    /// <param name="associatedData">What was authenticated and not encrypted. Public.</param>
    /// <param name="plaintext">Receives the message; exactly 16 bytes shorter than the ciphertext. Secret. Zeroed where the message does not open. May begin where
    /// the ciphertext begins.</param>
    /// <exception cref="ArgumentException">The buffer has the wrong length, or overlaps the ciphertext without beginning where it begins.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The message is not the next one of this context, or was changed.</exception>
    /// <exception cref="NotSupportedException">The suite is for export only.</exception>
    /// <exception cref="InvalidOperationException">The context has no more nonces: 2^64 - 1 messages went through it.</exception>
    /// <exception cref="ObjectDisposedException">The context was disposed.</exception>
    public void Open(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[MessageCipher.NonceSize];
        MessageCipher cipher = Next(nonce);
        if (ciphertext.Length < MessageCipher.TagSize)
        {
            plaintext.Clear();
            throw Errors.MalformedCiphertext("HPKE", $"it is shorter than its tag of {MessageCipher.TagSize} bytes");
        }

        int size = ciphertext.Length - MessageCipher.TagSize;
        if (plaintext.Length != size)
            throw new ArgumentException($"The message of {ciphertext.Length} bytes is {size} bytes; got {plaintext.Length}.", nameof(plaintext));
        CheckOverlap(ciphertext, plaintext, nameof(plaintext), nameof(ciphertext));
        cipher.Open(nonce, ciphertext, associatedData, plaintext);
        Advance();
    }
}
