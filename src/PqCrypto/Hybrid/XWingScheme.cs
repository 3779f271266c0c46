using PqCrypto.Base;
using PqCrypto.Classical;
using PqCrypto.Encoding;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Hybrid;

/// <summary>X-Wing: ML-KEM-768 and X25519 under one combiner, for all uses.</summary>
/// <remarks>draft-connolly-cfrg-xwing-kem, section 5. The private key is a 32-byte seed; the expanded keys stay in memory and are never
/// written. An X25519 secret of zero is not an error here: the combiner covers it, and peers derive a secret too.</remarks>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal sealed class XWingScheme<TKernels> : KemScheme
    where TKernels : struct, IKernels
{
    private const int SeedSize = 32;
    private const int SecretSize = 32;

    private readonly KemScheme mlKem;

    /// <summary>Makes the scheme.</summary>
    /// <param name="mlKem768">ML-KEM-768.</param>
    internal XWingScheme(KemScheme mlKem768)
        : base(Describe(mlKem768.Description)) => mlKem = mlKem768;

    /// <summary>The label of the combiner: the signs \.//^\.</summary>
    private static ReadOnlySpan<byte> Label => [0x5C, 0x2E, 0x2F, 0x2F, 0x5E, 0x5C];

    private int CiphertextSizeOfMLKem => mlKem.Description.CiphertextSizeInBytes;

    private int MessageSize => mlKem.Description.EncapsulationRandomnessSizeInBytes;

    /// <inheritdoc/>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateSeed(randomness);

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => ImportPrivateSeed(privateKey);

    /// <inheritdoc/>
    /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.2 (expandDecapsulationKey).</remarks>
    public override KemPrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed)
    {
        int mlKemSeedSize = mlKem.Description.PrivateSeedSizeInBytes;
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> hash = new(workspace, maxStreams: 1, SeedSize + mlKemSeedSize + X25519.SizeInBytes);
        int expanded = hash.Add(SpongeKind.Shake256, mlKemSeedSize + X25519.SizeInBytes, seed);
        hash.Run();
        Span<byte> e = hash.Output(expanded);
        KemPrivateKeyState skM = mlKem.ImportPrivateSeed(e[..mlKemSeedSize]);
        try
        {
            return new PrivateKey(this, seed, skM, e[mlKemSeedSize..]);
        }
        catch
        {
            skM.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) =>
        new PublicKey(this, mlKem.ImportPublicKey(publicKey[..^X25519.SizeInBytes]), publicKey[^X25519.SizeInBytes..]);

    private static KemDescription Describe(KemDescription mlKem) => new()
    {
        Name = "X-Wing",
        Family = AlgorithmFamily.Hybrid,
        Status = AlgorithmStatus.Draft,
        SecurityCategory = mlKem.SecurityCategory,
        Oid = Oids.XWing,
        PublicKeySizeInBytes = mlKem.PublicKeySizeInBytes + X25519.SizeInBytes,
        PrivateKeySizeInBytes = SeedSize,
        PrivateSeedSizeInBytes = SeedSize,
        Pkcs8Content = Pkcs8Content.Raw,
        KeyGenerationRandomnessSizeInBytes = SeedSize,
        CiphertextSizeInBytes = mlKem.CiphertextSizeInBytes + X25519.SizeInBytes,
        SharedSecretSizeInBytes = SecretSize,
        EncapsulationRandomnessSizeInBytes = mlKem.EncapsulationRandomnessSizeInBytes + X25519.SizeInBytes,
    };

    /// <summary>Hashes both secrets with the X25519 ciphertext and key; ML-KEM's own hash covers its part.</summary>
    /// <param name="secrets">The ML-KEM secret, then the X25519 secret. Secret.</param>
    /// <param name="ctX">The ephemeral X25519 key. Public.</param>
    /// <param name="pkX">The receiver's X25519 key. Public.</param>
    /// <param name="sharedSecret">Receives 32 bytes. Secret.</param>
    /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.3 (Combiner).</remarks>
    private static void Combine(ReadOnlySpan<byte> secrets, ReadOnlySpan<byte> ctX, ReadOnlySpan<byte> pkX, Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> tail = workspace.Bytes(2 * X25519.SizeInBytes + Label.Length);
        ctX.CopyTo(tail);
        pkX.CopyTo(tail[X25519.SizeInBytes..]);
        Label.CopyTo(tail[(2 * X25519.SizeInBytes)..]);
        LaneGroup<TKernels> hash = new(workspace, maxStreams: 1, secrets.Length + tail.Length + SecretSize);
        int combined = hash.Add(SpongeKind.Sha3_256, SecretSize, secrets, tail);
        hash.Run();
        hash.Output(combined).CopyTo(sharedSecret);
    }

    private sealed class PublicKey(XWingScheme<TKernels> scheme, KemPublicKeyState pkM, ReadOnlySpan<byte> pkX) : KemPublicKeyState
    {
        private readonly XWingScheme<TKernels> scheme = scheme;
        private readonly KemPublicKeyState pkM = pkM;
        private readonly byte[] pkX = pkX.ToArray();

        /// <summary>The X25519 part.</summary>
        internal ReadOnlySpan<byte> X => pkX;

        public override void ExportPublicKey(Span<byte> destination)
        {
            pkM.ExportPublicKey(destination[..^X25519.SizeInBytes]);
            pkX.CopyTo(destination[^X25519.SizeInBytes..]);
        }

        /// <inheritdoc/>
        /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.4 (EncapsulateDerand): the randomness is the ML-KEM message, then the scalar.</remarks>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            Span<byte> ctM = ciphertext[..scheme.CiphertextSizeOfMLKem];
            Span<byte> ctX = ciphertext[scheme.CiphertextSizeOfMLKem..];
            ReadOnlySpan<byte> ekX = randomness[scheme.MessageSize..];
            using Workspace workspace = Workspace.Rent();
            Span<byte> secrets = workspace.Bytes(2 * SecretSize);
            pkM.Encapsulate(randomness[..scheme.MessageSize], ctM, secrets[..SecretSize]);
            X25519.MultiplyBoth(ekX, pkX, ctX, secrets[SecretSize..]);
            Combine(secrets, ctX, pkX, sharedSecret);
        }
    }

    private sealed class PrivateKey : KemPrivateKeyState
    {
        private readonly XWingScheme<TKernels> scheme;
        private readonly KemPrivateKeyState skM;
        private readonly PublicKey publicKey;

        /// <summary>The seed, then the X25519 scalar.</summary>
        private readonly SecretBuffer secrets = new(SeedSize + X25519.SizeInBytes);

        internal PrivateKey(XWingScheme<TKernels> scheme, ReadOnlySpan<byte> seed, KemPrivateKeyState skM, ReadOnlySpan<byte> skX)
        {
            this.scheme = scheme;
            this.skM = skM;
            seed.CopyTo(secrets.Bytes);
            skX.CopyTo(secrets.Bytes[SeedSize..]);
            Span<byte> pkX = stackalloc byte[X25519.SizeInBytes];
            X25519.MultiplyBase(skX, pkX);
            publicKey = new PublicKey(scheme, skM.PublicKey, pkX);
        }

        public override KemPublicKeyState PublicKey => publicKey;

        public override bool HasPrivateSeed => true;

        public override void ExportPrivateSeed(Span<byte> destination) => secrets.Bytes[..SeedSize].CopyTo(destination);

        public override void ExportPrivateKey(Span<byte> destination) => ExportPrivateSeed(destination);

        /// <inheritdoc/>
        /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.5 (Decapsulate).</remarks>
        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            ReadOnlySpan<byte> ctM = ciphertext[..scheme.CiphertextSizeOfMLKem];
            ReadOnlySpan<byte> ctX = ciphertext[scheme.CiphertextSizeOfMLKem..];
            using Workspace workspace = Workspace.Rent();
            Span<byte> agreed = workspace.Bytes(2 * SecretSize);
            skM.Decapsulate(ctM, agreed[..SecretSize]);
            X25519.Multiply(secrets.Bytes[SeedSize..], ctX, agreed[SecretSize..]);
            Combine(agreed, ctX, publicKey.X, sharedSecret);
        }

        protected override void Dispose(bool disposing)
        {
            skM.Dispose();
            secrets.Dispose();
        }
    }
}
