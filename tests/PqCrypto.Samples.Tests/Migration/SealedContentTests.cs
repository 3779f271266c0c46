using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Documents;

namespace PqCrypto.Samples.Tests.Migration;

public class SealedContentTests
{
    private const int Chunk = SealedContent.ChunkSizeInBytes;
    private const int SealedChunk = Chunk + 16;
    private const int Beginning = 12;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    public void Open_SealedContent_GivesItBack(int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);
        using ContentKey key = ContentKey.Generate();
        byte[] file = Seal(content, key, out byte[] sha512);
        Assert.Equal(SHA512.HashData(file), sha512);
        Assert.Equal(Beginning + length + 16 * Math.Max(1, (length + Chunk - 1) / Chunk), file.Length);
        Assert.Equal(content, Open(file, key, "document"));
    }

    [Fact]
    public void Open_Truncated_IsRefused()
    {
        using ContentKey key = ContentKey.Generate();
        byte[] file = Seal(new byte[3 * Chunk], key, out _);
        foreach (int length in new[] { 0, 5, Beginning, Beginning + 15, Beginning + SealedChunk, Beginning + 2 * SealedChunk, file.Length - 1 })
            Assert.Throws<InvalidDataException>(() => Open(file[..length], key, "document"));
    }

    [Fact]
    public void Open_ChunksReorderedRepeatedOrAdded_IsRefused()
    {
        using ContentKey key = ContentKey.Generate();
        byte[] file = Seal(new byte[3 * Chunk], key, out _);
        byte[] first = file[Beginning..(Beginning + SealedChunk)];
        byte[] second = file[(Beginning + SealedChunk)..(Beginning + 2 * SealedChunk)];
        byte[] third = file[(Beginning + 2 * SealedChunk)..];
        byte[] beginning = file[..Beginning];
        Assert.Equal(3 * Chunk, Open([.. beginning, .. first, .. second, .. third], key, "document").Length);
        Assert.Throws<InvalidDataException>(() => Open([.. beginning, .. second, .. first, .. third], key, "document"));
        Assert.Throws<InvalidDataException>(() => Open([.. beginning, .. first, .. third], key, "document"));
        Assert.Throws<InvalidDataException>(() => Open([.. beginning, .. first, .. first, .. second, .. third], key, "document"));
        Assert.Throws<InvalidDataException>(() => Open([.. beginning, .. first, .. second, .. third, .. third], key, "document"));
        Assert.Throws<InvalidDataException>(() => Open([.. file, 0], key, "document"));
    }

    [Fact]
    public void Open_OtherDocumentOrKey_IsRefused()
    {
        using ContentKey key = ContentKey.Generate();
        using ContentKey other = ContentKey.Generate();
        byte[] file = Seal([1, 2, 3], key, out _);
        Assert.Throws<InvalidDataException>(() => Open(file, key, "another"));
        Assert.Throws<InvalidDataException>(() => Open(file, other, "document"));
    }

    [Fact]
    public void Seal_LengthDiffersFromWhatWasSaid_IsRefused()
    {
        using ContentKey key = ContentKey.Generate();
        using MemoryStream plain = new(new byte[10]);
        Assert.Throws<IOException>(() => SealedContent.Seal(plain, 9, Stream.Null, key, "document"));
        plain.Position = 0;
        Assert.Throws<IOException>(() => SealedContent.Seal(plain, 11, Stream.Null, key, "document"));
    }

    private static byte[] Seal(byte[] content, ContentKey key, out byte[] sha512)
    {
        using MemoryStream plain = new(content);
        using MemoryStream file = new();
        sha512 = SealedContent.Seal(plain, content.Length, file, key, "document");
        return file.ToArray();
    }

    private static byte[] Open(byte[] file, ContentKey key, string document)
    {
        using MemoryStream source = new(file);
        using MemoryStream plain = new();
        SealedContent.Open(source, plain, key, document);
        return plain.ToArray();
    }
}
