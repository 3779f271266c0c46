using System.Security.Cryptography;
using System.Text.Json;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace PqCrypto.Tests.Vectors;

/// <summary>The project's own vectors, computed again by BouncyCastle: ML-KEM, X-Wing and X25519MLKEM768 from their parts, ML-DSA pure
/// and with SHA-512.</summary>
/// <remarks>BouncyCastle has no external mu and no other pre-hash, and its Kyber and Dilithium are not those of round 3: for these the
/// published response files stand.</remarks>
public class OwnVectorOutsideTests
{
    private static readonly byte[] XWingLabel = @"\.//^\"u8.ToArray();

    private static readonly Dictionary<string, MLKemParameters> KemParameters = new()
    {
        ["ML-KEM-512"] = MLKemParameters.ml_kem_512,
        ["ML-KEM-768"] = MLKemParameters.ml_kem_768,
        ["ML-KEM-1024"] = MLKemParameters.ml_kem_1024,
    };

    private static readonly Dictionary<string, (MLDsaParameters Pure, MLDsaParameters Sha512)> DsaParameters = new()
    {
        ["ML-DSA-44"] = (MLDsaParameters.ml_dsa_44, MLDsaParameters.ml_dsa_44_with_sha512),
        ["ML-DSA-65"] = (MLDsaParameters.ml_dsa_65, MLDsaParameters.ml_dsa_65_with_sha512),
        ["ML-DSA-87"] = (MLDsaParameters.ml_dsa_87, MLDsaParameters.ml_dsa_87_with_sha512),
    };

    public static TheoryData<string> Kems => [.. KemParameters.Keys];

    public static TheoryData<string> Signatures => [.. DsaParameters.Keys];

    [Theory, MemberData(nameof(Kems))]
    public void MLKem_OwnVectors_AreThoseOfBouncyCastle(string name)
    {
        foreach (JsonElement v in OwnVectors.ByAlgorithm[name].GetProperty("cases").EnumerateArray())
        {
            MLKemPrivateKeyParameters key = MLKemPrivateKeyParameters.FromSeed(KemParameters[name], v.Bytes("seed"));
            Assert.Equal(v.Text("publicKeySha256"), Sha256(key.GetPublicKeyEncoded()));
            Assert.Equal(v.Text("privateKeySha256"), Sha256(key.GetEncoded()));
            (byte[] ciphertext, byte[] secret) = Encapsulate(key, v.Bytes("randomness"));
            Assert.Equal(v.Text("ciphertextSha256"), Sha256(ciphertext));
            Assert.Equal(v.Text("sharedSecret"), Convert.ToHexStringLower(secret));
            ciphertext[v.GetProperty("changedByte").GetInt32()] ^= 1;
            Assert.Equal(v.Text("secretOfChangedCiphertext"), Convert.ToHexStringLower(Decapsulate(key, ciphertext)));
        }
    }

    [Fact]
    public void XWing_OwnVectors_AreThoseOfBouncyCastleParts()
    {
        foreach (JsonElement v in OwnVectors.ByAlgorithm["X-Wing"].GetProperty("cases").EnumerateArray())
        {
            byte[] expanded = new byte[96];
            ShakeDigest shake = new(256);
            shake.BlockUpdate(v.Bytes("seed"));
            shake.OutputFinal(expanded);
            MLKemPrivateKeyParameters key = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, expanded[..64]);
            byte[] publicPoint = ScalarTimesBase(expanded[64..]);
            Assert.Equal(v.Text("publicKeySha256"), Sha256([.. key.GetPublicKeyEncoded(), .. publicPoint]));

            byte[] randomness = v.Bytes("randomness");
            (byte[] ciphertext, byte[] secret) = Encapsulate(key, randomness[..32]);
            byte[] sentPoint = ScalarTimesBase(randomness[32..]);
            byte[] sharedPoint = ScalarTimesPoint(randomness[32..], publicPoint);
            Assert.Equal(v.Text("ciphertextSha256"), Sha256([.. ciphertext, .. sentPoint]));
            byte[] combined = new byte[32];
            Sha3Digest sha3 = new(256);
            sha3.BlockUpdate([.. secret, .. sharedPoint, .. sentPoint, .. publicPoint, .. XWingLabel]);
            sha3.DoFinal(combined);
            Assert.Equal(v.Text("sharedSecret"), Convert.ToHexStringLower(combined));
        }
    }

    [Fact]
    public void X25519MLKem768_OwnVectors_AreThoseOfBouncyCastleParts()
    {
        foreach (JsonElement v in OwnVectors.ByAlgorithm["X25519MLKEM768"].GetProperty("cases").EnumerateArray())
        {
            byte[] privateKey = v.Bytes("privateKey");
            MLKemPrivateKeyParameters key = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, privateKey[..64]);
            byte[] publicPoint = ScalarTimesBase(privateKey[64..]);
            Assert.Equal(v.Text("publicKeySha256"), Sha256([.. key.GetPublicKeyEncoded(), .. publicPoint]));

            byte[] randomness = v.Bytes("randomness");
            (byte[] ciphertext, byte[] secret) = Encapsulate(key, randomness[..32]);
            Assert.Equal(v.Text("ciphertextSha256"), Sha256([.. ciphertext, .. ScalarTimesBase(randomness[32..])]));
            Assert.Equal(v.Text("sharedSecret"), Convert.ToHexStringLower([.. secret, .. ScalarTimesPoint(randomness[32..], publicPoint)]));
        }
    }

    [Theory, MemberData(nameof(Signatures))]
    public void MLDsa_OwnVectors_AreThoseOfBouncyCastle(string name)
    {
        JsonElement vectors = OwnVectors.ByAlgorithm[name];
        int compared = 0;
        foreach (JsonElement v in vectors.GetProperty("signatures").EnumerateArray())
        {
            if (v.OptionalText("preHash") is not ("None" or "Sha512"))
                continue;
            compared++;
            bool hashed = v.Text("preHash") == "Sha512";
            MLDsaParameters parameters = hashed ? DsaParameters[name].Sha512 : DsaParameters[name].Pure;
            MLDsaPrivateKeyParameters key = MLDsaPrivateKeyParameters.FromSeed(parameters, vectors.Bytes("seed"));
            Assert.Equal(vectors.Text("publicKeySha256"), Sha256(key.GetPublicKeyEncoded()));
            Assert.Equal(vectors.Text("privateKeySha256"), Sha256(key.GetEncoded()));
            Assert.Equal(v.Text("deterministicSha256"), Sha256(Sign(parameters, hashed, deterministic: true, key, v)));
            Assert.Equal(v.Text("hedgedSha256"), Sha256(Sign(parameters, hashed, deterministic: false, key, v)));
        }

        Assert.Equal(5, compared);   // = 4 pure messages + 1 with SHA-512
    }

    private static byte[] Sign(MLDsaParameters parameters, bool hashed, bool deterministic, MLDsaPrivateKeyParameters key, JsonElement v)
    {
        ISigner signer = hashed ? new HashMLDsaSigner(parameters, deterministic) : new MLDsaSigner(parameters, deterministic);
        ICipherParameters withRandom = deterministic ? key : new ParametersWithRandom(key, new FixedRandom(v.Bytes("randomness")));
        signer.Init(true, new ParametersWithContext(withRandom, v.Bytes("context")));
        signer.BlockUpdate(v.Bytes("message"));
        return signer.GenerateSignature();
    }

    private static (byte[] Ciphertext, byte[] Secret) Encapsulate(MLKemPrivateKeyParameters key, byte[] m)
    {
        MLKemEncapsulator encapsulator = new(key.Parameters);
        encapsulator.Init(new ParametersWithRandom(key.GetPublicKey(), new FixedRandom(m)));
        byte[] ciphertext = new byte[encapsulator.EncapsulationLength];
        byte[] secret = new byte[encapsulator.SecretLength];
        encapsulator.Encapsulate(ciphertext, secret);
        return (ciphertext, secret);
    }

    private static byte[] Decapsulate(MLKemPrivateKeyParameters key, byte[] ciphertext)
    {
        MLKemDecapsulator decapsulator = new(key.Parameters);
        decapsulator.Init(key);
        byte[] secret = new byte[decapsulator.SecretLength];
        decapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }

    private static byte[] ScalarTimesBase(byte[] scalar)
    {
        byte[] point = new byte[32];
        X25519.ScalarMultBase(scalar, 0, point, 0);
        return point;
    }

    private static byte[] ScalarTimesPoint(byte[] scalar, byte[] point)
    {
        byte[] result = new byte[32];
        X25519.ScalarMult(scalar, 0, point, 0, result, 0);
        return result;
    }

    private static string Sha256(byte[] value) => Convert.ToHexStringLower(SHA256.HashData(value));
}
