using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using PqCrypto.Fips204;
using PqCrypto.Kernels;

namespace PqCrypto.DifferentialRounds;

/// <summary>ML-DSA and Dilithium round 3 over every kernel set, against BouncyCastle (ML-DSA) or the reference (round 3).</summary>
internal sealed class SignatureRounds
{
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
        (MLDsaParameters Pure, MLDsaParameters PreHashed)? parameters = Theirs;
        byte[] context = parameters is null ? [] : draw.Bytes(draw.Below(256));
        bool isPreHashed = parameters is not null && draw.Below(4) == 0;
        SignatureOptions options = new() { Context = context, Deterministic = true, PreHash = isPreHashed ? PreHash.Sha512 : PreHash.None };
        SignatureScheme reference = schemes[^1].Scheme;
        using SignaturePrivateKeyState key = reference.ImportPrivateSeed(seed);
        byte[] publicKey = PublicKey(reference, key.PublicKey);
        byte[] privateKey = new byte[reference.Description.PrivateKeySizeInBytes];
        key.ExportPrivateKey(privateKey);
        byte[] signature = Sign(reference, key, data, options, []);
        byte[] hedged = Sign(reference, key, data, options, randomness);
        byte[] wrongPrivateKey = draw.Mutate(privateKey);
        byte[]? ofWrongPrivateKey = Sign(reference, wrongPrivateKey, data, options);

        byte[] tail = [.. signature];       // the hints, whose encoding has rules of its own
        tail[^(draw.Below(80) + 1)] = (byte)draw.Next();
        (byte[] Key, byte[] Data, byte[] Signature)[] changed =
        [
            (publicKey, data, signature), (publicKey, data, hedged), (publicKey, data, draw.Mutate(signature)), (publicKey, data, tail),
            (publicKey, draw.Mutate(data), signature), (draw.Mutate(publicKey), data, signature),
        ];
        bool[] verdicts = [.. changed.Select(check => reference.ImportPublicKey(check.Key).Verify(check.Data, check.Signature, options))];
        Comparison.Equal(true, verdicts[0] & verdicts[1], $"{name}, reference: verdict of the right signature");
        if (parameters is (MLDsaParameters pure, MLDsaParameters preHashed))
        {
            MLDsaPrivateKeyParameters theirs = MLDsaPrivateKeyParameters.FromSeed(pure, seed);
            Comparison.Equal(theirs.GetPublicKeyEncoded(), publicKey, $"{name}, BouncyCastle: public key");
            Comparison.Equal(theirs.GetEncoded(), privateKey, $"{name}, BouncyCastle: private key");
            ISigner NewSigner() => isPreHashed ? new HashMLDsaSigner(preHashed, deterministic: true) : new MLDsaSigner(pure, deterministic: true);
            ISigner signer = NewSigner();
            signer.Init(true, new ParametersWithContext(theirs, context));
            signer.BlockUpdate(data, 0, data.Length);
            Comparison.Equal(signer.GenerateSignature(), signature, $"{name}, BouncyCastle: signature");
            for (int i = 0; i < changed.Length; i++)
            {
                ISigner verifier = NewSigner();
                verifier.Init(false, new ParametersWithContext(MLDsaPublicKeyParameters.FromEncoding(pure, changed[i].Key), context));
                verifier.BlockUpdate(changed[i].Data, 0, changed[i].Data.Length);
                Comparison.Equal(verifier.VerifySignature(changed[i].Signature), verdicts[i], $"{name}, BouncyCastle: verdict {i}");
            }
        }

        foreach ((string set, SignatureScheme scheme) in schemes.SkipLast(1))
        {
            string subject = $"{name}, {set}: ";
            using SignaturePrivateKeyState own = scheme.ImportPrivateSeed(seed);
            byte[] ownPrivateKey = new byte[privateKey.Length];
            own.ExportPrivateKey(ownPrivateKey);
            Comparison.Equal(publicKey, PublicKey(scheme, own.PublicKey), subject + "public key");
            Comparison.Equal(privateKey, ownPrivateKey, subject + "private key");
            Comparison.Equal(signature, Sign(scheme, own, data, options, []), subject + "signature");
            Comparison.Equal(hedged, Sign(scheme, own, data, options, randomness), subject + "hedged signature");
            Comparison.Equal(ofWrongPrivateKey, Sign(scheme, wrongPrivateKey, data, options), subject + "signature by a changed key");
            for (int i = 0; i < changed.Length; i++)
            {
                Comparison.Equal(
                    verdicts[i], scheme.ImportPublicKey(changed[i].Key).Verify(changed[i].Data, changed[i].Signature, options), $"{subject}verdict {i}");
                Comparison.Equal(
                    changed[i].Key != publicKey ? false : verdicts[i],
                    changed[i].Key == publicKey && own.PublicKey.Verify(changed[i].Data, changed[i].Signature, options),
                    $"{subject}verdict {i} of a key in use");
            }
        }
    }

    private (MLDsaParameters Pure, MLDsaParameters PreHashed)? Theirs => name switch
    {
        "ML-DSA-44" => (MLDsaParameters.ml_dsa_44, MLDsaParameters.ml_dsa_44_with_sha512),
        "ML-DSA-65" => (MLDsaParameters.ml_dsa_65, MLDsaParameters.ml_dsa_65_with_sha512),
        "ML-DSA-87" => (MLDsaParameters.ml_dsa_87, MLDsaParameters.ml_dsa_87_with_sha512),
        _ => null,
    };

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
