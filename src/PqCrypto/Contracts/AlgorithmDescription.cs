namespace PqCrypto;

/// <summary>What a PKCS#8 structure's privateKey OCTET STRING holds for an algorithm.</summary>
public enum Pkcs8Content
{
    /// <summary>The raw private key itself (X-Wing).</summary>
    Raw,

    /// <summary>The raw private key in an OCTET STRING of its own (RFC 8410: X25519, Ed25519, X448, Ed448).</summary>
    OctetString,

    /// <summary>A choice of seed, expanded key, or both (RFC 9881 and RFC 9935: ML-DSA, ML-KEM).</summary>
    SeedOrExpanded,
}

/// <summary>What every algorithm tells of itself: name, standing, code points and key sizes.</summary>
public abstract record AlgorithmDescription
{
    private protected AlgorithmDescription()
    {
    }

    /// <summary>The name by which the algorithm is found, such as "ML-KEM-768".</summary>
    public required string Name { get; init; }

    /// <summary>On which mathematics it rests.</summary>
    public required AlgorithmFamily Family { get; init; }

    /// <summary>How settled it is.</summary>
    public AlgorithmStatus Status { get; init; } = AlgorithmStatus.Standard;

    /// <summary>The NIST security category, 1 to 5; 0 for none (classical).</summary>
    public int SecurityCategory { get; init; }

    /// <summary>The object identifier of a key's AlgorithmIdentifier, its parameters being absent; null where there is none, and then the
    /// keys have no SubjectPublicKeyInfo and no PKCS#8 form.</summary>
    public string? Oid { get; init; }

    /// <summary>Length of the raw public key in bytes; 0 where there is no raw form.</summary>
    public int PublicKeySizeInBytes { get; init; }

    /// <summary>Length of the raw private key in bytes; 0 where there is no raw form.</summary>
    public int PrivateKeySizeInBytes { get; init; }

    /// <summary>Length of the private seed in bytes; 0 where there is none.</summary>
    public int PrivateSeedSizeInBytes { get; init; }

    /// <summary>What a PKCS#8 structure holds.</summary>
    public Pkcs8Content Pkcs8Content { get; init; }

    /// <summary>Random bytes that key generation is given; 0 where the scheme draws its own (the platform's RSA and elliptic curves).</summary>
    public int KeyGenerationRandomnessSizeInBytes { get; init; }
}

/// <summary>What a key encapsulation algorithm tells of itself.</summary>
public sealed record KemDescription : AlgorithmDescription
{
    /// <summary>The TLS NamedGroup that means exactly this algorithm, or null.</summary>
    public ushort? TlsNamedGroup { get; init; }

    /// <summary>Length of a ciphertext in bytes.</summary>
    public required int CiphertextSizeInBytes { get; init; }

    /// <summary>Length of a shared secret in bytes.</summary>
    public required int SharedSecretSizeInBytes { get; init; }

    /// <summary>Random bytes that one encapsulation is given; 0 where the scheme draws its own.</summary>
    public int EncapsulationRandomnessSizeInBytes { get; init; }
}

/// <summary>What a signature algorithm tells of itself.</summary>
public sealed record SignatureDescription : AlgorithmDescription
{
    /// <summary>The TLS SignatureScheme that means this algorithm, or null.</summary>
    public ushort? TlsSignatureScheme { get; init; }

    /// <summary>Length of the longest signature in bytes.</summary>
    public required int MaxSignatureSizeInBytes { get; init; }

    /// <summary>Random bytes that one signature is given unless it is to be deterministic; 0 where there is no such choice.</summary>
    public int SigningRandomnessSizeInBytes { get; init; }

    /// <summary>Whether a context string can be given.</summary>
    public bool SupportsContext { get; init; }

    /// <summary>Whether a pre-hash can be chosen (HashML-DSA).</summary>
    public bool SupportsPreHash { get; init; }

    /// <summary>Whether a message representative computed elsewhere can be signed (FIPS 204, section 6.2).</summary>
    public bool SupportsExternalMu { get; init; }
}
