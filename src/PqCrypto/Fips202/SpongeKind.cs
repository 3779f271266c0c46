namespace PqCrypto.Fips202;

/// <summary>A function of FIPS 202, or TurboSHAKE: its rate, its domain separation and its rounds.</summary>
/// <param name="RateInBytes">Bytes absorbed or squeezed between two permutations.</param>
/// <param name="Suffix">The domain bits and the first padding bit as they lie in a byte: 0x06 for SHA-3, 0x1F for SHAKE.</param>
/// <param name="FirstRound">The round at which the permutation begins: 0 for FIPS 202, 12 for TurboSHAKE.</param>
internal readonly record struct SpongeKind(byte RateInBytes, byte Suffix, byte FirstRound = 0)
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

    /// <summary>TurboSHAKE128 with the domain byte 0x1F (RFC 9861, section 2). Runs in a <see cref="Sponge{TKernels}"/> only.</summary>
    internal static SpongeKind TurboShake128 => new(168, 0x1F, FirstRound: 12);

    /// <summary>TurboSHAKE256 with the domain byte 0x1F.</summary>
    internal static SpongeKind TurboShake256 => new(136, 0x1F, FirstRound: 12);
}
