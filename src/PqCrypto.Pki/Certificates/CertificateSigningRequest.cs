using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using PqCrypto.Encoding;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki;

/// <summary>A PKCS #10 request whose signature is that of the key in it.</summary>
/// <remarks>Immutable. RFC 2986. <see cref="CertificateBuilder"/> makes requests, and certificates out of them.</remarks>
public sealed class CertificateSigningRequest
{
    internal const string PemLabel = "CERTIFICATE REQUEST";

    private CertificateSigningRequest(CertificateRequest request)
    {
        Subject = request.SubjectName;
        PublicKey = PkiAlgorithms.ImportSignaturePublicKey(request.PublicKey.ExportSubjectPublicKeyInfo());
        RequestedExtensions = [.. request.CertificateExtensions];
    }

    /// <summary>The subject that is asked for.</summary>
    public X500DistinguishedName Subject { get; }

    /// <summary>The subject's key.</summary>
    public SignaturePublicKey PublicKey { get; }

    /// <summary>The extensions that are asked for, unchecked: an authority decides which ones it grants.</summary>
    public IReadOnlyList<X509Extension> RequestedExtensions { get; }

    /// <summary>Reads a request and verifies its signature.</summary>
    /// <param name="source">The request, DER, without trailing bytes.</param>
    /// <exception cref="CryptographicException">The request is malformed, its key is of no algorithm that is known, or the signature is not that key's.</exception>
    /// <exception cref="NotSupportedException">The signature's algorithm is not accepted; the message names it.</exception>
    public static CertificateSigningRequest Read(ReadOnlySpan<byte> source)
    {
        byte[] der = source.ToArray();
        byte[] toBeSigned, algorithm, signature;
        try
        {
            AsnReader reader = new(der, AsnEncodingRules.DER);
            AsnReader fields = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            toBeSigned = fields.ReadEncodedValue().ToArray();
            algorithm = fields.ReadEncodedValue().ToArray();
            signature = fields.ReadBitString(out int unused);
            fields.ThrowIfNotEmpty();
            if (unused != 0)
                throw new CryptographicException("A signature has whole bytes.");
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("The request is malformed (RFC 2986, section 4).", exception);
        }

        CertificateRequest request = CertificateRequest.LoadSigningRequest(
            der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        if (!SignatureCheck.Verify(algorithm, request.PublicKey.ExportSubjectPublicKeyInfo(), toBeSigned, signature))
            throw new CryptographicException("The request's signature is not that of its key (RFC 2986, section 4.2).");
        return new CertificateSigningRequest(request);
    }

    /// <summary>Reads a request as PEM text and verifies its signature.</summary>
    /// <param name="source">Text with one block "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST"; others are skipped.</param>
    /// <exception cref="ArgumentException">There is no such block.</exception>
    /// <exception cref="CryptographicException">As <see cref="Read"/>.</exception>
    /// <exception cref="NotSupportedException">As <see cref="Read"/>.</exception>
    public static CertificateSigningRequest ReadPem(ReadOnlySpan<char> source)
    {
        PemBlocks blocks = new(source);
        while (blocks.MoveNext())
        {
            if (blocks.Label is PemLabel or $"NEW {PemLabel}")
                return Read(Convert.FromBase64String(blocks.Base64.ToString()));
        }

        throw new ArgumentException("There is no certificate request.", nameof(source));
    }
}
