using PqCrypto.Base;
using PqCrypto.Fips204;
using PqCrypto.Kernels;

namespace PqCrypto.Hybrid;

/// <summary>What one composite signature algorithm is, beside its two parts.</summary>
/// <param name="Name">The draft's identifier without id-.</param>
/// <param name="Arc">The last arc of its object identifier.</param>
/// <param name="Label">What both parts sign, and the context of the ML-DSA part.</param>
/// <param name="Hash">The hash of the message.</param>
/// <param name="PublicKeySizeInBytes">Length of its public keys; 0 where it varies (RSA).</param>
/// <param name="PrivateKeySizeInBytes">Length of its private keys; 0 where it varies (RSA).</param>
internal sealed record CompositeSignature(string Name, int Arc, string Label, PreHash Hash, int PublicKeySizeInBytes, int PrivateKeySizeInBytes);

/// <summary>ML-DSA and a classical signature side by side: one key, one signature, valid when both are.</summary>
/// <remarks>draft-ietf-lamps-pq-composite-sigs-19. The classical part is any signature scheme without a context of its own. Not strongly
/// unforgeable: ECDSA is not either.</remarks>
/// <typeparam name="TKernels">The kernel set, for SHAKE256 as the hash of the message.</typeparam>
internal sealed class CompositeSignatureScheme<TKernels> : SignatureScheme
    where TKernels : struct, IKernels
{
    private const string OidPrefix = "1.3.6.1.5.5.7.6.";

    private readonly SignatureScheme mlDsa;
    private readonly SignatureScheme classical;
    private readonly PreHash hash;
    private readonly byte[] label;
    private readonly SignatureOptions labelAsContext;

    /// <summary>Joins two schemes.</summary>
    /// <param name="row">The algorithm.</param>
    /// <param name="mlDsa">Its ML-DSA.</param>
    /// <param name="classical">Its classical part.</param>
    internal CompositeSignatureScheme(CompositeSignature row, SignatureScheme mlDsa, SignatureScheme classical)
        : base(Describe(row, mlDsa.Description, classical.Description))
    {
        this.mlDsa = mlDsa;
        this.classical = classical;
        hash = row.Hash;
        label = System.Text.Encoding.ASCII.GetBytes(row.Label);
        labelAsContext = new SignatureOptions { Context = label };
    }

    /// <summary>What every message representative begins with.</summary>
    private static ReadOnlySpan<byte> Prefix => "CompositeAlgorithmSignatures2025"u8;

    private int SeedSize => mlDsa.Description.PrivateSeedSizeInBytes;

    private int PublicKeySizeOfMLDsa => mlDsa.Description.PublicKeySizeInBytes;

    private int SignatureSizeOfMLDsa => mlDsa.Description.MaxSignatureSizeInBytes;

    /// <summary>Whether keys have lengths of their own, so that there is no raw form.</summary>
    private bool HasVaryingKeys => Description.PublicKeySizeInBytes == 0;

    /// <inheritdoc/>
    /// <remarks>Both parts are made for this key. The randomness is the ML-DSA seed, then what the classical part takes.</remarks>
    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness)
    {
        SignaturePrivateKeyState skTrad = classical.GenerateKey(randomness[SeedSize..]);
        return Join(randomness[..SeedSize], skTrad);
    }

    /// <inheritdoc/>
    /// <remarks>draft-ietf-lamps-pq-composite-sigs-19 (DeserializePrivateKey).</remarks>
    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey)
    {
        if (privateKey.Length <= SeedSize)
            throw Errors.MalformedKey(Description.Name, "its private key has no classical part");
        return Join(privateKey[..SeedSize], classical.ImportPrivatePart(Description.Name, privateKey[SeedSize..]));
    }

    /// <inheritdoc/>
    /// <remarks>draft-ietf-lamps-pq-composite-sigs-19 (DeserializePublicKey).</remarks>
    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length <= PublicKeySizeOfMLDsa)
            throw Errors.MalformedKey(Description.Name, "its public key has no classical part");
        return new PublicKey(
            this,
            mlDsa.ImportPublicKey(publicKey[..PublicKeySizeOfMLDsa]),
            classical.ImportPublicPart(Description.Name, publicKey[PublicKeySizeOfMLDsa..]));
    }

    /// <inheritdoc/>
    internal override SignaturePublicKeyState? ImportOwnSubjectPublicKey(ReadOnlySpan<byte> subjectPublicKey) =>
        HasVaryingKeys ? ImportPublicKey(subjectPublicKey) : null;

    /// <inheritdoc/>
    internal override SignaturePrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) =>
        HasVaryingKeys ? ImportPrivateKey(privateKey) : null;

    private static SignatureDescription Describe(CompositeSignature row, SignatureDescription mlDsa, SignatureDescription classical) => new()
    {
        Name = row.Name,
        Family = AlgorithmFamily.Hybrid,
        Status = AlgorithmStatus.Draft,
        SecurityCategory = mlDsa.SecurityCategory,
        Oid = $"{OidPrefix}{row.Arc}",
        PublicKeySizeInBytes = row.PublicKeySizeInBytes,
        PrivateKeySizeInBytes = row.PrivateKeySizeInBytes,
        Pkcs8Content = Pkcs8Content.Raw,
        KeyGenerationRandomnessSizeInBytes = mlDsa.PrivateSeedSizeInBytes + classical.KeyGenerationRandomnessSizeInBytes,
        MaxSignatureSizeInBytes = mlDsa.MaxSignatureSizeInBytes + classical.MaxSignatureSizeInBytes,
        SigningRandomnessSizeInBytes = mlDsa.SigningRandomnessSizeInBytes,
        SupportsContext = true,
    };

    /// <summary>Makes a key of an ML-DSA seed and a classical key, which is disposed where that fails.</summary>
    private PrivateKey Join(ReadOnlySpan<byte> seed, SignaturePrivateKeyState skTrad)
    {
        SignaturePrivateKeyState? skMLDsa = null;
        try
        {
            skMLDsa = mlDsa.ImportPrivateSeed(seed);
            return new PrivateKey(this, skMLDsa, skTrad);
        }
        catch
        {
            skMLDsa?.Dispose();
            skTrad.Dispose();
            throw;
        }
    }

    /// <summary>The message representative M' of a message, which both parts sign.</summary>
    /// <remarks>draft-ietf-lamps-pq-composite-sigs-19.</remarks>
    private sealed class Representative : MessageDigest
    {
        private readonly byte[] start;
        private readonly IPreHash preHash;
        private readonly int hashSize;

        internal Representative(CompositeSignatureScheme<TKernels> scheme, SignatureOptions options)
        {
            ReadOnlySpan<byte> context = options.Context.Span;
            start = [.. Prefix, .. scheme.label, (byte)context.Length, .. context];      // the library has checked the context's length
            hashSize = PreHashFunction.SizeInBytes(scheme.hash);
            preHash = PreHashFunction.Create<TKernels>(scheme.hash);
        }

        public override int SizeInBytes => start.Length + hashSize;

        public override void Append(ReadOnlySpan<byte> data) => preHash.Append(data);

        public override void Finish(Span<byte> digest)
        {
            start.CopyTo(digest);
            preHash.Finish(digest.Slice(start.Length, hashSize));
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                preHash.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class PublicKey(CompositeSignatureScheme<TKernels> scheme, SignaturePublicKeyState pkMLDsa, SignaturePublicKeyState pkTrad)
        : SignaturePublicKeyState
    {
        private readonly CompositeSignatureScheme<TKernels> scheme = scheme;
        private readonly SignaturePublicKeyState pkMLDsa = pkMLDsa;
        private readonly SignaturePublicKeyState pkTrad = pkTrad;

        public override void ExportPublicKey(Span<byte> destination) => ExportSubjectPublicKey(scheme.Description.PublicKeySizeInBytes).CopyTo(destination);

        public override MessageDigest CreateDigest(SignatureOptions options) => new Representative(scheme, options);

        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options)
        {
            using Representative representative = new(scheme, options);
            representative.Append(data);
            Span<byte> m = stackalloc byte[representative.SizeInBytes];
            representative.Finish(m);
            return VerifyDigest(m, signature);
        }

        /// <inheritdoc/>
        /// <remarks>draft-ietf-lamps-pq-composite-sigs-19 (Verify).</remarks>
        public override bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
        {
            int split = scheme.SignatureSizeOfMLDsa;
            return signature.Length > split
                && pkMLDsa.Verify(digest, signature[..split], scheme.labelAsContext)
                && pkTrad.Verify(digest, signature[split..], SignatureOptions.Default);
        }

        internal override byte[] ExportSubjectPublicKey(int rawSizeInBytes) =>
        [
            .. pkMLDsa.ExportSubjectPublicKey(scheme.mlDsa.Description.PublicKeySizeInBytes),
            .. pkTrad.ExportSubjectPublicKey(scheme.classical.Description.PublicKeySizeInBytes),
        ];
    }

    private sealed class PrivateKey(CompositeSignatureScheme<TKernels> scheme, SignaturePrivateKeyState skMLDsa, SignaturePrivateKeyState skTrad)
        : SignaturePrivateKeyState
    {
        private readonly CompositeSignatureScheme<TKernels> scheme = scheme;
        private readonly SignaturePrivateKeyState skMLDsa = skMLDsa;
        private readonly SignaturePrivateKeyState skTrad = skTrad;

        public override SignaturePublicKeyState PublicKey { get; } = new PublicKey(scheme, skMLDsa.PublicKey, skTrad.PublicKey);

        public override void ExportPrivateKey(Span<byte> destination)
        {
            using SecretBuffer content = ExportOwnPkcs8Content();
            content.Bytes.CopyTo(destination);
        }

        public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            using Representative representative = new(scheme, options);
            representative.Append(data);
            Span<byte> m = stackalloc byte[representative.SizeInBytes];
            representative.Finish(m);
            return SignDigest(m, randomness, signature);
        }

        /// <inheritdoc/>
        /// <remarks>draft-ietf-lamps-pq-composite-sigs-19 (Sign).</remarks>
        public override int SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            int split = scheme.SignatureSizeOfMLDsa;
            skMLDsa.Sign(digest, scheme.labelAsContext, randomness, signature[..split]);
            return split + skTrad.Sign(digest, SignatureOptions.Default, default, signature[split..]);
        }

        internal override SecretBuffer ExportOwnPkcs8Content()
        {
            using SecretBuffer classical = skTrad.ExportPart(scheme.classical.Description.PrivateKeySizeInBytes);
            SecretBuffer content = new(scheme.SeedSize + classical.Bytes.Length);
            skMLDsa.ExportPrivateSeed(content.Bytes[..scheme.SeedSize]);
            classical.Bytes.CopyTo(content.Bytes[scheme.SeedSize..]);
            return content;
        }

        protected override void Dispose(bool disposing)
        {
            skMLDsa.Dispose();
            skTrad.Dispose();
        }
    }
}
