using Org.BouncyCastle.Security;

namespace PqCrypto.Tests.Vectors;

/// <summary>Hands out given bytes where BouncyCastle draws randomness, so that its result can be compared with ours.</summary>
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
