using System.Security.Cryptography;

namespace PqCrypto.Pki.Parts;

/// <summary>The bytes of a private key between calls: pinned, and zeroed by Dispose. What BouncyCastle copies for a call is its own affair.</summary>
internal sealed class HeldKey : IDisposable
{
    private readonly byte[] bytes;

    internal HeldKey(ReadOnlySpan<byte> key)
    {
        bytes = GC.AllocateUninitializedArray<byte>(key.Length, pinned: true);
        key.CopyTo(bytes);
    }

    internal ReadOnlySpan<byte> Bytes => bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
