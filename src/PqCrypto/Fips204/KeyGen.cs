using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>Key generation, and what follows from the parts of a key.</summary>
internal static class KeyGen<TParams, TVariant, TKernels>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private const int SeedSize = 32;
    private const int RhoPrimeSize = 64;

    /// <summary>Makes the key pair of a seed.</summary>
    /// <param name="xi">32 bytes. Secret.</param>
    /// <param name="aHat">Receives the matrix, k * l polynomials. Public.</param>
    /// <param name="pk">Receives the public key.</param>
    /// <param name="sk">Receives the private key. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 6 (ML-DSA.KeyGen_internal).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void KeyGenInternal(ReadOnlySpan<byte> xi, Span<NttPoly> aHat, Span<byte> pk, Span<byte> sk)
    {
        const int ExpandedSize = SeedSize + RhoPrimeSize + SeedSize;
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(
            workspace,
            DerivationStreams + Sampling<TParams, TKernels>.SecretStreams + 1,
            DerivationBytes + Sampling<TParams, TKernels>.SecretBytes + SeedSize + 2 + ExpandedSize,
            steady: true);

        Span<byte> suffix = stackalloc byte[2];
        int suffixLength = TVariant.WriteSeedSuffix<TParams>(suffix);
        int seeds = group.Add(SpongeKind.Shake256, ExpandedSize, xi, suffix[..suffixLength]);      // L1
        group.Run();
        ReadOnlySpan<byte> rho = group.Output(seeds)[..SeedSize];
        ReadOnlySpan<byte> rhoPrime = group.Output(seeds).Slice(SeedSize, RhoPrimeSize);
        ReadOnlySpan<byte> k = group.Output(seeds)[(SeedSize + RhoPrimeSize)..];
        Declassify.Bytes(rho, DeclassifyReason.PublishedOutput);

        int secrets = Sampling<TParams, TKernels>.AddSecrets(ref group, rhoPrime);
        int matrix = Sampling<TParams, TKernels>.AddMatrix(ref group, rho);
        Span<RingPoly> s = workspace.Take<RingPoly>(TParams.L + TParams.K);
        Sampling<TParams, TKernels>.ExpandS(ref group, secrets, rhoPrime, s);                       // L4
        Derive(ref group, matrix, rho, k, s, aHat, pk, sk);
    }

    /// <summary>Computes all of a key pair that follows from its seeds and its secret vectors.</summary>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="k">K, 32 bytes. Secret.</param>
    /// <param name="s">s1 and behind it s2, |s[i]| &lt;= eta. Secret.</param>
    /// <param name="aHat">Receives the matrix, k * l polynomials. Public.</param>
    /// <param name="pk">Receives the public key.</param>
    /// <param name="sk">Receives the private key. Secret.</param>
    internal static void Derive(
        ReadOnlySpan<byte> rho,
        ReadOnlySpan<byte> k,
        ReadOnlySpan<RingPoly> s,
        Span<NttPoly> aHat,
        Span<byte> pk,
        Span<byte> sk)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, DerivationStreams, DerivationBytes, steady: true);
        int matrix = Sampling<TParams, TKernels>.AddMatrix(ref group, rho);
        Derive(ref group, matrix, rho, k, s, aHat, pk, sk);
    }

    /// <summary>Makes the matrix of a public seed.</summary>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="aHat">Receives the matrix, k * l polynomials. Public.</param>
    /// <remarks>FIPS 204, Algorithm 32 (ExpandA).</remarks>
    internal static void ExpandMatrix(ReadOnlySpan<byte> rho, Span<NttPoly> aHat)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, Sampling<TParams, TKernels>.MatrixStreams, Sampling<TParams, TKernels>.MatrixBytes, steady: true);
        int matrix = Sampling<TParams, TKernels>.AddMatrix(ref group, rho);
        for (int row = 0; row < TParams.K; row++)
            Sampling<TParams, TKernels>.ExpandRow(ref group, matrix, rho, row, aHat.Slice(row * TParams.L, TParams.L));
    }

    /// <summary>Computes tr.</summary>
    /// <param name="pk">The public key. Public.</param>
    /// <param name="tr">Receives its hash.</param>
    internal static void HashPublicKey(ReadOnlySpan<byte> pk, Span<byte> tr)
    {
        using Workspace workspace = Workspace.Rent();
        Sponge<TKernels> sponge = new(SpongeKind.Shake256, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(pk);
        sponge.Squeeze(tr);
    }

    /// <summary>Makes the rows of the public key as the matrix is sampled, and hashes them beside it.</summary>
    /// <remarks>FIPS 204, Algorithm 6 (ML-DSA.KeyGen_internal), from L3 on.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Derive(
        scoped ref LaneGroup<TKernels> group,
        int matrix,
        ReadOnlySpan<byte> rho,
        ReadOnlySpan<byte> k,
        ReadOnlySpan<RingPoly> s,
        Span<NttPoly> aHat,
        Span<byte> pk,
        Span<byte> sk)
    {
        using Workspace workspace = Workspace.Rent();
        Span<RingPoly> s1 = workspace.Take<RingPoly>(TParams.L);
        Span<RingPoly> scratch = workspace.Take<RingPoly>(3);
        Span<int> t = scratch[0];
        Span<int> t1 = scratch[1];
        Span<int> t0 = scratch[2];

        s[..TParams.L].CopyTo(s1);
        Span<NttPoly> s1Hat = Polynomials.Ntt<TKernels>(s1);
        int hash = group.Reserve(SpongeKind.Shake256, DsaSizes<TParams, TVariant>.PublicKey, DsaSizes<TParams, TVariant>.Tr);
        Span<byte> made = group.Input(hash);
        rho.CopyTo(made);                                                               // L8
        Encoding<TParams, TVariant, TKernels>.SkEncode(rho, k, s, sk);                  // L10
        for (int row = 0; row < TParams.K; row++)
        {
            Span<NttPoly> aRow = aHat.Slice(row * TParams.L, TParams.L);
            Sampling<TParams, TKernels>.ExpandRow(ref group, matrix, rho, row, aRow);   // L3
            Matrix<TKernels>.MultiplyRow(aRow, s1Hat, t);                               // L5
            TKernels.DsaAdd(s[TParams.L + row], t);
            TKernels.DsaPower2Round(t, t1, t0);                                         // L6
            Encoding<TParams, TVariant, TKernels>.PkEncodeRow(row, t1, made);           // L8
            Encoding<TParams, TVariant, TKernels>.SkEncodeRow(row, t0, sk);             // L10
            group.Feed(hash, SeedSize + (row + 1) * DsaSizes<TParams, TVariant>.T1Polynomial);
        }

        Declassify.Bytes(made, DeclassifyReason.PublishedOutput);
        made.CopyTo(pk);
        group.RunUntil(hash);                                                           // L9
        ReadOnlySpan<byte> tr = group.Output(hash);
        Declassify.Bytes(tr, DeclassifyReason.PublishedOutput);                         // the hash of what is public
        tr.CopyTo(sk[DsaSizes<TParams, TVariant>.TrStart..]);
    }

    private static int DerivationStreams => 1 + Sampling<TParams, TKernels>.MatrixStreams;

    private static int DerivationBytes =>
        DsaSizes<TParams, TVariant>.PublicKey + DsaSizes<TParams, TVariant>.Tr + Sampling<TParams, TKernels>.MatrixBytes;
}
