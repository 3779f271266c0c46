using System.Security.Cryptography;

namespace PqCrypto.Pki.Parts;

/// <summary>The bytes of a private key between calls: pinned, and zeroed by Dispose, or by the finalizer where that was forgotten. What BouncyCastle copies for a call is its own affair.</summary>
internal sealed class HeldKey : IDisposable
{
    private readonly byte[] bytes;

    internal HeldKey(ReadOnlySpan<byte> key)
    {
        bytes = GC.AllocateUninitializedArray<byte>(key.Length, pinned: true);
        key.CopyTo(bytes);
    }

    ~HeldKey() => CryptographicOperations.ZeroMemory(bytes);

    internal ReadOnlySpan<byte> Bytes => bytes;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(bytes);
        GC.SuppressFinalize(this);
    }
}
