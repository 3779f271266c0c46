using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PqCrypto.Samples.Migration.Documents;

/// <summary>The content of a document in chunks under AES-256-GCM, so that files of any size pass through little memory.</summary>
/// <remarks>
/// File: the 8 bytes PQSTORE1, the chunk size (4 bytes, big-endian), then every chunk as ciphertext and tag. The nonce is seven zeros, the
/// number of the chunk (4 bytes, big-endian) and 1 for the last chunk, else 0: chunks cannot change places, and the end cannot go missing.
/// The associated data is the beginning of the file and the document's identifier. An empty document is one empty last chunk.
/// </remarks>
public static class SealedContent
{
    /// <summary>Length of a whole chunk of plain content in bytes.</summary>
    public const int ChunkSizeInBytes = 65536;

    private const int TagSizeInBytes = 16;
    private const int NonceSizeInBytes = 12;
    private const int ChunkNumberOffset = 7;
    private const int LastChunkOffset = 11;

    private static readonly byte[] Beginning = MakeBeginning();

    /// <summary>Seals a stream.</summary>
    /// <returns>SHA-512 of the sealed content.</returns>
    /// <exception cref="IOException">The stream gave more or fewer bytes than expected.</exception>
    public static byte[] Seal(Stream plain, long expectedLength, Stream destination, ContentKey contentKey, string document)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        using AesGcm aes = MakeCipher(contentKey, document);
        byte[] associated = AssociatedData(document);
        Write(Beginning);

        byte[] current = new byte[ChunkSizeInBytes];
        byte[] following = new byte[ChunkSizeInBytes];
        byte[] ciphertext = new byte[ChunkSizeInBytes + TagSizeInBytes];
        long length = 0;
        int size = plain.ReadAtLeast(current, ChunkSizeInBytes, throwOnEndOfStream: false);
        for (uint number = 0; ; number = checked(number + 1))
        {
            int followingSize = size < ChunkSizeInBytes ? 0 : plain.ReadAtLeast(following, ChunkSizeInBytes, throwOnEndOfStream: false);
            bool isLast = followingSize == 0;
            Span<byte> chunk = ciphertext.AsSpan(0, size + TagSizeInBytes);
            aes.Encrypt(Nonce(number, isLast), current.AsSpan(0, size), chunk[..size], chunk[size..], associated);
            Write(chunk);
            length += size;
            if (isLast || length > expectedLength)
                break;
            (current, following, size) = (following, current, followingSize);
        }
        CryptographicOperations.ZeroMemory(current);
        CryptographicOperations.ZeroMemory(following);
        return length == expectedLength ? hash.GetHashAndReset() : throw new IOException("changed while it was read");

        void Write(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            destination.Write(bytes);
        }
    }

    /// <summary>Opens sealed content. Chunks are handed on as they are authenticated; only the return says that none is missing.</summary>
    /// <returns>The length of the plain content.</returns>
    /// <exception cref="InvalidDataException">A chunk was changed, moved, added or is missing.</exception>
    public static long Open(Stream source, Stream plain, ContentKey contentKey, string document)
    {
        byte[] beginning = new byte[Beginning.Length];
        int read = source.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (read < beginning.Length || !beginning.AsSpan().SequenceEqual(Beginning))
            throw new InvalidDataException("The content does not begin as sealed content does.");
        using AesGcm aes = MakeCipher(contentKey, document);
        byte[] associated = AssociatedData(document);

        const int SealedChunk = ChunkSizeInBytes + TagSizeInBytes;
        byte[] current = new byte[SealedChunk];
        byte[] following = new byte[SealedChunk];
        byte[] opened = new byte[ChunkSizeInBytes];
        long length = 0;
        int size = source.ReadAtLeast(current, SealedChunk, throwOnEndOfStream: false);
        for (uint number = 0; ; number = checked(number + 1))
        {
            int followingSize = size < SealedChunk ? 0 : source.ReadAtLeast(following, SealedChunk, throwOnEndOfStream: false);
            bool isLast = followingSize == 0;
            int plainSize = size - TagSizeInBytes;
            if (plainSize < 0)
                throw new InvalidDataException($"The content ends within chunk {number}.");
            try
            {
                ReadOnlySpan<byte> chunk = current.AsSpan(0, size);
                aes.Decrypt(Nonce(number, isLast), chunk[..plainSize], chunk[plainSize..], opened.AsSpan(0, plainSize), associated);
            }
            catch (AuthenticationTagMismatchException exception)
            {
                throw new InvalidDataException($"Chunk {number} of the content was changed, moved, or is not the last one.", exception);
            }
            plain.Write(opened.AsSpan(0, plainSize));
            length += plainSize;
            if (isLast)
                break;
            (current, following, size) = (following, current, followingSize);
        }
        CryptographicOperations.ZeroMemory(opened);
        return length;
    }

    private static AesGcm MakeCipher(ContentKey contentKey, string document)
    {
        Span<byte> key = stackalloc byte[ContentKey.SizeInBytes];
        contentKey.DeriveEncryptionKey(document, key);
        AesGcm aes = new(key, TagSizeInBytes);
        CryptographicOperations.ZeroMemory(key);
        return aes;
    }

    private static byte[] AssociatedData(string document) => [.. Beginning, .. System.Text.Encoding.UTF8.GetBytes(document)];

    private static byte[] Nonce(uint number, bool isLast)
    {
        byte[] nonce = new byte[NonceSizeInBytes];
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(ChunkNumberOffset), number);
        nonce[LastChunkOffset] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    private static byte[] MakeBeginning()
    {
        byte[] beginning = new byte[12];        // = 8 + 4
        "PQSTORE1"u8.CopyTo(beginning);
        BinaryPrimitives.WriteInt32BigEndian(beginning.AsSpan(8), ChunkSizeInBytes);
        return beginning;
    }
}
