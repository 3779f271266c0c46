using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Parts;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki.Cms;

/// <summary>A recipient with a KEM key: ML-KEM, a composite, X-Wing (KEMRecipientInfo).</summary>
/// <remarks>RFC 9629, section 3; RFC 9936; draft-ietf-lamps-cms-composite-kem.</remarks>
internal static class KemRecipient
{
    internal const byte Identifier = 0xA4;     // ori [4]

    private const string Kind = "1.2.840.113549.1.9.16.13.3";
    private const string HkdfSha256 = "1.2.840.113549.1.9.16.3.28";
    private const string HkdfSha384 = "1.2.840.113549.1.9.16.3.29";
    private const string HkdfSha512 = "1.2.840.113549.1.9.16.3.30";

    private static readonly Asn1Tag KindTag = new(TagClass.ContextSpecific, 4);
    private static readonly Asn1Tag UserKeyingMaterialTag = new(TagClass.ContextSpecific, 0);

    /// <summary>Writes the key of a content for a recipient.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="certificate">The recipient's certificate.</param>
    /// <param name="publicKey">Its key.</param>
    /// <param name="key">The key of the content. Secret.</param>
    internal static void Write(AsnWriter writer, X509Certificate2 certificate, KemPublicKey publicKey, byte[] key)
    {
        KemAlgorithm algorithm = publicKey.Algorithm;
        using Lent kek = new(algorithm == KemAlgorithm.MLKem512 ? 16 : 32);
        byte[] wrap = SignatureIdentifiers.Plain(AesIdentifiers.Wrap(kek.Bytes.Length));
        using SharedSecret secret = publicKey.Encapsulate(out byte[] ciphertext);
        secret.DeriveKey(salt: [], OtherInfo(wrap, kek.Bytes.Length, null), kek.Bytes);
        using (writer.PushSequence(KindTag))
        {
            writer.WriteObjectIdentifier(Kind);
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                CertificateIdentifier.Write(writer, certificate);
                writer.WriteEncodedValue(SignatureIdentifiers.Plain(algorithm.Oid!));
                writer.WriteOctetString(ciphertext);
                writer.WriteEncodedValue(SignatureIdentifiers.Plain(HkdfSha256));
                writer.WriteInteger(kek.Bytes.Length);
                writer.WriteEncodedValue(wrap);
                writer.WriteOctetString(KeyWrap.Wrap(kek.Bytes, key));
            }
        }
    }

    /// <summary>The key of the content; zero it. Null where this is for another recipient, of another version, or not for this key.</summary>
    internal static byte[]? TryOpen(ReadOnlyMemory<byte> encoded, Func<CertificateIdentifier, bool> isTried, KemPrivateKey privateKey)
    {
        AsnReader choice = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence(KindTag);
        if (choice.ReadObjectIdentifier() != Kind)
            return null;
        AsnReader fields = choice.ReadSequence();
        choice.ThrowIfNotEmpty();
        if (!fields.TryReadInt32(out int version) || version != 0)
            return null;
        CertificateIdentifier recipient = CertificateIdentifier.Read(fields);
        AlgorithmIdentifier kem = AlgorithmIdentifier.Read(fields);
        byte[] ciphertext = fields.ReadOctetString();
        AlgorithmIdentifier kdf = AlgorithmIdentifier.Read(fields);
        bool isSmall = fields.TryReadInt32(out int kekSize);
        byte[]? userKeyingMaterial = null;
        if (fields.PeekTag().HasSameClassAndValue(UserKeyingMaterialTag))
        {
            AsnReader wrapper = fields.ReadSequence(UserKeyingMaterialTag);
            userKeyingMaterial = wrapper.ReadOctetString();
            wrapper.ThrowIfNotEmpty();
        }

        AlgorithmIdentifier wrap = AlgorithmIdentifier.Read(fields);
        byte[] encryptedKey = fields.ReadOctetString();
        fields.ThrowIfNotEmpty();
        if (kem.Oid != privateKey.Algorithm.Oid || kem.Parameters is not null || !isTried(recipient))
            return null;
        if (kdf.Parameters is not null || wrap.Parameters is not null || !isSmall || AesIdentifiers.WrapKeySize(wrap.Oid) != kekSize)
            throw Malformed.Message("the length of a KEM recipient's key-encryption key is not that of its key wrap, or an algorithm has parameters");
        HashAlgorithmName hash = kdf.Oid switch
        {
            HkdfSha256 => HashAlgorithmName.SHA256,
            HkdfSha384 => HashAlgorithmName.SHA384,
            HkdfSha512 => HashAlgorithmName.SHA512,
            _ => throw new NotSupportedException($"Key derivation by {kdf.Oid} is not accepted."),
        };
        return ciphertext.Length == privateKey.Algorithm.CiphertextSizeInBytes
            ? Open(privateKey, ciphertext, hash, OtherInfo(SignatureIdentifiers.Plain(wrap.Oid), kekSize, userKeyingMaterial), kekSize, encryptedKey)
            : throw Malformed.Message($"a {privateKey.Algorithm.Name} ciphertext has {ciphertext.Length} bytes");
    }

    private static byte[]? Open(KemPrivateKey privateKey, byte[] ciphertext, HashAlgorithmName hash, byte[] info, int kekSize, byte[] encryptedKey)
    {
        using Lent secret = new(privateKey.Algorithm.SharedSecretSizeInBytes);
        using Lent kek = new(kekSize);
        try
        {
            privateKey.Decapsulate(ciphertext, secret.Bytes);
        }
        catch (CryptographicException)
        {
            return null;
        }

        HKDF.DeriveKey(hash, secret.Bytes, kek.Bytes, salt: [], info);
        return KeyWrap.Unwrap(kek.Bytes, encryptedKey);
    }

    /// <summary>CMSORIforKEMOtherInfo, DER.</summary>
    /// <remarks>RFC 9629, section 5.</remarks>
    private static byte[] OtherInfo(byte[] wrap, int kekSize, byte[]? userKeyingMaterial)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(wrap);
            writer.WriteInteger(kekSize);
            if (userKeyingMaterial is not null)
            {
                using (writer.PushSequence(UserKeyingMaterialTag))
                    writer.WriteOctetString(userKeyingMaterial);
            }
        }

        return writer.Encode();
    }
}
