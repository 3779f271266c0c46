using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace PqCrypto.DifferentialRounds;

/// <summary>The answers of other implementations of ML-DSA to a round's inputs, against ours.</summary>
internal static class SignaturePeers
{
    private const string Sha512Oid = "2.16.840.1.101.3.4.2.3";

    internal static void CompareBouncyCastle(string name, SignatureAnswers ours)
    {
        (MLDsaParameters pure, MLDsaParameters preHashed) = name switch
        {
            "ML-DSA-44" => (MLDsaParameters.ml_dsa_44, MLDsaParameters.ml_dsa_44_with_sha512),
            "ML-DSA-65" => (MLDsaParameters.ml_dsa_65, MLDsaParameters.ml_dsa_65_with_sha512),
            _ => (MLDsaParameters.ml_dsa_87, MLDsaParameters.ml_dsa_87_with_sha512),
        };
        byte[] context = ours.Options.Context.ToArray();
        MLDsaPrivateKeyParameters theirs = MLDsaPrivateKeyParameters.FromSeed(pure, ours.Seed);
        Comparison.Equal(ours.PublicKey, theirs.GetPublicKeyEncoded(), $"{name}, BouncyCastle: public key");
        Comparison.Equal(ours.PrivateKey, theirs.GetEncoded(), $"{name}, BouncyCastle: private key");
        ISigner signer = NewSigner();
        signer.Init(true, new ParametersWithContext(theirs, context));
        signer.BlockUpdate(ours.Data, 0, ours.Data.Length);
        Comparison.Equal(ours.Signature, signer.GenerateSignature(), $"{name}, BouncyCastle: signature");
        for (int i = 0; i < ours.Changed.Length; i++)
        {
            (byte[] key, byte[] data, byte[] signature) = ours.Changed[i];
            ISigner verifier = NewSigner();
            verifier.Init(false, new ParametersWithContext(MLDsaPublicKeyParameters.FromEncoding(pure, key), context));
            verifier.BlockUpdate(data, 0, data.Length);
            Comparison.Equal(ours.Verdicts[i], verifier.VerifySignature(signature), $"{name}, BouncyCastle: verdict {i}");
        }

        Tally.Add(name, Tally.BouncyCastle);

        ISigner NewSigner() => ours.Options.PreHash == PreHash.None
            ? new MLDsaSigner(pure, deterministic: true)
            : new HashMLDsaSigner(preHashed, deterministic: true);
    }

    /// <summary>The platform's signatures are hedged, so that ours verifies them.</summary>
    internal static void ComparePlatform(string name, SignatureAnswers ours, SignaturePublicKeyState publicKey)
    {
        if (!MLDsa.IsSupported)
            return;
        MLDsaAlgorithm algorithm = name switch
        {
            "ML-DSA-44" => MLDsaAlgorithm.MLDsa44,
            "ML-DSA-65" => MLDsaAlgorithm.MLDsa65,
            _ => MLDsaAlgorithm.MLDsa87,
        };
        byte[] context = ours.Options.Context.ToArray();
        bool isPure = ours.Options.PreHash == PreHash.None;
        using MLDsa theirs = MLDsa.ImportMLDsaPrivateSeed(algorithm, ours.Seed);
        Comparison.Equal(ours.PublicKey, theirs.ExportMLDsaPublicKey(), $"{name}, the platform: public key");
        Comparison.Equal(ours.PrivateKey, theirs.ExportMLDsaPrivateKey(), $"{name}, the platform: private key");
        byte[] made = isPure ? theirs.SignData(ours.Data, context) : theirs.SignPreHash(SHA512.HashData(ours.Data), Sha512Oid, context);
        Comparison.Equal(true, publicKey.Verify(ours.Data, made, ours.Options), $"{name}, the platform: verdict of its signature");
        for (int i = 0; i < ours.Changed.Length; i++)
        {
            (byte[] key, byte[] data, byte[] signature) = ours.Changed[i];
            using MLDsa verifier = MLDsa.ImportMLDsaPublicKey(algorithm, key);
            bool verdict = isPure
                ? verifier.VerifyData(data, signature, context)
                : verifier.VerifyPreHash(SHA512.HashData(data), signature, Sha512Oid, context);
            Comparison.Equal(ours.Verdicts[i], verdict, $"{name}, the platform: verdict {i}");
        }

        Tally.Add(name, Tally.Platform);
    }
}

/// <summary>What one kernel set made of a round's inputs; null stands for a refusal.</summary>
internal sealed record SignatureAnswers(
    byte[] Seed,
    byte[] Data,
    SignatureOptions Options,
    byte[] Randomness,
    byte[] PublicKey,
    byte[] PrivateKey,
    byte[] Signature,
    byte[] Hedged,
    byte[] WrongPrivateKey,
    byte[]? OfWrongPrivateKey,
    (byte[] Key, byte[] Data, byte[] Signature)[] Changed,
    bool[] Verdicts);
