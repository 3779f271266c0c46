using PqCrypto.Fips204;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Fuzz;

/// <summary>Signatures of ML-DSA and Dilithium, and their hints alone. The first byte of an input chooses.</summary>
internal static class Signatures
{
    private static readonly SignatureAlgorithm[] Algorithms =
    [
        SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87,
        SignatureAlgorithm.Dilithium2Round3, SignatureAlgorithm.Dilithium3Round3, SignatureAlgorithm.Dilithium5Round3,
    ];

    private static readonly (int Size, Action<byte[]> Try)[] Hints =
    [
        (HintSize<MLDsa44Parameters>(), TryHints<MLDsa44Parameters>),
        (HintSize<MLDsa65Parameters>(), TryHints<MLDsa65Parameters>),
        (HintSize<MLDsa87Parameters>(), TryHints<MLDsa87Parameters>),
    ];

    private static readonly byte[] Data = Seeds.Counting(100);

    /// <summary>One public key of each algorithm, and its signature of the data.</summary>
    private static readonly Lazy<(SignaturePublicKey Key, byte[] Valid)[]> Signers = new(() => [.. Algorithms.Select(algorithm =>
    {
        using SignaturePrivateKey key = algorithm.ImportPrivateSeed(Seeds.Counting(algorithm.PrivateSeedSizeInBytes));
        return (key.PublicKey, key.Sign(Data, new SignatureOptions { Deterministic = true }));
    })]);

    internal static void Try(byte[] data)
    {
        if (data.Length == 0)
            return;
        int choice = data[0] % (Algorithms.Length + Hints.Length);
        byte[] rest = data[1..];
        if (choice < Algorithms.Length)
            TrySignature(Signers.Value[choice].Key, Signers.Value[choice].Valid, rest);
        else
            Hints[choice - Algorithms.Length].Try(rest);
    }

    internal static IEnumerable<byte[]> Inputs()
    {
        for (int i = 0; i < Algorithms.Length; i++)
        {
            byte[] valid = Signers.Value[i].Valid;
            yield return [(byte)i, .. valid];
            byte[] changed = [.. valid];
            changed[^1]++;              // more hints than there are
            yield return [(byte)i, .. changed];
        }

        for (int i = 0; i < Hints.Length; i++)
        {
            yield return [(byte)(Algorithms.Length + i), .. Signers.Value[i].Valid[^Hints[i].Size..]];
            yield return [(byte)(Algorithms.Length + i), .. new byte[Hints[i].Size]];
        }
    }

    /// <summary>Nothing is thrown, and no other signature of the data than the known one is valid: there is one encoding of each, and nobody can make
    /// another.</summary>
    private static void TrySignature(SignaturePublicKey key, byte[] valid, byte[] signature) =>
        Oracle.True(key.Verify(Data, signature) == signature.AsSpan().SequenceEqual(valid), $"{key.Algorithm.Name}: a wrong verdict");

    /// <summary>Hints that are taken are encoded as they were.</summary>
    private static void TryHints<TParams>(byte[] hints)
        where TParams : struct, IDsaParameters
    {
        if (hints.Length != HintSize<TParams>() || !Encoding<TParams, MLDsa, ReferenceKernels>.HintBitUnpack(hints))
            return;
        Fips204.Algebra.RingPoly[] h = new Fips204.Algebra.RingPoly[TParams.K];
        for (int row = 0; row < h.Length; row++)
            Encoding<TParams, MLDsa, ReferenceKernels>.HintBitUnpackRow(hints, row, h[row]);
        byte[] again = new byte[hints.Length];
        Encoding<TParams, MLDsa, ReferenceKernels>.HintBitPack(h, again);
        Oracle.Equal(hints, again, "hints are written otherwise than they were read");
    }

    private static int HintSize<TParams>()
        where TParams : struct, IDsaParameters => TParams.Omega + TParams.K;
}
