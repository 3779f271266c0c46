namespace PqCrypto.Base;

/// <summary>Why a value that was computed from secrets may be branched on. These are all the reasons there are.</summary>
internal enum DeclassifyReason
{
    /// <summary>The verdict of a check of a key that was imported or generated: the caller is told it anyway.</summary>
    ImportVerdict,

    /// <summary>Whether a signing attempt is accepted, and so the number of attempts (FIPS 204, section 3.2 and Algorithm 7 leave it open), and which
    /// polynomial ends a rejected one.</summary>
    SigningAttempt,

    /// <summary>The commitment hash of an attempt and the challenge made of it, rejected attempts included.</summary>
    SigningChallenge,

    /// <summary>Which candidates RejBoundedPoly rejects; the accepted values stay secret. (Other rejection samplers have public input.)</summary>
    RejectedCandidates,

    /// <summary>A shared X25519 secret of zero, which TLS and DHKEM must report.</summary>
    ZeroAgreement,

    /// <summary>A secret handed to the platform, whose timing is the platform's: its RSA, elliptic curves and AES, and what turns keys into PEM texts, texts into
    /// keys and passwords into bytes.</summary>
    PlatformKey,

    /// <summary>Whether the random generator gave nothing but zeros: an error that the caller is told.</summary>
    GeneratorVerdict,

    /// <summary>Output that is published: a public key or a signature.</summary>
    PublishedOutput,
}
