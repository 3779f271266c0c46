using PqCrypto.Encoding;

namespace PqCrypto.Fips204;

/// <summary>All differences between ML-DSA and its round-3 ancestor; everything else is the same code.</summary>
internal interface IDsaVariant
{
    /// <summary>Length of tr, the hash of the public key, in bytes.</summary>
    static abstract int TrSizeInBytes { get; }

    /// <summary>Random bytes that a signature takes unless it is deterministic.</summary>
    static abstract int SigningRandomnessSizeInBytes { get; }

    /// <summary>Whether a message is framed with mode and context before it is hashed.</summary>
    static abstract bool FramesMessages { get; }

    /// <summary>Length of the commitment hash in bytes.</summary>
    static abstract int CommitmentSizeInBytes<TParams>()
        where TParams : struct, IDsaParameters;

    /// <summary>Writes what is hashed behind the seed when a key is generated.</summary>
    /// <param name="suffix">Room for 2 bytes.</param>
    /// <returns>Bytes written.</returns>
    static abstract int WriteSeedSuffix<TParams>(Span<byte> suffix)
        where TParams : struct, IDsaParameters;

    /// <summary>Writes the input of the hash that gives the mask seed; empty where the randomness is that seed itself.</summary>
    /// <param name="k">K, 32 bytes. Secret.</param>
    /// <param name="randomness">As the scheme was given it; empty for a deterministic signature. Secret.</param>
    /// <param name="mu">The message representative, 64 bytes. Public.</param>
    /// <param name="input">Room for 128 bytes, zeroed. Secret.</param>
    /// <returns>Bytes written.</returns>
    static abstract int WriteMaskSeedInput(ReadOnlySpan<byte> k, ReadOnlySpan<byte> randomness, ReadOnlySpan<byte> mu, Span<byte> input);

    /// <summary>What an algorithm of this variant tells of itself.</summary>
    static abstract SignatureDescription Describe<TParams>()
        where TParams : struct, IDsaParameters;
}

/// <summary>ML-DSA (FIPS 204).</summary>
internal readonly struct MLDsa : IDsaVariant
{
    /// <inheritdoc/>
    public static int TrSizeInBytes => 64;

    /// <inheritdoc/>
    public static int SigningRandomnessSizeInBytes => 32;

    /// <inheritdoc/>
    public static bool FramesMessages => true;

    /// <inheritdoc/>
    public static int CommitmentSizeInBytes<TParams>()
        where TParams : struct, IDsaParameters => TParams.Lambda >> 2;

    /// <inheritdoc/>
    public static int WriteSeedSuffix<TParams>(Span<byte> suffix)
        where TParams : struct, IDsaParameters
    {
        suffix[0] = (byte)TParams.K;
        suffix[1] = (byte)TParams.L;
        return 2;
    }

    /// <inheritdoc/>
    public static int WriteMaskSeedInput(ReadOnlySpan<byte> k, ReadOnlySpan<byte> randomness, ReadOnlySpan<byte> mu, Span<byte> input)
    {
        k.CopyTo(input);
        randomness.CopyTo(input[32..]);     // absent: 32 zero bytes
        mu.CopyTo(input[64..]);
        return 128;
    }

    /// <inheritdoc/>
    public static SignatureDescription Describe<TParams>()
        where TParams : struct, IDsaParameters => new()
        {
            Name = $"ML-DSA-{TParams.K}{TParams.L}",
            Family = AlgorithmFamily.PostQuantum,
            SecurityCategory = TParams.SecurityCategory,
            Oid = TParams.K switch
            {
                4 => Oids.MLDsa44,
                6 => Oids.MLDsa65,
                _ => Oids.MLDsa87,
            },
            TlsSignatureScheme = TParams.K switch
            {
                4 => 0x0904,
                6 => 0x0905,
                _ => 0x0906,
            },
            PublicKeySizeInBytes = DsaSizes<TParams, MLDsa>.PublicKey,
            PrivateKeySizeInBytes = DsaSizes<TParams, MLDsa>.PrivateKey,
            PrivateSeedSizeInBytes = DsaSizes<TParams, MLDsa>.Seed,
            KeyGenerationRandomnessSizeInBytes = DsaSizes<TParams, MLDsa>.Seed,
            Pkcs8Content = Pkcs8Content.SeedOrExpanded,
            MaxSignatureSizeInBytes = DsaSizes<TParams, MLDsa>.Signature,
            SigningRandomnessSizeInBytes = SigningRandomnessSizeInBytes,
            SupportsContext = true,
            SupportsPreHash = true,
            SupportsExternalMu = true,
        };
}

/// <summary>Dilithium as submitted to the third round, version 3.1.</summary>
internal readonly struct DilithiumRound3 : IDsaVariant
{
    /// <inheritdoc/>
    public static int TrSizeInBytes => 32;

    /// <inheritdoc/>
    public static int SigningRandomnessSizeInBytes => 64;

    /// <inheritdoc/>
    public static bool FramesMessages => false;

    /// <inheritdoc/>
    public static int CommitmentSizeInBytes<TParams>()
        where TParams : struct, IDsaParameters => 32;

    /// <inheritdoc/>
    public static int WriteSeedSuffix<TParams>(Span<byte> suffix)
        where TParams : struct, IDsaParameters => 0;

    /// <inheritdoc/>
    public static int WriteMaskSeedInput(ReadOnlySpan<byte> k, ReadOnlySpan<byte> randomness, ReadOnlySpan<byte> mu, Span<byte> input)
    {
        if (!randomness.IsEmpty)
            return 0;
        k.CopyTo(input);
        mu.CopyTo(input[32..]);
        return 96;
    }

    /// <inheritdoc/>
    public static SignatureDescription Describe<TParams>()
        where TParams : struct, IDsaParameters => new()
        {
            Name = $"Dilithium{TParams.SecurityCategory}-Round3",
            Family = AlgorithmFamily.PostQuantum,
            Status = AlgorithmStatus.Legacy,
            SecurityCategory = TParams.SecurityCategory,
            PublicKeySizeInBytes = DsaSizes<TParams, DilithiumRound3>.PublicKey,
            PrivateKeySizeInBytes = DsaSizes<TParams, DilithiumRound3>.PrivateKey,
            PrivateSeedSizeInBytes = DsaSizes<TParams, DilithiumRound3>.Seed,
            KeyGenerationRandomnessSizeInBytes = DsaSizes<TParams, DilithiumRound3>.Seed,
            MaxSignatureSizeInBytes = DsaSizes<TParams, DilithiumRound3>.Signature,
            SigningRandomnessSizeInBytes = SigningRandomnessSizeInBytes,
        };
}
