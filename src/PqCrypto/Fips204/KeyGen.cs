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
    internal static void KeyGenInternal(ReadOnlySpan<byte> xi, Span<NttPoly> aHat, Span<byte> pk, Span<byte> sk)
    {
        const int ExpandedSize = SeedSize + RhoPrimeSize + SeedSize;
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(
            workspace,
            1 + Sampling<TParams, TKernels>.MatrixStreams + Sampling<TParams, TKernels>.SecretStreams,
            SeedSize + 2 + ExpandedSize + Sampling<TParams, TKernels>.MatrixBytes + Sampling<TParams, TKernels>.SecretBytes);

        Span<byte> suffix = stackalloc byte[2];
        int suffixLength = TVariant.WriteSeedSuffix<TParams>(suffix);
        int seeds = group.Add(SpongeKind.Shake256, ExpandedSize, xi, suffix[..suffixLength]);      // L1
        group.Run();
        ReadOnlySpan<byte> rho = group.Output(seeds)[..SeedSize];
        ReadOnlySpan<byte> rhoPrime = group.Output(seeds).Slice(SeedSize, RhoPrimeSize);
        ReadOnlySpan<byte> k = group.Output(seeds)[(SeedSize + RhoPrimeSize)..];
        Declassify.Bytes(rho, DeclassifyReason.PublishedOutput);

        int matrix = Sampling<TParams, TKernels>.AddMatrix(ref group, rho);
        int secrets = Sampling<TParams, TKernels>.AddSecrets(ref group, rhoPrime);
        group.Run();
        Span<RingPoly> s = workspace.Take<RingPoly>(TParams.L + TParams.K);
        Sampling<TParams, TKernels>.ExpandA(ref group, matrix, rho, aHat);                          // L3
        Sampling<TParams, TKernels>.ExpandS(ref group, secrets, rhoPrime, s);                       // L4
        Derive(rho, k, s, aHat, pk, sk);
    }

    /// <summary>Makes the matrix of a public seed.</summary>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="aHat">Receives the matrix, k * l polynomials. Public.</param>
    internal static void ExpandMatrix(ReadOnlySpan<byte> rho, Span<NttPoly> aHat)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, Sampling<TParams, TKernels>.MatrixStreams, Sampling<TParams, TKernels>.MatrixBytes);
        int matrix = Sampling<TParams, TKernels>.AddMatrix(ref group, rho);
        group.Run();
        Sampling<TParams, TKernels>.ExpandA(ref group, matrix, rho, aHat);
    }

    /// <summary>Computes all of a key pair that follows from its seeds and its secret vectors.</summary>
    /// <param name="rho">32 bytes. Public.</param>
    /// <param name="k">K, 32 bytes. Secret.</param>
    /// <param name="s">s1 and behind it s2, |s[i]| &lt;= eta. Secret.</param>
    /// <param name="aHat">The matrix of rho. Public.</param>
    /// <param name="pk">Receives the public key.</param>
    /// <param name="sk">Receives the private key. Secret.</param>
    /// <remarks>FIPS 204, Algorithm 6 (ML-DSA.KeyGen_internal), from L5 on.</remarks>
    internal static void Derive(
        ReadOnlySpan<byte> rho,
        ReadOnlySpan<byte> k,
        ReadOnlySpan<RingPoly> s,
        ReadOnlySpan<NttPoly> aHat,
        Span<byte> pk,
        Span<byte> sk)
    {
        using Workspace workspace = Workspace.Rent();
        Span<RingPoly> s1 = workspace.Take<RingPoly>(TParams.L);
        Span<RingPoly> t = workspace.Take<RingPoly>(TParams.K);
        Span<RingPoly> t1 = workspace.Take<RingPoly>(TParams.K);
        Span<RingPoly> t0 = workspace.Take<RingPoly>(TParams.K);
        Span<byte> tr = workspace.Bytes(DsaSizes<TParams, TVariant>.Tr);

        s[..TParams.L].CopyTo(s1);
        Matrix<TKernels>.Multiply(aHat, Polynomials.Ntt<TKernels>(s1), t);      // L5
        for (int row = 0; row < t.Length; row++)
            TKernels.DsaAdd(s[TParams.L + row], t[row]);
        Rounding<TParams, TKernels>.Power2Round(t, t1, t0);                     // L6
        Encoding<TParams, TVariant, TKernels>.PkEncode(rho, t1, pk);            // L8
        Declassify.Bytes(pk, DeclassifyReason.PublishedOutput);
        HashPublicKey(pk, tr);                                                  // L9
        Encoding<TParams, TVariant, TKernels>.SkEncode(rho, k, tr, s, t0, sk);  // L10
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
}
