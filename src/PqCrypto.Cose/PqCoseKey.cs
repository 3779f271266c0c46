using System.Formats.Cbor;
using System.Security.Cryptography;
using PqCrypto.Akp;

namespace PqCrypto.Cose;

/// <summary>A COSE key of type AKP: a key of ML-DSA or of a composite signature algorithm, with a key identifier.</summary>
/// <remarks>The algorithms are ML-DSA-44, ML-DSA-65 and ML-DSA-87 (numbers -48 to -50; RFC 9964), and as drafts the composites of draft-ietf-jose-pq-composite-sigs with
/// ECDSA (-54 to -56), Ed25519 (-57, -58) and Ed448 (-59), whose numbers are asked for and may change. Immutable and safe for many threads, Dispose included.</remarks>
public sealed class PqCoseKey : IDisposable
{
    private const int KeyTypeLabel = 1;
    private const int KeyIdLabel = 2;
    private const int AlgorithmLabel = 3;
    private const int PublicKeyLabel = -1;
    private const int PrivateKeyLabel = -2;

    private readonly AkpAlgorithm algorithm;
    private readonly byte[] keyId;
    private readonly bool ownsKey;

    /// <summary>A key that verifies.</summary>
    /// <param name="publicKey">The key.</param>
    /// <param name="keyId">The key identifier, copied; none for the thumbprint. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm has no number in COSE.</exception>
    public PqCoseKey(SignaturePublicKey publicKey, ReadOnlySpan<byte> keyId = default)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        algorithm = AkpAlgorithm.Of(publicKey.Algorithm);
        PublicKey = publicKey;
        this.keyId = keyId.IsEmpty ? ComputeThumbprint() : keyId.ToArray();
    }

    /// <summary>A key that signs and verifies.</summary>
    /// <param name="privateKey">The key, which stays the caller's to dispose. Secret.</param>
    /// <param name="keyId">The key identifier, copied; none for the thumbprint. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm has no number in COSE.</exception>
    public PqCoseKey(SignaturePrivateKey privateKey, ReadOnlySpan<byte> keyId = default)
        : this((privateKey ?? throw new ArgumentNullException(nameof(privateKey))).PublicKey, keyId) => PrivateKey = privateKey;

    private PqCoseKey(SignaturePrivateKey privateKey, ReadOnlySpan<byte> keyId, bool ownsKey)
        : this(privateKey, keyId) => this.ownsKey = ownsKey;

    /// <summary>The number of the algorithm in COSE, such as -49 for ML-DSA-65.</summary>
    public int Algorithm => algorithm.CoseNumber;

    /// <summary>The key identifier.</summary>
    public ReadOnlyMemory<byte> KeyId => keyId;

    /// <summary>The public key.</summary>
    public SignaturePublicKey PublicKey { get; }

    /// <summary>The private key; null where there is none.</summary>
    public SignaturePrivateKey? PrivateKey { get; }

    /// <summary>Reads a COSE_Key, public or private.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret where it holds a private key.</param>
    /// <param name="algorithms">Composite algorithms that the core package has not, such as PkiAlgorithms.Signatures of PqCrypto.Pki; null for none.</param>
    /// <returns>The key with its identifier, or with its thumbprint where it has none. Where it is private, dispose it.</returns>
    /// <exception cref="CryptographicException">The encoding is no CBOR map, has a label twice, lacks kty, alg or pub, or has one of another kind or length; the type is not AKP,
    /// or the algorithm is unknown; a key fails a check, or pub does not belong to priv; the message says which.</exception>
    /// <remarks>Any order of the labels is read; other labels are not looked at. RFC 9052, section 7; RFC 9964, section 3.</remarks>
    public static PqCoseKey Import(ReadOnlyMemory<byte> source, IEnumerable<SignatureAlgorithm>? algorithms = null)
    {
        byte[]? secret = null;
        try
        {
            (int? keyType, int? number, byte[]? keyId, byte[]? publicKey) = Read(source, ref secret);
            if (keyType != AkpAlgorithm.CoseKeyType)
                throw AkpAlgorithm.Malformed("its kty is not 7 (AKP)");
            if (number is null || publicKey is null)
                throw AkpAlgorithm.Malformed("it lacks alg or pub, which this type requires (RFC 9964, section 3)");
            AkpAlgorithm algorithm = AkpAlgorithm.Find(number.Value, algorithms);
            return secret is null
                ? new PqCoseKey(algorithm.ImportPublicKey(publicKey), keyId)
                : new PqCoseKey(algorithm.ImportPrivateKey(secret, publicKey), keyId, ownsKey: true);
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            throw AkpAlgorithm.Malformed("it is no COSE_Key (RFC 9052, section 7)", malformed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The public key as a COSE_Key with kty, kid, alg and pub, in deterministic encoding.</summary>
    /// <returns>The encoding. Public.</returns>
    /// <remarks>RFC 9964, section 3; RFC 8949, section 4.2.1.</remarks>
    public byte[] Export() => Write(hasKeyId: true, privateSize: 0);

    /// <summary>The private key as a COSE_Key: priv is the 32-byte seed for ML-DSA, for composites the private key that their draft serialises.</summary>
    /// <returns>The encoding, in ordinary memory. Secret; the caller zeroes it.</returns>
    /// <exception cref="InvalidOperationException">There is no private key.</exception>
    /// <exception cref="CryptographicException">The private key was imported without its seed.</exception>
    /// <exception cref="ObjectDisposedException">The private key was disposed.</exception>
    /// <remarks>RFC 9964, section 3; RFC 8949, section 4.2.1.</remarks>
    public byte[] ExportPrivate()
    {
        SignaturePrivateKey key = PrivateKey ?? throw new InvalidOperationException("This key has no private part.");
        int size = algorithm.PrivateSizeInBytes;
        byte[] encoded = Write(hasKeyId: true, size);
        // priv sorts last: its content is the end of the encoding, so the secret is written nowhere else
        algorithm.ExportPrivateKey(key, encoded.AsSpan(encoded.Length - size));
        return encoded;
    }

    /// <summary>The SHA-256 thumbprint of the key, over kty, alg and pub.</summary>
    /// <returns>32 bytes. Public.</returns>
    /// <remarks>RFC 9679, section 3; RFC 9964, section 6, for the labels.</remarks>
    public byte[] ComputeThumbprint() => SHA256.HashData(Write(hasKeyId: false, privateSize: 0));

    /// <summary>Disposes a private key that was read from a COSE_Key; one that the constructor was given stays the caller's.</summary>
    public void Dispose()
    {
        if (ownsKey)
            PrivateKey!.Dispose();
    }

    private static (int? KeyType, int? Algorithm, byte[]? KeyId, byte[]? PublicKey) Read(ReadOnlyMemory<byte> source, ref byte[]? secret)
    {
        int? keyType = null, algorithm = null;
        byte[]? keyId = null, publicKey = null;
        CborReader reader = new(source, CborConformanceMode.Strict);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            bool isNumber = reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;
            // labels may be texts; those of keys are numbers
            switch (isNumber ? reader.ReadInt64() : SkipLabel(reader))
            {
                case KeyTypeLabel:
                    keyType = ReadNumber(reader);
                    break;
                case KeyIdLabel:
                    keyId = reader.ReadByteString();
                    break;
                case AlgorithmLabel:
                    algorithm = ReadNumber(reader);
                    break;
                case PublicKeyLabel:
                    publicKey = reader.ReadByteString();
                    break;
                case PrivateKeyLabel:
                    secret = reader.ReadByteString();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEndMap();
        if (reader.BytesRemaining != 0)
            throw AkpAlgorithm.Malformed("bytes follow it");
        return (keyType, algorithm, keyId, publicKey);
    }

    private static long SkipLabel(CborReader reader)
    {
        reader.SkipValue();
        return 0;
    }

    /// <summary>A number; a text, which COSE allows here, names nothing of this type.</summary>
    private static int ReadNumber(CborReader reader)
    {
        if (reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger)
            return reader.ReadInt32();
        reader.SkipValue();
        return 0;
    }

    private byte[] Write(bool hasKeyId, int privateSize)
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartMap(3 + (hasKeyId ? 1 : 0) + (privateSize == 0 ? 0 : 1));
        writer.WriteInt32(KeyTypeLabel);
        writer.WriteInt32(AkpAlgorithm.CoseKeyType);
        if (hasKeyId)
        {
            writer.WriteInt32(KeyIdLabel);
            writer.WriteByteString(keyId);
        }

        writer.WriteInt32(AlgorithmLabel);
        writer.WriteInt32(algorithm.CoseNumber);
        writer.WriteInt32(PublicKeyLabel);
        writer.WriteByteString(PublicKey.ExportPublicKey());
        if (privateSize != 0)
        {
            writer.WriteInt32(PrivateKeyLabel);
            writer.WriteByteString(new byte[privateSize]);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }
}
