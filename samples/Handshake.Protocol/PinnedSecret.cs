using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>A short-lived secret in memory that the garbage collector does not move, zeroed by Dispose.</summary>
internal sealed class PinnedSecret(int sizeInBytes) : IDisposable
{
    private readonly byte[] bytes = GC.AllocateArray<byte>(sizeInBytes, pinned: true);

    /// <summary>The secret.</summary>
    internal Span<byte> Bytes => bytes;

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
