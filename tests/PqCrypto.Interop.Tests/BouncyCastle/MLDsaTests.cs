using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace PqCrypto.Interop.Tests.BouncyCastle;

/// <summary>ML-DSA and HashML-DSA with SHA-512 against BouncyCastle, through the public API alone.</summary>
public sealed class MLDsaTests
{
    private const int Rounds = 60;

    public static TheoryData<string> Names => ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    [Theory, MemberData(nameof(Names))]
    public void Keys_FromManySeeds_AreEqual(string name)
    {
        for (int round = 0; round < Rounds; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 32);
            using SignaturePrivateKey ours = Find(name).ImportPrivateSeed(seed);
            MLDsaPrivateKeyParameters theirs = MLDsaPrivateKeyParameters.FromSeed(Theirs(name), seed);

            Assert.Equal(theirs.GetPublicKeyEncoded(), ours.PublicKey.ExportPublicKey());
            Assert.Equal(theirs.GetEncoded(), ours.ExportPrivateKey());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Sign_Deterministic_GivesEqualSignatures(string name)
    {
        for (int round = 0; round < Rounds; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 32);
            byte[] message = Deterministic.Bytes("message", round, round * 37);
            byte[] context = Deterministic.Bytes("context", round, (round * 13) % 256);
            using SignaturePrivateKey ours = Find(name).ImportPrivateSeed(seed);
            MLDsaPrivateKeyParameters theirs = MLDsaPrivateKeyParameters.FromSeed(Theirs(name), seed);
            SignatureOptions pure = new() { Context = context, Deterministic = true };
            SignatureOptions preHashed = pure with { PreHash = PreHash.Sha512 };

            Assert.Equal(Sign(new MLDsaSigner(Theirs(name), deterministic: true), theirs, context, message), ours.Sign(message, pure));
            Assert.Equal(Sign(new HashMLDsaSigner(TheirsPreHashed(name), deterministic: true), theirs, context, message), ours.Sign(message, preHashed));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Signatures_Hedged_VerifyBothWays(string name)
    {
        for (int round = 0; round < Rounds; round++)
        {
            byte[] message = Deterministic.Bytes("message", round, round * 11);
            byte[] context = Deterministic.Bytes("context", round, round);
            using SignaturePrivateKey ours = Find(name).GenerateKey();
            MLDsaPrivateKeyParameters theirs = MLDsaPrivateKeyParameters.FromEncoding(Theirs(name), ours.ExportPrivateKey());
            SignatureOptions pure = new() { Context = context };
            SignatureOptions preHashed = pure with { PreHash = PreHash.Sha512 };
            byte[] ourSignature = ours.Sign(message, pure);
            byte[] ourPreHashed = ours.Sign(message, preHashed);
            byte[] theirSignature = Sign(new MLDsaSigner(Theirs(name), deterministic: false), theirs, context, message);
            byte[] theirPreHashed = Sign(new HashMLDsaSigner(TheirsPreHashed(name), deterministic: false), theirs, context, message);

            Assert.True(Verify(new MLDsaSigner(Theirs(name), deterministic: false), theirs, context, message, ourSignature));
            Assert.True(Verify(new HashMLDsaSigner(TheirsPreHashed(name), deterministic: false), theirs, context, message, ourPreHashed));
            Assert.False(Verify(new MLDsaSigner(Theirs(name), deterministic: false), theirs, context, message, ourPreHashed));
            Assert.True(ours.PublicKey.Verify(message, theirSignature, pure));
            Assert.True(ours.PublicKey.Verify(message, theirPreHashed, preHashed));
            Assert.False(ours.PublicKey.Verify(message, theirPreHashed, pure));
            theirSignature[round] ^= 1;
            Assert.False(ours.PublicKey.Verify(message, theirSignature, pure));
        }
    }

    internal static SignatureAlgorithm Find(string name) =>
        SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm) ? algorithm : throw new ArgumentException(name);

    internal static MLDsaParameters Theirs(string name) => name switch
    {
        "ML-DSA-44" => MLDsaParameters.ml_dsa_44,
        "ML-DSA-65" => MLDsaParameters.ml_dsa_65,
        "ML-DSA-87" => MLDsaParameters.ml_dsa_87,
        _ => throw new ArgumentException(name),
    };

    private static MLDsaParameters TheirsPreHashed(string name) => name switch
    {
        "ML-DSA-44" => MLDsaParameters.ml_dsa_44_with_sha512,
        "ML-DSA-65" => MLDsaParameters.ml_dsa_65_with_sha512,
        "ML-DSA-87" => MLDsaParameters.ml_dsa_87_with_sha512,
        _ => throw new ArgumentException(name),
    };

    private static byte[] Sign(ISigner signer, MLDsaPrivateKeyParameters key, byte[] context, byte[] message)
    {
        signer.Init(true, new ParametersWithContext(key, context));
        signer.BlockUpdate(message, 0, message.Length);
        return signer.GenerateSignature();
    }

    private static bool Verify(ISigner signer, MLDsaPrivateKeyParameters key, byte[] context, byte[] message, byte[] signature)
    {
        signer.Init(false, new ParametersWithContext(key.GetPublicKey(), context));
        signer.BlockUpdate(message, 0, message.Length);
        return signer.VerifySignature(signature);
    }
}
