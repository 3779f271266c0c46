using System.Security.Cryptography;

namespace PqCrypto.Pki.Parts;

/// <summary>A secret in the array that BouncyCastle wants, for the time of one call: pinned, and zeroed afterwards.</summary>
internal readonly ref struct Lent : IDisposable
{
    internal Lent(ReadOnlySpan<byte> secret)
        : this(secret.Length) => secret.CopyTo(Bytes);

    /// <summary>Room for a secret.</summary>
    internal Lent(int size) => Bytes = GC.AllocateArray<byte>(size, pinned: true);


    internal byte[] Bytes { get; private init; }

    /// <summary>Takes over an array that BouncyCastle made, which is not pinned.</summary>
    internal static Lent Of(byte[] made) => new() { Bytes = made };

    public void Dispose() => CryptographicOperations.ZeroMemory(Bytes);
}
