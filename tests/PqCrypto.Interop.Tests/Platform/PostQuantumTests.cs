using System.Security.Cryptography;

namespace PqCrypto.Interop.Tests.Platform;

/// <summary>ML-KEM and ML-DSA against the platform's own, where the operating system's cryptography has them.</summary>
public sealed class PostQuantumTests
{
    private const int Rounds = 30;
    private const string Sha512Oid = "2.16.840.1.101.3.4.2.3";

    [PlatformMLKemTheory, MemberData(nameof(BouncyCastle.MLKemTests.Names), MemberType = typeof(BouncyCastle.MLKemTests))]
    public void MLKem_KeysAndSecrets_CrossOver(string name)
    {
        MLKemAlgorithm algorithm = name switch
        {
            "ML-KEM-512" => MLKemAlgorithm.MLKem512,
            "ML-KEM-768" => MLKemAlgorithm.MLKem768,
            _ => MLKemAlgorithm.MLKem1024,
        };
        for (int round = 0; round < Rounds; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 64);
            using KemPrivateKey ours = BouncyCastle.MLKemTests.Find(name).ImportPrivateSeed(seed);
            using MLKem theirs = MLKem.ImportPrivateSeed(algorithm, seed);
            Assert.Equal(theirs.ExportEncapsulationKey(), ours.PublicKey.ExportPublicKey());
            Assert.Equal(theirs.ExportDecapsulationKey(), ours.ExportPrivateKey());

            using SharedSecret sent = ours.PublicKey.Encapsulate(out byte[] ciphertext);
            Assert.Equal(sent.ToArray(), theirs.Decapsulate(ciphertext));
            theirs.Encapsulate(out ciphertext, out byte[] theirSecret);
            using SharedSecret received = ours.Decapsulate(ciphertext);
            Assert.Equal(theirSecret, received.ToArray());
            ciphertext[round] ^= 1;
            using SharedSecret rejected = ours.Decapsulate(ciphertext);
            Assert.Equal(theirs.Decapsulate(ciphertext), rejected.ToArray());

            Assert.Equal(theirs.ExportSubjectPublicKeyInfo(), ours.PublicKey.ExportSubjectPublicKeyInfo());
            Assert.Equal(theirs.ExportPkcs8PrivateKey(), ours.ExportPkcs8PrivateKey());
            using MLKem read = MLKem.ImportPkcs8PrivateKey(ours.ExportPkcs8PrivateKey(PrivateKeyForm.SeedAndExpanded));
            Assert.Equal(seed, read.ExportPrivateSeed());
        }
    }

    [PlatformMLDsaTheory, MemberData(nameof(BouncyCastle.MLDsaTests.Names), MemberType = typeof(BouncyCastle.MLDsaTests))]
    public void MLDsa_KeysAndSignatures_CrossOver(string name)
    {
        MLDsaAlgorithm algorithm = name switch
        {
            "ML-DSA-44" => MLDsaAlgorithm.MLDsa44,
            "ML-DSA-65" => MLDsaAlgorithm.MLDsa65,
            _ => MLDsaAlgorithm.MLDsa87,
        };
        for (int round = 0; round < Rounds; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 32);
            byte[] message = Deterministic.Bytes("message", round, round * 50);
            byte[] context = Deterministic.Bytes("context", round, round);
            byte[] digest = SHA512.HashData(message);
            byte[] mu = Deterministic.Bytes("mu", round, 64);
            SignatureOptions pure = new() { Context = context };
            SignatureOptions preHashed = pure with { PreHash = PreHash.Sha512 };
            using SignaturePrivateKey ours = BouncyCastle.MLDsaTests.Find(name).ImportPrivateSeed(seed);
            using MLDsa theirs = MLDsa.ImportMLDsaPrivateSeed(algorithm, seed);
            Assert.Equal(theirs.ExportMLDsaPublicKey(), ours.PublicKey.ExportPublicKey());
            Assert.Equal(theirs.ExportMLDsaPrivateKey(), ours.ExportPrivateKey());

            Assert.True(theirs.VerifyData(message, ours.Sign(message, pure), context));
            Assert.True(ours.PublicKey.Verify(message, theirs.SignData(message, context), pure));
            Assert.False(ours.PublicKey.Verify(message, theirs.SignData(message, [.. context, 1]), pure));
            Assert.True(theirs.VerifyPreHash(digest, ours.Sign(message, preHashed), Sha512Oid, context));
            Assert.True(ours.PublicKey.Verify(message, theirs.SignPreHash(digest, Sha512Oid, context), preHashed));
            Assert.True(theirs.VerifyMu(mu, ours.SignMu(mu)));
            Assert.True(ours.PublicKey.VerifyMu(mu, theirs.SignMu(mu)));

            Assert.Equal(theirs.ExportSubjectPublicKeyInfo(), ours.PublicKey.ExportSubjectPublicKeyInfo());
            Assert.Equal(theirs.ExportPkcs8PrivateKey(), ours.ExportPkcs8PrivateKey());
            using MLDsa read = MLDsa.ImportPkcs8PrivateKey(ours.ExportPkcs8PrivateKey(PrivateKeyForm.SeedAndExpanded));
            Assert.Equal(seed, read.ExportMLDsaPrivateSeed());
        }
    }
}
