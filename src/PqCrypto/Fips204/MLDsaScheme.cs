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
        byte[] pk = new byte[DsaSizes<TParams, TVariant>.PublicKey];
        NttPoly[] aHat = MLDsaPublicKey<TParams, TVariant, TKernels>.NewPolynomials(TParams.K * TParams.L);
        SecretBuffer sk = new(DsaSizes<TParams, TVariant>.PrivateKey);
        KeyGen<TParams, TVariant, TKernels>.KeyGenInternal(seed, aHat, pk, sk.Bytes);
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
        NttPoly[] aHat = MLDsaPublicKey<TParams, TVariant, TKernels>.NewPolynomials(TParams.K * TParams.L);
        byte[] pk = new byte[DsaSizes<TParams, TVariant>.PublicKey];
        Span<byte> sk = workspace.Bytes(DsaSizes<TParams, TVariant>.PrivateKey);
        KeyGen<TParams, TVariant, TKernels>.Derive(rho, k, s, aHat, pk, sk);

        Range t0Range = DsaSizes<TParams, TVariant>.T0Start..;
        Range trRange = DsaSizes<TParams, TVariant>.TrStart..DsaSizes<TParams, TVariant>.SecretsStart;
        if (Declassify.Value(ConstantTime.EqualMask(sk[t0Range], privateKey[t0Range]), DeclassifyReason.ImportVerdict) == 0)
            throw Errors.MalformedKey(Description.Name, "t0 is not that of rho, s1 and s2 (FIPS 204, Algorithm 6, L5 and L6)");
        if (Declassify.Value(ConstantTime.EqualMask(sk[trRange], privateKey[trRange]), DeclassifyReason.ImportVerdict) == 0)
            throw Errors.MalformedKey(Description.Name, "tr is not the hash of the public key (FIPS 204, Algorithm 6, L9)");
        return NewPrivateKey(new SecretBuffer(sk), default, pk, aHat);
    }

    /// <inheritdoc/>
    /// <remarks>Every content of the right length is a key; what verifying needs of it is computed by the first verification.</remarks>
    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) =>
        new MLDsaPublicKey<TParams, TVariant, TKernels>(publicKey.ToArray());

    private static MLDsaPrivateKey<TParams, TVariant, TKernels> NewPrivateKey(SecretBuffer sk, ReadOnlySpan<byte> seed, byte[] pk, NttPoly[] aHat)
    {
        ReadOnlySpan<byte> tr = sk.Bytes.Slice(DsaSizes<TParams, TVariant>.TrStart, DsaSizes<TParams, TVariant>.Tr);
        return new(sk, seed, new MLDsaPublicKey<TParams, TVariant, TKernels>(pk, tr.ToArray(), aHat));
    }
}

/// <summary>A public key with what verifying computes from it. Public.</summary>
/// <remarks>What follows from the key is computed when it is first needed and then kept; of two that come first at once each computes the
/// same.</remarks>
internal sealed class MLDsaPublicKey<TParams, TVariant, TKernels> : SignaturePublicKeyState, IFormattedMessage
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private readonly byte[] pk;
    private byte[]? tr;
    private NttPoly[]? aHat;
    private NttPoly[]? t1Hat;

    /// <summary>Makes the key of its encoding.</summary>
    /// <param name="pk">The encoded key; kept. Public.</param>
    internal MLDsaPublicKey(byte[] pk) => this.pk = pk;

    /// <summary>Makes the key of its encoding and what is known of it.</summary>
    /// <param name="pk">The encoded key; kept. Public.</param>
    /// <param name="tr">Its hash; kept. Public.</param>
    /// <param name="aHat">The matrix of its rho; kept.</param>
    internal MLDsaPublicKey(byte[] pk, byte[] tr, NttPoly[] aHat)
    {
        this.pk = pk;
        this.tr = tr;
        this.aHat = aHat;
    }

    /// <summary>The matrix, row by row.</summary>
    internal ReadOnlySpan<NttPoly> AHat => Volatile.Read(ref aHat) ?? ExpandMatrix();

    private ReadOnlySpan<byte> Tr => Volatile.Read(ref tr) ?? HashKey();

    /// <inheritdoc/>
    public override void ExportPublicKey(Span<byte> destination) => pk.CopyTo(destination);

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options)
    {
        if (options.Context.Length > SignatureOptions.MaxContextSizeInBytes)
            return false;
        Span<byte> buffer = stackalloc byte[MessageEncoding<TVariant, TKernels>.MaxFormatSizeInBytes];
        return Verify(MessageEncoding<TVariant, TKernels>.Format(data, options, buffer), signature);
    }

    /// <inheritdoc/>
    public override MessageDigest CreateDigest(SignatureOptions options) => new MuDigest<TVariant, TKernels>(Tr, options);

    /// <inheritdoc/>
    public override bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) => Verify(new FormattedMessage(digest), signature);

    /// <inheritdoc/>
    public void DigestFormatted(ReadOnlySpan<byte> formattedMessage, Span<byte> digest) => Represent(new FormattedMessage(formattedMessage, default), digest);

    /// <summary>Computes mu of a message.</summary>
    internal void Represent(FormattedMessage message, Span<byte> mu) => MessageEncoding<TVariant, TKernels>.Represent(Tr, message, mu);

    /// <summary>Memory for polynomials that are written before they are read.</summary>
    internal static NttPoly[] NewPolynomials(int count) => GC.AllocateUninitializedArray<NttPoly>(count);

    private bool Verify(FormattedMessage message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != DsaSizes<TParams, TVariant>.Signature)
            return false;
        using Workspace workspace = Workspace.Rent();
        Verify<TParams, TVariant, TKernels> verification = new(workspace, signature);
        if (!verification.Decode())
            return false;

        byte[]? knownTr = Volatile.Read(ref tr);
        NttPoly[]? knownMatrix = Volatile.Read(ref aHat);
        byte[] hash = knownTr ?? new byte[DsaSizes<TParams, TVariant>.Tr];
        NttPoly[] matrix = knownMatrix ?? NewPolynomials(TParams.K * TParams.L);
        VerifyingKey key = new()
        {
            Pk = pk,
            Tr = hash,
            HasTr = knownTr is not null,
            AHat = matrix,
            HasAHat = knownMatrix is not null,
            T1Hat = Volatile.Read(ref t1Hat) ?? TransformT1(),
        };
        bool isValid = verification.VerifyInternal(key, message);
        if (knownTr is null)
            Volatile.Write(ref tr, hash);
        if (knownMatrix is null)
            Volatile.Write(ref aHat, matrix);
        return isValid;
    }

    private byte[] HashKey()
    {
        byte[] hash = new byte[DsaSizes<TParams, TVariant>.Tr];
        KeyGen<TParams, TVariant, TKernels>.HashPublicKey(pk, hash);
        Volatile.Write(ref tr, hash);
        return hash;
    }

    private NttPoly[] ExpandMatrix()
    {
        NttPoly[] matrix = NewPolynomials(TParams.K * TParams.L);
        KeyGen<TParams, TVariant, TKernels>.ExpandMatrix(pk.AsSpan(0, DsaSizes<TParams, TVariant>.Seed), matrix);
        Volatile.Write(ref aHat, matrix);
        return matrix;
    }

    private NttPoly[] TransformT1()
    {
        NttPoly[] transformed = NewPolynomials(TParams.K);
        Verify<TParams, TVariant, TKernels>.TransformT1(pk, transformed);
        Volatile.Write(ref t1Hat, transformed);
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
    private SecretBuffer? forms;

    /// <summary>Makes the key of its encoding, which has been checked.</summary>
    /// <param name="sk">The encoded key; kept. Secret.</param>
    /// <param name="seed">Its seed; empty where it is not known. Secret.</param>
    /// <param name="publicKey">Its public key.</param>
    internal MLDsaPrivateKey(SecretBuffer sk, ReadOnlySpan<byte> seed, MLDsaPublicKey<TParams, TVariant, TKernels> publicKey)
    {
        this.publicKey = publicKey;
        this.sk = sk;
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
        Span<byte> buffer = stackalloc byte[MessageEncoding<TVariant, TKernels>.MaxFormatSizeInBytes];
        Span<byte> mu = stackalloc byte[DsaSizes<TParams, TVariant>.Mu];
        publicKey.Represent(MessageEncoding<TVariant, TKernels>.Format(data, options, buffer), mu);
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
        SecretBuffer expanded = Forms();
        SigningKey key = new()
        {
            AHat = publicKey.AHat,
            T0Hat = expanded.As<NttPoly>()[..TParams.K],
            Tables = expanded.As<sbyte>()[T0Size..],
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
            forms?.Dispose();
            seed?.Dispose();
        }
    }

    private static int T0Size => TParams.K * RingPoly.Size * sizeof(int);

    /// <summary>t0 in the NTT domain and the tables of s1 and s2, computed for the first signature and kept. Secret.</summary>
    /// <remarks>FIPS 204, Algorithm 7 (ML-DSA.Sign_internal), L1 to L4.</remarks>
    private SecretBuffer Forms()
    {
        SecretBuffer? known = Volatile.Read(ref forms);
        if (known is not null)
            return known;
        SecretBuffer made = new(T0Size + ((TParams.L + TParams.K) * SigningKey.TableSize));
        Sign<TParams, TVariant, TKernels>.ExpandKey(sk.Bytes, made.As<RingPoly>()[..TParams.K], made.As<sbyte>()[T0Size..]);
        known = Interlocked.CompareExchange(ref forms, made, null);
        if (known is null)
            return made;
        made.Dispose();
        return known;
    }
}
