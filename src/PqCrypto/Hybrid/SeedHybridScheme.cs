using PqCrypto.Base;
using PqCrypto.Classical;
using PqCrypto.Encoding;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Hybrid;

/// <summary>ML-KEM and a Diffie-Hellman group under one combiner, whose private key is one 32-byte seed: X-Wing, and the CFRG's concrete hybrids with the NIST
/// curves. For all uses.</summary>
/// <remarks>draft-connolly-cfrg-xwing-kem, section 5; draft-irtf-cfrg-concrete-hybrid-kems. The expanded keys stay in memory and are never
/// written. An X25519 secret of zero is not an error here: the combiner covers it, and peers derive a secret too.</remarks>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal sealed class SeedHybridScheme<TKernels> : KemScheme
    where TKernels : struct, IKernels
{
    private const int SeedSize = 32;

    private readonly KemScheme mlKem;
    private readonly DiffieHellmanGroup group;
    private readonly byte[] label;

    /// <summary>Bytes from which a scalar is taken.</summary>
    private readonly int scalarSeedSize;

    private SeedHybridScheme(string name, string? oid, byte[] label, KemScheme mlKem, DiffieHellmanGroup group, int scalarSeedSize)
        : base(Describe(name, oid, mlKem.Description, group, scalarSeedSize))
    {
        this.mlKem = mlKem;
        this.group = group;
        this.label = label;
        this.scalarSeedSize = scalarSeedSize;
    }

    private int CiphertextSizeOfMLKem => mlKem.Description.CiphertextSizeInBytes;

    private int MessageSize => mlKem.Description.EncapsulationRandomnessSizeInBytes;

    private int SecretsSize => mlKem.Description.SharedSecretSizeInBytes + group.SecretSize;

    /// <summary>X-Wing: ML-KEM-768 and X25519; the label is the signs \.//^\.</summary>
    /// <param name="mlKem768">ML-KEM-768.</param>
    internal static SeedHybridScheme<TKernels> XWing(KemScheme mlKem768) =>
        new("X-Wing", Oids.XWing, [0x5C, 0x2E, 0x2F, 0x2F, 0x5E, 0x5C], mlKem768, X25519Group.WithZeroSecret, X25519.SizeInBytes);

    /// <summary>MLKEM768-P256: four scalars are tried.</summary>
    /// <param name="mlKem768">ML-KEM-768.</param>
    internal static SeedHybridScheme<TKernels> MLKem768P256(KemScheme mlKem768) =>
        new("MLKEM768-P256", oid: null, "MLKEM768-P256"u8.ToArray(), mlKem768, NistGroup.P256, scalarSeedSize: 128);     // = 4 * 32

    /// <summary>MLKEM1024-P384: one scalar is tried.</summary>
    /// <param name="mlKem1024">ML-KEM-1024.</param>
    internal static SeedHybridScheme<TKernels> MLKem1024P384(KemScheme mlKem1024) =>
        new("MLKEM1024-P384", oid: null, "MLKEM1024-P384"u8.ToArray(), mlKem1024, NistGroup.P384, scalarSeedSize: 48);

    /// <inheritdoc/>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateSeed(randomness);

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => ImportPrivateSeed(privateKey);

    /// <inheritdoc/>
    /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.2 (expandDecapsulationKey).</remarks>
    public override KemPrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed)
    {
        int mlKemSeedSize = mlKem.Description.PrivateSeedSizeInBytes;
        int expandedSize = mlKemSeedSize + scalarSeedSize;
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> hash = new(workspace, maxStreams: 1, SeedSize + expandedSize);
        int expanded = hash.Add(SpongeKind.Shake256, expandedSize, seed);
        hash.Run();
        Span<byte> e = hash.Output(expanded);
        DiffieHellmanKey skT = group.ImportKey(Description.Name, FindScalar(e[mlKemSeedSize..]));
        KemPrivateKeyState? skM = null;
        try
        {
            skM = mlKem.ImportPrivateSeed(e[..mlKemSeedSize]);
            return new PrivateKey(this, seed, skM, skT);
        }
        catch
        {
            skM?.Dispose();
            skT.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        ReadOnlySpan<byte> point = publicKey[^group.PointSize..];
        if (group.FindFlaw(point) is string flaw)
            throw Errors.MalformedKey(Description.Name, flaw);
        return new PublicKey(this, mlKem.ImportPublicKey(publicKey[..^group.PointSize]), point);
    }

    private static KemDescription Describe(string name, string? oid, KemDescription mlKem, DiffieHellmanGroup group, int scalarSeedSize) => new()
    {
        Name = name,
        Family = AlgorithmFamily.Hybrid,
        Status = AlgorithmStatus.Draft,
        SecurityCategory = mlKem.SecurityCategory,
        Oid = oid,
        PublicKeySizeInBytes = mlKem.PublicKeySizeInBytes + group.PointSize,
        PrivateKeySizeInBytes = SeedSize,
        PrivateSeedSizeInBytes = SeedSize,
        Pkcs8Content = Pkcs8Content.Raw,
        KeyGenerationRandomnessSizeInBytes = SeedSize,
        CiphertextSizeInBytes = mlKem.CiphertextSizeInBytes + group.PointSize,
        SharedSecretSizeInBytes = KemCombiner<TKernels>.SecretSize,
        EncapsulationRandomnessSizeInBytes = mlKem.EncapsulationRandomnessSizeInBytes + scalarSeedSize,
    };

    /// <summary>The first piece of a seed that is a scalar of the group; the last one where none is, which the group then refuses.</summary>
    /// <param name="scalarSeed">A whole number of scalars. Secret; how many are refused is public.</param>
    /// <remarks>draft-irtf-cfrg-concrete-hybrid-kems (RandomScalar). P-256 refuses one in 2^32, P-384 one in 2^194.</remarks>
    private ReadOnlySpan<byte> FindScalar(ReadOnlySpan<byte> scalarSeed)
    {
        int start = 0;
        while (start + group.ScalarSize < scalarSeed.Length && !group.IsScalar(scalarSeed.Slice(start, group.ScalarSize)))
            start += group.ScalarSize;
        return scalarSeed.Slice(start, group.ScalarSize);
    }

    private sealed class PublicKey(SeedHybridScheme<TKernels> scheme, KemPublicKeyState pkM, ReadOnlySpan<byte> pkT) : KemPublicKeyState
    {
        private readonly SeedHybridScheme<TKernels> scheme = scheme;
        private readonly KemPublicKeyState pkM = pkM;
        private readonly byte[] pkT = pkT.ToArray();

        /// <summary>The classical part.</summary>
        internal ReadOnlySpan<byte> Classical => pkT;

        public override void ExportPublicKey(Span<byte> destination)
        {
            pkM.ExportPublicKey(destination[..^pkT.Length]);
            pkT.CopyTo(destination[^pkT.Length..]);
        }

        /// <inheritdoc/>
        /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.4 (EncapsulateDerand): the randomness is the ML-KEM message, then the seed of the scalar.</remarks>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            Span<byte> ctM = ciphertext[..scheme.CiphertextSizeOfMLKem];
            Span<byte> ctT = ciphertext[scheme.CiphertextSizeOfMLKem..];
            ReadOnlySpan<byte> ekT = scheme.FindScalar(randomness[scheme.MessageSize..]);
            using Workspace workspace = Workspace.Rent();
            Span<byte> secrets = workspace.Bytes(scheme.SecretsSize);
            Span<byte> ssT = secrets[^scheme.group.SecretSize..];
            pkM.Encapsulate(randomness[..scheme.MessageSize], ctM, secrets[..^ssT.Length]);
            scheme.group.AgreeOnce(scheme.Description.Name, ekT, pkT, ctT, ssT);
            KemCombiner<TKernels>.Combine(secrets, ctT, pkT, scheme.label, sharedSecret);
        }
    }

    private sealed class PrivateKey(SeedHybridScheme<TKernels> scheme, ReadOnlySpan<byte> seed, KemPrivateKeyState skM, DiffieHellmanKey skT)
        : KemPrivateKeyState
    {
        private readonly SeedHybridScheme<TKernels> scheme = scheme;
        private readonly SecretBuffer seed = new(seed);
        private readonly KemPrivateKeyState skM = skM;
        private readonly DiffieHellmanKey skT = skT;
        private readonly PublicKey publicKey = new(scheme, skM.PublicKey, skT.Point);

        public override KemPublicKeyState PublicKey => publicKey;

        public override bool HasPrivateSeed => true;

        public override void ExportPrivateSeed(Span<byte> destination) => seed.Bytes.CopyTo(destination);

        public override void ExportPrivateKey(Span<byte> destination) => ExportPrivateSeed(destination);

        /// <inheritdoc/>
        /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.5 (Decapsulate).</remarks>
        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            ReadOnlySpan<byte> ctM = ciphertext[..scheme.CiphertextSizeOfMLKem];
            ReadOnlySpan<byte> ctT = ciphertext[scheme.CiphertextSizeOfMLKem..];
            using Workspace workspace = Workspace.Rent();
            Span<byte> secrets = workspace.Bytes(scheme.SecretsSize);
            Span<byte> ssT = secrets[^scheme.group.SecretSize..];
            skT.Agree(scheme.Description.Name, ctT, ssT);
            skM.Decapsulate(ctM, secrets[..^ssT.Length]);
            KemCombiner<TKernels>.Combine(secrets, ctT, publicKey.Classical, scheme.label, sharedSecret);
        }

        protected override void Dispose(bool disposing)
        {
            skM.Dispose();
            skT.Dispose();
            seed.Dispose();
        }
    }
}
