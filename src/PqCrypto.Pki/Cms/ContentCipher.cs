using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Cms;

/// <summary>Encrypts or decrypts a content part by part: AES-GCM or AES-CBC, by BouncyCastle, since the platform has no GCM of parts.</summary>
/// <remarks>RFC 5084, section 3.2 (GCM); RFC 3565, section 2.2 (CBC).</remarks>
internal sealed class ContentCipher : IDisposable
{
    internal const int TagSize = 16;
    private const int NonceSize = 12;
    private const int BlockSize = 16;

    private readonly IBufferedCipher cipher;
    private byte[] output = [];

    private ContentCipher(IBufferedCipher cipher) => this.cipher = cipher;

    /// <summary>A cipher that encrypts with AES-256-GCM.</summary>
    internal static ContentCipher EncryptGcm(byte[] key, out byte[] algorithm)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceSize);
        algorithm = SignedDataWriter.Encoded(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(AesIdentifiers.Gcm(key.Length));
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(nonce);
                    writer.WriteInteger(TagSize);
                }
            }
        });
        return Gcm(forEncryption: true, key, nonce, TagSize, []);
    }

    /// <summary>A cipher that encrypts with AES-256-CBC.</summary>
    internal static ContentCipher EncryptCbc(byte[] key, out byte[] algorithm)
    {
        byte[] iv = RandomNumberGenerator.GetBytes(BlockSize);
        algorithm = SignedDataWriter.Encoded(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(AesIdentifiers.Cbc(key.Length));
                writer.WriteOctetString(iv);
            }
        });
        return Cbc(forEncryption: true, key, iv);
    }

    /// <summary>A cipher that decrypts with AES-GCM; the tag goes behind the ciphertext.</summary>
    /// <exception cref="CryptographicException">The key or the tag has not the length that the algorithm says, or the algorithm is malformed.</exception>
    /// <exception cref="NotSupportedException">Another algorithm, or a nonce of another length than 12 bytes.</exception>
    internal static ContentCipher DecryptGcm(AlgorithmIdentifier algorithm, byte[] key, int tagSize, byte[] authenticatedAttributes)
    {
        CheckKey(AesIdentifiers.GcmKeySize(algorithm.Oid), algorithm, key);
        AsnReader fields = new AsnReader(algorithm.Parameters ?? throw Malformed.Message("AES-GCM has no parameters"), AsnEncodingRules.BER).ReadSequence();
        byte[] nonce = fields.ReadOctetString();
        int statedSize = 12;     // the default of RFC 5084, section 3.2
        if (fields.HasData && !fields.TryReadInt32(out statedSize))
            throw Malformed.Message("the length of the tag is out of range");
        fields.ThrowIfNotEmpty();
        if (statedSize != tagSize || tagSize is < 12 or > TagSize)
            throw Malformed.Message($"the tag has {tagSize} bytes, and is said to have {statedSize}");
        return nonce.Length == NonceSize
            ? Gcm(forEncryption: false, key, nonce, tagSize, authenticatedAttributes)
            : throw new NotSupportedException($"AES-GCM is accepted with a nonce of {NonceSize} bytes; there are {nonce.Length}.");
    }

    /// <summary>A cipher that decrypts with AES-CBC.</summary>
    /// <exception cref="CryptographicException">The key has not the length that the algorithm says, or the algorithm is malformed.</exception>
    /// <exception cref="NotSupportedException">Another algorithm.</exception>
    internal static ContentCipher DecryptCbc(AlgorithmIdentifier algorithm, byte[] key)
    {
        CheckKey(AesIdentifiers.CbcKeySize(algorithm.Oid), algorithm, key);
        byte[] iv = new AsnReader(algorithm.Parameters ?? throw Malformed.Message("AES-CBC has no parameters"), AsnEncodingRules.BER).ReadOctetString();
        return iv.Length == BlockSize ? Cbc(forEncryption: false, key, iv) : throw Malformed.Message($"the initialization vector has {iv.Length} bytes");
    }

    /// <summary>Takes a part, and gives what comes out so far.</summary>
    internal void Update(ReadOnlySpan<byte> part, ContentReceiver receiver)
    {
        MakeRoom(cipher.GetUpdateOutputSize(part.Length));
        receiver(output.AsSpan(0, cipher.ProcessBytes(part, output)));
    }

    /// <summary>Gives the rest: of a GCM ciphertext with the tag behind it.</summary>
    /// <exception cref="CryptographicException">The content is not what was encrypted with this key, or its padding is wrong.</exception>
    internal void Finish(ContentReceiver receiver)
    {
        MakeRoom(cipher.GetOutputSize(0));
        int size;
        try
        {
            size = cipher.DoFinal(output, 0);
        }
        catch (Exception exception) when (exception is InvalidCipherTextException or DataLengthException)
        {
            throw new CryptographicException("The content is not what was encrypted: it was changed, or the key is another one.");
        }

        receiver(output.AsSpan(0, size));
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(output);
        cipher.Reset();
    }

    private static ContentCipher Gcm(bool forEncryption, byte[] key, byte[] nonce, int tagSize, byte[] associatedData)
    {
        BufferedAeadBlockCipher cipher = new(new GcmBlockCipher(AesUtilities.CreateEngine()));
        cipher.Init(forEncryption, new AeadParameters(new KeyParameter(key), tagSize * 8, nonce, associatedData));
        return new ContentCipher(cipher);
    }

    private static ContentCipher Cbc(bool forEncryption, byte[] key, byte[] iv)
    {
        PaddedBufferedBlockCipher cipher = new(new CbcBlockCipher(AesUtilities.CreateEngine()), new Pkcs7Padding());
        cipher.Init(forEncryption, new ParametersWithIV(new KeyParameter(key), iv));
        return new ContentCipher(cipher);
    }

    private static void CheckKey(int? size, AlgorithmIdentifier algorithm, byte[] key)
    {
        if (size is null)
            throw new NotSupportedException($"Contents encrypted by {algorithm.Oid} are not accepted.");
        if (size != key.Length)
            throw Malformed.Message($"its key has {key.Length} bytes instead of {size}");
    }

    private void MakeRoom(int size)
    {
        if (size <= output.Length)
            return;
        CryptographicOperations.ZeroMemory(output);
        output = GC.AllocateArray<byte>(size, pinned: true);
    }
}
