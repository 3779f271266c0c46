using System.Security.Cryptography;

namespace PqCrypto.Pki.Tests;

public class PkiAlgorithmsTests
{
    private static readonly byte[] Message = "message"u8.ToArray();

    public static TheoryData<string> PluggedSignatures { get; } =
    [
        "MLDSA44-Ed25519-SHA512", "MLDSA65-Ed25519-SHA512", "MLDSA87-Ed448-SHAKE256", "MLDSA65-ECDSA-brainpoolP256r1-SHA512", "MLDSA87-ECDSA-brainpoolP384r1-SHA512",
    ];

    public static TheoryData<string> PluggedKems { get; } =
        ["MLKEM1024-X448-SHA3-256", "MLKEM768-ECDH-brainpoolP256r1-SHA3-256", "MLKEM1024-ECDH-brainpoolP384r1-SHA3-256"];

    [Fact]
    public void Lists_HoldTheTablesOfTheDrafts()
    {
        Assert.Equal(Enumerable.Range(37, 18).Select(arc => $"1.3.6.1.5.5.7.6.{arc}"), PkiAlgorithms.Signatures.Select(algorithm => algorithm.Oid));
        Assert.Equal(Enumerable.Range(55, 12).Select(arc => $"1.3.6.1.5.5.7.6.{arc}"), PkiAlgorithms.Kems.Select(algorithm => algorithm.Oid));
        Assert.Equal(30, PkiAlgorithms.All.Distinct().Count());
        foreach (SignatureAlgorithm algorithm in PkiAlgorithms.Signatures)
        {
            Assert.True(PkiAlgorithms.TryFind($"id-{algorithm.Name}", out SignatureAlgorithm? byName));
            Assert.True(PkiAlgorithms.TryFind(algorithm.Oid!, out SignatureAlgorithm? byOid));
            Assert.Same(algorithm, byName);
            Assert.Same(algorithm, byOid);
        }

        foreach (KemAlgorithm algorithm in PkiAlgorithms.Kems)
        {
            Assert.True(PkiAlgorithms.TryFind(algorithm.Name, out KemAlgorithm? byName));
            Assert.Same(algorithm, byName);
        }

        Assert.True(PkiAlgorithms.TryFind("ML-DSA-65", out SignatureAlgorithm? builtIn));
        Assert.Same(SignatureAlgorithm.MLDsa65, builtIn);
        Assert.False(PkiAlgorithms.TryFind("nothing", out KemAlgorithm? _));
    }

    [Theory, MemberData(nameof(PluggedSignatures))]
    public void PluggedSignature_SignsAndGoesThroughTheContainers(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey key = algorithm.GenerateKey();
        SignatureOptions options = new() { Context = "context"u8.ToArray() };
        byte[] signature = key.Sign(Message, options);
        SignaturePublicKey publicKey = PkiAlgorithms.ImportSignaturePublicKey(key.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(key.PublicKey, publicKey);
        Assert.True(publicKey.Verify(Message, signature, options));
        Assert.False(publicKey.Verify(Message, signature));
        for (int position = 0; position < signature.Length; position += 97)
        {
            signature[position] ^= 1;
            Assert.False(publicKey.Verify(Message, signature, options));
            signature[position] ^= 1;
        }

        signature[^1] ^= 1;
        Assert.False(publicKey.Verify(Message, signature, options));
        using SignaturePrivateKey back = PkiAlgorithms.ImportSignaturePrivateKey(key.ExportPkcs8PrivateKey());
        Assert.Equal(algorithm, back.Algorithm);
        Assert.True(publicKey.Verify(Message, back.Sign(Message, options), options));
        Assert.Equal(key.ExportPrivateKey(), back.ExportPrivateKey());
    }

    [Theory, MemberData(nameof(PluggedKems))]
    public void PluggedKem_ReceivesSecretsAndGoesThroughTheContainers(string name)
    {
        Assert.True(PkiAlgorithms.TryFind(name, out KemAlgorithm? algorithm));
        using KemPrivateKey key = algorithm.GenerateKey();
        KemPublicKey publicKey = PkiAlgorithms.ImportKemPublicKey(key.PublicKey.ExportSubjectPublicKeyInfo());
        using SharedSecret sent = publicKey.Encapsulate(out byte[] ciphertext);
        using KemPrivateKey back = PkiAlgorithms.ImportKemPrivateKey(key.ExportPkcs8PrivateKey());
        Assert.Equal(algorithm, back.Algorithm);
        using SharedSecret received = back.Decapsulate(ciphertext);
        Assert.True(sent.FixedTimeEquals(received));
        Assert.Equal(key.ExportPrivateKey(), back.ExportPrivateKey());
    }

    [Fact]
    public void BrainpoolKeys_OffTheCurveOrOfAnotherForm_AreRefused()
    {
        Assert.True(PkiAlgorithms.TryFind("MLKEM768-ECDH-brainpoolP256r1-SHA3-256", out KemAlgorithm? algorithm));
        using KemPrivateKey key = algorithm.GenerateKey();
        byte[] publicKey = key.PublicKey.ExportPublicKey();
        byte[] privateKey = key.ExportPrivateKey();
        publicKey[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPublicKey(publicKey));
        publicKey[^1] ^= 1;
        publicKey[1184] = 0x06;
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPublicKey(publicKey));
        foreach (int position in new[] { 64, 70, 64 + 7 + 32, privateKey.Length - 1 })
        {
            byte[] changed = [.. privateKey];
            changed[position] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPrivateKey(changed));
        }

        byte[] zero = [.. privateKey];
        zero.AsSpan(64 + 7, 32).Clear();
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPrivateKey(zero));
        zero.AsSpan(64 + 7, 32).Fill(0xFF);
        Assert.ThrowsAny<CryptographicException>(() => algorithm.ImportPrivateKey(zero));
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        ciphertext[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Decapsulate(ciphertext));
    }

    [Fact]
    public void Imports_OfBuiltInKeysAndOfNonsense_AreTheCores()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        Assert.Equal(key.PublicKey, PkiAlgorithms.ImportSignaturePublicKey(key.PublicKey.ExportSubjectPublicKeyInfo()));
        using SignaturePrivateKey back = PkiAlgorithms.ImportSignaturePrivateKey(key.ExportPkcs8PrivateKey());
        Assert.Equal(key.PublicKey, back.PublicKey);
        Assert.ThrowsAny<CryptographicException>(() => PkiAlgorithms.ImportSignaturePublicKey([]));
        Assert.ThrowsAny<CryptographicException>(() => PkiAlgorithms.ImportSignaturePrivateKey([0x30, 0x00]));
        Assert.ThrowsAny<CryptographicException>(() => PkiAlgorithms.ImportKemPublicKey([0x30, 0x02, 0x30, 0x00]));
        Assert.ThrowsAny<CryptographicException>(() => PkiAlgorithms.ImportKemPrivateKey([0x04, 0x00]));
    }
}
