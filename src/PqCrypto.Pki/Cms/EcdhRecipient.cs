using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Parts;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki.Cms;

/// <summary>A recipient with a key on a NIST curve (KeyAgreeRecipientInfo): an ephemeral key, and the X9.63 key derivation.</summary>
/// <remarks>RFC 5652, section 6.2.2; RFC 5753, sections 3.1 and 7.2.</remarks>
internal static class EcdhRecipient
{
    internal const byte Identifier = 0xA1;     // kari [1]

    internal const string EcPublicKey = "1.2.840.10045.2.1";

    private const int KekSize = 32;

    private static readonly Asn1Tag KindTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag OriginatorTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag OriginatorKeyTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag UserKeyingMaterialTag = new(TagClass.ContextSpecific, 1);

    /// <summary>By the length of the curve's field in bits: the key derivation that goes with it (dhSinglePass-stdDH).</summary>
    private static readonly (int Bits, string Oid, HashAlgorithmName Hash)[] Derivations =
    [
        (256, "1.3.132.1.11.1", HashAlgorithmName.SHA256),
        (384, "1.3.132.1.11.2", HashAlgorithmName.SHA384),
        (521, "1.3.132.1.11.3", HashAlgorithmName.SHA512),
    ];

    internal static void Write(AsnWriter writer, X509Certificate2 certificate, byte[] key)
    {
        using ECDiffieHellman recipient = ECDiffieHellman.Create();
        recipient.ImportSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), out _);
        (int Bits, string Oid, HashAlgorithmName Hash) derivation = Derivations.SingleOrDefault(row => row.Bits == recipient.KeySize);
        if (derivation.Oid is null)
            throw new NotSupportedException($"Keys are agreed on P-256, P-384 and P-521 only; the certificate of {certificate.Subject} has another curve.");
        using ECDiffieHellman ephemeral = ECDiffieHellman.Create(recipient.ExportParameters(includePrivateParameters: false).Curve);
        byte[] wrap = SignatureIdentifiers.Plain(AesIdentifiers.Wrap(KekSize));
        using Lent kek = Derive(ephemeral, recipient.PublicKey, derivation.Hash, SharedInfo(wrap, KekSize, null), KekSize);
        using (writer.PushSequence(KindTag))
        {
            writer.WriteInteger(3);
            using (writer.PushSequence(OriginatorTag))
            using (writer.PushSequence(OriginatorKeyTag))
            {
                writer.WriteEncodedValue(SignatureIdentifiers.Plain(EcPublicKey));
                writer.WriteBitString(Point(ephemeral.ExportParameters(includePrivateParameters: false).Q));
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(derivation.Oid);
                writer.WriteEncodedValue(wrap);
            }

            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                CertificateIdentifier.Write(writer, certificate);
                writer.WriteOctetString(KeyWrap.Wrap(kek.Bytes, key));
            }
        }
    }

    /// <summary>The key of the content; zero it. Null where this is for another recipient, or not for this key.</summary>
    internal static byte[]? TryOpen(ReadOnlyMemory<byte> encoded, Func<CertificateIdentifier, bool> isTried, ECDiffieHellman privateKey)
    {
        AsnReader fields = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence(KindTag);
        fields.ReadIntegerBytes();     // the version, always 3
        AsnReader originator = fields.ReadSequence(OriginatorTag);
        if (!originator.PeekTag().HasSameClassAndValue(OriginatorKeyTag))
            return null;     // a static key, by the name of a certificate
        AsnReader originatorKey = originator.ReadSequence(OriginatorKeyTag);
        string keyOid = AlgorithmIdentifier.Read(originatorKey).Oid;
        byte[] point = originatorKey.ReadBitString(out _);
        byte[]? userKeyingMaterial = null;
        if (fields.PeekTag().HasSameClassAndValue(UserKeyingMaterialTag))
            userKeyingMaterial = fields.ReadSequence(UserKeyingMaterialTag).ReadOctetString();
        AlgorithmIdentifier agreement = AlgorithmIdentifier.Read(fields);
        AsnReader keys = fields.ReadSequence();
        fields.ThrowIfNotEmpty();
        while (keys.HasData)
        {
            AsnReader recipient = keys.ReadSequence();
            CertificateIdentifier identifier = ReadIdentifier(recipient);
            byte[] encryptedKey = recipient.ReadOctetString();
            if (keyOid != EcPublicKey || !isTried(identifier))
                continue;
            (AlgorithmIdentifier wrap, HashAlgorithmName hash) = ReadAgreement(agreement);
            if (Open(privateKey, point, hash, wrap, userKeyingMaterial, encryptedKey) is byte[] opened)
                return opened;
        }

        return null;
    }

    /// <summary>AES key wrap has no parameters in what its key is derived from; BouncyCastle 2.7.0 puts NULL there, which is tried too.</summary>
    private static byte[]? Open(
        ECDiffieHellman privateKey, byte[] point, HashAlgorithmName hash, AlgorithmIdentifier wrap, byte[]? userKeyingMaterial, byte[] encryptedKey)
    {
        int kekSize = AesIdentifiers.WrapKeySize(wrap.Oid) ?? throw new NotSupportedException($"Key wrap by {wrap.Oid} is not accepted.");
        try
        {
            ECCurve curve = privateKey.ExportParameters(includePrivateParameters: false).Curve;
            int size = (privateKey.KeySize + 7) / 8;
            if (point.Length != 1 + (2 * size) || point[0] != 4)
                return null;
            using ECDiffieHellman originator = ECDiffieHellman.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = point[1..(1 + size)], Y = point[(1 + size)..] } });
            return Unwrap(SignatureIdentifiers.Plain(wrap.Oid)) ?? Unwrap(SignatureIdentifiers.WithNull(wrap.Oid));

            byte[]? Unwrap(byte[] keyInfo)
            {
                using Lent kek = Derive(privateKey, originator.PublicKey, hash, SharedInfo(keyInfo, kekSize, userKeyingMaterial), kekSize);
                return KeyWrap.Unwrap(kek.Bytes, encryptedKey);
            }
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static (AlgorithmIdentifier Wrap, HashAlgorithmName Hash) ReadAgreement(AlgorithmIdentifier agreement)
    {
        (int Bits, string Oid, HashAlgorithmName Hash) derivation = Derivations.SingleOrDefault(row => row.Oid == agreement.Oid);
        return derivation.Oid is not null && agreement.Parameters is byte[] parameters
            ? (AlgorithmIdentifier.Read(new AsnReader(parameters, AsnEncodingRules.BER)), derivation.Hash)
            : throw new NotSupportedException($"Keys are agreed by dhSinglePass-stdDH with SHA-256, SHA-384 or SHA-512, not by {agreement.Oid}.");
    }

    /// <summary>KeyAgreeRecipientIdentifier: as for other recipients, but for the subject key identifier, which may have more beside it.</summary>
    private static CertificateIdentifier ReadIdentifier(AsnReader recipient) => recipient.PeekTag().HasSameClassAndValue(OriginatorTag)
        ? new CertificateIdentifier(null, null, recipient.ReadSequence(OriginatorTag).ReadOctetString())
        : CertificateIdentifier.Read(recipient);

    /// <summary>One round of the X9.63 key derivation: the hash of the agreed x-coordinate, a counter that is 1, and what the key is for.</summary>
    /// <remarks>RFC 5753, section 7.2; SEC 1, section 3.6.1. No key-encryption key is longer than the shortest hash.</remarks>
    private static Lent Derive(ECDiffieHellman own, ECDiffieHellmanPublicKey peer, HashAlgorithmName hash, byte[] sharedInfo, int size)
    {
        using Lent derived = Lent.Of(own.DeriveKeyFromHash(peer, hash, secretPrepend: null, secretAppend: [0, 0, 0, 1, .. sharedInfo]));
        return new Lent(derived.Bytes.AsSpan(0, size));
    }

    /// <summary>ECC-CMS-SharedInfo, DER.</summary>
    private static byte[] SharedInfo(byte[] wrap, int kekSize, byte[]? userKeyingMaterial)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(wrap);
            if (userKeyingMaterial is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    writer.WriteOctetString(userKeyingMaterial);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                writer.WriteOctetString([0, 0, (byte)(kekSize >> 5), (byte)(kekSize << 3)]);     // the length in bits, in four bytes
        }

        return writer.Encode();
    }

    private static byte[] Point(ECPoint point) => [4, .. point.X!, .. point.Y!];
}
