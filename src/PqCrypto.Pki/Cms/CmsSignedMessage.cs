using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Certificates;
using PqCrypto.Pki.Cms;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki;

/// <summary>A signed message in the Cryptographic Message Syntax (SignedData): with its content or detached, with one signer or several, such as a classical and a
/// post-quantum one side by side.</summary>
/// <remarks>
/// <para>Reading a message checks every signature and reports what was found; it trusts nobody. <see cref="Require(X509Certificate2)"/> and
/// <see cref="Require(Predicate{CmsSignature})"/> are where a reader says whose signature it wants: a message may have lost signers on its way, and anybody can add one, so
/// ask for a certificate that you have, or for a name in one that you have validated.</para>
/// <para>Written with signed attributes always (content type, digest, both algorithms), in DER; over a stream in BER with indefinite lengths. Read in BER. Signers with ML-DSA, all composites,
/// RSA (PKCS #1 1.5 and PSS), ECDSA, Ed25519 and Ed448; digests of SHA-2, SHA-3 and SHAKE. Nothing is read beyond 100 signers, 1000 certificates and 64 MB
/// beside the content. Immutable once read. RFC 5652, section 5; RFC 9882; draft-ietf-lamps-cms-composite-sigs; RFC 6211.</para>
/// </remarks>
public sealed class CmsSignedMessage
{
    private CmsSignedMessage(SignedDataReader reader, ReadOnlyMemory<byte>? whole, ReadOnlyMemory<byte> content, IEnumerable<X509Certificate2>? certificates)
    {
        SignedContent signed = reader.Finish(whole);
        ContentType = signed.Type;
        Content = content;
        Certificates = reader.Certificates;
        X509Certificate2[] known = [.. certificates ?? [], .. reader.Certificates];
        Signatures = [.. reader.Signers.Select(signer => signer.Check(signed, known))];
    }

    /// <summary>The object identifier of the content's type.</summary>
    public string ContentType { get; }

    /// <summary>The content of a message that was read from an array with its content in it; empty otherwise. Not to be used before Require.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>What was found of each signature, in the order of the message.</summary>
    public IReadOnlyList<CmsSignature> Signatures { get; }

    /// <summary>The certificates in the message, which anybody may have put there.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>Signs a content.</summary>
    /// <param name="content">The content, of any length. Public.</param>
    /// <param name="signers">The signers, one at least.</param>
    /// <param name="options">Detached or not, more certificates, time of signing; null for none.</param>
    /// <returns>The message, DER.</returns>
    /// <exception cref="ArgumentException">There are no signers.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> content, IReadOnlyList<CmsSigningKey> signers, CmsSigningOptions? options = null)
    {
        CheckSigners(signers);
        options ??= CmsSigningOptions.Default;
        using SignedDataWriter writer = new(signers, options);
        if (!options.Detached)
            return writer.Write(content.ToArray());
        writer.Append(content);
        return writer.Write(content: null);
    }

    /// <summary>Signs what a stream holds from its position to its end.</summary>
    /// <param name="content">The content; read to its end, left open. Public.</param>
    /// <param name="destination">Receives the message, left open: DER where the signature is detached, BER where the content is in it.</param>
    /// <param name="signers">The signers, one at least.</param>
    /// <param name="options">Detached or not, more certificates, time of signing; null for none.</param>
    /// <exception cref="ArgumentException">There are no signers.</exception>
    public static void Sign(Stream content, Stream destination, IReadOnlyList<CmsSigningKey> signers, CmsSigningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(destination);
        CheckSigners(signers);
        options ??= CmsSigningOptions.Default;
        using SignedDataWriter writer = new(signers, options);
        if (options.Detached)
        {
            BerWriter.ForEachSegment(content, writer.Append);
            destination.Write(writer.Write(content: null));
        }
        else
        {
            writer.Write(content, destination);
        }
    }

    /// <summary>Reads a message with its content in it, and checks its signatures.</summary>
    /// <param name="message">The message, DER or BER, without trailing bytes.</param>
    /// <param name="certificates">Certificates of signers that the message may leave out; null for none.</param>
    /// <exception cref="CryptographicException">The message is malformed, no SignedData, or has no content.</exception>
    public static CmsSignedMessage Read(ReadOnlySpan<byte> message, IEnumerable<X509Certificate2>? certificates = null)
    {
        using MemoryStream source = new(message.ToArray());
        using MemoryStream content = new();
        return Read(source, null, content.Write, () => content.ToArray(), isHeld: true, certificates);
    }

    /// <summary>Reads a detached signature, and checks it against its content.</summary>
    /// <param name="message">The message, DER or BER, without trailing bytes.</param>
    /// <param name="content">The content.</param>
    /// <param name="certificates">Certificates of signers that the message may leave out; null for none.</param>
    /// <exception cref="CryptographicException">The message is malformed, no SignedData, or has a content of its own.</exception>
    public static CmsSignedMessage ReadDetached(ReadOnlySpan<byte> message, ReadOnlySpan<byte> content, IEnumerable<X509Certificate2>? certificates = null)
    {
        using MemoryStream source = new(message.ToArray());
        byte[] whole = content.ToArray();
        using MemoryStream detached = new(whole);
        return Read(source, detached, static _ => { }, () => whole, isHeld: false, certificates);
    }

    /// <summary>Reads a message with its content in it from a stream, and checks its signatures.</summary>
    /// <param name="message">The message, DER or BER; read to its end, left open.</param>
    /// <param name="destination">Receives the content, left open. Not to be used before Require.</param>
    /// <param name="certificates">Certificates of signers that the message may leave out; null for none.</param>
    /// <exception cref="CryptographicException">The message is malformed, no SignedData, or has no content.</exception>
    /// <remarks>Signers without signed attributes are found invalid: their signature is over the content itself, which is not held.</remarks>
    public static CmsSignedMessage Read(Stream message, Stream destination, IEnumerable<X509Certificate2>? certificates = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(destination);
        return Read(message, null, destination.Write, whole: null, isHeld: false, certificates);
    }

    /// <summary>Reads a detached signature from a stream, and checks it against its content.</summary>
    /// <param name="message">The message, DER or BER; read to its end, left open.</param>
    /// <param name="content">The content; read to its end, left open.</param>
    /// <param name="certificates">Certificates of signers that the message may leave out; null for none.</param>
    /// <exception cref="CryptographicException">The message is malformed, no SignedData, or has a content of its own.</exception>
    /// <remarks>Signers without signed attributes are found invalid: their signature is over the content itself, which is not held.</remarks>
    public static CmsSignedMessage ReadDetached(Stream message, Stream content, IEnumerable<X509Certificate2>? certificates = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(content);
        return Read(message, content, static _ => { }, whole: null, isHeld: false, certificates);
    }

    /// <summary>The signature of the holder of a certificate that the reader has and trusts.</summary>
    /// <param name="signer">The signer's certificate. All of its bytes count.</param>
    /// <exception cref="CryptographicException">There is no valid one; the message says what was found of each.</exception>
    public CmsSignature Require(X509Certificate2 signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return Require(signature => CertificateBytes.Comparer.Equals(signature.Certificate, signer));
    }

    /// <summary>The first valid signature that is the one asked for: for instance a post-quantum one whose certificate is trusted and has the signer's name.</summary>
    /// <param name="isAccepted">Says whether a valid signature is the one. Its certificate is there, and not validated yet. Do not compare it by its <c>Equals</c>, which looks at issuer
    /// and serial number only: anybody can write these into a certificate of his own key.</param>
    /// <exception cref="CryptographicException">There is none; the message says what was found of each.</exception>
    public CmsSignature Require(Predicate<CmsSignature> isAccepted)
    {
        ArgumentNullException.ThrowIfNull(isAccepted);
        return Signatures.FirstOrDefault(signature => signature.Status == CmsSignatureStatus.Valid && isAccepted(signature))
            ?? throw new CryptographicException($"The message has no valid signature of the kind that is asked for. It has: {(Signatures.Count == 0 ? "none" : string.Join("; ", Signatures.Select(Describe)))}.");
    }

    private static string Describe(CmsSignature signature) =>
        $"{signature.Algorithm?.Name ?? signature.AlgorithmOid} by {signature.Certificate?.Subject ?? "an unknown signer"}: {signature.Reason ?? "valid"}";

    private static CmsSignedMessage Read(
        Stream message, Stream? detached, ContentReceiver receiver, Func<ReadOnlyMemory<byte>>? whole, bool isHeld, IEnumerable<X509Certificate2>? certificates)
    {
        using SignedDataReader reader = new(message);
        try
        {
            reader.Read(detached, receiver);
        }
        catch (AsnContentException exception)
        {
            throw Malformed.Message(exception.Message);
        }

        ReadOnlyMemory<byte>? held = whole?.Invoke();
        return new CmsSignedMessage(reader, held, isHeld ? held!.Value : default, certificates);
    }

    private static void CheckSigners(IReadOnlyList<CmsSigningKey> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        if (signers.Count == 0)
            throw new ArgumentException("A message has one signer at least.", nameof(signers));
    }
}
