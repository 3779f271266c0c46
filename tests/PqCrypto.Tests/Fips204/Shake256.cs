using Org.BouncyCastle.Crypto.Digests;

namespace PqCrypto.Tests.Fips204;

/// <summary>SHAKE256 from outside: the platform's is missing on some systems.</summary>
internal static class Shake256
{
    internal static byte[] HashData(byte[] data, int length)
    {
        ShakeDigest shake = new(256);
        shake.BlockUpdate(data, 0, data.Length);
        byte[] output = new byte[length];
        shake.OutputFinal(output, 0, length);
        return output;
    }
}
