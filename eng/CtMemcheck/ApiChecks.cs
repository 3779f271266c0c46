using PqCrypto.Base;
using PqCrypto.Hpke;

namespace PqCrypto.CtMemcheck;

/// <summary>What the library does with secrets above its schemes, over the best kernels: composites, the test of generated keys, shared secrets, HPKE.</summary>
/// <param name="gate">Counts.</param>
/// <param name="hasRsa">Whether composites with RSA are among them, for whose keys the platform takes most of a minute here. To the library all lengths are
/// alike: one of each kind.</param>
internal sealed class ApiChecks(Gate gate, bool hasRsa)
{
    private const int PskSize = 32;
    private const int MessageSize = 100;

    /// <summary>Runs them. Whatever the library draws is secret.</summary>
    internal void Run()
    {
        using IDisposable drawing = Entropy.Replace(bytes => gate.Secret(bytes.Length).CopyTo(bytes));
        foreach (KemAlgorithm algorithm in CompositeAlgorithms.Kems.Where(algorithm => IsAsked(algorithm.Name)))
        {
            int seeds = algorithm.Scheme.Description.KeyGenerationRandomnessSizeInBytes;
            new KemChecks(gate, algorithm.Scheme, algorithm.Name, ownSecret: true, seeds).Run(rejects: true);
        }

        foreach (SignatureAlgorithm algorithm in CompositeAlgorithms.Signatures.Where(algorithm => IsAsked(algorithm.Name)))
        {
            int seeds = algorithm.Scheme.Description.KeyGenerationRandomnessSizeInBytes;
            new SignatureChecks(gate, algorithm.Scheme, algorithm.Name, seeds).Run();
        }

        PairwiseConsistency.IsOn = true;
        foreach (KemAlgorithm algorithm in KemAlgorithm.All.Where(algorithm => IsAsked(algorithm.Name)))
            Generate(algorithm);
        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All.Where(algorithm => IsAsked(algorithm.Name)))
            gate.Run($"{algorithm.Name} generation with its test", () => algorithm.GenerateKey().Dispose());
        PairwiseConsistency.IsOn = false;
        foreach (HpkeKdf kdf in Enum.GetValues<HpkeKdf>())
            Hpke(new HpkeSuite(KemAlgorithm.MLKem768, kdf, HpkeAead.Aes256Gcm));
        foreach (HpkeAead aead in Enum.GetValues<HpkeAead>())
            Hpke(new HpkeSuite(KemAlgorithm.XWing, HpkeKdf.HkdfSha256, aead));
        Hpke(new HpkeSuite(KemAlgorithm.X25519, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm));
        Hpke(new HpkeSuite(KemAlgorithm.EcdhP256, HpkeKdf.HkdfSha256, HpkeAead.Aes128Gcm));
    }

    private bool IsAsked(string name) =>
        !name.Contains("RSA", StringComparison.Ordinal) || (hasRsa && name is ("MLKEM768-RSA2048-SHA3-256" or "MLDSA44-RSA2048-PSS-SHA256"));

    private void Generate(KemAlgorithm algorithm)
    {
        string name = algorithm.Name;
        using KemPrivateKey key = gate.Run($"{name} generation with its test", algorithm.GenerateKey);
        byte[] ciphertext = [];
        using SharedSecret sent = gate.Run($"{name} encapsulation", () => key.PublicKey.Encapsulate(out ciphertext));
        Valgrind.MakePublic(ciphertext);
        using SharedSecret received = gate.Run($"{name} decapsulation", () => key.Decapsulate(ciphertext));
        byte[] derived = new byte[PskSize];
        gate.Run($"{name} derivation from a shared secret", () => received.DeriveKey([1], [2], derived));
        gate.Run($"{name} comparison of shared secrets", () => sent.FixedTimeEquals(received));
    }

    private void Hpke(HpkeSuite suite)
    {
        byte[] ikm = gate.Secret(int.Max(PskSize, suite.Kem.PrivateKeySizeInBytes));
        byte[] psk = gate.Secret(PskSize);
        byte[] info = gate.Bytes(3);
        byte[] encapsulatedKey = [];
        using KemPrivateKey key = gate.Run($"{suite} derivation of a key", () => suite.DeriveKeyPair(ikm));
        using HpkeSender sender = gate.Run($"{suite} sender", () => suite.CreateSender(key.PublicKey, info, out encapsulatedKey, psk, [1]));
        Valgrind.MakePublic(encapsulatedKey);
        using HpkeReceiver receiver = gate.Run($"{suite} receiver", () => suite.CreateReceiver(key, encapsulatedKey, info, psk, [1]));
        byte[] exported = new byte[PskSize];
        byte[] expected = new byte[PskSize];
        gate.Run($"{suite} export", () => sender.Export([5], expected));
        gate.Run($"{suite} export", () => receiver.Export([5], exported));
        gate.RequireSecret($"{suite} export", exported);
        Require($"{suite} export", exported, expected);
        if (suite.Aead == HpkeAead.ExportOnly)
            return;
        byte[] message = gate.Secret(MessageSize);
        byte[] sealedMessage = gate.Run($"{suite} seal", () => sender.Seal(message, info));
        Valgrind.MakePublic(sealedMessage);
        byte[] opened = gate.Run($"{suite} open", () => receiver.Open(sealedMessage, info));
        Require($"{suite} open", opened, message);
    }

    private void Require(string what, byte[] actual, byte[] expected)
    {
        Valgrind.MakePublic(actual);
        Valgrind.MakePublic(expected);
        gate.Require(what, actual.AsSpan().SequenceEqual(expected));
    }
}
