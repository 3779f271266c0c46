using System.Security.Cryptography;
using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Operations;

/// <summary>The platform's operations: RSA, elliptic curves, and ML-KEM and ML-DSA where it has them.</summary>
internal static class PlatformOperations
{
    private const int SecretSize = 32;

    private static readonly Dictionary<int, RSA> RsaKeys = [];
    private static readonly byte[] Message = SigningMessages.Own("ML-DSA-65")[0];

    public static IEnumerable<Operation> All() =>
    [
        .. RsaOaep(2048), .. RsaOaep(3072), .. RsaOaep(4096),
        .. RsaPss("RSA-PSS-2048-SHA256", 2048, HashAlgorithmName.SHA256),
        .. RsaPss("RSA-PSS-3072-SHA256", 3072, HashAlgorithmName.SHA256),
        .. RsaPss("RSA-PSS-4096-SHA384", 4096, HashAlgorithmName.SHA384),
        .. Ecdh("DHKEM-P256-HKDF-SHA256", ECCurve.NamedCurves.nistP256),
        .. Ecdh("DHKEM-P384-HKDF-SHA384", ECCurve.NamedCurves.nistP384),
        .. Ecdsa("ECDSA-P256-SHA256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256),
        .. Ecdsa("ECDSA-P384-SHA384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
        .. MLKem.IsSupported ? PostQuantumKems() : [],
        .. MLDsa.IsSupported ? PostQuantumSignatures() : [],
    ];

    private static IEnumerable<Operation> RsaOaep(int size)
    {
        string algorithm = $"RSA-OAEP-{size}";
        (byte[] secret, byte[] encrypted) = (new byte[SecretSize], new byte[size / 8]);
        yield return new Operation(algorithm, Operation.GenerateKey, Operation.Platform, () => new Work(_ => NewRsa(size).Dispose()));
        yield return new Operation(algorithm, Operation.Encapsulate, Operation.Platform, () =>
        {
            RSA key = OneRsa(size);
            return new Work(_ => key.Encrypt(secret, encrypted, RSAEncryptionPadding.OaepSHA256));
        });
        yield return new Operation(algorithm, Operation.Decapsulate, Operation.Platform, () =>
        {
            RSA key = OneRsa(size);
            byte[] own = key.Encrypt(secret, RSAEncryptionPadding.OaepSHA256);
            return new Work(_ => key.Decrypt(own, secret, RSAEncryptionPadding.OaepSHA256));
        });
    }

    private static IEnumerable<Operation> RsaPss(string algorithm, int size, HashAlgorithmName hash)
    {
        byte[] signature = new byte[size / 8];
        yield return new Operation(algorithm, Operation.Sign, Operation.Platform, () =>
        {
            RSA key = OneRsa(size);
            return new Work(_ => key.SignData(Message, signature, hash, RSASignaturePadding.Pss));
        });
        yield return new Operation(algorithm, Operation.Verify, Operation.Platform, () =>
        {
            RSA key = OneRsa(size);
            byte[] signed = key.SignData(Message, hash, RSASignaturePadding.Pss);
            return new Work(_ => key.VerifyData(Message, signed, hash, RSASignaturePadding.Pss));
        });
    }

    /// <summary>The raw agreement: an ephemeral key and one secret to encapsulate, the peer's key and one secret to decapsulate. No key derivation.</summary>
    private static IEnumerable<Operation> Ecdh(string algorithm, ECCurve curve)
    {
        yield return new Operation(algorithm, Operation.GenerateKey, Operation.Platform, () => new Work(_ =>
        {
            using ECDiffieHellman key = ECDiffieHellman.Create(curve);
            key.ExportParameters(includePrivateParameters: false);      // keys are generated when they are first used
        }));
        yield return new Operation(algorithm, Operation.Encapsulate, Operation.Platform, () =>
        {
            using ECDiffieHellman key = ECDiffieHellman.Create(curve);
            ECDiffieHellmanPublicKey publicKey = key.PublicKey;
            return new Work(_ =>
            {
                using ECDiffieHellman ephemeral = ECDiffieHellman.Create(curve);
                ephemeral.DeriveRawSecretAgreement(publicKey);
            });
        });
        yield return new Operation(algorithm, Operation.Decapsulate, Operation.Platform, () =>
        {
            ECDiffieHellman key = ECDiffieHellman.Create(curve);
            using ECDiffieHellman peer = ECDiffieHellman.Create(curve);
            ECParameters sent = peer.ExportParameters(includePrivateParameters: false);
            return new Work(_ =>
            {
                using ECDiffieHellman read = ECDiffieHellman.Create(sent);
                key.DeriveRawSecretAgreement(read.PublicKey);
            });
        });
    }

    private static IEnumerable<Operation> Ecdsa(string algorithm, ECCurve curve, HashAlgorithmName hash)
    {
        byte[] signature = new byte[256];
        yield return new Operation(algorithm, Operation.GenerateKey, Operation.Platform, () => new Work(_ =>
        {
            using ECDsa key = ECDsa.Create(curve);
            key.ExportParameters(includePrivateParameters: false);
        }));
        yield return new Operation(algorithm, Operation.Sign, Operation.Platform, () =>
        {
            ECDsa key = ECDsa.Create(curve);
            return new Work(_ => key.SignData(Message, signature, hash, DSASignatureFormat.Rfc3279DerSequence));
        });
        yield return new Operation(algorithm, Operation.Verify, Operation.Platform, () =>
        {
            ECDsa key = ECDsa.Create(curve);
            byte[] signed = key.SignData(Message, hash, DSASignatureFormat.Rfc3279DerSequence);
            return new Work(_ => key.VerifyData(Message, signed, hash, DSASignatureFormat.Rfc3279DerSequence));
        });
    }

    private static IEnumerable<Operation> PostQuantumKems()
    {
        foreach (MLKemAlgorithm algorithm in new[] { MLKemAlgorithm.MLKem512, MLKemAlgorithm.MLKem768, MLKemAlgorithm.MLKem1024 })
        {
            (byte[] ciphertext, byte[] secret) = (new byte[algorithm.CiphertextSizeInBytes], new byte[algorithm.SharedSecretSizeInBytes]);
            yield return new Operation(algorithm.Name, Operation.GenerateKey, Operation.Platform, () => new Work(_ => MLKem.GenerateKey(algorithm).Dispose()));
            yield return new Operation(algorithm.Name, Operation.EncapsulateToBytes, Operation.Platform, () =>
            {
                using MLKem key = MLKem.GenerateKey(algorithm);
                byte[] publicKey = key.ExportEncapsulationKey();
                return new Work(_ =>
                {
                    using MLKem read = MLKem.ImportEncapsulationKey(algorithm, publicKey);
                    read.Encapsulate(ciphertext, secret);
                });
            });
            yield return new Operation(algorithm.Name, Operation.Encapsulate, Operation.Platform, () =>
            {
                MLKem key = MLKem.GenerateKey(algorithm);
                return new Work(_ => key.Encapsulate(ciphertext, secret));
            });
            yield return new Operation(algorithm.Name, Operation.Decapsulate, Operation.Platform, () =>
            {
                MLKem key = MLKem.GenerateKey(algorithm);
                key.Encapsulate(out byte[] own, out _);
                return new Work(_ => key.Decapsulate(own, secret));
            });
        }
    }

    /// <summary>The platform signs hedged only: the mean over as many messages, whose attempts are drawn anew each time.</summary>
    private static IEnumerable<Operation> PostQuantumSignatures()
    {
        foreach (MLDsaAlgorithm algorithm in new[] { MLDsaAlgorithm.MLDsa44, MLDsaAlgorithm.MLDsa65, MLDsaAlgorithm.MLDsa87 })
        {
            byte[][] messages = SigningMessages.Own(algorithm.Name);
            byte[] signature = new byte[algorithm.SignatureSizeInBytes];
            yield return new Operation(algorithm.Name, Operation.GenerateKey, Operation.Platform, () => new Work(_ => MLDsa.GenerateKey(algorithm).Dispose()));
            yield return new Operation(algorithm.Name, Operation.Sign, Operation.Platform, () =>
            {
                MLDsa key = MLDsa.GenerateKey(algorithm);
                return new Work(i => key.SignData(messages[i], signature.AsSpan())) { Cases = messages.Length };
            });
            yield return new Operation(algorithm.Name, Operation.VerifyFromBytes, Operation.Platform, () =>
            {
                using MLDsa key = MLDsa.GenerateKey(algorithm);
                (byte[] publicKey, byte[] signed) = (key.ExportMLDsaPublicKey(), key.SignData(Message));
                return new Work(_ =>
                {
                    using MLDsa read = MLDsa.ImportMLDsaPublicKey(algorithm, publicKey);
                    read.VerifyData(Message, signed);
                });
            });
            yield return new Operation(algorithm.Name, Operation.Verify, Operation.Platform, () =>
            {
                MLDsa key = MLDsa.GenerateKey(algorithm);
                byte[] signed = key.SignData(Message);
                return new Work(_ => key.VerifyData(Message, signed));
            });
        }
    }

    /// <summary>One key serves all operations but key generation: RSA keys take their time.</summary>
    private static RSA OneRsa(int size)
    {
        lock (RsaKeys)
            return RsaKeys.TryGetValue(size, out RSA? key) ? key : RsaKeys[size] = NewRsa(size);
    }

    private static RSA NewRsa(int size)
    {
        RSA key = RSA.Create(size);
        key.ExportParameters(includePrivateParameters: false);      // keys are generated when they are first used
        return key;
    }
}
