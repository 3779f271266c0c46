using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Durability;

namespace PqCrypto.Samples.Migration.Keys;

/// <summary>Makes key pairs and keeps them as PEM files: encrypted PKCS#8 for the private key, SubjectPublicKeyInfo for the public one.</summary>
/// <remarks>The two classical keys are made and written by the platform alone, as they would be in a store that is older than this library.</remarks>
internal static class KeyFile
{
    /// <summary>The encrypted private key and the public key of a new pair.</summary>
    private sealed record Pair(string PrivatePem, string PublicPem);

    /// <summary>Makes a pair and writes both files, the private key first: the public one can be had from it.</summary>
    public static void Make(string algorithm, string privatePath, string publicPath, string passphrase, int iterations, DurableSteps steps)
    {
        PbeParameters protection = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterations);
        Pair pair = Make(algorithm, passphrase, protection);
        AtomicFile.Write(privatePath, System.Text.Encoding.ASCII.GetBytes(pair.PrivatePem + "\n"), steps);
        AtomicFile.Write(publicPath, System.Text.Encoding.ASCII.GetBytes(pair.PublicPem + "\n"), steps);
    }

    private static Pair Make(string algorithm, string passphrase, PbeParameters protection)
    {
        if (algorithm == KemAlgorithm.RsaOaep2048.Name)
        {
            using RSA rsa = RSA.Create(keySizeInBits: 2048);
            return new Pair(rsa.ExportEncryptedPkcs8PrivateKeyPem(passphrase, protection), rsa.ExportSubjectPublicKeyInfoPem());
        }
        if (algorithm == SignatureAlgorithm.EcdsaP256Sha256.Name)
        {
            using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new Pair(ecdsa.ExportEncryptedPkcs8PrivateKeyPem(passphrase, protection), ecdsa.ExportSubjectPublicKeyInfoPem());
        }
        if (KemAlgorithm.TryFind(algorithm, out KemAlgorithm? kem))
        {
            using KemPrivateKey key = kem.GenerateKey();
            return new Pair(key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, protection), key.PublicKey.ExportSubjectPublicKeyInfoPem());
        }
        if (SignatureAlgorithm.TryFind(algorithm, out SignatureAlgorithm? signature))
        {
            using SignaturePrivateKey key = signature.GenerateKey();
            return new Pair(key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, protection), key.PublicKey.ExportSubjectPublicKeyInfoPem());
        }
        throw new InvalidDataException($"There is no algorithm '{algorithm}'.");
    }
}
