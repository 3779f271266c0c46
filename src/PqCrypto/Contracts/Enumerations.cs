namespace PqCrypto;

/// <summary>On which mathematics an algorithm rests.</summary>
public enum AlgorithmFamily
{
    /// <summary>RSA or elliptic curves: broken by a large quantum computer.</summary>
    Classical,

    /// <summary>Lattices: ML-KEM, ML-DSA and their round-3 forms.</summary>
    PostQuantum,

    /// <summary>One classical and one post-quantum algorithm; it holds while either does.</summary>
    Hybrid,
}

/// <summary>How settled an algorithm is.</summary>
public enum AlgorithmStatus
{
    /// <summary>A published standard.</summary>
    Standard,

    /// <summary>An internet draft whose encoding may still change.</summary>
    Draft,

    /// <summary>Superseded; here for systems that still speak it.</summary>
    Legacy,
}

/// <summary>Which form of a private key a PKCS#8 structure holds.</summary>
public enum PrivateKeyForm
{
    /// <summary>The seed if the key has it, else the only form there is.</summary>
    Default,

    /// <summary>The seed from which the key is generated.</summary>
    Seed,

    /// <summary>The expanded key as the standard encodes it.</summary>
    Expanded,

    /// <summary>Seed and expanded key, for readers that want either.</summary>
    SeedAndExpanded,
}

/// <summary>The hash of HashML-DSA (FIPS 204, section 5.4); <see cref="None"/> signs the message itself.</summary>
public enum PreHash
{
    /// <summary>No pre-hash: pure ML-DSA.</summary>
    None,

    /// <summary>SHA-224, 28 bytes.</summary>
    Sha224,

    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256,

    /// <summary>SHA-384, 48 bytes.</summary>
    Sha384,

    /// <summary>SHA-512, 64 bytes.</summary>
    Sha512,

    /// <summary>SHA-512/224, 28 bytes.</summary>
    Sha512_224,

    /// <summary>SHA-512/256, 32 bytes.</summary>
    Sha512_256,

    /// <summary>SHA3-224, 28 bytes.</summary>
    Sha3_224,

    /// <summary>SHA3-256, 32 bytes.</summary>
    Sha3_256,

    /// <summary>SHA3-384, 48 bytes.</summary>
    Sha3_384,

    /// <summary>SHA3-512, 64 bytes.</summary>
    Sha3_512,

    /// <summary>SHAKE128 with 32 bytes of output.</summary>
    Shake128,

    /// <summary>SHAKE256 with 64 bytes of output.</summary>
    Shake256,
}
