using System.Security.Cryptography;

namespace PqCrypto.Classical;

/// <summary>The hash of a signature algorithm that signs hashes.</summary>
/// <param name="Name">SHA-256, SHA-384 or SHA-512.</param>
/// <param name="SizeInBytes">Its length.</param>
internal readonly record struct SignatureHash(HashAlgorithmName Name, int SizeInBytes)
{
    /// <summary>SHA-256.</summary>
    internal static SignatureHash Sha256 => new(HashAlgorithmName.SHA256, 32);

    /// <summary>SHA-384.</summary>
    internal static SignatureHash Sha384 => new(HashAlgorithmName.SHA384, 48);

    /// <summary>SHA-512.</summary>
    internal static SignatureHash Sha512 => new(HashAlgorithmName.SHA512, 64);

    /// <summary>Hashes a message.</summary>
    internal void Compute(ReadOnlySpan<byte> data, Span<byte> digest) => CryptographicOperations.HashData(Name, data, digest);
}

/// <summary>A public key that verifies hashes: RSA and ECDSA. Context and pre-hash do not exist.</summary>
internal abstract class DigestPublicKeyState(SignatureHash hash) : SignaturePublicKeyState
{
    private readonly SignatureHash hash = hash;

    /// <inheritdoc/>
    public sealed override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options)
    {
        Span<byte> digest = stackalloc byte[hash.SizeInBytes];
        hash.Compute(data, digest);
        return VerifyDigest(digest, signature);
    }

    /// <inheritdoc/>
    public sealed override MessageDigest CreateDigest(SignatureOptions options) => new PlatformDigest(hash);
}

/// <summary>A private key that signs hashes: RSA and ECDSA. The platform draws what is random in a signature.</summary>
internal abstract class DigestPrivateKeyState(SignatureHash hash) : SignaturePrivateKeyState
{
    private readonly SignatureHash hash = hash;

    /// <inheritdoc/>
    public sealed override int Sign(
        ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
    {
        Span<byte> digest = stackalloc byte[hash.SizeInBytes];
        hash.Compute(data, digest);
        return SignDigest(digest, randomness, signature);
    }
}

/// <summary>An incremental hash of the platform.</summary>
internal sealed class PlatformDigest(SignatureHash hash) : MessageDigest
{
    private readonly IncrementalHash incremental = IncrementalHash.CreateHash(hash.Name);

    /// <inheritdoc/>
    public override int SizeInBytes => hash.SizeInBytes;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> data) => incremental.AppendData(data);

    /// <inheritdoc/>
    public override void Finish(Span<byte> digest) => incremental.GetHashAndReset(digest);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            incremental.Dispose();
        base.Dispose(disposing);
    }
}
