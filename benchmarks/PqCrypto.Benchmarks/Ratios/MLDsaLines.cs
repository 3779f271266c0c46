using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>ML-DSA beside BouncyCastle: deterministic, the key from a zero seed, so that both sides repeat the same rejected attempts.</summary>
internal sealed class MLDsaLines(SignatureAlgorithm algorithm)
{
    private const int OnOneCore = 8;        // a batch of so many stays on the thread that asks for it

    private static readonly SignatureOptions Deterministic = new() { Deterministic = true };

    private readonly byte[] seed = new byte[algorithm.PrivateSeedSizeInBytes];
    private readonly byte[] signature = new byte[algorithm.MaxSignatureSizeInBytes];
    private SignaturePrivateKey? fresh;

    public static IEnumerable<Line> All() =>
    [
        .. new MLDsaLines(SignatureAlgorithm.MLDsa65).Lines(),
        .. new MLDsaLines(SignatureAlgorithm.MLDsa44).Lines(),
        .. new MLDsaLines(SignatureAlgorithm.MLDsa87).Lines(),
    ];

    private IEnumerable<Line> Lines()
    {
        byte[][] messages = SigningMessages.Own(algorithm.Name);
        SignaturePrivateKey key = algorithm.ImportPrivateSeed(seed);
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] signed = key.Sign(messages[0], Deterministic);
        Work theirSign = BouncyCastleOperations.Find(algorithm.Name, Operation.Sign);
        int latenciesOfSign = KeccakFloors.Of(algorithm.Name, Operation.Sign);

        Work keyGen = new(_ => algorithm.GenerateKey().Dispose());
        yield return new Line($"{algorithm.Name} keygen", keyGen, BouncyCastleOperations.Find(algorithm.Name, Operation.GenerateKey))
        { Required = new(0.095, 0.20, 0.5), Latencies = KeccakFloors.Of(algorithm.Name, Operation.GenerateKey) };

        Work signOnce = new(i => fresh!.Sign(messages[i], signature, Deterministic)) { Before = _ => MakeFresh(), Cases = messages.Length };
        yield return new Line($"{algorithm.Name} sign, mean, first use", signOnce, theirSign)
        { Required = new(0.070, 0.15, 0.5), Latencies = latenciesOfSign };

        Work sign = new(i => key.Sign(messages[i], signature, Deterministic)) { Cases = messages.Length };
        yield return new Line($"{algorithm.Name} sign, mean, used again", sign, theirSign)
        { Required = new(0.055, 0.15, 0.5), Latencies = latenciesOfSign };

        Work verifyOnce = new(_ => algorithm.ImportPublicKey(publicKey).Verify(messages[0], signed));
        Work theirVerify = BouncyCastleOperations.Find(algorithm.Name, Operation.Verify);
        Work theirVerifyOnce = BouncyCastleOperations.Find(algorithm.Name, Operation.VerifyFromBytes);
        yield return new Line($"{algorithm.Name} verify, first use", verifyOnce, theirVerifyOnce)
        { Required = new(0.10, 0.20, 0.5), Latencies = KeccakFloors.Of(algorithm.Name, Operation.VerifyFromBytes) };

        Work verify = new(_ => key.PublicKey.Verify(messages[0], signed));
        yield return new Line($"{algorithm.Name} verify, used again", verify, theirVerify)
        { Required = new(0.045, 0.20, 0.5) };

        SignatureBatchItem[] items = [.. Enumerable.Repeat(new SignatureBatchItem(key.PublicKey, messages[0], signed), OnOneCore)];
        Work verifyBatch = new(_ => SignatureBatch.Verify(items)) { Operations = OnOneCore };
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
}
