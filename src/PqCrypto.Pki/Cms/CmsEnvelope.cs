using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Cms;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki;

/// <summary>Encrypted messages in the Cryptographic Message Syntax, to one recipient or several: with ML-KEM, composite and X-Wing keys (KEMRecipientInfo) beside RSA and elliptic
/// curves.</summary>
/// <remarks>
/// <para>A message holds against a quantum computer only if all its recipients' keys do: each of them has the key of the content.</para>
/// <para>The content is encrypted with AES-256-GCM (AuthEnvelopedData) unless asked otherwise; read with AES of any length. Keys: HKDF-SHA256 and AES-256 key wrap for
/// KEMs (AES-128 for ML-KEM-512; read with SHA-384 and SHA-512 and any AES key wrap too), RSAES-OAEP with SHA-256, ephemeral ECDH on P-256, P-384 and P-521 with the X9.63
/// derivation. RSA with PKCS #1 1.5 is refused. Written over arrays in DER, over streams in BER with indefinite lengths; read in BER. AES-GCM takes
/// contents of 64 GB at most.</para>
/// <para>AES-GCM and key wrap are BouncyCastle's: with AES instructions on x86 and x64; on other processors by tables in memory, whose access times depend on keys.
/// RFC 5652, section 6; RFC 5083; RFC 5084; RFC 9629; RFC 9936; draft-ietf-lamps-cms-composite-kem; RFC 5753; RFC 3560.</para>
/// </remarks>
public static class CmsEnvelope
{
    /// <summary>Encrypts a content.</summary>
    /// <param name="content">The content, of any length. Secret.</param>
    /// <param name="recipients">The certificates of those who shall read it, one at least. Whether they are to be trusted is asked before.</param>
    /// <param name="protection">Authenticated unless a reader cannot have that.</param>
    /// <returns>The message, DER.</returns>
    /// <exception cref="ArgumentException">There are no recipients.</exception>
    /// <exception cref="CryptographicException">The key usage of a certificate is not for this, or its key is malformed or too short.</exception>
    /// <exception cref="NotSupportedException">The key of a certificate is of an algorithm that no message is encrypted to.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> content, IReadOnlyList<X509Certificate2> recipients, CmsContentProtection protection = CmsContentProtection.Authenticated)
    {
        CheckRecipients(recipients);
        using EnvelopeWriter writer = new(recipients, protection);
        return writer.Write(content);
    }

    /// <summary>Encrypts what a stream holds from its position to its end.</summary>
    /// <param name="content">The content; read to its end, left open. Secret.</param>
    /// <param name="destination">Receives the message, BER; left open.</param>
    /// <param name="recipients">The certificates of those who shall read it, one at least. Whether they are to be trusted is asked before.</param>
    /// <param name="protection">Authenticated unless a reader cannot have that.</param>
    /// <exception cref="ArgumentException">There are no recipients.</exception>
    /// <exception cref="CryptographicException">As for the other overload.</exception>
    /// <exception cref="NotSupportedException">As for the other overload.</exception>
    public static void Encrypt(
        Stream content, Stream destination, IReadOnlyList<X509Certificate2> recipients, CmsContentProtection protection = CmsContentProtection.Authenticated)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(destination);
        CheckRecipients(recipients);
        using EnvelopeWriter writer = new(recipients, protection);
        writer.Write(content, destination);
    }

    /// <summary>Decrypts a message.</summary>
    /// <param name="message">The message, DER or BER, without trailing bytes.</param>
    /// <param name="key">The recipient's key.</param>
    /// <param name="least">The least protection that is taken: authenticated, unless messages are known that have none.</param>
    /// <returns>The content. Secret; the caller zeroes it.</returns>
    /// <exception cref="CryptographicException">The message is malformed, was changed, has less protection, or no recipient that the key opens.</exception>
    /// <exception cref="NotSupportedException">The message uses an algorithm that is not accepted; the text names it.</exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> message, CmsDecryptionKey key, CmsContentProtection least = CmsContentProtection.Authenticated)
    {
        using MemoryStream source = new(message.ToArray());
        using MemoryStream content = new(message.Length);
        try
        {
            Decrypt(source, content, key, least);
            return content.ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content.GetBuffer());
        }
    }

    /// <summary>Decrypts a message from a stream.</summary>
    /// <param name="message">The message, DER or BER; read to its end, left open.</param>
    /// <param name="destination">Receives the content, left open; nothing before all of the message was found good. Secret.</param>
    /// <param name="key">The recipient's key.</param>
    /// <param name="least">The least protection that is taken: authenticated, unless messages are known that have none.</param>
    /// <exception cref="CryptographicException">The message is malformed, was changed, has less protection, or no recipient that the key opens.</exception>
    /// <exception cref="NotSupportedException">The message uses an algorithm that is not accepted; the text names it.</exception>
    /// <remarks>The ciphertext is held until its tag is checked, and decrypted a second time then: beyond 1 MB in a temporary file, which nobody else may read.</remarks>
    public static void Decrypt(Stream message, Stream destination, CmsDecryptionKey key, CmsContentProtection least = CmsContentProtection.Authenticated)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            new EnvelopeReader(message, key, least).Read(destination.Write);
        }
        catch (AsnContentException exception)
        {
            throw Malformed.Message(exception.Message);
        }
    }

    private static void CheckRecipients(IReadOnlyList<X509Certificate2> recipients)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        if (recipients.Count == 0)
            throw new ArgumentException("A message has one recipient at least.", nameof(recipients));
    }
}
