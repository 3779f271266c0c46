using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using PqCrypto.Benchmarks.Measuring;
using BouncyX25519 = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace PqCrypto.Benchmarks.Operations;

/// <summary>BouncyCastle's operations, through its public classes as its documentation shows them.</summary>
internal static class BouncyCastleOperations
{
    private static readonly SecureRandom Random = new();

    public static IEnumerable<Operation> All() =>
    [
        .. MLKem(KemAlgorithm.MLKem512, MLKemParameters.ml_kem_512),
        .. MLKem(KemAlgorithm.MLKem768, MLKemParameters.ml_kem_768),
        .. MLKem(KemAlgorithm.MLKem1024, MLKemParameters.ml_kem_1024),
        .. MLDsa("ML-DSA-44", MLDsaParameters.ml_dsa_44),
        .. MLDsa("ML-DSA-65", MLDsaParameters.ml_dsa_65),
        .. MLDsa("ML-DSA-87", MLDsaParameters.ml_dsa_87),
        .. X25519(),
        .. Ed25519(),
    ];

    /// <summary>The work of one of these, for lines that are composed by hand.</summary>
    public static Work Find(string algorithm, string name) => All().Single(operation => operation.Algorithm == algorithm && operation.Name == name).Prepare();

    private static IEnumerable<Operation> MLKem(KemAlgorithm kem, MLKemParameters parameters)
    {
        string algorithm = kem.Name;
        yield return new Operation(algorithm, Operation.GenerateKey, Operation.BouncyCastle, () => new Work(_ => Generate()));
        yield return new Operation(algorithm, Operation.EncapsulateToBytes, Operation.BouncyCastle, () =>
        {
            (byte[] publicKey, byte[] ciphertext, byte[] secret) = (PublicKey(Generate()), new byte[kem.CiphertextSizeInBytes], new byte[32]);
            return new Work(_ => Encapsulator(publicKey).Encapsulate(ciphertext, secret));
        });
        yield return new Operation(algorithm, Operation.Encapsulate, Operation.BouncyCastle, () =>
        {
            (MLKemEncapsulator encapsulator, byte[] ciphertext, byte[] secret) = (Encapsulator(PublicKey(Generate())), new byte[kem.CiphertextSizeInBytes], new byte[32]);
            return new Work(_ => encapsulator.Encapsulate(ciphertext, secret));
        });
        yield return new Operation(algorithm, Operation.Decapsulate, Operation.BouncyCastle, () =>
        {
            AsymmetricCipherKeyPair pair = Generate();
            (byte[] ciphertext, byte[] secret) = (new byte[kem.CiphertextSizeInBytes], new byte[32]);
            Encapsulator(PublicKey(pair)).Encapsulate(ciphertext, secret);
            MLKemDecapsulator decapsulator = new(parameters);
            decapsulator.Init(pair.Private);
            return new Work(_ => decapsulator.Decapsulate(ciphertext, secret));
        });

        AsymmetricCipherKeyPair Generate()
        {
            MLKemKeyPairGenerator generator = new();
            generator.Init(new MLKemKeyGenerationParameters(Random, parameters));
            return generator.GenerateKeyPair();
        }

        byte[] PublicKey(AsymmetricCipherKeyPair pair) => ((MLKemPublicKeyParameters)pair.Public).GetEncoded();

        MLKemEncapsulator Encapsulator(byte[] publicKey)
        {
            MLKemEncapsulator encapsulator = new(parameters);
            encapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(parameters, publicKey), Random));
            return encapsulator;
        }
    }

    /// <summary>Deterministic, the key from the zero seed: the same attempts as ours.</summary>
    private static IEnumerable<Operation> MLDsa(string algorithm, MLDsaParameters parameters)
    {
        yield return new Operation(algorithm, Operation.GenerateKey, Operation.BouncyCastle, () => new Work(_ =>
        {
            MLDsaKeyPairGenerator generator = new();
            generator.Init(new MLDsaKeyGenerationParameters(Random, parameters));
            generator.GenerateKeyPair();
        }));
        yield return new Operation(algorithm, Operation.Sign, Operation.BouncyCastle, () =>
        {
            (MLDsaPrivateKeyParameters key, byte[][] messages) = (Key(), SigningMessages.Own(algorithm));
            return new Work(i => Sign(key, messages[i])) { Cases = messages.Length };
        });
        yield return new Operation(algorithm, Operation.VerifyFromBytes, Operation.BouncyCastle, () =>
        {
            (MLDsaPrivateKeyParameters key, byte[] message) = (Key(), SigningMessages.Own(algorithm)[0]);
            (byte[] publicKey, byte[] signature) = (key.GetPublicKey().GetEncoded(), Sign(key, message));
            return new Work(_ => Verify(MLDsaPublicKeyParameters.FromEncoding(parameters, publicKey), message, signature));
        });
        yield return new Operation(algorithm, Operation.Verify, Operation.BouncyCastle, () =>
        {
            (MLDsaPrivateKeyParameters key, byte[] message) = (Key(), SigningMessages.Own(algorithm)[0]);
            (MLDsaPublicKeyParameters publicKey, byte[] signature) = (key.GetPublicKey(), Sign(key, message));
            return new Work(_ => Verify(publicKey, message, signature));
        });

        MLDsaPrivateKeyParameters Key() => MLDsaPrivateKeyParameters.FromSeed(parameters, new byte[32]);

        byte[] Sign(MLDsaPrivateKeyParameters key, byte[] message)
        {
            MLDsaSigner signer = new(parameters, deterministic: true);
            signer.Init(forSigning: true, key);
            signer.BlockUpdate(message);
            return signer.GenerateSignature();
        }

        void Verify(MLDsaPublicKeyParameters key, byte[] message, byte[] signature)
        {
            MLDsaSigner verifier = new(parameters, deterministic: true);
            verifier.Init(forSigning: false, key);
            verifier.BlockUpdate(message);
            verifier.VerifySignature(signature);
        }
    }

    private static IEnumerable<Operation> X25519()
    {
        (byte[] scalar, byte[] point, byte[] result) = ([.. Enumerable.Range(1, 32).Select(i => (byte)i)], new byte[32], new byte[32]);
        yield return new Operation("X25519", Operation.GenerateKey, Operation.BouncyCastle, () => new Work(_ => BouncyX25519.ScalarMultBase(scalar, 0, result, 0)));
        yield return new Operation("X25519", Operation.Agree, Operation.BouncyCastle, () =>
        {
            BouncyX25519.ScalarMultBase(scalar, 0, point, 0);
            return new Work(_ => BouncyX25519.ScalarMult(scalar, 0, point, 0, result, 0));
        });
    }

    private static IEnumerable<Operation> Ed25519()
    {
        byte[] message = SigningMessages.Own("ML-DSA-65")[0];
        Ed25519PrivateKeyParameters key = new(Random);
        yield return new Operation("Ed25519", Operation.GenerateKey, Operation.BouncyCastle, () => new Work(_ => new Ed25519PrivateKeyParameters(Random).GeneratePublicKey()));
        yield return new Operation("Ed25519", Operation.Sign, Operation.BouncyCastle, () => new Work(_ => Sign()));
        yield return new Operation("Ed25519", Operation.Verify, Operation.BouncyCastle, () =>
        {
            (Ed25519PublicKeyParameters publicKey, byte[] signature) = (key.GeneratePublicKey(), Sign());
            return new Work(_ =>
            {
                Ed25519Signer verifier = new();
                verifier.Init(forSigning: false, publicKey);
                verifier.BlockUpdate(message);
                verifier.VerifySignature(signature);
            });
        });

        byte[] Sign()
        {
            Ed25519Signer signer = new();
            signer.Init(forSigning: true, key);
            signer.BlockUpdate(message);
            return signer.GenerateSignature();
        }
    }
}
