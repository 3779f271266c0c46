using PqCrypto.Base;

namespace PqCrypto;

/// <summary>Signs a message that arrives piece by piece; reusable for the next message after each signature.</summary>
/// <remarks>For one thread at a time. The key must not be disposed before <see cref="GetSignature"/>.</remarks>
public sealed class SignatureSigner : IDisposable
{
    private readonly SignaturePrivateKey key;
    private readonly SignatureOptions options;
    private readonly PendingMessage message;
    private bool disposed;

    internal SignatureSigner(SignaturePrivateKey key, SignatureOptions options)
    {
        this.key = key;
        this.options = options;
        message = new PendingMessage(key.PublicKey, options);
    }

    /// <summary>Takes in the next piece of the message.</summary>
    /// <param name="data">The piece, of any length. Public.</param>
    /// <exception cref="ObjectDisposedException">The signer was disposed.</exception>
    public void Append(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        message.Append(data);
    }

    /// <summary>Signs the message of all pieces since the last signature, and starts over, after a failure too.</summary>
    /// <returns>The signature. Public.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The operating system's random generator failed.</exception>
    /// <exception cref="ObjectDisposedException">The signer or its key was disposed.</exception>
    public byte[] GetSignature()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (message.DigestSizeInBytes is not int size)
            return message.TakeWhole((key, options), static (whole, context) => context.key.Sign(whole, context.options));
        using Workspace workspace = Workspace.Rent();
        Span<byte> digest = workspace.Bytes(size);
        message.Finish(digest);
        return key.SignDigest(digest, options);
    }

    /// <summary>Ends the signer; the key stays.</summary>
    public void Dispose()
    {
        disposed = true;
        message.Dispose();
    }
}
