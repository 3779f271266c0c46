namespace PqCrypto.Pki;

/// <summary>How a CMS message protects what is encrypted.</summary>
public enum CmsContentProtection
{
    /// <summary>Encrypted and authenticated: AuthEnvelopedData, written with AES-256-GCM. What was changed on its way is refused.</summary>
    Authenticated,

    /// <summary>Encrypted only: EnvelopedData, written with AES-256-CBC, for readers that know nothing else. Who changes it on its way is not noticed, and who sees
    /// whether a reader takes changed messages can learn what is in them.</summary>
    EncryptedOnly,
}
