using System.Security.Cryptography;

namespace PqCrypto.Samples.Migration.Documents;

/// <summary>The secret of one document. It is made once; only its wraps change. Secret; zeroed by Dispose.</summary>
public sealed class ContentKey : IDisposable
{
    /// <summary>Length in bytes.</summary>
    public const int SizeInBytes = 32;

    private readonly byte[] secret = GC.AllocateUninitializedArray<byte>(SizeInBytes, pinned: true);

    private ContentKey()
    {
    }

    /// <summary>The key itself. Secret.</summary>
    public Span<byte> Bytes => secret;

    /// <summary>Makes a fresh key.</summary>
    public static ContentKey Generate()
    {
        ContentKey key = new();
        RandomNumberGenerator.Fill(key.Bytes);
        return key;
    }

    /// <summary>Makes a key whose bytes the caller fills.</summary>
    public static ContentKey Empty() => new();

    /// <summary>The value that commits to this key: AES-GCM alone would let one content open differently under two keys.</summary>
    public byte[] Commitment(string document) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, SizeInBytes, FieldList.Of("pqstore/key-commitment/1", document));

    /// <summary>Derives the key of the content. Secret; the caller zeroes it.</summary>
    public void DeriveEncryptionKey(string document, Span<byte> key) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, key, FieldList.Of("pqstore/content-key/1", document));

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(secret);
}
