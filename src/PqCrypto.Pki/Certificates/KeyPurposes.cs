namespace PqCrypto.Pki;

/// <summary>Object identifiers of what a certificate's key is for (extended key usage).</summary>
/// <remarks>RFC 5280, section 4.2.1.12.</remarks>
public static class KeyPurposes
{
    /// <summary>Servers of TLS.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Clients of TLS.</summary>
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Programs.</summary>
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>Mail.</summary>
    public const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    /// <summary>Time stamps.</summary>
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    internal const string Any = "2.5.29.37.0";
}
