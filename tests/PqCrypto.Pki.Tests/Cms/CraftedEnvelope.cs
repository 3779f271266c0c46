using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>An AuthEnvelopedData to one ML-KEM key that a test makes wrong in one way; what is not said is right.</summary>
internal sealed class CraftedEnvelope(KemPrivateKey key, X509Certificate2 certificate)
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    internal int Version { get; init; }

    internal string Kem { get; init; } = "2.16.840.1.101.3.4.4.2";

    internal string KeyDerivation { get; init; } = "1.2.840.113549.1.9.16.3.28";

    internal HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    internal string Wrap { get; init; } = "2.16.840.1.101.3.4.1.45";

    internal int KekSize { get; init; } = 32;

    internal int StatedKekSize { get; init; } = 32;

    internal byte[]? UserKeyingMaterial { get; init; }

    internal bool HasNullParameters { get; init; }

    internal bool NamesKeyIdentifier { get; init; }

    internal int CiphertextBytesLess { get; init; }

    internal string ContentType { get; init; } = "1.2.840.113549.1.7.1";

    internal string Cipher { get; init; } = "2.16.840.1.101.3.4.1.46";

    internal int ContentKeySize { get; init; } = 32;

    internal int TagSize { get; init; } = 16;

    internal int StatedTagSize { get; init; } = 16;

    internal byte[][]? Attributes { get; init; }

    internal byte[]? AuthenticatedInstead { get; init; }

    internal int Recipients { get; init; } = 1;

    internal bool HasForeignRecipientFirst { get; init; }

    internal bool HasWrapInBer { get; init; }

    internal byte[] Write(byte[] content)
    {
        byte[] contentKey = RandomNumberGenerator.GetBytes(ContentKeySize);
        byte[] nonce = RandomNumberGenerator.GetBytes(12);
        byte[] ciphertext = new byte[content.Length];
        byte[] tag = new byte[TagSize];
        byte[] authenticated = AuthenticatedInstead ?? (Attributes is null ? [] : CraftedSignedData.SetOf(Attributes, sorted: true));
        using (AesGcm gcm = new(contentKey, TagSize))
            gcm.Encrypt(nonce, content, ciphertext, tag, authenticated);

        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.9.16.1.23");
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSetOf())
                {
                    if (HasForeignRecipientFirst)
                        ForeignRecipient(writer);
                    for (int i = 0; i < Recipients; i++)
                        Recipient(writer, contentKey);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(ContentType);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Cipher);
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(nonce);
                            writer.WriteInteger(StatedTagSize);
                        }
                    }

                    writer.WriteOctetString(ciphertext, Context0);
                }

                if (Attributes is not null)
                {
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                    {
                        foreach (byte[] attribute in Attributes)
                            writer.WriteEncodedValue(attribute);
                    }
                }

                writer.WriteOctetString(tag);
            }
        }

        return writer.Encode();
    }

    private void Recipient(AsnWriter writer, byte[] contentKey)
    {
        using SharedSecret secret = key.PublicKey.Encapsulate(out byte[] ciphertext);
        byte[] kek = HKDF.DeriveKey(Hash, secret.ToArray(), KekSize, salt: [], Info());
        AesWrapEngine engine = new();
        engine.Init(forWrapping: true, new KeyParameter(kek));
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.9.16.13.3");
            using (writer.PushSequence())
            {
                writer.WriteInteger(Version);
                if (NamesKeyIdentifier)
                {
                    writer.WriteOctetString(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.Span, Context0);
                }
                else
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteEncodedValue(certificate.IssuerName.RawData);
                        writer.WriteInteger(certificate.SerialNumberBytes.Span);
                    }
                }

                Algorithm(writer, Kem);
                writer.WriteOctetString(ciphertext.AsSpan(0, ciphertext.Length - CiphertextBytesLess));
                Algorithm(writer, KeyDerivation);
                writer.WriteInteger(StatedKekSize);
                KeyingMaterial(writer);
                if (HasWrapInBer)
                    writer.WriteEncodedValue([0x30, 0x81, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2D]);      // id-aes256-wrap
                else
                    Algorithm(writer, Wrap);
                writer.WriteOctetString(engine.Wrap(contentKey, 0, contentKey.Length));
            }
        }
    }

    /// <summary>One of a version that will come, for somebody else.</summary>
    private static void ForeignRecipient(AsnWriter writer)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.9.16.13.3");
            using (writer.PushSequence())
                writer.WriteInteger(9);
        }
    }

    private byte[] Info()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Algorithm(writer, Wrap);
            writer.WriteInteger(StatedKekSize);
            KeyingMaterial(writer);
        }

        return writer.Encode();
    }

    private void KeyingMaterial(AsnWriter writer)
    {
        if (UserKeyingMaterial is null)
            return;
        using (writer.PushSequence(Context0))
            writer.WriteOctetString(UserKeyingMaterial);
    }

    private void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (HasNullParameters)
                writer.WriteNull();
        }
    }
}
