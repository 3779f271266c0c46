using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki.Cms;

/// <summary>What a message says of one of its signatures, and whether it is good.</summary>
/// <remarks>RFC 5652, sections 5.3 to 5.6.</remarks>
internal sealed class SignerInfo
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const int MaxCertificatesToTry = 4;     // of one name: a message may hold any number of them

    private static readonly Asn1Tag SignedTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag UnsignedTag = new(TagClass.ContextSpecific, 1);

    private readonly CertificateIdentifier signer;
    private readonly AlgorithmIdentifier digestAlgorithm;
    private readonly ReadOnlyMemory<byte>? encodedAttributes;
    private readonly AlgorithmIdentifier signatureAlgorithm;
    private readonly byte[] signature;

    private SignerInfo(AsnReader fields)
    {
        fields.ReadIntegerBytes();     // the version, which says no more than the name of the signer
        signer = CertificateIdentifier.Read(fields);
        digestAlgorithm = AlgorithmIdentifier.Read(fields);
        if (fields.HasData && fields.PeekTag().HasSameClassAndValue(SignedTag))
            encodedAttributes = fields.ReadEncodedValue();
        signatureAlgorithm = AlgorithmIdentifier.Read(fields);
        signature = fields.ReadOctetString();
        if (fields.HasData && fields.PeekTag().HasSameClassAndValue(UnsignedTag))
            fields.ReadEncodedValue();
        fields.ThrowIfNotEmpty();
    }

    internal static SignerInfo Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader reader = new(encoded, AsnEncodingRules.BER);
        SignerInfo info = new(reader.ReadSequence());
        reader.ThrowIfNotEmpty();
        return info;
    }

    /// <summary>Writes a SignerInfo.</summary>
    internal static byte[] Write(CmsSigningKey key, byte[] digest, string contentType, DateTimeOffset? signingTime)
    {
        byte[] digestAlgorithm = SignatureIdentifiers.Plain(SignerDigests.For(key.PrivateKey.Algorithm));
        byte[] signatureAlgorithm = SignatureIdentifiers.Encode(key.PrivateKey.Algorithm);
        byte[] attributes = SignedAttributes.Write(contentType, signingTime, digest, digestAlgorithm, signatureAlgorithm);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            CertificateIdentifier.Write(writer, key.Certificate);
            writer.WriteEncodedValue(digestAlgorithm);
            using (writer.PushSetOf(SignedTag))
            {
                AsnReader set = new AsnReader(attributes, AsnEncodingRules.DER).ReadSetOf();
                while (set.HasData)
                    writer.WriteEncodedValue(set.ReadEncodedValue().Span);
            }

            writer.WriteEncodedValue(signatureAlgorithm);
            writer.WriteOctetString(key.PrivateKey.Sign(attributes));
        }

        return writer.Encode();
    }

    /// <summary>Looks whether the signature is good.</summary>
    /// <param name="content">What was signed.</param>
    /// <param name="certificates">Where to look for the signer's certificate.</param>
    internal CmsSignature Check(SignedContent content, IReadOnlyList<X509Certificate2> certificates)
    {
        DateTimeOffset? signingTime = null;
        X509Certificate2[] named = [.. certificates.Where(signer.Names).Take(MaxCertificatesToTry)];
        try
        {
            SignedAttributes? attributes = encodedAttributes is ReadOnlyMemory<byte> encoded ? SignedAttributes.Read(encoded) : null;
            signingTime = attributes?.SigningTime;
            if (Objection(content, attributes) is string objection)
                return Result(CmsSignatureStatus.Invalid, objection, named.FirstOrDefault());
            ReadOnlyMemory<byte> signed = attributes?.ToBeSigned ?? content.Whole!.Value;
            byte[] algorithm = VerifiedAlgorithm();
            foreach (X509Certificate2 certificate in named)
            {
                if (SignatureCheck.Verify(algorithm, certificate.PublicKey.ExportSubjectPublicKeyInfo(), signed.Span, signature))
                    return Result(CmsSignatureStatus.Valid, null, certificate);
            }

            return named.Length > 0
                ? Result(CmsSignatureStatus.Invalid, "The signature is not that of the certificate's key.", named[0])
                : Result(CmsSignatureStatus.CertificateMissing, "The signer's certificate is neither in the message nor among those that were given.", null);
        }
        catch (NotSupportedException exception)
        {
            return Result(CmsSignatureStatus.UnknownAlgorithm, exception.Message, named.FirstOrDefault());
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            return Result(CmsSignatureStatus.Invalid, $"The signer's attributes are malformed: {exception.Message}", named.FirstOrDefault());
        }

        CmsSignature Result(CmsSignatureStatus status, string? reason, X509Certificate2? certificate) =>
            new(status, reason, certificate, signatureAlgorithm.Oid, signingTime);
    }

    /// <summary>What is wrong without a look at the signature itself; null where nothing is.</summary>
    /// <exception cref="NotSupportedException">The digest is unknown.</exception>
    private string? Objection(SignedContent content, SignedAttributes? attributes)
    {
        if (attributes is null)
            return ObjectionToBareContent(content);
        if (attributes.ContentType != content.Type)
            return "The signed content type is not that of the content.";
        if (!digestAlgorithm.HasNoParameters || !content.Digests.TryGetValue(digestAlgorithm.Oid, out byte[]? digest))
        {
            return ContentDigest.IsKnown(digestAlgorithm.Oid)
                ? "The message does not announce the signer's digest."
                : throw new NotSupportedException($"Digests of the algorithm {digestAlgorithm.Oid} are not accepted.");
        }

        if (!digest.AsSpan().SequenceEqual(attributes.MessageDigest))
            return "The signed digest is not that of the content.";
        if (!attributes.Protect(digestAlgorithm, signatureAlgorithm))
            return "The signed algorithms are not those beside the signature.";
        return SignerDigests.IsAccepted(signatureAlgorithm.Oid, digestAlgorithm.Oid) ? null : "The digest is too weak for the signature, or not the one that it goes with.";
    }

    /// <summary>Without attributes the content itself is signed, which must be of type data and must not be what others sign as attributes.</summary>
    /// <remarks>RFC 5652, sections 5.3 and 5.4.</remarks>
    private static string? ObjectionToBareContent(SignedContent content)
    {
        if (content.Type != CmsOids.Data)
            return "A content of another type than data is signed with attributes only.";
        if (content.Whole is not ReadOnlyMemory<byte> whole)
            return "A signature without signed attributes is verified over an array only, not over a stream.";
        return SignedAttributes.CouldBe(whole) ? "The content is what a signer of another message may have signed as attributes." : null;
    }

    /// <summary>The algorithm beside the signature; some name the key's for RSA, PKCS #1 1.5, and leave the hash to the digest.</summary>
    /// <remarks>RFC 3370, section 3.2.</remarks>
    private byte[] VerifiedAlgorithm()
    {
        if (signatureAlgorithm.Oid != RsaEncryption)
            return signatureAlgorithm.Encoded;
        HashAlgorithmName hash = HashIdentifiers.Find(digestAlgorithm.Oid)
            ?? throw new NotSupportedException($"RSA signatures with the digest {digestAlgorithm.Oid} are not accepted.");
        return SignatureIdentifiers.Plain(SignatureIdentifiers.RsaPkcs1(hash));
    }
}

/// <summary>The content of a message as its signers are compared with it: its type, its digests by object identifier, and all of it where it was an array.</summary>
internal sealed record SignedContent(string Type, IReadOnlyDictionary<string, byte[]> Digests, ReadOnlyMemory<byte>? Whole);
