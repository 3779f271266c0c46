using PqCrypto.Base;
using PqCrypto.Kernels;

namespace PqCrypto.Hybrid;

/// <summary>What one composite KEM is, beside its two parts.</summary>
/// <param name="Name">The draft's identifier without id-.</param>
/// <param name="Arc">The last arc of its object identifier.</param>
/// <param name="Label">The combiner's label.</param>
/// <param name="PublicKeySizeInBytes">Length of its public keys; 0 where it varies (RSA).</param>
/// <param name="PrivateKeySizeInBytes">Length of its private keys; 0 where it varies (RSA).</param>
internal sealed record CompositeKem(string Name, int Arc, string Label, int PublicKeySizeInBytes, int PrivateKeySizeInBytes);

/// <summary>ML-KEM and a classical key exchange side by side: one key, one ciphertext, one secret that holds while either does.</summary>
/// <remarks>draft-ietf-lamps-pq-composite-kem-15. The classical part is any KEM; its secret goes into the combiner as it is. Where that part fails, the whole
/// fails, as the draft demands; ML-KEM rejects implicitly.</remarks>
/// <typeparam name="TKernels">The kernel set, for the combiner.</typeparam>
internal sealed class CompositeKemScheme<TKernels> : KemScheme
    where TKernels : struct, IKernels
{
    private const string OidPrefix = "1.3.6.1.5.5.7.6.";

    private readonly KemScheme mlKem;
    private readonly KemScheme classical;
    private readonly byte[] label;

    /// <summary>Joins two schemes.</summary>
    /// <param name="row">The algorithm.</param>
    /// <param name="mlKem">Its ML-KEM.</param>
    /// <param name="classical">Its classical part.</param>
    internal CompositeKemScheme(CompositeKem row, KemScheme mlKem, KemScheme classical)
        : base(Describe(row, mlKem.Description, classical.Description))
    {
        this.mlKem = mlKem;
        this.classical = classical;
        label = System.Text.Encoding.ASCII.GetBytes(row.Label);
    }

    private int SeedSize => mlKem.Description.PrivateSeedSizeInBytes;

    private int PublicKeySizeOfMLKem => mlKem.Description.PublicKeySizeInBytes;

    private int CiphertextSizeOfMLKem => mlKem.Description.CiphertextSizeInBytes;

    private int SecretSizeOfMLKem => mlKem.Description.SharedSecretSizeInBytes;

    private int MessageSize => mlKem.Description.EncapsulationRandomnessSizeInBytes;

    private int SecretsSize => SecretSizeOfMLKem + classical.Description.SharedSecretSizeInBytes;

    /// <summary>Whether keys have lengths of their own, so that there is no raw form.</summary>
    private bool HasVaryingKeys => Description.PublicKeySizeInBytes == 0;

    /// <inheritdoc/>
    /// <remarks>Both parts are made for this key. The randomness is the ML-KEM seed, then what the classical part takes.</remarks>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness)
    {
        KemPrivateKeyState skT = classical.GenerateKey(randomness[SeedSize..]);
        return Join(randomness[..SeedSize], skT);
    }

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey)
    {
        if (privateKey.Length <= SeedSize)
            throw Errors.MalformedKey(Description.Name, "its private key has no classical part");
        return Join(privateKey[..SeedSize], classical.ImportPrivatePart(Description.Name, privateKey[SeedSize..]));
    }

    /// <inheritdoc/>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length <= PublicKeySizeOfMLKem)
            throw Errors.MalformedKey(Description.Name, "its public key has no classical part");
        KemPublicKeyState pkT = classical.ImportPublicPart(Description.Name, publicKey[PublicKeySizeOfMLKem..]);
        return new PublicKey(this, mlKem.ImportPublicKey(publicKey[..PublicKeySizeOfMLKem]), pkT);
    }

    /// <inheritdoc/>
    internal override KemPublicKeyState? ImportOwnSubjectPublicKey(ReadOnlySpan<byte> subjectPublicKey) =>
        HasVaryingKeys ? ImportPublicKey(subjectPublicKey) : null;

    /// <inheritdoc/>
    internal override KemPrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) =>
        HasVaryingKeys ? ImportPrivateKey(privateKey) : null;

    private static KemDescription Describe(CompositeKem row, KemDescription mlKem, KemDescription classical) => new()
    {
        Name = row.Name,
        Family = AlgorithmFamily.Hybrid,
        Status = AlgorithmStatus.Draft,
        SecurityCategory = mlKem.SecurityCategory,
        Oid = $"{OidPrefix}{row.Arc}",
        PublicKeySizeInBytes = row.PublicKeySizeInBytes,
        PrivateKeySizeInBytes = row.PrivateKeySizeInBytes,
        Pkcs8Content = Pkcs8Content.Raw,
        KeyGenerationRandomnessSizeInBytes = mlKem.PrivateSeedSizeInBytes + classical.KeyGenerationRandomnessSizeInBytes,
        CiphertextSizeInBytes = mlKem.CiphertextSizeInBytes + classical.CiphertextSizeInBytes,
        SharedSecretSizeInBytes = KemCombiner<TKernels>.SecretSize,
        EncapsulationRandomnessSizeInBytes = mlKem.EncapsulationRandomnessSizeInBytes + classical.EncapsulationRandomnessSizeInBytes,
    };

    /// <summary>Makes a key of an ML-KEM seed and a classical key, which is disposed where that fails.</summary>
    private PrivateKey Join(ReadOnlySpan<byte> seed, KemPrivateKeyState skT)
    {
        KemPrivateKeyState? skM = null;
        try
        {
            skM = mlKem.ImportPrivateSeed(seed);
            return new PrivateKey(this, skM, skT);
        }
        catch
        {
            skM?.Dispose();
            skT.Dispose();
            throw;
        }
    }

    private sealed class PublicKey(CompositeKemScheme<TKernels> scheme, KemPublicKeyState pkM, KemPublicKeyState pkT) : KemPublicKeyState
    {
        private readonly CompositeKemScheme<TKernels> scheme = scheme;
        private readonly KemPublicKeyState pkM = pkM;
        private readonly KemPublicKeyState pkT = pkT;
        private readonly byte[] encodedT = pkT.ExportSubjectPublicKey(scheme.classical.Description.PublicKeySizeInBytes);

        /// <summary>The classical part as it lies in the key, and as it goes into the combiner.</summary>
        internal ReadOnlySpan<byte> Classical => encodedT;

        /// <inheritdoc/>
        internal override int? DerandomizedSizeInBytes =>
            (pkT.DerandomizedSizeInBytes ?? scheme.classical.Description.EncapsulationRandomnessSizeInBytes) is > 0 and int size ? scheme.MessageSize + size : 0;

        public override void ExportPublicKey(Span<byte> destination) => ExportSubjectPublicKey(scheme.Description.PublicKeySizeInBytes).CopyTo(destination);

        /// <inheritdoc/>
        /// <remarks>draft-ietf-lamps-pq-composite-kem-15 (Composite-ML-KEM.Encaps). The randomness is the ML-KEM message, then what the classical part
        /// takes.</remarks>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            Span<byte> ctT = ciphertext[scheme.CiphertextSizeOfMLKem..];
            using Workspace workspace = Workspace.Rent();
            Span<byte> secrets = workspace.Bytes(scheme.SecretsSize);
            pkT.Encapsulate(randomness[scheme.MessageSize..], ctT, secrets[scheme.SecretSizeOfMLKem..]);
            pkM.Encapsulate(randomness[..scheme.MessageSize], ciphertext[..scheme.CiphertextSizeOfMLKem], secrets[..scheme.SecretSizeOfMLKem]);
            KemCombiner<TKernels>.Combine(secrets, ctT, encodedT, scheme.label, sharedSecret);
        }

        internal override byte[] ExportSubjectPublicKey(int rawSizeInBytes) => [.. pkM.ExportSubjectPublicKey(scheme.PublicKeySizeOfMLKem), .. encodedT];
    }

    private sealed class PrivateKey(CompositeKemScheme<TKernels> scheme, KemPrivateKeyState skM, KemPrivateKeyState skT) : KemPrivateKeyState
    {
        private readonly CompositeKemScheme<TKernels> scheme = scheme;
        private readonly KemPrivateKeyState skM = skM;
        private readonly KemPrivateKeyState skT = skT;
        private readonly PublicKey publicKey = new(scheme, skM.PublicKey, skT.PublicKey);

        public override KemPublicKeyState PublicKey => publicKey;

        public override void ExportPrivateKey(Span<byte> destination)
        {
            using SecretBuffer content = ExportOwnPkcs8Content();
            content.Bytes.CopyTo(destination);
        }

        /// <inheritdoc/>
        /// <remarks>draft-ietf-lamps-pq-composite-kem-15 (Composite-ML-KEM.Decaps).</remarks>
        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            ReadOnlySpan<byte> ctT = ciphertext[scheme.CiphertextSizeOfMLKem..];
            using Workspace workspace = Workspace.Rent();
            Span<byte> secrets = workspace.Bytes(scheme.SecretsSize);
            skT.Decapsulate(ctT, secrets[scheme.SecretSizeOfMLKem..]);
            skM.Decapsulate(ciphertext[..scheme.CiphertextSizeOfMLKem], secrets[..scheme.SecretSizeOfMLKem]);
            KemCombiner<TKernels>.Combine(secrets, ctT, publicKey.Classical, scheme.label, sharedSecret);
        }

        internal override SecretBuffer ExportOwnPkcs8Content()
        {
            using SecretBuffer classical = skT.ExportPart(scheme.classical.Description.PrivateKeySizeInBytes);
            SecretBuffer content = new(scheme.SeedSize + classical.Bytes.Length);
            skM.ExportPrivateSeed(content.Bytes[..scheme.SeedSize]);
            classical.Bytes.CopyTo(content.Bytes[scheme.SeedSize..]);
            return content;
        }

        protected override void Dispose(bool disposing)
        {
            skM.Dispose();
            skT.Dispose();
        }
    }
}
