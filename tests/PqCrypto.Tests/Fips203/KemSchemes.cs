using PqCrypto.Fips203;
using PqCrypto.Kernels;

namespace PqCrypto.Tests.Fips203;

/// <summary>The six schemes over a kernel set, by name.</summary>
internal static class KemSchemes
{
    internal static KemScheme Create<TKernels>(string name)
        where TKernels : struct, IKernels => name switch
        {
            "ML-KEM-512" => new MLKemScheme<MLKem512Parameters, MLKem, TKernels>(),
            "ML-KEM-768" => new MLKemScheme<MLKem768Parameters, MLKem, TKernels>(),
            "ML-KEM-1024" => new MLKemScheme<MLKem1024Parameters, MLKem, TKernels>(),
            "Kyber512-Round3" => new MLKemScheme<MLKem512Parameters, KyberRound3, TKernels>(),
            "Kyber768-Round3" => new MLKemScheme<MLKem768Parameters, KyberRound3, TKernels>(),
            "Kyber1024-Round3" => new MLKemScheme<MLKem1024Parameters, KyberRound3, TKernels>(),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    internal static byte[] PublicKey(KemScheme scheme, KemPublicKeyState key)
    {
        byte[] bytes = new byte[scheme.Description.PublicKeySizeInBytes];
        key.ExportPublicKey(bytes);
        return bytes;
    }

    internal static byte[] PrivateKey(KemScheme scheme, KemPrivateKeyState key)
    {
        byte[] bytes = new byte[scheme.Description.PrivateKeySizeInBytes];
        key.ExportPrivateKey(bytes);
        return bytes;
    }

    internal static (byte[] Ciphertext, byte[] Secret) Encapsulate(KemScheme scheme, KemPublicKeyState key, byte[] randomness)
    {
        byte[] ciphertext = new byte[scheme.Description.CiphertextSizeInBytes];
        byte[] secret = new byte[scheme.Description.SharedSecretSizeInBytes];
        key.Encapsulate(randomness, ciphertext, secret);
        return (ciphertext, secret);
    }

    internal static byte[] Decapsulate(KemScheme scheme, KemPrivateKeyState key, byte[] ciphertext)
    {
        byte[] secret = new byte[scheme.Description.SharedSecretSizeInBytes];
        key.Decapsulate(ciphertext, secret);
        return secret;
    }
}
