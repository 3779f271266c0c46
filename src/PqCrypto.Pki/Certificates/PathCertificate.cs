using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security.Certificates;
using PqCrypto.Pki.Signatures;
using Certificate = Org.BouncyCastle.X509.X509Certificate;

namespace PqCrypto.Pki.Certificates;

/// <summary>A certificate on a path as BouncyCastle's path validation takes it, with its signature verified by this library's algorithms.</summary>
/// <remarks>That validation asks each certificate for its key and hands it to the next one's <see cref="Verify"/>. BouncyCastle has no such keys for composites, so a stand-in goes
/// this way, and the issuer is known from the search for the path.</remarks>
internal sealed class PathCertificate : Certificate
{
    private static readonly X25519PublicKeyParameters StandIn = new(new byte[X25519PublicKeyParameters.KeySize], 0);

    private readonly byte[]? issuerKeyInfo;
    private readonly byte[] signature;

    private PathCertificate(X509Certificate2 certificate, X509Certificate2? issuer)
        : base(certificate.RawData)
    {
        issuerKeyInfo = issuer?.PublicKey.ExportSubjectPublicKeyInfo();
        signature = GetSignature();
    }

    /// <summary>A certificate and its issuer; for an anchor null.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is malformed, though the platform has read it.</exception>
    internal static PathCertificate Read(X509Certificate2 certificate, X509Certificate2? issuer) =>
        BouncyCastleInput.Read("A certificate (RFC 5280, section 4.1)", () => new PathCertificate(certificate, issuer));

    public override AsymmetricKeyParameter GetPublicKey() => StandIn;

    public override void Verify(AsymmetricKeyParameter key)
    {
        if (SignatureFault() is string fault)
            throw new CertificateException(fault);
    }

    /// <summary>Why the issuer has not signed it; null where it has, or is not asked for.</summary>
    /// <remarks>RFC 5280, section 4.1.1.2: the algorithm inside of what is signed is the one beside the signature.</remarks>
    internal string? SignatureFault()
    {
        if (issuerKeyInfo is null)
            return null;
        byte[] algorithm = SignatureAlgorithm.GetEncoded();
        if (!algorithm.AsSpan().SequenceEqual(TbsCertificate.Signature.GetEncoded()))
            return "it names two signature algorithms (RFC 5280, section 4.1.1.2)";
        try
        {
            return SignatureCheck.Verify(algorithm, issuerKeyInfo, GetTbsCertificate(), signature) ? null : "its signature is not the issuer's";
        }
        catch (NotSupportedException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }
}
