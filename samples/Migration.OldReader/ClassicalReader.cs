using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OldReader;

/// <summary>The shop's program from before the migration. It knows RSA-OAEP, ECDSA, HKDF and AES-GCM of the platform, and nothing else.</summary>
/// <remarks>It is written again from the description of the format, on purpose: that it opens a document shows that the bytes are what the
/// description says, not merely that one piece of code agrees with itself.</remarks>
public sealed class ClassicalReader : IDisposable
{
    private const string KemName = "RSA-OAEP-2048";
    private const string SignatureName = "ECDSA-P256-SHA256";

    private readonly RSA rsa = RSA.Create();
    private readonly ECDsa ecdsa = ECDsa.Create();

    /// <summary>Takes the shop's keys.</summary>
    /// <param name="rsaPrivatePem">The RSA key as encrypted PKCS#8 PEM. Secret.</param>
    /// <param name="passphrase">Its passphrase. Secret.</param>
    /// <param name="ecdsaPublicPem">The signer's public key as PEM.</param>
    public ClassicalReader(string rsaPrivatePem, string passphrase, string ecdsaPublicPem)
    {
        rsa.ImportFromEncryptedPem(rsaPrivatePem, passphrase);
        ecdsa.ImportFromPem(ecdsaPublicPem);
    }

    /// <summary>Verifies and opens a document.</summary>
    /// <param name="headerPath">The header.</param>
    /// <param name="contentPath">The sealed content.</param>
    /// <param name="plain">Receives the content.</param>
    /// <exception cref="NotForThisReaderException">The document has no RSA wrap or no ECDSA signature.</exception>
    /// <exception cref="CryptographicException">A signature or an authentication tag is wrong.</exception>
    public void Open(string headerPath, string contentPath, Stream plain)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(headerPath));
        JsonElement header = json.RootElement;
        JsonElement wrap = Find(header, "recipients", KemName);
        JsonElement signature = Find(header, "signatures", SignatureName);

        byte[] signatureBytes = signature.GetProperty("signature").GetBytesFromBase64();
        if (!ecdsa.VerifyData(Statement(header), signatureBytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
            throw new CryptographicException("The ECDSA signature does not verify.");
        using FileStream content = File.OpenRead(contentPath);
        if (!SHA512.HashData(content).AsSpan().SequenceEqual(header.GetProperty("contentSha512").GetBytesFromBase64()))
            throw new CryptographicException("The sealed content is not the one that was signed.");

        string document = header.GetProperty("document").GetString()!;
        byte[] contentKey = Unwrap(wrap, document);
        byte[] commitment = HKDF.Expand(HashAlgorithmName.SHA256, contentKey, 32, Fields("pqstore/key-commitment/1", document));
        if (!commitment.AsSpan().SequenceEqual(header.GetProperty("keyCommitment").GetBytesFromBase64()))
            throw new CryptographicException("The RSA wrap holds another key.");
        content.Position = 0;
        OpenContent(content, plain, HKDF.Expand(HashAlgorithmName.SHA256, contentKey, 32, Fields("pqstore/content-key/1", document)), document);
    }

    /// <summary>Lets go of the keys.</summary>
    public void Dispose()
    {
        rsa.Dispose();
        ecdsa.Dispose();
    }

    private static JsonElement Find(JsonElement header, string list, string algorithm)
    {
        foreach (JsonElement entry in header.GetProperty(list).EnumerateArray())
        {
            if (entry.GetProperty("algorithm").GetString() == algorithm)
                return entry;
        }
        throw new NotForThisReaderException($"Among the {list} is no {algorithm}.");
    }

    private byte[] Unwrap(JsonElement wrap, string document)
    {
        byte[] secret = rsa.Decrypt(wrap.GetProperty("kemCiphertext").GetBytesFromBase64(), RSAEncryptionPadding.OaepSHA256);
        byte[] info = Fields("pqstore/wrap/1", KemName, document, wrap.GetProperty("keyId").GetString()!);
        using AesGcm aes = new(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt: [], info), 16);
        byte[] wrapped = wrap.GetProperty("wrappedKey").GetBytesFromBase64();
        byte[] contentKey = new byte[32];
        aes.Decrypt(new byte[12], wrapped.AsSpan(0, 32), wrapped.AsSpan(32, 16), contentKey);
        return contentKey;
    }

    private static void OpenContent(FileStream content, Stream plain, byte[] key, string document)
    {
        byte[] beginning = new byte[12];
        content.ReadExactly(beginning);
        int chunkSize = BinaryPrimitives.ReadInt32BigEndian(beginning.AsSpan(8));
        byte[] associated = [.. beginning, .. Encoding.UTF8.GetBytes(document)];
        byte[] chunk = new byte[chunkSize + 16];
        byte[] opened = new byte[chunkSize];
        byte[] nonce = new byte[12];
        using AesGcm aes = new(key, 16);
        for (uint number = 0; ; number++)
        {
            int size = content.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            bool isLast = content.Position == content.Length;
            BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(7), number);
            nonce[11] = isLast ? (byte)1 : (byte)0;
            aes.Decrypt(nonce, chunk.AsSpan(0, size - 16), chunk.AsSpan(size - 16, 16), opened.AsSpan(0, size - 16), associated);
            plain.Write(opened.AsSpan(0, size - 16));
            if (isLast)
                return;
        }
    }

    private static byte[] Statement(JsonElement header)
    {
        List<byte[]> fields =
        [
            Utf8("pqstore/document-statement/1"),
            Utf8(header.GetProperty("document").GetString()!),
            Utf8(header.GetProperty("name").GetString()!),
            Utf8(header.GetProperty("length").GetInt64().ToString(CultureInfo.InvariantCulture)),
            header.GetProperty("contentSha512").GetBytesFromBase64(),
            header.GetProperty("keyCommitment").GetBytesFromBase64(),
            Utf8(header.GetProperty("policy").GetString()!),
        ];
        foreach (JsonElement signer in header.GetProperty("signers").EnumerateArray())
        {
            fields.Add(Utf8(signer.GetProperty("algorithm").GetString()!));
            fields.Add(Utf8(signer.GetProperty("keyId").GetString()!));
        }
        return Join(fields);
    }

    private static byte[] Fields(params string[] texts) => Join(texts.Select(Utf8));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Join(IEnumerable<byte[]> fields)
    {
        using MemoryStream joined = new();
        byte[] length = new byte[4];
        foreach (byte[] field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
            joined.Write(length);
            joined.Write(field);
        }
        return joined.ToArray();
    }
}
