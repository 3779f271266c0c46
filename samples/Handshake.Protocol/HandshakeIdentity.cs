namespace PqCrypto.Samples.Handshake;

/// <summary>Who one side is: a name and a signature key. The peer must know the public key beforehand (pinned); there is no authority.</summary>
/// <remarks>Safe for many threads. The key stays the caller's.</remarks>
public sealed class HandshakeIdentity
{
    private const int MaxSubjectSizeInBytes = 255;              // its length is one byte on the wire

    /// <summary>Makes an identity.</summary>
    /// <param name="subject">A name such as "server"; 1 to 255 bytes of UTF-8.</param>
    /// <param name="key">The private key; not disposed here.</param>
    /// <exception cref="ArgumentException">The subject has the wrong length.</exception>
    public HandshakeIdentity(string subject, SignaturePrivateKey key)
        : this(subject, key, key?.PublicKey!)
    {
    }

    /// <summary>An identity that shows a key which may not be its own.</summary>
    internal HandshakeIdentity(string subject, SignaturePrivateKey key, SignaturePublicKey shown)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(key);
        if (System.Text.Encoding.UTF8.GetByteCount(subject) is 0 or > MaxSubjectSizeInBytes)
            throw new ArgumentException("A subject has 1 to 255 bytes.", nameof(subject));
        Subject = subject;
        Key = key;
        SubjectPublicKeyInfo = shown.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The name.</summary>
    public string Subject { get; }

    /// <summary>The algorithm of the key.</summary>
    public SignatureAlgorithm Algorithm => Key.Algorithm;

    /// <summary>The public key that the peer pins.</summary>
    public SignaturePublicKey PublicKey => Key.PublicKey;

    internal SignaturePrivateKey Key { get; }

    internal byte[] SubjectPublicKeyInfo { get; }
}
