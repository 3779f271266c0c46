using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Parts;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki.Cms;

/// <summary>A recipient with an RSA key (KeyTransRecipientInfo), RSAES-OAEP only: whether a PKCS #1 1.5 decryption failed can be seen from outside.</summary>
/// <remarks>RFC 5652, section 6.2.1; RFC 3560; RFC 4055, section 4.1.</remarks>
internal static class RsaRecipient
{
    internal const byte Identifier = 0x30;

    private const string Oaep = "1.2.840.113549.1.1.7";
    private const string Sha1 = "1.3.14.3.2.26";
    private const int MinKeyInBits = 2048;

    internal static void Write(AsnWriter writer, X509Certificate2 certificate, byte[] key)
    {
        using RSA publicKey = RSA.Create();
        publicKey.ImportSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), out _);
        if (publicKey.KeySize < MinKeyInBits)
            throw new CryptographicException($"The RSA key of the certificate of {certificate.Subject} has {publicKey.KeySize} bits; {MinKeyInBits} is the least.");
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            CertificateIdentifier.Write(writer, certificate);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oaep);
                using (writer.PushSequence())
                    SignatureIdentifiers.WriteHashAndMask(writer, HashAlgorithmName.SHA256);
            }

            writer.WriteOctetString(publicKey.Encrypt(key, RSAEncryptionPadding.OaepSHA256));
        }
    }

    /// <summary>The key of the content; zero it. Null where this is for another recipient, or not for this key.</summary>
    /// <exception cref="NotSupportedException">It is for this one, but by another algorithm than RSAES-OAEP.</exception>
    internal static byte[]? TryOpen(ReadOnlyMemory<byte> encoded, Func<CertificateIdentifier, bool> isTried, RSA privateKey)
    {
        AsnReader fields = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        fields.ReadIntegerBytes();     // the version, which says no more than the name of the recipient
        CertificateIdentifier recipient = CertificateIdentifier.Read(fields);
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(fields);
        byte[] encryptedKey = fields.ReadOctetString();
        fields.ThrowIfNotEmpty();
        if (!isTried(recipient))
            return null;
        if (algorithm.Oid != Oaep)
            throw new NotSupportedException($"Keys encrypted by RSA are accepted with RSAES-OAEP only, not by {algorithm.Oid}.");
        try
        {
            return privateKey.Decrypt(encryptedKey, Padding(algorithm.Parameters));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The hash, which the mask generation must share; SHA-1 where nothing is said.</summary>
    private static RSAEncryptionPadding Padding(byte[]? parameters)
    {
        AsnReader? fields = parameters is null ? null : new AsnReader(parameters, AsnEncodingRules.BER).ReadSequence();
        string hash = Sha1, maskHash = Sha1;
        while (fields is { HasData: true })
        {
            int field = fields.PeekTag().TagValue;
            AsnReader content = fields.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, field));
            AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(content);
            content.ThrowIfNotEmpty();
            switch (field)
            {
                case 0:
                    hash = algorithm.Oid;
                    break;
                case 1 when algorithm is { Oid: SignatureIdentifiers.Mgf1, Parameters: byte[] mask }:
                    maskHash = AlgorithmIdentifier.Read(new AsnReader(mask, AsnEncodingRules.BER)).Oid;
                    break;
                default:
                    throw new NotSupportedException("RSAES-OAEP is accepted with MGF1 and without a label only.");
            }
        }

        if (hash == maskHash && hash == Sha1)
            return RSAEncryptionPadding.OaepSHA1;
        return hash == maskHash && HashIdentifiers.Find(hash) is HashAlgorithmName name
            ? RSAEncryptionPadding.CreateOaep(name)
            : throw new NotSupportedException("RSAES-OAEP is accepted with SHA-1, SHA-256, SHA-384 or SHA-512 for both the label and the mask.");
    }
}
