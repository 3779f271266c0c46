using System.Security.Cryptography;
using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>ACVP, ML-KEM: 75 key pairs, 75 encapsulations, 30 decapsulations, 30 checks of each kind of key.</summary>
public class AcvpMLKemTests
{
    public static TheoryData<string> KeyGen => Acvp.Ids(Acvp.KemKeyGen);

    public static TheoryData<string> Encapsulation => Acvp.Ids(Acvp.KemEncapDecap, "function", "encapsulation");

    public static TheoryData<string> Decapsulation => Acvp.Ids(Acvp.KemEncapDecap, "function", "decapsulation");

    public static TheoryData<string> EncapsulationKeyCheck => Acvp.Ids(Acvp.KemEncapDecap, "function", "encapsulationKeyCheck");

    public static TheoryData<string> DecapsulationKeyCheck => Acvp.Ids(Acvp.KemEncapDecap, "function", "decapsulationKeyCheck");

    [SharedTheory, MemberData(nameof(KeyGen))]
    public void ImportPrivateSeed_AcvpSeed_GivesExpectedKeyPair(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.KemKeyGen, id);
        using KemPrivateKey key = v.Kem.ImportPrivateSeed([.. v.Input("d"), .. v.Input("z")]);
        Assert.Equal(v.ExpectedHex("ek"), Convert.ToHexString(key.PublicKey.ExportPublicKey()));
        Assert.Equal(v.ExpectedHex("dk"), Convert.ToHexString(key.ExportPrivateKey()));
    }

    [SharedTheory, MemberData(nameof(Encapsulation))]
    public void Encapsulate_AcvpMessage_GivesExpectedCiphertextAndSecret(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.KemEncapDecap, id);
        byte[] ciphertext = new byte[v.Kem.CiphertextSizeInBytes];
        byte[] secret = new byte[v.Kem.SharedSecretSizeInBytes];
        Derandomized.Encapsulate(v.Kem.ImportPublicKey(v.Input("ek")), v.Input("m"), ciphertext, secret);
        Assert.Equal(v.ExpectedHex("c"), Convert.ToHexString(ciphertext));
        Assert.Equal(v.ExpectedHex("k"), Convert.ToHexString(secret));
    }

    [SharedTheory, MemberData(nameof(Decapsulation))]
    public void Decapsulate_AcvpCiphertext_GivesExpectedSecret(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.KemEncapDecap, id);
        using KemPrivateKey key = v.Kem.ImportPrivateKey(v.Input("dk"));
        using SharedSecret secret = key.Decapsulate(v.Input("c"));
        Assert.Equal(v.ExpectedHex("k"), Convert.ToHexString(secret.ToArray()));
    }

    [SharedTheory, MemberData(nameof(EncapsulationKeyCheck))]
    public void ImportPublicKey_AcvpKeyCheck_AcceptsOnlyReducedCoefficients(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.KemEncapDecap, id);
        byte[] ek = v.Input("ek");
        if (v.TestPassed)
            Assert.Equal(ek, v.Kem.ImportPublicKey(ek).ExportPublicKey());
        else
            Assert.Throws<CryptographicException>(() => v.Kem.ImportPublicKey(ek));
    }

    [SharedTheory, MemberData(nameof(DecapsulationKeyCheck))]
    public void ImportPrivateKey_AcvpKeyCheck_AcceptsOnlyMatchingHash(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.KemEncapDecap, id);
        byte[] dk = v.Input("dk");
        if (v.TestPassed)
        {
            using KemPrivateKey key = v.Kem.ImportPrivateKey(dk);
            Assert.Equal(dk, key.ExportPrivateKey());
        }
        else
        {
            Assert.Throws<CryptographicException>(() => v.Kem.ImportPrivateKey(dk));
        }
    }
}
