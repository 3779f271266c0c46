using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Keys;

namespace PqCrypto.Samples.Migration.Documents;

/// <summary>Wraps a content key for a recipient, the same way for every algorithm: RSA, X-Wing and ML-KEM.</summary>
/// <remarks>The shared secret is for this one wrap, so the derived key is used once and the nonce can be zero.</remarks>
public static class KeyWrap
{
    /// <summary>Length of a wrapped key in bytes.</summary>
    public const int WrappedSizeInBytes = ContentKey.SizeInBytes + TagSizeInBytes;      // = 32 + 16

    private const int NonceSizeInBytes = 12;
    private const int TagSizeInBytes = 16;

    /// <summary>Wraps.</summary>
    public static Recipient Wrap(ContentKey contentKey, KemKey recipient, string document)
    {
        using SharedSecret secret = recipient.Private.PublicKey.Encapsulate(out byte[] ciphertext);
        Span<byte> wrappingKey = stackalloc byte[ContentKey.SizeInBytes];
        try
        {
            secret.DeriveKey([], Info(recipient.Name, recipient.Id, document), wrappingKey);
            using AesGcm aes = new(wrappingKey, TagSizeInBytes);
            Span<byte> wrapped = stackalloc byte[WrappedSizeInBytes];
            aes.Encrypt(stackalloc byte[NonceSizeInBytes], contentKey.Bytes, wrapped[..ContentKey.SizeInBytes], wrapped[ContentKey.SizeInBytes..]);
            return new Recipient(recipient.Name, recipient.Id, ciphertext, wrapped.ToArray());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrappingKey);
        }
    }

    /// <summary>Unwraps.</summary>
    /// <returns>The content key, or null when the wrap is not for this key and document, or was changed.</returns>
    public static ContentKey? TryUnwrap(Recipient wrap, KemKey recipient, string document)
    {
        if (wrap.WrappedKey.Length != WrappedSizeInBytes || wrap.KemCiphertext.Length != recipient.Private.Algorithm.CiphertextSizeInBytes)
            return null;
        ContentKey contentKey = ContentKey.Empty();
        Span<byte> wrappingKey = stackalloc byte[ContentKey.SizeInBytes];
        try
        {
            using SharedSecret secret = recipient.Private.Decapsulate(wrap.KemCiphertext);
            secret.DeriveKey([], Info(recipient.Name, recipient.Id, document), wrappingKey);
            using AesGcm aes = new(wrappingKey, TagSizeInBytes);
            ReadOnlySpan<byte> wrapped = wrap.WrappedKey;
            aes.Decrypt(stackalloc byte[NonceSizeInBytes], wrapped[..ContentKey.SizeInBytes], wrapped[ContentKey.SizeInBytes..], contentKey.Bytes);
            return contentKey;
        }
        catch (CryptographicException)
        {
            contentKey.Dispose();
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrappingKey);
        }
    }

    private static byte[] Info(string algorithm, string keyId, string document) => FieldList.Of("pqstore/wrap/1", algorithm, document, keyId);
}
