using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>ACVP, ML-DSA: 360 signatures over the external interface (pure and pre-hashed), over M' and over mu, hedged and deterministic.</summary>
public class AcvpMLDsaSigGenTests
{
    public static TheoryData<string> External => Acvp.Ids(Acvp.DsaSigGen, "signatureInterface", "external");

    public static TheoryData<string> Internal => Acvp.Ids(Acvp.DsaSigGen, "signatureInterface", "internal");

    [SharedTheory, MemberData(nameof(External))]
    public void Sign_AcvpMessage_GivesExpectedSignature(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.DsaSigGen, id);
        using SignaturePrivateKey key = v.Signature.ImportPrivateKey(v.Input("sk"));
        byte[] message = v.Input("message");
        SignatureOptions options = AcvpMLDsa.Options(v);

        byte[] signature = AcvpMLDsa.IsDeterministic(v)
            ? key.Sign(message, options with { Deterministic = true })
            : Derandomized.Sign(key, message, v.Input("rnd"), options);

        Assert.Equal(v.ExpectedHex("signature"), Convert.ToHexString(signature));
        Assert.True(key.PublicKey.Verify(message, signature, options), "the signature does not verify under the key's own public key");
    }

    [SharedTheory, MemberData(nameof(Internal))]
    public void SignInternal_AcvpMessage_GivesExpectedSignature(string id)
    {
        AcvpCase v = Acvp.Find(Acvp.DsaSigGen, id);
        using SignaturePrivateKey key = v.Signature.ImportPrivateKey(v.Input("sk"));
        byte[] randomness = AcvpMLDsa.IsDeterministic(v) ? new byte[32] : v.Input("rnd");

        byte[] signature;
        if (!AcvpMLDsa.HasExternalMu(v))
            signature = Derandomized.SignInternal(key, v.Input("message"), randomness);
        else if (AcvpMLDsa.IsDeterministic(v))
            signature = key.SignMu(v.Input("mu"), new SignatureOptions { Deterministic = true });
        else
            signature = Derandomized.SignMu(key, v.Input("mu"), randomness);

        Assert.Equal(v.ExpectedHex("signature"), Convert.ToHexString(signature));
        Assert.True(AcvpMLDsa.VerifyInternal(v, key.PublicKey, signature), "the signature does not verify under the key's own public key");
    }
}
