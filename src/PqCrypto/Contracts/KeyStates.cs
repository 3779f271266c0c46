using PqCrypto.Base;

namespace PqCrypto;

/// <summary>A public key inside a scheme: bytes with their precomputation, or a handle into hardware.</summary>
/// <remarks>Immutable and safe for many threads. Lengths have been checked before any member is called.</remarks>
public abstract class PublicKeyState
{
    private protected PublicKeyState()
    {
    }

    /// <summary>Writes the raw public key. Called only where the description gives its length.</summary>
    /// <param name="destination">Exactly the description's PublicKeySizeInBytes. Public.</param>
    public abstract void ExportPublicKey(Span<byte> destination);

    /// <summary>The content of a SubjectPublicKeyInfo's BIT STRING: the raw key unless the algorithm's own standard says otherwise.</summary>
    /// <param name="rawSizeInBytes">The description's PublicKeySizeInBytes.</param>
    /// <returns>The content; empty where the key has neither form.</returns>
    internal virtual byte[] ExportSubjectPublicKey(int rawSizeInBytes)
    {
        if (rawSizeInBytes == 0)
            return [];
        byte[] raw = new byte[rawSizeInBytes];
        ExportPublicKey(raw);
        return raw;
    }
}

/// <summary>A private key inside a scheme. Dispose zeroes or releases it.</summary>
/// <remarks>Safe for many threads; the library makes sure that Dispose runs after the last call has ended, and only once.</remarks>
public abstract class PrivateKeyState : IDisposable
{
    private protected PrivateKeyState()
    {
    }

    /// <summary>Whether this key still knows its seed.</summary>
    public virtual bool HasPrivateSeed => false;

    /// <summary>Writes the seed. Called only where <see cref="HasPrivateSeed"/>.</summary>
    /// <param name="destination">Exactly the description's PrivateSeedSizeInBytes. Secret.</param>
    public virtual void ExportPrivateSeed(Span<byte> destination) => throw new NotSupportedException("This key state has no seed.");

    /// <summary>Writes the raw private key. Called only where the description gives its length.</summary>
    /// <param name="destination">Exactly the description's PrivateKeySizeInBytes. Secret.</param>
    /// <exception cref="NotSupportedException">The key cannot leave its device.</exception>
    public abstract void ExportPrivateKey(Span<byte> destination);

    /// <summary>The content of a PKCS#8 privateKey OCTET STRING where the algorithm's own standard defines one (RSA, elliptic curves); null
    /// where the description's Pkcs8Content says it all.</summary>
    internal virtual SecretBuffer? ExportOwnPkcs8Content() => null;

    /// <summary>Zeroes or releases the key.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeroes or releases the key.</summary>
    /// <param name="disposing">True from Dispose, false from a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
