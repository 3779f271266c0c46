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
        SigningMemory<TParams, TVariant> memory = new();
        try
        {
            KeyGen<TParams, TVariant, TKernels>.KeyGenInternal(seed, memory.AHat, pk, memory.Sk);
            seed.CopyTo(memory.Seed);
            return NewPrivateKey(memory, hasSeed: true, pk);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
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
        byte[] pk = new byte[DsaSizes<TParams, TVariant>.PublicKey];
        SigningMemory<TParams, TVariant> memory = new();
        string? wrong;
        try
        {
            KeyGen<TParams, TVariant, TKernels>.Derive(rho, k, s, memory.AHat, pk, memory.Sk);
            wrong = WhatDiffers(memory.Sk, privateKey);
            if (wrong is null)
                return NewPrivateKey(memory, hasSeed: false, pk);
        }
        catch
        {
            memory.Dispose();
            throw;
        }

        memory.Dispose();
        throw Errors.MalformedKey(Description.Name, wrong);
    }

    /// <summary>Which derived part of a private key differs from what it should be, in words; null where none does.</summary>
    private static string? WhatDiffers(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> given)
    {
        Range t0 = DsaSizes<TParams, TVariant>.T0Start..;
        Range tr = DsaSizes<TParams, TVariant>.TrStart..DsaSizes<TParams, TVariant>.SecretsStart;
        if (Declassify.Value(ConstantTime.EqualMask(derived[t0], given[t0]), DeclassifyReason.ImportVerdict) == 0)
            return "t0 is not that of rho, s1 and s2 (FIPS 204, Algorithm 6, L5 and L6)";
        if (Declassify.Value(ConstantTime.EqualMask(derived[tr], given[tr]), DeclassifyReason.ImportVerdict) == 0)
            return "tr is not the hash of the public key (FIPS 204, Algorithm 6, L9)";
        return null;
    }

    /// <inheritdoc/>
    /// <remarks>Every content of the right length is a key; what verifying needs of it is computed by the first verification.</remarks>
    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) =>
        new MLDsaPublicKey<TParams, TVariant, TKernels>(publicKey.ToArray());

    /// <inheritdoc/>
    internal override void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid)
    {
        SignatureCheck[] together = new SignatureCheck[checks.Length];
        int[] places = new int[checks.Length];
        int count = 0;
        for (int i = 0; i < checks.Length; i++)
        {
            SignatureCheck check = checks[i];
            if (check.Signature.Length != DsaSizes<TParams, TVariant>.Signature || check.Options.Context.Length > SignatureOptions.MaxContextSizeInBytes)
            {
                valid[i] = false;
            }
            else if (((MLDsaPublicKey<TParams, TVariant, TKernels>)check.Key).IsKnown)
            {
                together[count] = check;
                places[count++] = i;
            }
            else
            {
                valid[i] = check.Key.Verify(check.Data.Span, check.Signature.Span, check.Options);
            }
        }

        bool[] results = new bool[count];
        VerifySideBySide<TParams, TVariant, TKernels>.Run(together.AsSpan(..count), results);
        for (int i = 0; i < count; i++)
            valid[places[i]] = results[i];
    }

    private static MLDsaPrivateKey<TParams, TVariant, TKernels> NewPrivateKey(
        SigningMemory<TParams, TVariant> memory, bool hasSeed, byte[] pk)
    {
        ReadOnlySpan<byte> tr = memory.Sk.Slice(DsaSizes<TParams, TVariant>.TrStart, DsaSizes<TParams, TVariant>.Tr);
        return new(memory, hasSeed, new MLDsaPublicKey<TParams, TVariant, TKernels>(pk, tr.ToArray()));
    }
}

/// <summary>A public key with what verifying computes from it. Public.</summary>
/// <remarks>What follows from the key is computed when it is needed. Its hash is kept then, matrix and t1 from the second verification on: many keys
/// serve once, and scratch memory is warm. Of two that compute at once each computes the same.</remarks>
internal sealed class MLDsaPublicKey<TParams, TVariant, TKernels> : SignaturePublicKeyState, IFormattedMessage
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private readonly byte[] pk;
    private bool isUsed;
    private byte[]? tr;
    private NttPoly[]? aHat;
    private NttPoly[]? t1Hat;

    /// <summary>Makes the key of its encoding.</summary>
    /// <param name="pk">The encoded key; kept. Public.</param>
    internal MLDsaPublicKey(byte[] pk) => this.pk = pk;

    /// <summary>Makes the key of its encoding and what is known of it.</summary>
    /// <param name="pk">The encoded key; kept. Public.</param>
    /// <param name="tr">Its hash; kept. Public.</param>
    internal MLDsaPublicKey(byte[] pk, byte[] tr)
    {
        this.pk = pk;
        this.tr = tr;
    }

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

    /// <summary>Whether all that verifying needs of the key is kept.</summary>
    internal bool IsKnown => Volatile.Read(ref tr) is not null && Volatile.Read(ref aHat) is not null && Volatile.Read(ref t1Hat) is not null;

    /// <summary>The key where <see cref="IsKnown"/>.</summary>
    internal VerifyingKey Known => new() { Pk = pk, Tr = tr, HasTr = true, AHat = aHat, HasAHat = true, T1Hat = t1Hat };

    /// <summary>Computes mu of a message.</summary>
    internal void Represent(FormattedMessage message, Span<byte> mu) => MessageEncoding<TVariant, TKernels>.Represent(Tr, message, mu);

    /// <summary>Memory for polynomials that are written before they are read.</summary>
    private static NttPoly[] NewPolynomials(int count) => GC.AllocateUninitializedArray<NttPoly>(count);

    private bool Verify(FormattedMessage message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != DsaSizes<TParams, TVariant>.Signature)
            return false;
        using Workspace workspace = Workspace.Rent();
        Verify<TParams, TVariant, TKernels> verification = new(workspace, signature);
        if (!verification.Decode())
            return false;

        bool isKept = Volatile.Read(ref isUsed);
        if (!isKept)
            Volatile.Write(ref isUsed, true);
        byte[]? knownTr = Volatile.Read(ref tr);
        NttPoly[]? knownMatrix = Volatile.Read(ref aHat);
        byte[] hash = knownTr ?? new byte[DsaSizes<TParams, TVariant>.Tr];
        NttPoly[]? matrix = knownMatrix ?? (isKept ? NewPolynomials(TParams.K * TParams.L) : null);
        VerifyingKey key = new()
        {
            Pk = pk,
            Tr = hash,
            HasTr = knownTr is not null,
            AHat = matrix ?? workspace.Take<NttPoly>(TParams.L),
            HasAHat = knownMatrix is not null,
            T1Hat = Volatile.Read(ref t1Hat) ?? TransformT1(isKept, workspace),
        };
        bool isValid = verification.VerifyInternal(key, message);
        if (knownTr is null)
            Volatile.Write(ref tr, hash);
        if (knownMatrix is null && matrix is not null)
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

    private ReadOnlySpan<NttPoly> TransformT1(bool isKept, Workspace workspace)
    {
        NttPoly[]? kept = isKept ? NewPolynomials(TParams.K) : null;
        Span<NttPoly> transformed = kept ?? workspace.Take<NttPoly>(TParams.K);
        Verify<TParams, TVariant, TKernels>.TransformT1(pk, transformed);
        if (kept is not null)
            Volatile.Write(ref t1Hat, kept);
        return transformed;
    }
}

/// <summary>A private key in memory that never moves, and beside it the matrix of its rho: both live and end together, and memory that is freed at once
/// is warm for the next key.</summary>
internal sealed class SigningMemory<TParams, TVariant> : IDisposable
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
{
    private readonly SecretBuffer memory = new(MatrixSize + DsaSizes<TParams, TVariant>.PrivateKey + DsaSizes<TParams, TVariant>.Seed);

    /// <summary>The matrix, row by row. Public.</summary>
    internal Span<NttPoly> AHat => memory.As<NttPoly>()[..(TParams.K * TParams.L)];

    /// <summary>The encoded key. Secret.</summary>
    internal Span<byte> Sk => memory.Bytes.Slice(MatrixSize, DsaSizes<TParams, TVariant>.PrivateKey);

    /// <summary>The seed xi, or zeros where it is not known. Secret.</summary>
    internal Span<byte> Seed => memory.Bytes[^DsaSizes<TParams, TVariant>.Seed..];

    private static int MatrixSize => TParams.K * TParams.L * RingPoly.Size * sizeof(int);

    /// <summary>Zeroes and frees the memory.</summary>
    public void Dispose() => memory.Dispose();
}

/// <summary>A private key with what signing computes from it. Secret.</summary>
internal sealed class MLDsaPrivateKey<TParams, TVariant, TKernels> : SignaturePrivateKeyState
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private readonly SigningMemory<TParams, TVariant> memory;
    private readonly bool hasSeed;
    private readonly MLDsaPublicKey<TParams, TVariant, TKernels> publicKey;
    private SecretBuffer? forms;

    /// <summary>Makes the key of its encoding, which has been checked, and its matrix.</summary>
    /// <param name="memory">Both, and the seed where it is known; kept. Secret.</param>
    /// <param name="hasSeed">Whether the seed is known.</param>
    /// <param name="publicKey">Its public key.</param>
    internal MLDsaPrivateKey(
        SigningMemory<TParams, TVariant> memory, bool hasSeed, MLDsaPublicKey<TParams, TVariant, TKernels> publicKey)
    {
        this.publicKey = publicKey;
        this.memory = memory;
        this.hasSeed = hasSeed;
    }

    /// <inheritdoc/>
    public override SignaturePublicKeyState PublicKey => publicKey;

    /// <inheritdoc/>
    public override bool HasPrivateSeed => hasSeed;

    /// <inheritdoc/>
    public override void ExportPrivateSeed(Span<byte> destination)
    {
        if (!hasSeed)
            throw Errors.KeyHasNo(TVariant.Describe<TParams>().Name, "private seed");
        memory.Seed.CopyTo(destination);
    }

    /// <inheritdoc/>
    public override void ExportPrivateKey(Span<byte> destination) => memory.Sk.CopyTo(destination);

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
            AHat = memory.AHat,
            T0Hat = expanded.As<NttPoly>()[..TParams.K],
            Tables = expanded.As<sbyte>()[T0Size..],
            K = memory.Sk.Slice(DsaSizes<TParams, TVariant>.Seed, DsaSizes<TParams, TVariant>.Seed),
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
            memory.Dispose();
            forms?.Dispose();
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
        Sign<TParams, TVariant, TKernels>.ExpandKey(memory.Sk, made.As<RingPoly>()[..TParams.K], made.As<sbyte>()[T0Size..]);
        known = Interlocked.CompareExchange(ref forms, made, null);
        if (known is null)
            return made;
        made.Dispose();
        return known;
    }
}
