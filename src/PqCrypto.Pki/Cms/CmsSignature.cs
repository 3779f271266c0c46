using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Cms;

namespace PqCrypto.Pki;

/// <summary>What was found of a signature on a CMS message.</summary>
public enum CmsSignatureStatus
{
    /// <summary>The signature is that of the certificate's key over the content. Whether the certificate is to be trusted is another question.</summary>
    Valid,

    /// <summary>The signature, or what it covers, is wrong.</summary>
    Invalid,

    /// <summary>The signature or its digest is of an algorithm that is not accepted here: nothing can be said.</summary>
    UnknownAlgorithm,

    /// <summary>The signer's certificate is not there.</summary>
    CertificateMissing,
}

/// <summary>One signature on a CMS message, as <see cref="CmsSignedMessage"/> found it.</summary>
/// <remarks>Immutable.</remarks>
public sealed class CmsSignature
{
    internal CmsSignature(CmsSignatureStatus status, string? reason, X509Certificate2? certificate, string algorithmOid, DateTimeOffset? signingTime)
    {
        Status = status;
        Reason = reason;
        Certificate = certificate;
        AlgorithmOid = algorithmOid;
        SigningTime = signingTime;
        Algorithm = PkiAlgorithms.TryFind(algorithmOid, out SignatureAlgorithm? algorithm) ? algorithm : null;
    }

    /// <summary>What was found.</summary>
    public CmsSignatureStatus Status { get; }

    /// <summary>Why the signature is not valid, in words; null where it is.</summary>
    public string? Reason { get; }

    /// <summary>The signer's certificate, which is not validated; null where it is missing.</summary>
    /// <remarks>Its <c>Equals</c> looks at issuer and serial number only, which anybody can write into a certificate of his own key: compare <c>RawDataMemory</c>, or use
    /// <see cref="CmsSignedMessage.Require(X509Certificate2)"/>.</remarks>
    public X509Certificate2? Certificate { get; }

    /// <summary>The object identifier of the signature algorithm.</summary>
    public string AlgorithmOid { get; }

    /// <summary>The signature algorithm, where it is ML-DSA or a composite; null for classical and unknown ones.</summary>
    public SignatureAlgorithm? Algorithm { get; }

    /// <summary>Whether the signature holds against a quantum computer: ML-DSA, alone or in a composite.</summary>
    public bool IsPostQuantum => Algorithm is { Family: AlgorithmFamily.PostQuantum or AlgorithmFamily.Hybrid };

    /// <summary>When the signer says to have signed; null where nothing is said.</summary>
    public DateTimeOffset? SigningTime { get; }
}
