using PqCrypto.Base;
using PqCrypto.Classical;

namespace PqCrypto.Hybrid;

/// <summary>A hybrid group of TLS 1.3: ML-KEM and a Diffie-Hellman group side by side, shares and secrets concatenated.</summary>
/// <remarks>draft-ietf-tls-ecdhe-mlkem, section 4. There is no key derivation of its own: the transcript of the handshake has to bind the
/// shares. ML-KEM comes first everywhere in X25519MLKEM768, the curve first everywhere in the other two. The private key is the ML-KEM
/// seed and the scalar in the same order.</remarks>
internal sealed class TlsHybridScheme : KemScheme
{
    private readonly KemScheme mlKem;
    private readonly DiffieHellmanGroup group;
    private readonly bool mlKemFirst;

    /// <summary>Lengths of both parts of the four concatenations.</summary>
    private readonly Split publicKey;
    private readonly Split privateKey;
    private readonly Split ciphertext;
    private readonly Split secret;

    private TlsHybridScheme(string name, ushort namedGroup, KemScheme mlKem, DiffieHellmanGroup group, bool mlKemFirst)
        : base(Describe(name, namedGroup, mlKem.Description, group))
    {
        this.mlKem = mlKem;
        this.group = group;
        this.mlKemFirst = mlKemFirst;
        publicKey = new Split(mlKem.Description.PublicKeySizeInBytes, group.PointSize, mlKemFirst);
        privateKey = new Split(mlKem.Description.PrivateSeedSizeInBytes, group.ScalarSize, mlKemFirst);
        ciphertext = new Split(mlKem.Description.CiphertextSizeInBytes, group.PointSize, mlKemFirst);
        secret = new Split(mlKem.Description.SharedSecretSizeInBytes, group.SecretSize, mlKemFirst);
    }

    /// <summary>X25519MLKEM768: ML-KEM first.</summary>
    /// <param name="mlKem768">ML-KEM-768.</param>
    internal static TlsHybridScheme X25519MLKem768(KemScheme mlKem768) =>
        new("X25519MLKEM768", 0x11EC, mlKem768, X25519Group.Instance, mlKemFirst: true);

    /// <summary>SecP256r1MLKEM768: the curve first.</summary>
    /// <param name="mlKem768">ML-KEM-768.</param>
    internal static TlsHybridScheme SecP256r1MLKem768(KemScheme mlKem768) =>
        new("SecP256r1MLKEM768", 0x11EB, mlKem768, NistGroup.P256, mlKemFirst: false);

    /// <summary>SecP384r1MLKEM1024: the curve first.</summary>
    /// <param name="mlKem1024">ML-KEM-1024.</param>
    internal static TlsHybridScheme SecP384r1MLKem1024(KemScheme mlKem1024) =>
        new("SecP384r1MLKEM1024", 0x11ED, mlKem1024, NistGroup.P384, mlKemFirst: false);

    /// <inheritdoc/>
    /// <remarks>The randomness is the ML-KEM seed, followed by the scalar where the platform does not draw it.</remarks>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness)
    {
        int seedSize = mlKem.Description.KeyGenerationRandomnessSizeInBytes;
        DiffieHellmanKey scalar = group.GenerateKey(randomness[seedSize..]);
        try
        {
            return new PrivateKey(this, mlKem.GenerateKey(randomness[..seedSize]), scalar);
        }
        catch
        {
            scalar.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey)
    {
        DiffieHellmanKey scalar = group.ImportKey(Description.Name, this.privateKey.Classical(privateKey));
        try
        {
            return new PrivateKey(this, mlKem.ImportPrivateSeed(this.privateKey.MLKem(privateKey)), scalar);
        }
        catch
        {
            scalar.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        ReadOnlySpan<byte> point = this.publicKey.Classical(publicKey);
        if (group.FindFlaw(point) is string flaw)
            throw Errors.MalformedKey(Description.Name, flaw);
        return new PublicKey(this, mlKem.ImportPublicKey(this.publicKey.MLKem(publicKey)), point);
    }

    private static KemDescription Describe(string name, ushort namedGroup, KemDescription mlKem, DiffieHellmanGroup group) => new()
    {
        Name = name,
        Family = AlgorithmFamily.Hybrid,
        Status = AlgorithmStatus.Draft,
        SecurityCategory = mlKem.SecurityCategory,
        TlsNamedGroup = namedGroup,
        PublicKeySizeInBytes = mlKem.PublicKeySizeInBytes + group.PointSize,
        PrivateKeySizeInBytes = mlKem.PrivateSeedSizeInBytes + group.ScalarSize,
        KeyGenerationRandomnessSizeInBytes = mlKem.KeyGenerationRandomnessSizeInBytes + group.KeyRandomnessSize,
        CiphertextSizeInBytes = mlKem.CiphertextSizeInBytes + group.PointSize,
        SharedSecretSizeInBytes = mlKem.SharedSecretSizeInBytes + group.SecretSize,
        EncapsulationRandomnessSizeInBytes = mlKem.EncapsulationRandomnessSizeInBytes + group.KeyRandomnessSize,
    };

    /// <summary>Where the two parts of a concatenation lie.</summary>
    private readonly struct Split(int mlKemSize, int classicalSize, bool mlKemFirst)
    {
        private readonly Range mlKem = mlKemFirst ? ..mlKemSize : classicalSize..(classicalSize + mlKemSize);
        private readonly Range classical = mlKemFirst ? mlKemSize..(mlKemSize + classicalSize) : ..classicalSize;

        internal ReadOnlySpan<byte> MLKem(ReadOnlySpan<byte> whole) => whole[mlKem];

        internal Span<byte> MLKem(Span<byte> whole) => whole[mlKem];

        internal ReadOnlySpan<byte> Classical(ReadOnlySpan<byte> whole) => whole[classical];

        internal Span<byte> Classical(Span<byte> whole) => whole[classical];
    }

    private sealed class PublicKey(TlsHybridScheme scheme, KemPublicKeyState mlKem, ReadOnlySpan<byte> point) : KemPublicKeyState
    {
        private readonly TlsHybridScheme scheme = scheme;
        private readonly KemPublicKeyState mlKem = mlKem;
        private readonly byte[] point = point.ToArray();

        /// <inheritdoc/>
        internal override int? DerandomizedSizeInBytes =>
            scheme.mlKem.Description.EncapsulationRandomnessSizeInBytes + scheme.group.ScalarSize;

        public override void ExportPublicKey(Span<byte> destination)
        {
            mlKem.ExportPublicKey(scheme.publicKey.MLKem(destination));
            point.CopyTo(scheme.publicKey.Classical(destination));
        }

        /// <inheritdoc/>
        /// <remarks>The randomness is the ML-KEM message, followed by the ephemeral scalar; without one the platform draws it.</remarks>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            int messageSize = scheme.mlKem.Description.EncapsulationRandomnessSizeInBytes;
            scheme.group.AgreeOnce(
                scheme.Description.Name,
                randomness[messageSize..],
                point,
                scheme.ciphertext.Classical(ciphertext),
                scheme.secret.Classical(sharedSecret));
            mlKem.Encapsulate(randomness[..messageSize], scheme.ciphertext.MLKem(ciphertext), scheme.secret.MLKem(sharedSecret));
        }
    }

    private sealed class PrivateKey(TlsHybridScheme scheme, KemPrivateKeyState mlKem, DiffieHellmanKey classical) : KemPrivateKeyState
    {
        private readonly TlsHybridScheme scheme = scheme;
        private readonly KemPrivateKeyState mlKem = mlKem;
        private readonly DiffieHellmanKey classical = classical;

        public override KemPublicKeyState PublicKey { get; } = new PublicKey(scheme, mlKem.PublicKey, classical.Point);

        public override void ExportPrivateKey(Span<byte> destination)
        {
            mlKem.ExportPrivateSeed(scheme.privateKey.MLKem(destination));
            classical.Scalar.CopyTo(scheme.privateKey.Classical(destination));
        }

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            classical.Agree(scheme.Description.Name, scheme.ciphertext.Classical(ciphertext), scheme.secret.Classical(sharedSecret));
            mlKem.Decapsulate(scheme.ciphertext.MLKem(ciphertext), scheme.secret.MLKem(sharedSecret));
        }

        protected override void Dispose(bool disposing)
        {
            mlKem.Dispose();
            classical.Dispose();
        }
    }
}
