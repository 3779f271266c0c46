using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Cms;

/// <summary>Reads an AuthEnvelopedData or an EnvelopedData with one recipient's key.</summary>
/// <remarks>RFC 5652, section 6.1; RFC 5083, section 2.1.</remarks>
internal sealed class EnvelopeReader(Stream message, CmsDecryptionKey key, CmsContentProtection least)
{
    private const int MaxTries = 100;     // recipients that are tried: a key without a certificate may be any of them

    private readonly BerReader reader = new(message);
    private int tries;

    /// <summary>Reads up to the end, and only then decrypts: twice, so that nothing comes out before all of it was found good.</summary>
    internal void Read(ContentReceiver receiver)
    {
        string type = SignedDataReader.EnterContent(reader, CmsOids.AuthEnvelopedData, CmsOids.EnvelopedData);
        bool isAuthenticated = type == CmsOids.AuthEnvelopedData;
        if (!isAuthenticated && least == CmsContentProtection.Authenticated)
            throw new CryptographicException($"The message is encrypted without authentication (EnvelopedData): anybody can change it. Where that is known, ask for {nameof(CmsContentProtection)}.{nameof(CmsContentProtection.EncryptedOnly)}.");
        reader.ReadElement();     // the version, which follows from the rest
        if (reader.NextIs(0xA0))
            reader.SkipElement();
        byte[] contentKey = OpenKey();
        using Lent lent = Lent.Of(contentKey);
        using CiphertextSpool ciphertext = new();
        AlgorithmIdentifier algorithm = ReadCiphertext(ciphertext);
        (byte[] attributes, byte[] tag) = isAuthenticated ? ReadTag() : ([], []);
        if (!isAuthenticated && reader.NextIs(0xA1))
            reader.SkipElement();
        SignedDataReader.LeaveContent(reader);
        Decrypt(static _ => { });
        Decrypt(receiver);

        void Decrypt(ContentReceiver pass)
        {
            using ContentCipher cipher = isAuthenticated
                ? ContentCipher.DecryptGcm(algorithm, contentKey, tag.Length, attributes)
                : ContentCipher.DecryptCbc(algorithm, contentKey);
            ciphertext.ForEachSegment(part => cipher.Update(part, pass));
            cipher.Update(tag, pass);
            cipher.Finish(pass);
        }
    }

    private byte[] OpenKey()
    {
        NotSupportedException? unknown = null;
        byte[]? opened = null;
        try
        {
            reader.Enter(0x31);
            while (reader.HasMore())
            {
                byte[] recipient = reader.ReadElement();
                if (opened is not null || !key.IsFor(recipient))
                    continue;
                try
                {
                    opened = key.TryOpen(recipient, IsTried);
                }
                catch (NotSupportedException exception)
                {
                    unknown = exception;
                }
            }

            reader.Leave();
        }
        catch
        {
            CryptographicOperations.ZeroMemory(opened);
            throw;
        }

        return opened ?? throw unknown ?? (Exception)new CryptographicException("The message has no recipient that this key opens.");
    }

    private bool IsTried(CertificateIdentifier recipient)
    {
        if (!key.IsNamed(recipient))
            return false;
        return tries++ < MaxTries ? true : throw new CryptographicException($"The message has more than {MaxTries} recipients that could be this key: give its certificate.");
    }

    private AlgorithmIdentifier ReadCiphertext(CiphertextSpool ciphertext)
    {
        reader.Enter(0x30);
        if (SignedDataReader.ReadOid(reader) is var type && type != CmsOids.Data)
            throw new NotSupportedException($"Encrypted contents are accepted of type data only, not of {type}.");
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(new AsnReader(reader.ReadElement(), AsnEncodingRules.BER));
        if (!reader.HasMore())
            throw new CryptographicException("The message has no encrypted content: it is elsewhere.");
        reader.CopyOctets(0x80, ciphertext.Append);
        reader.Leave();
        return algorithm;
    }

    /// <summary>The authenticated attributes, as they go into the tag, and the tag.</summary>
    private (byte[] Attributes, byte[] Tag) ReadTag()
    {
        byte[] authenticated = [];
        if (reader.NextIs(0xA1))
        {
            SignedAttributes attributes = SignedAttributes.Read(reader.ReadElement());
            if (attributes.ContentType is string type && type != CmsOids.Data)
                throw Malformed.Message("the authenticated content type is not that of the content");
            authenticated = attributes.ToBeSigned;
        }

        using MemoryStream tag = new();
        reader.CopyOctets(0x04, part =>
        {
            if (tag.Length + part.Length > ContentCipher.TagSize)
                throw Malformed.Message("the tag is too long");
            tag.Write(part);
        });
        if (reader.NextIs(0xA2))
            reader.SkipElement();
        return (authenticated, tag.ToArray());
    }
}
