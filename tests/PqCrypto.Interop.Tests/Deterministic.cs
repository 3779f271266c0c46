using Org.BouncyCastle.Crypto.Digests;

namespace PqCrypto.Interop.Tests;

/// <summary>Reproducible inputs.</summary>
internal static class Deterministic
{
    /// <summary>Bytes that depend on their purpose and number only.</summary>
    internal static byte[] Bytes(string purpose, int number, int length)
    {
        ShakeDigest shake = new(256);
        shake.BlockUpdate(System.Text.Encoding.UTF8.GetBytes($"{purpose} {number}"));
        byte[] bytes = new byte[length];
        shake.OutputFinal(bytes);
        return bytes;
    }
}
