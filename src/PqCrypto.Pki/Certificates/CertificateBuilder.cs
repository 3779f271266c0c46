using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Certificates;

namespace PqCrypto.Pki;

/// <summary>Makes certificates and requests for keys of any algorithm, signed by keys of any algorithm that signs: ML-DSA, composites, RSA-PSS, ECDSA.</summary>
/// <remarks>A builder over the platform's CertificateRequest, which gives the encoding. What is not said has the usual value: a year from now, the key usage
/// that fits the key, random serial numbers of 128 bits, identifiers of the subject's and the issuer's key. The certificates hold public keys only; keep the private
/// key beside them, or both in a <see cref="Pkcs12File"/>. Immutable, and safe for many threads. RFC 5280; RFC 9881; RFC 9935.</remarks>
public sealed class CertificateBuilder
{
    private const int SerialNumberSize = 16;

    /// <summary>A builder for a subject.</summary>
    /// <param name="subject">The distinguished name, such as "CN=example.org, O=Example"; may be empty where there are alternative names.</param>
    /// <exception cref="CryptographicException">The name is malformed.</exception>
    public CertificateBuilder(string subject)
        : this(new X500DistinguishedName(subject))
    {
    }

    /// <summary>A builder for a subject.</summary>
    /// <param name="subject">The distinguished name.</param>
    public CertificateBuilder(X500DistinguishedName subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        Subject = subject;
    }

    /// <summary>A builder for what a request asks for: its subject and its alternative names. What else it asks for is the authority's to decide.</summary>
    /// <param name="request">The request, whose signature was checked when it was read.</param>
    public CertificateBuilder(CertificateSigningRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Subject = request.Subject;
        Extensions = [.. request.RequestedExtensions.Where(extension => extension.Oid?.Value == AlternativeNamesOid)];
    }

    /// <summary>The subject.</summary>
    public X500DistinguishedName Subject { get; }

    /// <summary>Alternative names: hosts, such as "example.org" and "*.example.org".</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>Alternative names: addresses.</summary>
    public IReadOnlyList<IPAddress> IPAddresses { get; init; } = [];

    /// <summary>Alternative names: mail addresses.</summary>
    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    /// <summary>Whether the subject may sign certificates and revocation lists.</summary>
    public bool IsAuthority { get; init; }

    /// <summary>How many authorities may stand between this one and the last certificate; null for any number. Only with <see cref="IsAuthority"/>.</summary>
    public int? MaxPathLength { get; init; }

    /// <summary>What the key is for; null for what fits it: signing certificates and revocation lists (authorities), digital signatures, key encipherment (ML-KEM, composites,
    /// RSA-OAEP), key agreement (elliptic curves).</summary>
    public X509KeyUsageFlags? KeyUsage { get; init; }

    /// <summary>Object identifiers of what the key is for; <see cref="KeyPurposes"/> has the usual ones.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; init; } = [];

    /// <summary>Addresses where the issuer's revocation list can be had.</summary>
    public IReadOnlyList<Uri> RevocationListAddresses { get; init; } = [];

    /// <summary>The first moment of validity. Five minutes before now where it is not said, for clocks that are slow.</summary>
    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UtcNow.AddMinutes(-5);

    /// <summary>The last moment of validity. A year from now where it is not said.</summary>
    public DateTimeOffset NotAfter { get; init; } = DateTimeOffset.UtcNow.AddYears(1);

    /// <summary>Further extensions.</summary>
    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    internal static string AlternativeNamesOid => "2.5.29.17";

    /// <summary>Makes a certificate that the subject signs for itself.</summary>
    /// <param name="key">The subject's key.</param>
    /// <returns>The certificate, without the private key.</returns>
    /// <exception cref="ArgumentException">The key usage does not fit the key, or the times are in the wrong order.</exception>
    /// <exception cref="NotSupportedException">The key's algorithm has no object identifier (round 3).</exception>
    public X509Certificate2 CreateSelfSigned(SignaturePrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        CertificateRequest request = Describe(key.PublicKey);
        return Sign(request, Subject, issuerKeyIdentifier: null, key);
    }

    /// <summary>Makes a certificate for a key that signs.</summary>
    /// <param name="publicKey">The subject's key.</param>
    /// <param name="issuer">The authority's certificate.</param>
    /// <param name="issuerKey">The authority's private key.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="ArgumentException">The issuer is no authority, its key is not the private key's, the key usage does not fit the key, or the times are in the wrong
    /// order.</exception>
    /// <exception cref="CryptographicException">The issuer's key is of no algorithm that is known, or an extension of its certificate is malformed or there twice.</exception>
    /// <exception cref="NotSupportedException">The issuer's algorithm has no object identifier (round 3).</exception>
    public X509Certificate2 Create(SignaturePublicKey publicKey, X509Certificate2 issuer, SignaturePrivateKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        return Issue(Describe(publicKey), issuer, issuerKey);
    }

    /// <summary>Makes a certificate for a key of a KEM.</summary>
    /// <param name="publicKey">The subject's key. That the subject has the private key cannot be shown by a signature: it shows when something encapsulated to it is used.</param>
    /// <param name="issuer">The authority's certificate.</param>
    /// <param name="issuerKey">The authority's private key.</param>
    /// <returns>The certificate.</returns>
    /// <exception cref="ArgumentException">The issuer is no authority, its key is not the private key's, the subject is to be one, the key usage does not fit the key, or
    /// the times are in the wrong order.</exception>
    /// <exception cref="CryptographicException">The issuer's key is of no algorithm that is known, or an extension of its certificate is malformed or there twice.</exception>
    /// <exception cref="NotSupportedException">An algorithm has no object identifier (round 3, the TLS groups).</exception>
    public X509Certificate2 Create(KemPublicKey publicKey, X509Certificate2 issuer, SignaturePrivateKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        if (IsAuthority)
            throw new ArgumentException($"{publicKey.Algorithm.Name} does not sign: its key cannot be an authority's.", nameof(publicKey));
        byte[] keyInfo = publicKey.ExportSubjectPublicKeyInfo();
        return Issue(Describe(CertificateKeys.PlatformKey(keyInfo), IsEllipticCurve(keyInfo) ? X509KeyUsageFlags.KeyAgreement : X509KeyUsageFlags.KeyEncipherment), issuer, issuerKey);
    }

    /// <summary>Makes a request to an authority, signed by the subject's key.</summary>
    /// <param name="key">The subject's key.</param>
    /// <returns>The request, DER.</returns>
    /// <exception cref="ArgumentException">The key usage does not fit the key.</exception>
    /// <exception cref="NotSupportedException">The key's algorithm has no object identifier (round 3).</exception>
    /// <remarks>RFC 2986. <see cref="NotBefore"/> and <see cref="NotAfter"/> cannot be asked for.</remarks>
    public byte[] CreateSigningRequest(SignaturePrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Describe(key.PublicKey).CreateSigningRequest(new KeySignatureGenerator(key));
    }

    /// <summary>Makes a request to an authority, as <see cref="CreateSigningRequest"/> does, as PEM text.</summary>
    /// <param name="key">The subject's key.</param>
    public string CreateSigningRequestPem(SignaturePrivateKey key) => PemEncoding.WriteString(CertificateSigningRequest.PemLabel, CreateSigningRequest(key));

    private X509Certificate2 Issue(CertificateRequest request, X509Certificate2 issuer, SignaturePrivateKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(issuerKey);
        if (SingleExtension.Find<X509BasicConstraintsExtension>(issuer) is not { CertificateAuthority: true })
            throw new ArgumentException("The issuer's certificate is not that of an authority (RFC 5280, section 4.2.1.9).", nameof(issuer));
        if (KeyUsageRules.Of(issuer) is X509KeyUsageFlags usage && (usage & X509KeyUsageFlags.KeyCertSign) == 0)
            throw new ArgumentException("The issuer's key may not sign certificates (RFC 5280, section 4.2.1.3).", nameof(issuer));
        if (!issuer.GetSignaturePublicKey().Equals(issuerKey.PublicKey))
            throw new ArgumentException("The private key is not that of the issuer's certificate.", nameof(issuerKey));
        return Sign(request, issuer.SubjectName, AuthorityKeyIdentifier(issuer), issuerKey);
    }

    private X509Certificate2 Sign(CertificateRequest request, X500DistinguishedName issuer, X509Extension? issuerKeyIdentifier, SignaturePrivateKey key)
    {
        if (issuerKeyIdentifier is not null)
            request.CertificateExtensions.Add(issuerKeyIdentifier);
        byte[] serialNumber = RandomNumberGenerator.GetBytes(SerialNumberSize);
        serialNumber[0] = (byte)((serialNumber[0] & 0x3F) | 0x40);      // positive, and always as long
        return request.Create(issuer, new KeySignatureGenerator(key), NotBefore, NotAfter, serialNumber);
    }

    private CertificateRequest Describe(SignaturePublicKey publicKey) => Describe(
        CertificateKeys.PlatformKey(publicKey.ExportSubjectPublicKeyInfo()),
        IsAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature);

    private CertificateRequest Describe(PublicKey publicKey, X509KeyUsageFlags fittingUsage)
    {
        X509KeyUsageFlags usage = KeyUsage ?? fittingUsage;
        if (KeyUsageRules.Violation(publicKey.Oid.Value!, usage) is string violation)
            throw new ArgumentException($"The key usage does not fit: {violation}.");
        CertificateRequest request = new(Subject, publicKey, HashAlgorithmName.SHA256);      // the hash is the generator's affair
        request.CertificateExtensions.Add(IsAuthority
            ? X509BasicConstraintsExtension.CreateForCertificateAuthority(MaxPathLength)
            : X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        if (ExtendedKeyUsages.Count != 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. ExtendedKeyUsages.Select(oid => new Oid(oid))], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, X509SubjectKeyIdentifierHashAlgorithm.ShortSha256, critical: false));
        if (AlternativeNames() is X509Extension names)
            request.CertificateExtensions.Add(names);
        if (RevocationListAddresses.Count != 0)
        {
            request.CertificateExtensions.Add(
                CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(RevocationListAddresses.Select(address => address.AbsoluteUri)));
        }

        foreach (X509Extension extension in Extensions)
            request.CertificateExtensions.Add(extension);
        return request;
    }

    /// <summary>subjectAltName, critical where there is no other name.</summary>
    /// <remarks>RFC 5280, section 4.2.1.6.</remarks>
    private X509Extension? AlternativeNames()
    {
        if (DnsNames.Count + IPAddresses.Count + EmailAddresses.Count == 0)
            return null;
        SubjectAlternativeNameBuilder builder = new();
        foreach (string name in DnsNames)
            builder.AddDnsName(name);
        foreach (IPAddress address in IPAddresses)
            builder.AddIpAddress(address);
        foreach (string address in EmailAddresses)
            builder.AddEmailAddress(address);
        return builder.Build(critical: Subject.RawData.Length == 2);      // an empty SEQUENCE
    }

    private static X509AuthorityKeyIdentifierExtension AuthorityKeyIdentifier(X509Certificate2 issuer)
    {
        bool hasIdentifier = issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any();
        return X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: hasIdentifier, includeIssuerAndSerial: !hasIdentifier);
    }

    private static bool IsEllipticCurve(byte[] subjectPublicKeyInfo) =>
        CertificateKeys.PlatformKey(subjectPublicKeyInfo).Oid.Value is "1.2.840.10045.2.1" or "1.3.101.110" or "1.3.101.111";      // id-ecPublicKey, id-X25519, id-X448
}
