using PqCrypto.Base;
using PqCrypto.Hpke;

namespace PqCrypto.Testing;

/// <summary>Operations with given instead of fresh randomness, for known-answer tests.</summary>
/// <remarks>Never for production: a ciphertext or a signature made with randomness that anybody knows or that repeats can give the secret away.
/// Thread-safe.</remarks>
public static class Derandomized
{
    /// <summary>Encapsulates with given randomness.</summary>
    /// <param name="key">The public key.</param>
    /// <param name="randomness">ML-KEM: m (32 bytes). Kyber round 3: the 32 bytes before they are hashed. X-Wing: 64 bytes, m then the X25519 scalar. TLS
    /// groups: m (32), then the scalar. DHKEM: ikmE, as long as a private key. Secret.</param>
    /// <param name="ciphertext">Receives the ciphertext; exactly <see cref="KemAlgorithm.CiphertextSizeInBytes"/> bytes.</param>
    /// <param name="sharedSecret">Receives the secret; exactly <see cref="KemAlgorithm.SharedSecretSizeInBytes"/> bytes.</param>
    /// <exception cref="NotSupportedException">The algorithm has no derandomised form (RSA).</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the buffers overlap.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The scalar is out of range.</exception>
    /// <remarks>FIPS 203, Algorithm 17 (ML-KEM.Encaps_internal).</remarks>
    public static void Encapsulate(KemPublicKey key, ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        ArgumentNullException.ThrowIfNull(key);
        int expected = key.State.DerandomizedSizeInBytes ?? key.Algorithm.Scheme.Description.EncapsulationRandomnessSizeInBytes;
        if (expected == 0)
            throw Errors.NotSupported(key.Algorithm.Name, "derandomised encapsulation", nameof(KemAlgorithm.Family));
        if (randomness.Length != expected)
            throw Errors.WrongLength(nameof(randomness), key.Algorithm.Name, "encapsulation randomness", expected, randomness.Length);
        key.CheckBuffers(ciphertext, sharedSecret);
        key.Encapsulate(randomness, ciphertext, sharedSecret);
    }

    /// <summary>Begins an HPKE context with given randomness.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="recipient">The public key.</param>
    /// <param name="randomness">As for <see cref="Encapsulate"/>; for DHKEM ikmE. Secret.</param>
    /// <param name="info">What the context is bound to.</param>
    /// <param name="encapsulatedKey">Receives the encapsulated key.</param>
    /// <param name="psk">The pre-shared key; empty for none. Secret.</param>
    /// <param name="pskId">Its name.</param>
    /// <returns>The context; dispose it.</returns>
    /// <exception cref="ArgumentException">As for <see cref="HpkeSuite.CreateSender"/> and <see cref="Encapsulate"/>.</exception>
    public static HpkeSender CreateHpkeSender(
        HpkeSuite suite,
        KemPublicKey recipient,
        ReadOnlySpan<byte> randomness,
        ReadOnlySpan<byte> info,
        out byte[] encapsulatedKey,
        ReadOnlySpan<byte> psk = default,
        ReadOnlySpan<byte> pskId = default)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(recipient);
        encapsulatedKey = new byte[suite.EncapsulatedKeySizeInBytes];
        using Workspace workspace = Workspace.Rent();
        Span<byte> secret = workspace.Bytes(suite.Kem.SharedSecretSizeInBytes);
        Encapsulate(recipient, randomness, encapsulatedKey, secret);
        return new HpkeSender(suite, secret, info, psk, pskId);
    }

    /// <summary>Signs a message with given randomness.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="data">The message.</param>
    /// <param name="randomness">ML-DSA: rnd (32 bytes). Dilithium round 3: rho' (64 bytes). Secret.</param>
    /// <param name="options">Context and pre-hash; null for none.</param>
    /// <returns>The signature.</returns>
    /// <exception cref="NotSupportedException">The algorithm draws no randomness of its own, or has no such context or pre-hash.</exception>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static byte[] Sign(SignaturePrivateKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> randomness, SignatureOptions? options = null)
    {
        CheckRandomness(key, randomness);
        options ??= SignatureOptions.Default;
        key.Algorithm.CheckOptionsForSigning(options);
        byte[] signature = new byte[key.Algorithm.MaxSignatureSizeInBytes];
        int written = key.Sign(data, options, randomness, signature);
        Array.Resize(ref signature, written);
        return signature;
    }

    /// <summary>Signs an external mu with given randomness.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="mu">64 bytes.</param>
    /// <param name="randomness">rnd (32 bytes). Secret.</param>
    /// <returns>The signature.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no external mu.</exception>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static byte[] SignMu(SignaturePrivateKey key, ReadOnlySpan<byte> mu, ReadOnlySpan<byte> randomness)
    {
        CheckRandomness(key, randomness);
        key.Algorithm.CheckMu(mu, nameof(mu));
        return key.SignDigest(mu, randomness);
    }

    /// <summary>Signs a message that was formatted elsewhere.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="formattedMessage">M' of FIPS 204: prefix, context and message, or any bytes.</param>
    /// <param name="randomness">rnd (32 bytes). Secret.</param>
    /// <returns>The signature.</returns>
    /// <exception cref="NotSupportedException">The algorithm does not format messages.</exception>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <remarks>FIPS 204, Algorithm 7 (ML-DSA.Sign_internal).</remarks>
    public static byte[] SignInternal(SignaturePrivateKey key, ReadOnlySpan<byte> formattedMessage, ReadOnlySpan<byte> randomness)
    {
        CheckRandomness(key, randomness);
        Span<byte> mu = stackalloc byte[64];
        DigestFormatted(key.PublicKey, formattedMessage, mu);
        return key.SignDigest(mu, randomness);
    }

    /// <summary>Verifies a message that was formatted elsewhere.</summary>
    /// <param name="key">The public key.</param>
    /// <param name="formattedMessage">M' of FIPS 204.</param>
    /// <param name="signature">The signature, of any length.</param>
    /// <returns>Whether the signature is valid.</returns>
    /// <exception cref="NotSupportedException">The algorithm does not format messages.</exception>
    /// <remarks>FIPS 204, Algorithm 8 (ML-DSA.Verify_internal).</remarks>
    public static bool VerifyInternal(SignaturePublicKey key, ReadOnlySpan<byte> formattedMessage, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> mu = stackalloc byte[64];
        DigestFormatted(key, formattedMessage, mu);
        return key.State.VerifyDigest(mu, signature);
    }

    private static void CheckRandomness(SignaturePrivateKey key, ReadOnlySpan<byte> randomness)
    {
        ArgumentNullException.ThrowIfNull(key);
        int expected = key.Algorithm.Scheme.Description.SigningRandomnessSizeInBytes;
        if (expected == 0)
            throw Errors.NotSupported(key.Algorithm.Name, "derandomised signing", nameof(SignatureAlgorithm.Family));
        if (randomness.Length != expected)
            throw Errors.WrongLength(nameof(randomness), key.Algorithm.Name, "signing randomness", expected, randomness.Length);
    }

    private static void DigestFormatted(SignaturePublicKey key, ReadOnlySpan<byte> formattedMessage, Span<byte> mu)
    {
        if (key.State is not IFormattedMessage formatted)
            throw Errors.NotSupported(key.Algorithm.Name, "formatted message", nameof(SignatureAlgorithm.SupportsExternalMu));
        formatted.DigestFormatted(formattedMessage, mu);
    }
}
