using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>How one of the reference programs used its generator: which draws it made, and what it wrote.</summary>
internal abstract class KatScheme
{
    public abstract bool IsSignature { get; }

    public static KatScheme Of(string set, string algorithm) => set switch
    {
        "ml-kem-final" => new Kem(algorithm, generator => generator.Draw(64)),
        "kyber-round3" => new Kem(algorithm, generator => [.. generator.Draw(32), .. generator.Draw(32)]),
        "ml-dsa-final-hedged" => new Signature(algorithm, randomnessSize: 32),
        "ml-dsa-final-deterministic" => new Signature(algorithm, randomnessSize: 0),
        "dilithium-round3.1-randomized" => new Signature(algorithm, randomnessSize: 64),
        "dilithium-round3.1-deterministic" => new Signature(algorithm, randomnessSize: 0),
        _ => throw new InvalidDataException($"unknown set {set}"),
    };

    /// <summary>The lines of a record after its seed and message, in order.</summary>
    public abstract IEnumerable<(string Name, byte[] Value)> Run(CtrDrbg generator, byte[] message);

    /// <summary>Key pair, one encapsulation, one decapsulation. The final standard's program draws d and z at once, the one of round 3 twice.</summary>
    private sealed class Kem(string name, Func<CtrDrbg, byte[]> drawSeed) : KatScheme
    {
        public override bool IsSignature => false;

        public override IEnumerable<(string Name, byte[] Value)> Run(CtrDrbg generator, byte[] message)
        {
            Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
            using KemPrivateKey key = algorithm!.ImportPrivateSeed(drawSeed(generator));
            byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
            byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
            Derandomized.Encapsulate(key.PublicKey, generator.Draw(32), ciphertext, secret);
            using SharedSecret received = key.Decapsulate(ciphertext);
            Assert.Equal(secret, received.ToArray());
            return [("pk", key.PublicKey.ExportPublicKey()), ("sk", key.ExportPrivateKey()), ("ct", ciphertext), ("ss", secret)];
        }
    }

    /// <summary>Key pair and one signature, hedged or randomized where it draws again.</summary>
    private sealed class Signature(string name, int randomnessSize) : KatScheme
    {
        public override bool IsSignature => true;

        public override IEnumerable<(string Name, byte[] Value)> Run(CtrDrbg generator, byte[] message)
        {
            Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
            using SignaturePrivateKey key = algorithm!.ImportPrivateSeed(generator.Draw(32));
            byte[] signature = randomnessSize == 0
                ? key.Sign(message, new SignatureOptions { Deterministic = true })
                : Derandomized.Sign(key, message, generator.Draw(randomnessSize));
            Assert.True(key.PublicKey.Verify(message, signature));
            return [("pk", key.PublicKey.ExportPublicKey()), ("sk", key.ExportPrivateKey()), ("sm", [.. signature, .. message])];
        }
    }
}
