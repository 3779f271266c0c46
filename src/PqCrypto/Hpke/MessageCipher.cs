using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Hpke;

/// <summary>The authenticated encryption of a context, by the platform.</summary>
internal abstract class MessageCipher : IDisposable
{
    /// <summary>Length of a tag in bytes, Nt.</summary>
    internal const int TagSize = 16;

    /// <summary>Length of a nonce in bytes, Nn.</summary>
    internal const int NonceSize = 12;

    /// <summary>Length of a key in bytes, Nk; 0 where nothing is encrypted.</summary>
    internal static int KeySize(HpkeAead aead) => aead switch
    {
        HpkeAead.Aes128Gcm => 16,
        HpkeAead.ExportOnly => 0,
        _ => 32,
    };

    /// <summary>Whether the platform has it.</summary>
    internal static bool IsSupported(HpkeAead aead) => aead switch
    {
        HpkeAead.ExportOnly => true,
        HpkeAead.ChaCha20Poly1305 => ChaCha20Poly1305.IsSupported,
        _ => AesGcm.IsSupported,
    };

    /// <summary>Makes a cipher.</summary>
    /// <param name="aead">Any but ExportOnly.</param>
    /// <param name="key">The key. Secret; handed to the platform.</param>
    internal static MessageCipher Create(HpkeAead aead, ReadOnlySpan<byte> key)
    {
        Declassify.Bytes(key, DeclassifyReason.PlatformKey);
        return aead == HpkeAead.ChaCha20Poly1305 ? new ChaChaCipher(key) : new AesCipher(key);
    }

    /// <summary>Encrypts a message; the tag follows the ciphertext.</summary>
    /// <param name="nonce">The nonce. Secret; handed to the platform.</param>
    /// <param name="plaintext">The message. Secret.</param>
    /// <param name="associatedData">What is authenticated only. Public.</param>
    /// <param name="ciphertext">Receives ciphertext and tag. Public.</param>
    internal void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext)
    {
        Declassify.Bytes(nonce, DeclassifyReason.PlatformKey);
        Encrypt(nonce, plaintext, ciphertext[..^TagSize], ciphertext[^TagSize..], associatedData);
    }

    /// <summary>Decrypts a message.</summary>
    /// <param name="nonce">The nonce. Secret; handed to the platform.</param>
    /// <param name="ciphertext">Ciphertext and tag. Public.</param>
    /// <param name="associatedData">What was authenticated only. Public.</param>
    /// <param name="plaintext">Receives the message. Secret.</param>
    /// <exception cref="AuthenticationTagMismatchException">The message was not made with this key, nonce and associated data.</exception>
    internal void Open(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData, Span<byte> plaintext)
    {
        Declassify.Bytes(nonce, DeclassifyReason.PlatformKey);
        Decrypt(nonce, ciphertext[..^TagSize], ciphertext[^TagSize..], plaintext, associatedData);
    }

    /// <summary>Releases the platform's key.</summary>
    public abstract void Dispose();

    private protected abstract void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData);

    private protected abstract void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData);

    private sealed class AesCipher(ReadOnlySpan<byte> key) : MessageCipher
    {
        private readonly AesGcm platformKey = new(key, TagSize);

        public override void Dispose() => platformKey.Dispose();

        private protected override void Encrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData) =>
            platformKey.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);

        private protected override void Decrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData) =>
            platformKey.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
    }

    private sealed class ChaChaCipher(ReadOnlySpan<byte> key) : MessageCipher
    {
        private readonly ChaCha20Poly1305 platformKey = new(key);

        public override void Dispose() => platformKey.Dispose();

        private protected override void Encrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData) =>
            platformKey.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);

        private protected override void Decrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData) =>
            platformKey.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
    }
}
