namespace PqCrypto.Tests.Vectors;

/// <summary>ACVP, ML-DSA: 180 verifications over the same four interfaces, each of valid, changed and mismatched signatures.</summary>
public class AcvpMLDsaSigVerTests
{
    public static TheoryData<string> External => Acvp.Ids(Acvp.DsaSigVer, "signatureInterface", "external");

    public static TheoryData<string> Internal => Acvp.Ids(Acvp.DsaSigVer, "signatureInterface", "internal");

    [SharedTheory, MemberData(nameof(External))]
    public void Verify_AcvpSignature_GivesExpectedAnswer(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.DsaSigVer, id);
        SignaturePublicKey key = v.Signature.ImportPublicKey(v.Input("pk"));
        Assert.Equal(v.TestPassed, key.Verify(v.Input("message"), v.Input("signature"), AcvpMLDsa.Options(v)));
    }

    [SharedTheory, MemberData(nameof(Internal))]
    public void VerifyInternal_AcvpSignature_GivesExpectedAnswer(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.DsaSigVer, id);
        SignaturePublicKey key = v.Signature.ImportPublicKey(v.Input("pk"));
        Assert.Equal(v.TestPassed, AcvpMLDsa.VerifyInternal(v, key, v.Input("signature")));
    }
}
