using PqCrypto.Fips204;
using PqCrypto.Kernels;

namespace PqCrypto.DifferentialRounds;

/// <summary>ML-DSA and Dilithium round 3 over every vector kernel set in each round; the reference and other implementations of ML-DSA in a share of
/// them.</summary>
internal sealed class SignatureRounds
{
    /// <summary>The reference and other implementations take part in one round of so many; each takes longer than all vector sets together.</summary>
    internal const int PeerPeriod = 4;

    private const int MaxDataSize = 600;

    private readonly string name;
    private readonly List<(string Set, SignatureScheme Scheme)> schemes;

    internal SignatureRounds(string name)
    {
        this.name = name;
        schemes = [.. KernelSelector.Supported.Select(set => (set.Name, set.Accept(new SchemeOf(name))))];
    }

    /// <summary>One round: a key, a deterministic and a hedged signature, and a change of each input of a verification.</summary>
    internal void Run(Draw draw)
    {
        byte[] seed = draw.Bytes(32);
        byte[] data = draw.Bytes(draw.Below(MaxDataSize) + 1);
        byte[] randomness = draw.Bytes(32);
        bool isMLDsa = name.StartsWith("ML-DSA", StringComparison.Ordinal);
        byte[] context = isMLDsa ? draw.Bytes(draw.Below(256)) : [];
        bool isPreHashed = isMLDsa && draw.Below(4) == 0;
        SignatureOptions options = new() { Context = context, Deterministic = true, PreHash = isPreHashed ? PreHash.Sha512 : PreHash.None };
        (string firstSet, SignatureScheme first) = schemes[0];
        using SignaturePrivateKeyState key = first.ImportPrivateSeed(seed);
        byte[] publicKey = PublicKey(first, key.PublicKey);
        byte[] privateKey = new byte[first.Description.PrivateKeySizeInBytes];
        key.ExportPrivateKey(privateKey);
        byte[] signature = Sign(first, key, data, options, []);
        byte[] hedged = Sign(first, key, data, options, randomness);
        byte[] wrongPrivateKey = draw.Mutate(privateKey);
        byte[] tail = [.. signature];       // the hints, whose encoding has rules of its own
        tail[^(draw.Below(80) + 1)] = (byte)draw.Next();
        (byte[] Key, byte[] Data, byte[] Signature)[] changed =
        [
            (publicKey, data, signature), (publicKey, data, hedged), (publicKey, data, draw.Mutate(signature)), (publicKey, data, tail),
            (publicKey, draw.Mutate(data), signature), (draw.Mutate(publicKey), data, signature),
        ];
        bool[] verdicts = [.. changed.Select(check => first.ImportPublicKey(check.Key).Verify(check.Data, check.Signature, options))];
        Comparison.Equal(true, verdicts[0] & verdicts[1], $"{name}, {firstSet}: verdict of the right signature");
        SignatureAnswers answers = new(
            seed, data, options, randomness, publicKey, privateKey, signature, hedged, wrongPrivateKey, Sign(first, wrongPrivateKey, data, options),
            changed, verdicts);
        Tally.Add(name, firstSet);
        bool hasPeers = draw.Below(PeerPeriod) == 0;
        foreach ((string set, SignatureScheme scheme) in hasPeers ? schemes.Skip(1) : schemes.Skip(1).SkipLast(1))
        {
            Compare(scheme, answers, $"{name}, {set}: ");
            Tally.Add(name, set);
        }

        if (!hasPeers || !isMLDsa)
            return;
        SignaturePeers.CompareBouncyCastle(name, answers);
        SignaturePeers.ComparePlatform(name, answers, key.PublicKey);
    }

    private static void Compare(SignatureScheme scheme, SignatureAnswers answers, string subject)
    {
        (byte[] data, SignatureOptions options) = (answers.Data, answers.Options);
        using SignaturePrivateKeyState own = scheme.ImportPrivateSeed(answers.Seed);
        byte[] ownPrivateKey = new byte[answers.PrivateKey.Length];
        own.ExportPrivateKey(ownPrivateKey);
        Comparison.Equal(answers.PublicKey, PublicKey(scheme, own.PublicKey), subject + "public key");
        Comparison.Equal(answers.PrivateKey, ownPrivateKey, subject + "private key");
        Comparison.Equal(answers.Signature, Sign(scheme, own, data, options, []), subject + "signature");
        Comparison.Equal(answers.Hedged, Sign(scheme, own, data, options, answers.Randomness), subject + "hedged signature");
        Comparison.Equal(answers.OfWrongPrivateKey, Sign(scheme, answers.WrongPrivateKey, data, options), subject + "signature by a changed key");
        for (int i = 0; i < answers.Changed.Length; i++)
        {
            (byte[] publicKey, byte[] changedData, byte[] changedSignature) = answers.Changed[i];
            Comparison.Equal(
                answers.Verdicts[i], scheme.ImportPublicKey(publicKey).Verify(changedData, changedSignature, options), $"{subject}verdict {i}");
            if (publicKey == answers.PublicKey)
            {
                Comparison.Equal(
                    answers.Verdicts[i], own.PublicKey.Verify(changedData, changedSignature, options), $"{subject}verdict {i} of a key in use");
            }
        }
    }

    private static byte[] PublicKey(SignatureScheme scheme, SignaturePublicKeyState key)
    {
        byte[] bytes = new byte[scheme.Description.PublicKeySizeInBytes];
        key.ExportPublicKey(bytes);
        return bytes;
    }

    private static byte[] Sign(SignatureScheme scheme, SignaturePrivateKeyState key, byte[] data, SignatureOptions options, byte[] randomness)
    {
        byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
        return signature[..key.Sign(data, options, randomness, signature)];
    }

    private static byte[]? Sign(SignatureScheme scheme, byte[] privateKey, byte[] data, SignatureOptions options) => Comparison.Try(() =>
    {
        using SignaturePrivateKeyState key = scheme.ImportPrivateKey(privateKey);
        return Sign(scheme, key, data, options, []);
    });

    private sealed class SchemeOf(string name) : IKernelVisitor<SignatureScheme>
    {
        public SignatureScheme Visit<TKernels>()
            where TKernels : struct, IKernels => name switch
            {
                "ML-DSA-44" => new MLDsaScheme<MLDsa44Parameters, MLDsa, TKernels>(),
                "ML-DSA-65" => new MLDsaScheme<MLDsa65Parameters, MLDsa, TKernels>(),
                "ML-DSA-87" => new MLDsaScheme<MLDsa87Parameters, MLDsa, TKernels>(),
                "Dilithium2-Round3" => new MLDsaScheme<MLDsa44Parameters, DilithiumRound3, TKernels>(),
                "Dilithium3-Round3" => new MLDsaScheme<MLDsa65Parameters, DilithiumRound3, TKernels>(),
                "Dilithium5-Round3" => new MLDsaScheme<MLDsa87Parameters, DilithiumRound3, TKernels>(),
                _ => throw new ArgumentOutOfRangeException(nameof(name)),
            };
    }
}
