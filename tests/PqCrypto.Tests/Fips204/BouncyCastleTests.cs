using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace PqCrypto.Tests.Fips204;

/// <summary>ML-DSA against BouncyCastle: same keys, same deterministic signatures, and each verifies what the other signs.</summary>
public sealed class BouncyCastleTests
{
    private const int Keys = 10;

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void ImportPrivateSeed_TenSeeds_GivesBouncyCastlesKeys(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        for (int n = 0; n < Keys; n++)
        {
            using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(n));
            MLDsaPrivateKeyParameters peer = Peer(name, n);
            Assert.Equal(peer.GetEncoded(), DsaSchemes.PrivateKey(scheme, key));
            Assert.Equal(peer.GetPublicKeyEncoded(), DsaSchemes.PublicKey(scheme, key));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Sign_Deterministic_EqualsBouncyCastle(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        for (int n = 0; n < Keys; n++)
        {
            using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(n));
            byte[] data = Message(n);
            byte[] context = [.. data.Take(n)];
            byte[] signature = DsaSchemes.Sign(scheme, key, data, new SignatureOptions { Context = context });
            MLDsaSigner signer = new(Set(name), deterministic: true);
            signer.Init(true, new ParametersWithContext(Peer(name, n), context));
            signer.BlockUpdate(data, 0, data.Length);
            Assert.Equal(signer.GenerateSignature(), signature);
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Sign_Hedged_VerifiesUnderBouncyCastleAndBack(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        for (int n = 0; n < Keys; n++)
        {
            using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(n));
            byte[] data = Message(n);
            byte[] signature = DsaSchemes.Sign(scheme, key, data, randomness: DsaSchemes.Seed(n + 100));
            Assert.NotEqual(DsaSchemes.Sign(scheme, key, data), signature);
            MLDsaSigner verifier = new(Set(name), deterministic: false);
            verifier.Init(false, Peer(name, n).GetPublicKey());
            verifier.BlockUpdate(data, 0, data.Length);
            Assert.True(verifier.VerifySignature(signature));

            MLDsaSigner signer = new(Set(name), deterministic: false);
            signer.Init(true, Peer(name, n));
            signer.BlockUpdate(data, 0, data.Length);
            SignaturePublicKeyState imported = scheme.ImportPublicKey(DsaSchemes.PublicKey(scheme, key));
            Assert.True(imported.Verify(data, signer.GenerateSignature(), SignatureOptions.Default));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Sign_HashMLDsaWithSha512_EqualsBouncyCastle(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(0));
        byte[] data = Message(7);
        byte[] signature = DsaSchemes.Sign(scheme, key, data, new SignatureOptions { PreHash = PreHash.Sha512 });
        MLDsaParameters set = name switch
        {
            "ML-DSA-44" => MLDsaParameters.ml_dsa_44_with_sha512,
            "ML-DSA-65" => MLDsaParameters.ml_dsa_65_with_sha512,
            _ => MLDsaParameters.ml_dsa_87_with_sha512,
        };
        HashMLDsaSigner signer = new(set, deterministic: true);
        signer.Init(true, MLDsaPrivateKeyParameters.FromSeed(set, DsaSchemes.Seed(0)));
        signer.BlockUpdate(data, 0, data.Length);
        Assert.Equal(signer.GenerateSignature(), signature);
    }

    private static byte[] Message(int n) => [.. Enumerable.Range(0, 37 * n).Select(i => (byte)(i ^ n))];

    private static MLDsaPrivateKeyParameters Peer(string name, int n) => MLDsaPrivateKeyParameters.FromSeed(Set(name), DsaSchemes.Seed(n));

    private static MLDsaParameters Set(string name) => name switch
    {
        "ML-DSA-44" => MLDsaParameters.ml_dsa_44,
        "ML-DSA-65" => MLDsaParameters.ml_dsa_65,
        _ => MLDsaParameters.ml_dsa_87,
    };
}
