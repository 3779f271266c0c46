using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Cms;

namespace PqCrypto.Pki;

/// <summary>What to sign a CMS message with, beside the signers.</summary>
public sealed class CmsSigningOptions
{
    internal static CmsSigningOptions Default { get; } = new();

    /// <summary>Whether the content is left out of the message, to be sent beside it.</summary>
    public bool Detached { get; init; }

    /// <summary>Certificates to put into the message beside the signers' own, such as those of the issuers.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>The time of signing to state; null, the default, for none.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>The object identifier of the content's type; data (1.2.840.113549.1.7.1) unless said otherwise.</summary>
    public string ContentType { get; init; } = CmsOids.Data;
}
