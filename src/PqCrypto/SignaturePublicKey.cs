using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto;

/// <summary>The public key of a signature algorithm: anybody who has it can check what the private key's holder signed.</summary>
/// <remarks>Immutable and safe for many threads. From its second use on it remembers what is computed from the key alone, so later uses are cheaper.</remarks>
public sealed class SignaturePublicKey : IEquatable<SignaturePublicKey>
{
    internal SignaturePublicKey(SignatureAlgorithm algorithm, SignaturePublicKeyState state)
    {
        Algorithm = algorithm;
        State = state;
    }

    /// <summary>The algorithm.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The key inside its scheme.</summary>
    internal SignaturePublicKeyState State { get; }

    /// <summary>Reads a DER SubjectPublicKeyInfo of any built-in or composite algorithm of this package. An EC key is read as ECDSA, an RSA key as RSA-PSS of its length.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static SignaturePublicKey ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source)
    {
        SignaturePublicKeyState state = KeyContainers.ImportSubjectPublicKeyInfo(SignatureAlgorithm.Schemes, source, out int index);
        return new SignaturePublicKey(SignatureAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a PEM text with one PUBLIC KEY block of any built-in or composite algorithm of this package.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <exception cref="ArgumentException">There is no such block, or more than one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static SignaturePublicKey ImportFromPem(ReadOnlySpan<char> source)
    {
        SignaturePublicKeyState state = KeyContainers.ImportPublicPem(SignatureAlgorithm.Schemes, source, out int index);
        return new SignaturePublicKey(SignatureAlgorithm.Readable[index], state);
    }

    /// <summary>Checks the signature of a message.</summary>
    /// <param name="data">The message, of any length. Public.</param>
    /// <param name="signature">The signature, of any length. Public.</param>
    /// <param name="options">Context and pre-hash as they were given to Sign; null for none.</param>
    /// <returns>Whether the signature is valid; false for any wrong content or length, and for a context longer than 255 bytes.</returns>
    /// <exception cref="ArgumentException">The pre-hash is unknown.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no context or no pre-hash.</exception>
    /// <remarks>Thread-safe; allocates nothing for algorithms of our own. FIPS 204, Algorithm 3 (ML-DSA.Verify); with a pre-hash FIPS 204, Algorithm 5
    /// (HashML-DSA.Verify).</remarks>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions? options = null)
    {
        options ??= SignatureOptions.Default;
        Algorithm.CheckOptions(options);
        return options.Context.Length <= SignatureOptions.MaxContextSizeInBytes && State.Verify(data, signature, options);
    }

    /// <summary>Checks the signature of what a stream holds from its position to its end.</summary>
    /// <param name="data">The message; read to its end, left open. Public.</param>
    /// <param name="signature">The signature, of any length. Public.</param>
    /// <param name="options">Context and pre-hash as they were given to Sign; null for none.</param>
    /// <returns>Whether the signature is valid.</returns>
    /// <exception cref="ArgumentException">The pre-hash is unknown.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no context or no pre-hash.</exception>
    public bool Verify(Stream data, ReadOnlySpan<byte> signature, SignatureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        using SignatureVerifier verifier = CreateVerifier(options);
        MessageStream.Read(data, verifier.Append);
        return verifier.Verify(signature);
    }

    /// <summary>Checks the signature of what a stream holds from its position to its end.</summary>
    /// <param name="data">The message; read to its end, left open. Public.</param>
    /// <param name="signature">The signature, of any length. Public.</param>
    /// <param name="options">Context and pre-hash as they were given to Sign; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Whether the signature is valid.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, before or during the call.</exception>
    /// <exception cref="ArgumentException">The pre-hash is unknown.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no context or no pre-hash.</exception>
    public async ValueTask<bool> VerifyAsync(Stream data, ReadOnlyMemory<byte> signature, SignatureOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using SignatureVerifier verifier = CreateVerifier(options);
        await MessageStream.ReadAsync(data, verifier.Append, cancellationToken).ConfigureAwait(false);
        return verifier.Verify(signature.Span);
    }

    /// <summary>Checks a signature against a message representative that was computed elsewhere (external mu).</summary>
    /// <param name="mu">Exactly 64 bytes: SHAKE256(tr || M', 64) (FIPS 204, Algorithm 8, L7). Public.</param>
    /// <param name="signature">The signature, of any length. Public.</param>
    /// <returns>Whether the signature is valid.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no external mu.</exception>
    /// <exception cref="ArgumentException">mu is not 64 bytes.</exception>
    /// <remarks>Thread-safe. FIPS 204, section 6.2.</remarks>
    public bool VerifyMu(ReadOnlySpan<byte> mu, ReadOnlySpan<byte> signature)
    {
        Algorithm.CheckMu(mu, nameof(mu));
        return State.VerifyDigest(mu, signature);
    }

    /// <summary>Creates a verifier for a message that arrives piece by piece.</summary>
    /// <param name="options">Context and pre-hash; copied. Null for none.</param>
    /// <exception cref="ArgumentException">The pre-hash is unknown.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no context or no pre-hash.</exception>
    public SignatureVerifier CreateVerifier(SignatureOptions? options = null)
    {
        options ??= SignatureOptions.Default;
        Algorithm.CheckOptions(options);
        return new SignatureVerifier(this, options.WithOwnContext());
    }

    /// <summary>This key as the platform's class <see cref="System.Security.Cryptography.MLDsa"/>, for code that is typed against it; works on every
    /// operating system.</summary>
    /// <returns>An object over this key. It can verify only.</returns>
    /// <exception cref="NotSupportedException">The algorithm is none of ML-DSA's three parameter sets.</exception>
    public MLDsa AsMLDsa() => new ManagedMLDsa(this);

    /// <summary>The raw public key.</summary>
    /// <returns><see cref="SignatureAlgorithm.PublicKeySizeInBytes"/> bytes. Public.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no raw public key (RSA).</exception>
    public byte[] ExportPublicKey()
    {
        byte[] publicKey = new byte[Algorithm.PublicKeySizeInBytes];
        ExportPublicKey(publicKey);
        return publicKey;
    }

    /// <summary>Writes the raw public key.</summary>
    /// <param name="destination">Exactly <see cref="SignatureAlgorithm.PublicKeySizeInBytes"/> bytes. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw public key (RSA).</exception>
    /// <exception cref="ArgumentException">The destination has the wrong length.</exception>
    public void ExportPublicKey(Span<byte> destination)
    {
        KeyContainers.CheckSize(Algorithm.Name, "public key", nameof(SignatureAlgorithm.PublicKeySizeInBytes), Algorithm.PublicKeySizeInBytes, destination.Length, nameof(destination));
        State.ExportPublicKey(destination);
    }

    /// <summary>The DER SubjectPublicKeyInfo (RFC 5280; RFC 9881 for ML-DSA).</summary>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form (round 3).</exception>
    public byte[] ExportSubjectPublicKeyInfo() => KeyContainers.ExportSubjectPublicKeyInfo(Algorithm.Scheme, State);

    /// <summary>The SubjectPublicKeyInfo as PEM, label PUBLIC KEY.</summary>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form (round 3).</exception>
    public string ExportSubjectPublicKeyInfoPem() => Pem.Encode(Pem.PublicKey, ExportSubjectPublicKeyInfo());

    /// <summary>Equal when algorithm and key bytes are equal.</summary>
    public bool Equals(SignaturePublicKey? other) =>
        other is not null && Algorithm.Equals(other.Algorithm) && KeyContainers.SameKey(State, other.State, Algorithm.PublicKeySizeInBytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignaturePublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => KeyContainers.KeyHashCode(State, Algorithm.PublicKeySizeInBytes);
}
