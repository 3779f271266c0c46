using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Security;

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

/// <summary>A generator for BouncyCastle that gives the bytes it was made with.</summary>
internal sealed class FixedRandom(byte[] bytes) : SecureRandom
{
    private int position;

    public override void NextBytes(byte[] buf) => NextBytes(buf.AsSpan());

    public override void NextBytes(byte[] buf, int off, int len) => NextBytes(buf.AsSpan(off, len));

    public override void NextBytes(Span<byte> buffer)
    {
        bytes.AsSpan(position, buffer.Length).CopyTo(buffer);
        position += buffer.Length;
    }
}
