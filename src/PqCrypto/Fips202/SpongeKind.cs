namespace PqCrypto.Fips202;

/// <summary>A function of FIPS 202: its rate and its domain separation.</summary>
/// <param name="RateInBytes">Bytes absorbed or squeezed between two permutations.</param>
/// <param name="Suffix">The domain bits and the first padding bit as they lie in a byte: 0x06 for SHA-3, 0x1F for SHAKE.</param>
internal readonly record struct SpongeKind(byte RateInBytes, byte Suffix)
{
    /// <summary>The largest rate: that of SHAKE128.</summary>
    internal const int MaxRateInBytes = 168;                    // = 200 - 2 * 16

    /// <summary>SHA3-224 (FIPS 202, section 6.1).</summary>
    internal static SpongeKind Sha3_224 => new(144, 0x06);      // = 200 - 2 * 28

    /// <summary>SHA3-256: H of FIPS 203.</summary>
    internal static SpongeKind Sha3_256 => new(136, 0x06);      // = 200 - 2 * 32

    /// <summary>SHA3-384.</summary>
    internal static SpongeKind Sha3_384 => new(104, 0x06);      // = 200 - 2 * 48

    /// <summary>SHA3-512: G of FIPS 203.</summary>
    internal static SpongeKind Sha3_512 => new(72, 0x06);       // = 200 - 2 * 64

    /// <summary>SHAKE128 (FIPS 202, section 6.2): XOF of FIPS 203, G of FIPS 204.</summary>
    internal static SpongeKind Shake128 => new(168, 0x1F);      // = 200 - 2 * 16

    /// <summary>SHAKE256: PRF and J of FIPS 203, H of FIPS 204.</summary>
    internal static SpongeKind Shake256 => new(136, 0x1F);      // = 200 - 2 * 32
}
