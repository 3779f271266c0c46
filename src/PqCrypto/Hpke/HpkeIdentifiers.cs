using System.Diagnostics.CodeAnalysis;

namespace PqCrypto.Hpke;

/// <summary>The key derivation function of an HPKE suite; the values are HPKE's identifiers.</summary>
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "HPKE reserves 0.")]
[SuppressMessage("Design", "CA1027:Mark enums with FlagsAttribute", Justification = "Each value is one function.")]
public enum HpkeKdf
{
    /// <summary>HKDF with SHA-256 (RFC 9180, section 7.2).</summary>
    HkdfSha256 = 0x0001,

    /// <summary>HKDF with SHA-384.</summary>
    HkdfSha384 = 0x0002,

    /// <summary>HKDF with SHA-512.</summary>
    HkdfSha512 = 0x0003,

    /// <summary>SHAKE128 in one stage (draft-ietf-hpke-pq).</summary>
    Shake128 = 0x0010,

    /// <summary>SHAKE256 in one stage.</summary>
    Shake256 = 0x0011,

    /// <summary>TurboSHAKE128 in one stage.</summary>
    TurboShake128 = 0x0012,

    /// <summary>TurboSHAKE256 in one stage.</summary>
    TurboShake256 = 0x0013,
}

/// <summary>The authenticated encryption of an HPKE suite; the values are HPKE's identifiers.</summary>
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "HPKE reserves 0.")]
public enum HpkeAead
{
    /// <summary>AES-128-GCM (RFC 9180, section 7.3).</summary>
    Aes128Gcm = 0x0001,

    /// <summary>AES-256-GCM.</summary>
    Aes256Gcm = 0x0002,

    /// <summary>ChaCha20-Poly1305; not on every operating system.</summary>
    ChaCha20Poly1305 = 0x0003,

    /// <summary>No encryption: the suite exports secrets only.</summary>
    ExportOnly = 0xFFFF,
}
