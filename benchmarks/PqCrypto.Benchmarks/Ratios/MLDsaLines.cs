using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>ML-DSA beside BouncyCastle: deterministic, the key from a zero seed, so that both sides repeat the same rejected attempts.</summary>
internal sealed class MLDsaLines(SignatureAlgorithm algorithm, MLDsaParameters parameters)
{
    private const int OnOneCore = 8;        // a batch of so many stays on the thread that asks for it

    private static readonly SignatureOptions Deterministic = new() { Deterministic = true };

    private readonly SecureRandom random = new();
    private readonly byte[] seed = new byte[algorithm.PrivateSeedSizeInBytes];
    private readonly byte[] signature = new byte[algorithm.MaxSignatureSizeInBytes];
    private SignaturePrivateKey? fresh;

    public static IEnumerable<Line> All() =>
    [
        .. new MLDsaLines(SignatureAlgorithm.MLDsa65, MLDsaParameters.ml_dsa_65).Lines(33, 87, 27),
        .. new MLDsaLines(SignatureAlgorithm.MLDsa44, MLDsaParameters.ml_dsa_44).Lines(23, 67, 20),
        .. new MLDsaLines(SignatureAlgorithm.MLDsa87, MLDsaParameters.ml_dsa_87).Lines(49, 95, 42),
    ];

    private IEnumerable<Line> Lines(int latenciesOfKeyGen, int latenciesOfSign, int latenciesOfVerify)
    {
        byte[][] messages = SigningMessages.Own(algorithm.Name);
        SignaturePrivateKey key = algorithm.ImportPrivateSeed(seed);
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] signed = key.Sign(messages[0], Deterministic);
        MLDsaPrivateKeyParameters theirKey = MLDsaPrivateKeyParameters.FromSeed(parameters, seed);
        MLDsaPublicKeyParameters theirPublicKey = MLDsaPublicKeyParameters.FromEncoding(parameters, publicKey);
        Work theirSign = new(i => Sign(theirKey, messages[i])) { Cases = messages.Length };

        Work keyGen = new(_ => algorithm.GenerateKey().Dispose());
        yield return new Line($"{algorithm.Name} keygen", keyGen, new Work(_ => Generate()))
        { Required = new(0.095, 0.20, 0.5), Latencies = latenciesOfKeyGen };

        Work signOnce = new(i => fresh!.Sign(messages[i], signature, Deterministic)) { Before = _ => MakeFresh(), Cases = messages.Length };
        yield return new Line($"{algorithm.Name} sign, mean, first use", signOnce, theirSign)
        { Required = new(0.070, 0.15, 0.5), Latencies = latenciesOfSign };

        Work sign = new(i => key.Sign(messages[i], signature, Deterministic)) { Cases = messages.Length };
        yield return new Line($"{algorithm.Name} sign, mean, used again", sign, theirSign)
        { Required = new(0.055, 0.15, 0.5), Latencies = latenciesOfSign };

        Work verifyOnce = new(_ => algorithm.ImportPublicKey(publicKey).Verify(messages[0], signed));
        Work theirVerifyOnce = new(_ => Verify(MLDsaPublicKeyParameters.FromEncoding(parameters, publicKey), messages[0], signed));
        yield return new Line($"{algorithm.Name} verify, first use", verifyOnce, theirVerifyOnce)
        { Required = new(0.10, 0.20, 0.5), Latencies = latenciesOfVerify };

        Work verify = new(_ => key.PublicKey.Verify(messages[0], signed));
        yield return new Line($"{algorithm.Name} verify, used again", verify, new Work(_ => Verify(theirPublicKey, messages[0], signed)))
        { Required = new(0.045, 0.20, 0.5) };

        SignatureBatchItem[] items = [.. Enumerable.Repeat(new SignatureBatchItem(key.PublicKey, messages[0], signed), OnOneCore)];
        Work verifyBatch = new(_ => SignatureBatch.Verify(items)) { Operations = OnOneCore };
        Work theirVerify = new(_ => Verify(theirPublicKey, messages[0], signed));
        yield return new Line($"{algorithm.Name} verify, used again, each of {OnOneCore} in a batch, one core", verifyBatch, theirVerify);

        if (SigningMessages.Outside(algorithm.Name) is { } outside)
        {
            Work signOutside = new(i => key.Sign(outside[i], signature, Deterministic)) { Cases = outside.Length };
            yield return new Line($"{algorithm.Name} sign, mean over an outside list", signOutside, sign)
            { Peer = "own list", Required = Required.Same };
        }
    }

    private void MakeFresh()
    {
        fresh?.Dispose();
        fresh = algorithm.ImportPrivateSeed(seed);
    }

    private void Generate()
    {
        MLDsaKeyPairGenerator generator = new();
        generator.Init(new MLDsaKeyGenerationParameters(random, parameters));
        generator.GenerateKeyPair();
    }

    private void Sign(MLDsaPrivateKeyParameters key, byte[] message)
    {
        MLDsaSigner signer = new(parameters, deterministic: true);
        signer.Init(forSigning: true, key);
        signer.BlockUpdate(message);
        signer.GenerateSignature();
    }

    private void Verify(MLDsaPublicKeyParameters key, byte[] message, byte[] signed)
    {
        MLDsaSigner verifier = new(parameters, deterministic: true);
        verifier.Init(forSigning: false, key);
        verifier.BlockUpdate(message);
        verifier.VerifySignature(signed);
    }
}
