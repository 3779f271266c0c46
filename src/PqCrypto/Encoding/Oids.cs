namespace PqCrypto.Encoding;

/// <summary>The object identifiers that key containers name.</summary>
internal static class Oids
{
    /// <summary>id-alg-ml-kem-512 (RFC 9935).</summary>
    internal const string MLKem512 = "2.16.840.1.101.3.4.4.1";

    /// <summary>id-alg-ml-kem-768 (RFC 9935).</summary>
    internal const string MLKem768 = "2.16.840.1.101.3.4.4.2";

    /// <summary>id-alg-ml-kem-1024 (RFC 9935).</summary>
    internal const string MLKem1024 = "2.16.840.1.101.3.4.4.3";

    /// <summary>id-ml-dsa-44 (RFC 9881).</summary>
    internal const string MLDsa44 = "2.16.840.1.101.3.4.3.17";

    /// <summary>id-ml-dsa-65 (RFC 9881).</summary>
    internal const string MLDsa65 = "2.16.840.1.101.3.4.3.18";

    /// <summary>id-ml-dsa-87 (RFC 9881).</summary>
    internal const string MLDsa87 = "2.16.840.1.101.3.4.3.19";

    /// <summary>X-Wing (draft-connolly-cfrg-xwing-kem, section 5.8).</summary>
    internal const string XWing = "1.3.6.1.4.1.62253.25722";

    /// <summary>id-X25519 (RFC 8410).</summary>
    internal const string X25519 = "1.3.101.110";

    /// <summary>id-ecPublicKey (RFC 5480); the parameters name the curve.</summary>
    internal const string EcPublicKey = "1.2.840.10045.2.1";

    /// <summary>secp256r1, the curve P-256 (RFC 5480).</summary>
    internal const string CurveP256 = "1.2.840.10045.3.1.7";

    /// <summary>secp384r1, the curve P-384 (RFC 5480).</summary>
    internal const string CurveP384 = "1.3.132.0.34";

    /// <summary>secp521r1, the curve P-521 (RFC 5480).</summary>
    internal const string CurveP521 = "1.3.132.0.35";

    /// <summary>rsaEncryption (RFC 8017); its parameters are NULL.</summary>
    internal const string Rsa = "1.2.840.113549.1.1.1";

    /// <summary>id-RSAES-OAEP (RFC 8017).</summary>
    internal const string RsaOaep = "1.2.840.113549.1.1.7";

    /// <summary>id-mgf1 (RFC 8017).</summary>
    internal const string Mgf1 = "1.2.840.113549.1.1.8";

    /// <summary>id-pSpecified (RFC 8017).</summary>
    internal const string PSpecified = "1.2.840.113549.1.1.9";

    /// <summary>id-RSASSA-PSS (RFC 8017).</summary>
    internal const string RsaPss = "1.2.840.113549.1.1.10";

    /// <summary>id-sha256 (RFC 8017).</summary>
    internal const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>id-sha384 (RFC 8017).</summary>
    internal const string Sha384 = "2.16.840.1.101.3.4.2.2";

    /// <summary>id-PBKDF2 (RFC 8018).</summary>
    internal const string Pbkdf2 = "1.2.840.113549.1.5.12";

    /// <summary>id-PBES2 (RFC 8018).</summary>
    internal const string Pbes2 = "1.2.840.113549.1.5.13";

    /// <summary>id-hmacWithSHA1 (RFC 8018): the pseudorandom function where none is named.</summary>
    internal const string HmacSha1 = "1.2.840.113549.2.7";

    /// <summary>id-hmacWithSHA256 (RFC 8018).</summary>
    internal const string HmacSha256 = "1.2.840.113549.2.9";

    /// <summary>id-hmacWithSHA384 (RFC 8018).</summary>
    internal const string HmacSha384 = "1.2.840.113549.2.10";

    /// <summary>id-hmacWithSHA512 (RFC 8018).</summary>
    internal const string HmacSha512 = "1.2.840.113549.2.11";

    /// <summary>aes128-CBC-PAD (RFC 8018).</summary>
    internal const string Aes128Cbc = "2.16.840.1.101.3.4.1.2";

    /// <summary>aes192-CBC-PAD (RFC 8018).</summary>
    internal const string Aes192Cbc = "2.16.840.1.101.3.4.1.22";

    /// <summary>aes256-CBC-PAD (RFC 8018).</summary>
    internal const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
}
