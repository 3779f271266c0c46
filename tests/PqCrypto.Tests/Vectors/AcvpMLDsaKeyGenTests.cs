namespace PqCrypto.Tests.Vectors;

/// <summary>ACVP, ML-DSA: 75 key pairs.</summary>
public class AcvpMLDsaKeyGenTests
{
    public static TheoryData<string> KeyGen => Acvp.Ids(Acvp.DsaKeyGen);

    [SharedTheory, MemberData(nameof(KeyGen))]
    public void ImportPrivateSeed_AcvpSeed_GivesExpectedKeyPair(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.DsaKeyGen, id);
        using SignaturePrivateKey key = v.Signature.ImportPrivateSeed(v.Input("seed"));
        Assert.Equal(v.ExpectedHex("pk"), Convert.ToHexString(key.PublicKey.ExportPublicKey()));
        Assert.Equal(v.ExpectedHex("sk"), Convert.ToHexString(key.ExportPrivateKey()));
    }
}
