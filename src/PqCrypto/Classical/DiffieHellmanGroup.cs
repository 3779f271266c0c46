namespace PqCrypto.Classical;

/// <summary>A group for Diffie-Hellman key agreement: what DHKEM and the hybrids need of X25519 and the NIST curves.</summary>
/// <remarks>Stateless and safe for many threads. Lengths are the caller's affair. The algorithm's name given to a member is for messages.</remarks>
internal abstract class DiffieHellmanGroup
{
    /// <summary>Length in bytes of a private key.</summary>
    internal abstract int ScalarSize { get; }

    /// <summary>Length in bytes of a public key.</summary>
    internal abstract int PointSize { get; }

    /// <summary>Length in bytes of what two keys agree on.</summary>
    internal abstract int SecretSize { get; }

    /// <summary>Random bytes that a new key takes: a scalar, or 0 where the platform draws its own.</summary>
    internal abstract int KeyRandomnessSize { get; }

    /// <summary>Brings a scalar into the form in which RFC 9180, section 7.1.2, serialises it: clamped for X25519, unchanged for others.</summary>
    /// <param name="scalar">A scalar, changed in place. Secret.</param>
    internal virtual void Clamp(Span<byte> scalar)
    {
    }

    /// <summary>Makes a new key.</summary>
    /// <param name="randomness"><see cref="KeyRandomnessSize"/> bytes. Secret.</param>
    internal abstract DiffieHellmanKey GenerateKey(ReadOnlySpan<byte> randomness);

    /// <summary>Makes the key of a scalar.</summary>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="scalar"><see cref="ScalarSize"/> bytes. Secret.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The scalar is zero or not below the order (NIST curves).</exception>
    internal abstract DiffieHellmanKey ImportKey(string algorithm, ReadOnlySpan<byte> scalar);

    /// <summary>Tells whether bytes are a scalar of the group; the verdict is public.</summary>
    /// <param name="scalar"><see cref="ScalarSize"/> bytes. Secret.</param>
    internal abstract bool IsScalar(ReadOnlySpan<byte> scalar);

    /// <summary>Tells what is wrong with a public key; null where nothing is.</summary>
    /// <param name="point"><see cref="PointSize"/> bytes. Public.</param>
    internal abstract string? FindFlaw(ReadOnlySpan<byte> point);

    /// <summary>Agrees with a public key once, with a key made for this.</summary>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="scalar">The ephemeral scalar, <see cref="ScalarSize"/> bytes; where <see cref="KeyRandomnessSize"/> is 0, empty to let the
    /// platform draw it. Secret.</param>
    /// <param name="peer">A public key that was checked. Public.</param>
    /// <param name="ephemeral">Receives the ephemeral public key. Public.</param>
    /// <param name="secret">Receives <see cref="SecretSize"/> bytes. Secret.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The scalar is not one of the group, or the X25519 secret is
    /// zero.</exception>
    internal abstract void AgreeOnce(
        string algorithm, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> peer, Span<byte> ephemeral, Span<byte> secret);
}

/// <summary>A private key of a group, ready for any number of agreements.</summary>
/// <remarks>Safe for many threads. Dispose zeroes it.</remarks>
internal abstract class DiffieHellmanKey : IDisposable
{
    /// <summary>The public key.</summary>
    internal abstract ReadOnlySpan<byte> Point { get; }

    /// <summary>The private key. Secret.</summary>
    internal abstract ReadOnlySpan<byte> Scalar { get; }

    /// <summary>Agrees with a public key from a ciphertext or share.</summary>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="peer">The public key, of the group's PointSize. Public.</param>
    /// <param name="secret">Receives the group's SecretSize. Secret.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The point is not one of the group, or the X25519 secret is
    /// zero.</exception>
    internal abstract void Agree(string algorithm, ReadOnlySpan<byte> peer, Span<byte> secret);

    /// <summary>Zeroes the key.</summary>
    public abstract void Dispose();
}
