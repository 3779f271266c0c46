using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace PqCrypto.Tests.Hybrid;

/// <summary>ML-KEM by BouncyCastle, for comparison.</summary>
internal sealed class OutsideMLKem
{
    private readonly MLKemParameters parameters;
    private readonly MLKemPrivateKeyParameters key;

    internal OutsideMLKem(string name, byte[] seed)
    {
        parameters = name == "ML-KEM-768" ? MLKemParameters.ml_kem_768 : MLKemParameters.ml_kem_1024;
        key = MLKemPrivateKeyParameters.FromSeed(parameters, seed);
    }

    internal byte[] PublicKey => key.GetPublicKeyEncoded();

    internal byte[] Decapsulate(byte[] ciphertext)
    {
        MLKemDecapsulator decapsulator = new(parameters);
        decapsulator.Init(key);
        byte[] secret = new byte[32];
        decapsulator.Decapsulate(ciphertext, 0, ciphertext.Length, secret, 0, secret.Length);
        return secret;
    }

    internal static void AssertNoAllocation(Action operation)
    {
        operation();
        Assert.Equal(0, Api.AllocationTests.Measure(() => operation()));
    }
}
