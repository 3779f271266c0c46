using System.Security.Cryptography;

namespace PqCrypto.Pki.Parts;

/// <summary>A secret in the array that BouncyCastle wants, for the time of one call: pinned, and zeroed afterwards.</summary>
internal readonly ref struct Lent : IDisposable
{
    internal Lent(ReadOnlySpan<byte> secret)
    {
        Bytes = GC.AllocateUninitializedArray<byte>(secret.Length, pinned: true);
        secret.CopyTo(Bytes);
    }

    internal byte[] Bytes { get; }

    public void Dispose() => CryptographicOperations.ZeroMemory(Bytes);
}
