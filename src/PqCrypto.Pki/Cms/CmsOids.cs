namespace PqCrypto.Pki.Cms;

/// <summary>Object identifiers of RFC 5652, 5083, 6211 and their like.</summary>
internal static class CmsOids
{
    internal const string Data = "1.2.840.113549.1.7.1";
    internal const string SignedData = "1.2.840.113549.1.7.2";
    internal const string EnvelopedData = "1.2.840.113549.1.7.3";
    internal const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23";

    internal const string ContentTypeAttribute = "1.2.840.113549.1.9.3";
    internal const string MessageDigestAttribute = "1.2.840.113549.1.9.4";
    internal const string SigningTimeAttribute = "1.2.840.113549.1.9.5";
    internal const string AlgorithmProtectionAttribute = "1.2.840.113549.1.9.52";

    internal const string SubjectKeyIdentifier = "2.5.29.14";
}
