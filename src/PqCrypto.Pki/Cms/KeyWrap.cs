using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace PqCrypto.Pki.Cms;

/// <summary>AES key wrap of content-encryption keys, by BouncyCastle: the platform has only the padded kind.</summary>
/// <remarks>RFC 3394; RFC 3565, section 2.3.2.</remarks>
internal static class KeyWrap
{
    /// <summary>Wraps a key.</summary>
    /// <param name="kek">The key to wrap with: 16, 24 or 32 bytes. Secret.</param>
    /// <param name="key">The key: a multiple of 8 bytes. Secret.</param>
    internal static byte[] Wrap(byte[] kek, byte[] key)
    {
        AesWrapEngine engine = new();
        engine.Init(forWrapping: true, new KeyParameter(kek));
        return engine.Wrap(key, 0, key.Length);
    }

    /// <summary>The key that was wrapped; zero it. Null where it was wrapped with another one.</summary>
    internal static byte[]? Unwrap(byte[] kek, byte[] wrapped)
    {
        AesWrapEngine engine = new();
        engine.Init(forWrapping: false, new KeyParameter(kek));
        try
        {
            return engine.Unwrap(wrapped, 0, wrapped.Length);
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }
}
