namespace PqCrypto;

/// <summary>A signature scheme: derive from it to plug in an algorithm of your own with <see cref="SignatureAlgorithm.Create"/>.</summary>
/// <remarks>Stateless and safe for many threads. Built-in algorithms are written over the same class.</remarks>
public abstract class SignatureScheme : KeyScheme<SignatureDescription, SignaturePublicKeyState, SignaturePrivateKeyState>
{
    /// <summary>Makes a scheme with its description.</summary>
    /// <param name="description">Name, code points and sizes.</param>
    protected SignatureScheme(SignatureDescription description)
        : base(description)
    {
    }

    /// <summary>Checks several signatures, which built-in schemes do side by side.</summary>
    /// <param name="checks">What is to be checked, with keys of this scheme.</param>
    /// <param name="valid">Receives for each whether the signature is valid.</param>
    internal virtual void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> valid)
    {
        for (int i = 0; i < checks.Length; i++)
        {
            SignatureCheck check = checks[i];
            valid[i] = check.Options.Context.Length <= SignatureOptions.MaxContextSizeInBytes
                && check.Key.Verify(check.Data.Span, check.Signature.Span, check.Options);
        }
    }
}

/// <summary>One of several signatures that are checked together. Public.</summary>
/// <param name="Key">The key.</param>
/// <param name="Data">The message.</param>
/// <param name="Signature">The signature, of any length.</param>
/// <param name="Options">Context and pre-hash; the library has checked that the scheme supports them, not how long the context is.</param>
internal readonly record struct SignatureCheck(
    SignaturePublicKeyState Key, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Signature, SignatureOptions Options);

/// <summary>A public key of a signature scheme.</summary>
public abstract class SignaturePublicKeyState : PublicKeyState
{
    /// <summary>Checks a signature. Never throws for what a peer sent.</summary>
    /// <param name="data">The message. Public.</param>
    /// <param name="signature">The signature, of any length. Public.</param>
    /// <param name="options">Context and pre-hash; the library has checked that the scheme supports them.</param>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options);

    /// <summary>Starts the hashing of a message given piece by piece; null where the scheme needs the whole message at once, which the
    /// library then collects.</summary>
    /// <param name="options">Context and pre-hash.</param>
    public virtual MessageDigest? CreateDigest(SignatureOptions options) => null;

    /// <summary>Checks a signature over the result of <see cref="CreateDigest"/>.</summary>
    /// <param name="digest">The digest, of the length that the digest object gives. Public.</param>
    /// <param name="signature">The signature, of any length. Public.</param>
    public virtual bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) =>
        throw new NotSupportedException("This scheme has no message digest.");
}

/// <summary>A private key of a signature scheme.</summary>
public abstract class SignaturePrivateKeyState : PrivateKeyState
{
    /// <summary>The public key; stays usable after this state is disposed.</summary>
    public abstract SignaturePublicKeyState PublicKey { get; }

    /// <summary>Signs a message.</summary>
    /// <param name="data">The message. Public.</param>
    /// <param name="options">Context and pre-hash; the library has checked that the scheme supports them.</param>
    /// <param name="randomness">Fresh random bytes, as many as the description asks for; empty to sign deterministically. Secret.</param>
    /// <param name="signature">Room for MaxSignatureSizeInBytes or more. Public.</param>
    /// <returns>The signature's length in bytes.</returns>
    public abstract int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature);

    /// <summary>Signs the result of <see cref="SignaturePublicKeyState.CreateDigest"/>.</summary>
    /// <param name="digest">The digest. Public.</param>
    /// <param name="randomness">As for Sign. Secret.</param>
    /// <param name="signature">Room for MaxSignatureSizeInBytes or more. Public.</param>
    /// <returns>The signature's length in bytes.</returns>
    public virtual int SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness, Span<byte> signature) =>
        throw new NotSupportedException("This scheme has no message digest.");
}

/// <summary>The hash of a message that arrives piece by piece, ready for SignDigest or VerifyDigest.</summary>
/// <remarks>For one thread at a time.</remarks>
public abstract class MessageDigest : IDisposable
{
    /// <summary>Length of the result in bytes.</summary>
    public abstract int SizeInBytes { get; }

    /// <summary>Takes in the next piece of the message.</summary>
    /// <param name="data">The piece, of any length. Public.</param>
    public abstract void Append(ReadOnlySpan<byte> data);

    /// <summary>Writes the digest of all pieces and starts over for the next message.</summary>
    /// <param name="digest">Exactly <see cref="SizeInBytes"/>.</param>
    public abstract void Finish(Span<byte> digest);

    /// <summary>Releases what the hash holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the hash holds.</summary>
    /// <param name="disposing">True from Dispose, false from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A signature key that can say what it signs for a message that was formatted elsewhere (FIPS 204, Algorithms 7 and 8 take M').</summary>
internal interface IFormattedMessage
{
    /// <summary>Computes the digest that SignDigest and VerifyDigest take for a formatted message.</summary>
    /// <param name="formattedMessage">M'. Public.</param>
    /// <param name="digest">Receives mu, 64 bytes.</param>
    void DigestFormatted(ReadOnlySpan<byte> formattedMessage, Span<byte> digest);
}
