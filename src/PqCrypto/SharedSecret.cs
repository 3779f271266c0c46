using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Classical;

namespace PqCrypto;

/// <summary>A shared secret: kept in memory that does not move, compared in constant time, zeroed by Dispose, and meant for a KDF.</summary>
/// <remarks>Safe for many threads, Dispose included.</remarks>
public sealed class SharedSecret : IDisposable
{
    private const int HashSizeInBytes = 32;                     // SHA-256
    private const int MaxInfoSizeInBytes = 65535;
    private const int MaxDerivedSizeInBytes = 8160;             // = 255 * 32 (RFC 5869, section 2.3)

    private readonly SecretBuffer secret;
    private readonly UseCount uses;

    /// <summary>Makes a secret whose memory the caller fills before anybody else sees it.</summary>
    internal SharedSecret(int sizeInBytes, out Span<byte> bytes)
    {
        secret = new SecretBuffer(sizeInBytes);
        bytes = secret.Bytes;
        SizeInBytes = sizeInBytes;
        uses = new UseCount(secret, typeof(SharedSecret));
    }

    /// <summary>Makes a secret that is a copy of bytes in scratch memory.</summary>
    internal SharedSecret(ReadOnlySpan<byte> bytes)
        : this(bytes.Length, out Span<byte> copy) => bytes.CopyTo(copy);

    /// <summary>Length in bytes; stays readable after Dispose.</summary>
    public int SizeInBytes { get; }

    /// <summary>A copy of the secret in ordinary memory; the caller zeroes it. Prefer <see cref="DeriveKey"/>.</summary>
    /// <returns><see cref="SizeInBytes"/> bytes. Secret.</returns>
    /// <exception cref="ObjectDisposedException">The secret was disposed.</exception>
    public byte[] ToArray()
    {
        using UseCount.Use use = uses.Enter();
        return secret.Bytes.ToArray();
    }

    /// <summary>Copies the secret.</summary>
    /// <param name="destination">Exactly <see cref="SizeInBytes"/> bytes. Secret.</param>
    /// <exception cref="ArgumentException">The destination has the wrong length.</exception>
    /// <exception cref="ObjectDisposedException">The secret was disposed.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length != SizeInBytes)
            throw Errors.WrongLength(nameof(destination), "The", "shared secret", SizeInBytes, destination.Length);
        using UseCount.Use use = uses.Enter();
        secret.Bytes.CopyTo(destination);
    }

    /// <summary>Compares two secrets in constant time.</summary>
    /// <param name="other">The other secret.</param>
    /// <returns>Whether they are equal; false for different sizes.</returns>
    /// <exception cref="ObjectDisposedException">One of the secrets was disposed.</exception>
    public bool FixedTimeEquals(SharedSecret other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using UseCount.Use use = uses.Enter();
        using UseCount.Use otherUse = other.uses.Enter();
        return CryptographicOperations.FixedTimeEquals(secret.Bytes, other.secret.Bytes);
    }

    /// <summary>Derives a key with HKDF-SHA256 (RFC 5869): extract with the salt, expand with the info.</summary>
    /// <param name="salt">The salt, may be empty. Public.</param>
    /// <param name="info">What the key is for, 65535 bytes at most, may be empty. Public.</param>
    /// <param name="key">Receives the key; 1 to 8160 bytes. Secret.</param>
    /// <exception cref="ArgumentException">The key is empty or longer than 8160 bytes, or the info is longer than 65535.</exception>
    /// <exception cref="ObjectDisposedException">The secret was disposed.</exception>
    public void DeriveKey(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> key)
    {
        if (key.Length is 0 or > MaxDerivedSizeInBytes)
            throw new ArgumentException($"HKDF-SHA256 derives 1 to {MaxDerivedSizeInBytes} bytes; asked for {key.Length}.", nameof(key));
        if (info.Length > MaxInfoSizeInBytes)
            throw new ArgumentException($"The info is {MaxInfoSizeInBytes} bytes at most; got {info.Length}.", nameof(info));
        using UseCount.Use use = uses.Enter();
        using Workspace workspace = Workspace.Rent();
        Span<byte> pseudorandomKey = workspace.Bytes(HashSizeInBytes);
        Hkdf.Extract(HashAlgorithmName.SHA256, salt, secret.Bytes, pseudorandomKey);
        Hkdf.Expand(HashAlgorithmName.SHA256, pseudorandomKey, info, key);
    }

    /// <summary>Zeroes the secret; a use under way on another thread ends first. Calling it twice is harmless.</summary>
    public void Dispose() => uses.Dispose();
}
