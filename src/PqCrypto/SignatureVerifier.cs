using PqCrypto.Base;

namespace PqCrypto;

/// <summary>Verifies a message that arrives piece by piece; reusable for the next message after each verification.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class SignatureVerifier : IDisposable
{
    private readonly SignaturePublicKey key;
    private readonly SignatureOptions options;
    private readonly PendingMessage? message;
    private bool disposed;

    internal SignatureVerifier(SignaturePublicKey key, SignatureOptions options)
    {
        this.key = key;
        this.options = options;
        if (options.Context.Length <= SignatureOptions.MaxContextSizeInBytes)
            message = new PendingMessage(key, options);
    }

    /// <summary>Takes in the next piece of the message.</summary>
    /// <param name="data">The piece, of any length. Public.</param>
    /// <exception cref="ObjectDisposedException">The verifier was disposed.</exception>
    public void Append(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        message?.Append(data);
    }

    /// <summary>Checks the signature of all pieces since the last verification, and starts over.</summary>
    /// <param name="signature">The signature, of any length. Public.</param>
    /// <returns>Whether the signature is valid; false for any wrong content or length, and for a context longer than 255 bytes.</returns>
    /// <exception cref="ObjectDisposedException">The verifier was disposed.</exception>
    public bool Verify(ReadOnlySpan<byte> signature)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (message is null)
            return false;
        if (message.DigestSizeInBytes is not int size)
        {
            byte[] ownSignature = signature.ToArray();
            return message.TakeWhole((key, options, ownSignature), static (whole, context) => context.key.Verify(whole, context.ownSignature, context.options));
        }

        using Workspace workspace = Workspace.Rent();
        Span<byte> digest = workspace.Bytes(size);
        message.Finish(digest);
        return key.State.VerifyDigest(digest, signature);
    }

    /// <summary>Ends the verifier; the key stays.</summary>
    public void Dispose()
    {
        disposed = true;
        message?.Dispose();
    }
}
