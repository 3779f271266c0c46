using PqCrypto.Base;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>ML-DSA or Dilithium round 3 with one parameter set and one kernel set.</summary>
internal sealed class MLDsaScheme<TParams, TVariant, TKernels> : SignatureScheme
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    /// <summary>Makes the scheme.</summary>
    internal MLDsaScheme()
        : base(TVariant.Describe<TParams>())
    {
    }

    /// <inheritdoc/>
    /// <remarks>FIPS 204, Algorithm 1 (ML-DSA.KeyGen); the randomness is xi.</remarks>
    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateSeed(randomness);

    /// <inheritdoc/>
    public override SignaturePrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> pk = workspace.Bytes(DsaSizes<TParams, TVariant>.PublicKey);
        Span<byte> sk = workspace.Bytes(DsaSizes<TParams, TVariant>.PrivateKey);
        NttPoly[] aHat = new NttPoly[TParams.K * TParams.L];
        KeyGen<TParams, TVariant, TKernels>.KeyGenInternal(seed, aHat, pk, sk);
        return NewPrivateKey(sk, seed, pk, aHat);
    }

    /// <inheritdoc/>
    /// <remarks>The key is built anew from its seeds and secret vectors, and the rest of it must come out as it was given: FIPS 204, section 7.2,
    /// warns that a malformed key makes the decoding wrong, so nothing of it is taken on trust.</remarks>
    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey)
    {
        using Workspace workspace = Workspace.Rent();
        Span<RingPoly> s = workspace.Take<RingPoly>(TParams.L + TParams.K);
        Span<RingPoly> t0 = workspace.Take<RingPoly>(TParams.K);
        int outside = Encoding<TParams, TVariant, TKernels>.SkDecode(privateKey, s, t0);
        if (Declassify.Value(outside, DeclassifyReason.ImportVerdict) != 0)
            throw Errors.MalformedKey(Description.Name, "a coefficient of s1 or s2 is larger than eta (FIPS 204, section 7.2, Algorithm 25)");

        ReadOnlySpan<byte> rho = privateKey[..DsaSizes<TParams, TVariant>.Seed];
        ReadOnlySpan<byte> k = privateKey.Slice(DsaSizes<TParams, TVariant>.Seed, DsaSizes<TParams, TVariant>.Seed);
        Declassify.Bytes(rho, DeclassifyReason.PublishedOutput);
        NttPoly[] aHat = new NttPoly[TParams.K * TParams.L];
        KeyGen<TParams, TVariant, TKernels>.ExpandMatrix(rho, aHat);
        Span<byte> pk = workspace.Bytes(DsaSizes<TParams, TVariant>.PublicKey);
        Span<byte> sk = workspace.Bytes(DsaSizes<TParams, TVariant>.PrivateKey);
        KeyGen<TParams, TVariant, TKernels>.Derive(rho, k, s, aHat, pk, sk);

        Range t0Range = DsaSizes<TParams, TVariant>.T0Start..;
        Range trRange = DsaSizes<TParams, TVariant>.TrStart..DsaSizes<TParams, TVariant>.SecretsStart;
        if (Declassify.Value(ConstantTime.EqualMask(sk[t0Range], privateKey[t0Range]), DeclassifyReason.ImportVerdict) == 0)
            throw Errors.MalformedKey(Description.Name, "t0 is not that of rho, s1 and s2 (FIPS 204, Algorithm 6, L5 and L6)");
        if (Declassify.Value(ConstantTime.EqualMask(sk[trRange], privateKey[trRange]), DeclassifyReason.ImportVerdict) == 0)
            throw Errors.MalformedKey(Description.Name, "tr is not the hash of the public key (FIPS 204, Algorithm 6, L9)");
        return NewPrivateKey(sk, default, pk, aHat);
    }

    /// <inheritdoc/>
    /// <remarks>Every content of the right length is a key.</remarks>
    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        NttPoly[] aHat = new NttPoly[TParams.K * TParams.L];
        KeyGen<TParams, TVariant, TKernels>.ExpandMatrix(publicKey[..DsaSizes<TParams, TVariant>.Seed], aHat);
        Span<byte> tr = stackalloc byte[DsaSizes<TParams, TVariant>.Tr];
        KeyGen<TParams, TVariant, TKernels>.HashPublicKey(publicKey, tr);
        return new MLDsaPublicKey<TParams, TVariant, TKernels>(publicKey, tr, aHat);
    }

    private static MLDsaPrivateKey<TParams, TVariant, TKernels> NewPrivateKey(
        ReadOnlySpan<byte> sk,
        ReadOnlySpan<byte> seed,
        ReadOnlySpan<byte> pk,
        NttPoly[] aHat)
    {
        ReadOnlySpan<byte> tr = sk.Slice(DsaSizes<TParams, TVariant>.TrStart, DsaSizes<TParams, TVariant>.Tr);
        return new(sk, seed, new MLDsaPublicKey<TParams, TVariant, TKernels>(pk, tr, aHat));
    }
}

/// <summary>A public key with what verifying computes from it. Public.</summary>
internal sealed class MLDsaPublicKey<TParams, TVariant, TKernels> : SignaturePublicKeyState, IFormattedMessage
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private readonly byte[] pk;
    private readonly byte[] tr;
    private readonly NttPoly[] aHat;
    private NttPoly[]? t1Hat;

    /// <summary>Makes the key of its encoding.</summary>
    /// <param name="pk">The encoded key. Public.</param>
    /// <param name="tr">Its hash. Public.</param>
    /// <param name="aHat">The matrix of its rho; kept.</param>
    internal MLDsaPublicKey(ReadOnlySpan<byte> pk, ReadOnlySpan<byte> tr, NttPoly[] aHat)
    {
        this.pk = pk.ToArray();
        this.tr = tr.ToArray();
        this.aHat = aHat;
    }

    /// <summary>The matrix, row by row.</summary>
    internal ReadOnlySpan<NttPoly> AHat => aHat;

    /// <inheritdoc/>
    public override void ExportPublicKey(Span<byte> destination) => pk.CopyTo(destination);

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options)
    {
        if (options.Context.Length > SignatureOptions.MaxContextSizeInBytes || signature.Length != DsaSizes<TParams, TVariant>.Signature)
            return false;
        Span<byte> mu = stackalloc byte[DsaSizes<TParams, TVariant>.Mu];
        Represent(data, options, mu);
        return VerifyDigest(mu, signature);
    }

    /// <inheritdoc/>
    public override MessageDigest CreateDigest(SignatureOptions options) => new MuDigest<TVariant, TKernels>(tr, options);

    /// <inheritdoc/>
    public override bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) =>
        Verify<TParams, TVariant, TKernels>.VerifyInternal(aHat, t1Hat ??= TransformT1(), digest, signature);

    /// <inheritdoc/>
    public void DigestFormatted(ReadOnlySpan<byte> formattedMessage, Span<byte> digest) =>
        MessageEncoding<TVariant, TKernels>.RepresentFormatted(tr, formattedMessage, default, digest);

    /// <summary>Computes mu of a message.</summary>
    internal void Represent(ReadOnlySpan<byte> data, SignatureOptions options, Span<byte> mu) =>
        MessageEncoding<TVariant, TKernels>.Represent(tr, data, options, mu);

    /// <summary>Computes t1 * 2^d in the NTT domain, which the first verification needs; two that come first at once make the same.</summary>
    /// <remarks>FIPS 204, Algorithm 8 (ML-DSA.Verify_internal), L1 and a part of L9.</remarks>
    private NttPoly[] TransformT1()
    {
        using Workspace workspace = Workspace.Rent();
        Span<RingPoly> t1 = workspace.Take<RingPoly>(TParams.K);
        Encoding<TParams, TVariant, TKernels>.PkDecode(pk, t1);
        foreach (ref RingPoly f in t1)
            TKernels.DsaShiftLeft(f);
        NttPoly[] transformed = new NttPoly[TParams.K];
        Polynomials.Ntt<TKernels>(t1).CopyTo(transformed);
        return transformed;
    }
}

/// <summary>A private key with what signing computes from it. Secret.</summary>
internal sealed class MLDsaPrivateKey<TParams, TVariant, TKernels> : SignaturePrivateKeyState
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private readonly SecretBuffer sk;
    private readonly SecretBuffer? seed;
    private readonly MLDsaPublicKey<TParams, TVariant, TKernels> publicKey;
    private SecretBuffer? hats;

    /// <summary>Makes the key of its encoding, which has been checked.</summary>
    /// <param name="sk">The encoded key. Secret.</param>
    /// <param name="seed">Its seed; empty where it is not known. Secret.</param>
    /// <param name="publicKey">Its public key.</param>
    internal MLDsaPrivateKey(ReadOnlySpan<byte> sk, ReadOnlySpan<byte> seed, MLDsaPublicKey<TParams, TVariant, TKernels> publicKey)
    {
        this.publicKey = publicKey;
        this.sk = new SecretBuffer(sk);
        if (!seed.IsEmpty)
            this.seed = new SecretBuffer(seed);
    }

    /// <inheritdoc/>
    public override SignaturePublicKeyState PublicKey => publicKey;

    /// <inheritdoc/>
    public override bool HasPrivateSeed => seed is not null;

    /// <inheritdoc/>
    public override void ExportPrivateSeed(Span<byte> destination)
    {
        if (seed is null)
            throw Errors.KeyHasNo(TVariant.Describe<TParams>().Name, "private seed");
        seed.Bytes.CopyTo(destination);
    }

    /// <inheritdoc/>
    public override void ExportPrivateKey(Span<byte> destination) => sk.Bytes.CopyTo(destination);

    /// <inheritdoc/>
    public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
    {
        Span<byte> mu = stackalloc byte[DsaSizes<TParams, TVariant>.Mu];
        publicKey.Represent(data, options, mu);
        return SignDigest(mu, randomness, signature);
    }

    /// <inheritdoc/>
    public override int SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness, Span<byte> signature)
    {
        SignCounted(digest, randomness, signature);
        return DsaSizes<TParams, TVariant>.Signature;
    }

    /// <summary>Signs, and tells which checks rejected attempts.</summary>
    internal SigningCounts SignCounted(ReadOnlySpan<byte> mu, ReadOnlySpan<byte> randomness, Span<byte> signature)
    {
        ReadOnlySpan<NttPoly> vectors = TransformedVectors().As<NttPoly>();
        SigningKey key = new()
        {
            AHat = publicKey.AHat,
            S1Hat = vectors[..TParams.L],
            S2Hat = vectors.Slice(TParams.L, TParams.K),
            T0Hat = vectors[(TParams.L + TParams.K)..],
            K = sk.Bytes.Slice(DsaSizes<TParams, TVariant>.Seed, DsaSizes<TParams, TVariant>.Seed),
        };
        Span<byte> exact = signature[..DsaSizes<TParams, TVariant>.Signature];
        SigningCounts counts = Sign<TParams, TVariant, TKernels>.SignInternal(key, mu, randomness, exact);
        GC.KeepAlive(this);
        return counts;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sk.Dispose();
            hats?.Dispose();
            seed?.Dispose();
        }
    }

    /// <summary>s1, s2 and t0 in the NTT domain, computed for the first signature and kept. Secret.</summary>
    /// <remarks>FIPS 204, Algorithm 7 (ML-DSA.Sign_internal), L1 to L4.</remarks>
    private SecretBuffer TransformedVectors()
    {
        SecretBuffer? known = Volatile.Read(ref hats);
        if (known is not null)
            return known;
        SecretBuffer made = new((TParams.L + 2 * TParams.K) * RingPoly.Size * sizeof(int));
        Span<RingPoly> vectors = made.As<RingPoly>();
        Encoding<TParams, TVariant, TKernels>.SkDecode(sk.Bytes, vectors[..(TParams.L + TParams.K)], vectors[(TParams.L + TParams.K)..]);
        Polynomials.Ntt<TKernels>(vectors);
        known = Interlocked.CompareExchange(ref hats, made, null);
        if (known is null)
            return made;
        made.Dispose();
        return known;
    }
}
