using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>Verification of several signatures whose keys have been used before: their hashes run side by side. Everything here is public.</summary>
/// <remarks>A key without its forms is expanded alone: its matrix fills the lanes by itself.</remarks>
internal static class VerifySideBySide<TParams, TVariant, TKernels>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    /// <summary>Checks signatures.</summary>
    /// <param name="checks">What is to be checked; all keys have their forms, all signatures the right length.</param>
    /// <param name="valid">Receives for each whether the signature is valid.</param>
    /// <remarks>FIPS 204, Algorithm 8 (ML-DSA.Verify_internal).</remarks>
    internal static void Run(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid)
    {
        using Workspace workspace = Workspace.Rent();
        int w1Size = TParams.K * DsaSizes<TParams, TVariant>.W1Polynomial;
        int commitment = DsaSizes<TParams, TVariant>.Commitment;
        LaneGroup<TKernels> group = new(
            workspace,
            3 * checks.Length,
            checks.Length * (Verify<TParams, TVariant, TKernels>.MaxLaneInput + (2 * DsaSizes<TParams, TVariant>.Mu)
                + (2 * commitment) + Sampling<TParams, TKernels>.BallBytes + w1Size));
        Span<Item> items = workspace.Take<Item>(checks.Length);
        for (int i = 0; i < checks.Length; i++)
            items[i] = Begin(checks[i], w1Size, ref group);
        group.Run();
        for (int i = 0; i < checks.Length; i++)
            items[i].IsHashed = Recommit(checks[i], items[i], ref group);
        group.Run();
        for (int i = 0; i < checks.Length; i++)
            valid[i] = items[i].IsHashed && group.Output(items[i].Hash).SequenceEqual(checks[i].Signature.Span[..commitment]);   // L13
    }

    /// <summary>Adds the streams of mu and of the challenge, and makes room for that of the commitment.</summary>
    private static Item Begin(SignatureCheck check, int w1Size, ref LaneGroup<TKernels> group)
    {
        Span<byte> buffer = stackalloc byte[MessageEncoding<TVariant, TKernels>.MaxFormatSizeInBytes];
        FormattedMessage message = MessageEncoding<TVariant, TKernels>.Format(check.Data.Span, check.Options, buffer);
        ReadOnlySpan<byte> cTilde = check.Signature.Span[..DsaSizes<TParams, TVariant>.Commitment];
        VerifyingKey key = KeyOf(check);
        Item item = new()
        {
            Mu = Verify<TParams, TVariant, TKernels>.AddMu(ref group, Verify<TParams, TVariant, TKernels>.NotInGroup, key, message),   // L7
            Ball = group.Add(SpongeKind.Shake256, Sampling<TParams, TKernels>.BallBytes, cTilde),
            Hash = group.Reserve(SpongeKind.Shake256, DsaSizes<TParams, TVariant>.Mu + w1Size, cTilde.Length),
        };
        if (item.Mu == Verify<TParams, TVariant, TKernels>.NotInGroup)
            MessageEncoding<TVariant, TKernels>.Represent(key.Tr, message, group.Input(item.Hash));
        return item;
    }

    /// <summary>Rebuilds the commitment and starts its hash.</summary>
    /// <returns>False where the signature is not valid, whatever the key: then there is no hash.</returns>
    private static bool Recommit(SignatureCheck check, Item item, ref LaneGroup<TKernels> group)
    {
        using Workspace workspace = Workspace.Rent();
        Verify<TParams, TVariant, TKernels> verification = new(workspace, check.Signature.Span);
        if (!verification.Decode())
            return false;
        VerifyingKey key = KeyOf(check);
        ReadOnlySpan<NttPoly> factors = verification.Factors(group.Output(item.Ball));
        Span<RingPoly> scratch = workspace.Take<RingPoly>(Verify<TParams, TVariant, TKernels>.ScratchPolynomials);
        Span<byte> input = group.Input(item.Hash);
        for (int row = 0; row < TParams.K; row++)
        {
            verification.RecommitRow(
                row,
                key.AHat.Slice(row * TParams.L, TParams.L),
                key.T1Hat[row],
                factors,
                scratch,
                input[DsaSizes<TParams, TVariant>.Mu..]);                                                                           // L9, L10
        }

        if (item.Mu != Verify<TParams, TVariant, TKernels>.NotInGroup)
            group.Output(item.Mu).CopyTo(input);
        group.Start(item.Hash);                                                                                                     // L12
        return true;
    }

    private static VerifyingKey KeyOf(SignatureCheck check) => ((MLDsaPublicKey<TParams, TVariant, TKernels>)check.Key).Known;

    /// <summary>The streams of one signature.</summary>
    private struct Item
    {
        internal int Mu;
        internal int Ball;
        internal int Hash;
        internal bool IsHashed;
    }
}
